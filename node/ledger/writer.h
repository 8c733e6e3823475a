// The one thread that writes: drains a bounded inbox, commits what it found as one batch, then answers all.
#ifndef LIGHTSHIP_NODE_LEDGER_WRITER_H_
#define LIGHTSHIP_NODE_LEDGER_WRITER_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "node/base/beat.h"
#include "node/base/bounded_queue.h"
#include "node/base/clock.h"
#include "node/base/counts.h"
#include "node/ledger/ledger.h"
#include "node/ledger/rhythm.h"

namespace lightship::ledger {

// Thread-safe.
class Writer {
 public:
  using Done = std::function<void(absl::StatusOr<Outcome>)>;

  struct Options {
    size_t inbox;   // operations waiting
    size_t batch;   // operations in one commit
    const base::Clock* clock;
    base::Counts* counts = nullptr;  // may be null
  };

  // `on_commit` runs after each commit has been answered, on the same thread: it must not block.
  Writer(std::unique_ptr<Ledger> ledger, const Options& options, std::function<void()> on_commit);
  ~Writer();

  // Commits what is in the inbox, answers it, and joins the thread. What is submitted from then on is refused. Not to be called
  // by two threads at a time.
  void Stop();

  // `done` is called exactly once, on the writer's thread or that which writes for it (Ledger::Commit), after the operation is durable
  // or has failed, for one operation after the other; it must not block. A full inbox answers at once, on the caller's thread:
  // RESOURCE_EXHAUSTED, OVERLOADED, with a retry delay. For an Admission it is full as soon as CheckRoom says so.
  void Submit(Operation operation, Done done);
  // The same, but a full inbox takes nothing, and `done` is not called: false.
  [[nodiscard]] bool TrySubmit(Operation operation, Done done);

  struct Item {
    Operation operation;
    Done done;
  };
  // Admissions, as many as there is room for, the first ones; returns how many, and leaves the others alone, unanswered.
  [[nodiscard]] size_t SubmitSome(std::vector<Item>& admissions);

  // The same refusal, before any work is done for a statement, while what waits takes longer to write than kMostWait: an
  // answer that comes after its caller has given up is work for nothing, and keeps the next caller waiting.
  absl::Status CheckRoom() const;
  static constexpr absl::Duration kMostWait = absl::Seconds(1);

  // True while the own log is being copied back from peers.
  bool recovering() const;
  // Why nothing can be written any more, until the node is started again; OK until then.
  absl::Status failure() const;
  // Operations in the inbox.
  size_t waiting() const { return inbox_.size(); }

  // Passed before each commit, and while there is nothing to commit.
  const base::Beat& beat() const { return beat_; }

 private:
  void Run();
  std::vector<Item> Take();
  absl::Duration Wait() const;
  void Commit(std::vector<Item> items);
  void Count(const std::vector<size_t>& kinds, const std::vector<absl::StatusOr<Outcome>>& outcomes, absl::Duration took);

  std::unique_ptr<Ledger> ledger_;
  const Options options_;
  const std::function<void()> on_commit_;
  base::BoundedQueue<Item> inbox_;
  base::Beat beat_;
  size_t before_ = 1;  // operations of the commit before
  Rhythm rhythm_;  // of commits of more than cosignatures
  std::atomic<int64_t> nanos_of_one_{0};  // that an operation has lately taken
  std::thread thread_;
};

}  // namespace lightship::ledger

#endif  // LIGHTSHIP_NODE_LEDGER_WRITER_H_
