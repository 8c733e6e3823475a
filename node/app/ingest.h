// Batches on their way from the exchange to the ledger: what needs only one of their entries is done by many threads, commits keep
// the order of each log.
#ifndef LIGHTSHIP_NODE_APP_INGEST_H_
#define LIGHTSHIP_NODE_APP_INGEST_H_

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "node/app/mailbox.h"
#include "node/base/mutex.h"
#include "node/exchange/exchange.h"
#include "node/ledger/writer.h"
#include "node/rpc/worker_pool.h"

namespace lightship::app {

// Belongs to the thread that empties `mailbox`; those that verify hand over to the writer by themselves.
class Ingest {
 public:
  using Done = std::function<void(exchange::SessionId, const std::string& origin,
                                  absl::StatusOr<uint64_t> size)>;

  // Signatures are checked, and what `indexer` can know ahead found out, by `verifiers`. `done` is called on the mailbox's thread,
  // for one log in the order of Add.
  Ingest(rpc::WorkerPool* verifiers, const ledger::Indexer* indexer, ledger::Writer* writer, Mailbox* mailbox, Done done)
      : verifiers_(verifiers), indexer_(indexer), writer_(writer), mailbox_(mailbox), done_(std::move(done)) {}

  void Add(exchange::SessionId session, ledger::ExaminedBatch batch);

  // Batches that are not answered.
  size_t pending() const { return pending_; }

 private:
  struct Job;
  bool RunHere(Job& job);
  void Verified(const std::shared_ptr<Job>& job);
  void CommitFront(const std::string& origin) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // The oldest of the log, taken from its queue, if it is answered.
  std::shared_ptr<Job> TakeAnswered(const std::string& origin);
  // Answers it, and those after it that are known, once all before it are answered.
  void Finish(const std::shared_ptr<Job>& job, absl::StatusOr<uint64_t> size);

  rpc::WorkerPool* const verifiers_;
  const ledger::Indexer* const indexer_;
  ledger::Writer* const writer_;
  Mailbox* const mailbox_;
  const Done done_;
  base::Mutex mutex_;
  std::map<std::string, std::deque<std::shared_ptr<Job>>> jobs_ ABSL_GUARDED_BY(mutex_);  // by origin, oldest first
  size_t pending_ = 0;
};

}  // namespace lightship::app

#endif  // LIGHTSHIP_NODE_APP_INGEST_H_
