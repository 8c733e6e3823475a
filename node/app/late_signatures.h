// Verifies officers' signatures of reports that were committed ahead of them (node/ledger/unverified.h): log by log, a range at a time,
// by the threads that verify; the writer moves the mark. Where a restart cuts it, it goes on from the mark.
#ifndef LIGHTSHIP_NODE_APP_LATE_SIGNATURES_H_
#define LIGHTSHIP_NODE_APP_LATE_SIGNATURES_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "node/app/mailbox.h"
#include "node/ledger/heads.h"
#include "node/ledger/replica.h"
#include "node/ledger/writer.h"
#include "node/rpc/worker_pool.h"
#include "node/store/store.h"

namespace lightship::app {

// Belongs to the thread that empties `mailbox`.
class LateSignatures {
 public:
  struct World {
    rpc::WorkerPool* verifiers;
    const store::Store* store;
    const ledger::HeadsBoard* heads;
    ledger::Writer* writer;
    Mailbox* mailbox;
    // One does not verify, and the log says so durably: the node is to be started anew, which takes it out.
    std::function<void()> on_bad;
  };
  explicit LateSignatures(World world) : world_(std::move(world)) {}

  // While batches come whose signatures are left for later, what is verified behind them leaves the processors to them, until so long
  // after the last: but for no longer than this, and then one thread verifies beside them. Others, such as the few reports at a time of
  // every day, hold nothing up.
  static constexpr absl::Duration kQuiet = absl::Milliseconds(100);
  static constexpr absl::Duration kMostWait = absl::Seconds(30);

  // Begins with a log that waits, when none is being looked at and it is time: to be called after commits, and every now and then, since
  // nothing else tells that batches come no more, or goes on from what could not be read or handed to the writer. `busy`: some
  // wait for the same threads.
  void Look(bool busy, absl::Time now);
  // A batch that is to be committed.
  void Came(const ledger::ExaminedBatch& batch, absl::Time now) {
    if (batch.unverified_from.has_value()) busy_at_ = now;
  }
  // A range is with the threads or the writer.
  bool at_work() const { return job_ != nullptr; }

 private:
  struct Job;
  void Begin();
  const ledger::LogHead* Next(const ledger::Heads& heads);
  void Read(const std::shared_ptr<Job>& job);
  void Check(const std::shared_ptr<Job>& job);
  void Checked(const std::shared_ptr<Job>& job);
  void Done(const absl::Status& status, const absl::Status& bad);

  const World world_;
  std::shared_ptr<Job> job_;
  std::string last_;  // log looked at
  absl::Time now_ = absl::InfinitePast();
  absl::Time busy_at_ = absl::InfinitePast();         // last
  absl::Time waits_since_ = absl::InfiniteFuture();  // the first that waits since nothing did
  absl::Time not_before_ = absl::InfinitePast();
};

}  // namespace lightship::app

#endif  // LIGHTSHIP_NODE_APP_LATE_SIGNATURES_H_
