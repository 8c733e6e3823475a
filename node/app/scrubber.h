// Reads everything stored against its hashes (ledger/scrub.h), slowly and again and again, or at once when asked.
#ifndef LIGHTSHIP_NODE_APP_SCRUBBER_H_
#define LIGHTSHIP_NODE_APP_SCRUBBER_H_

#include <cstdint>
#include <functional>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lightship/config/v1/config.pb.h"
#include "lightship/v1/node.pb.h"
#include "node/base/clock.h"
#include "node/base/mutex.h"
#include "node/ledger/heads.h"
#include "node/ledger/scrub.h"
#include "node/store/store.h"

namespace lightship::app {

// Thread-safe. Has a thread of its own: a slow pass takes hours, which other duties must not wait for. What it finds it
// tells the store (Store::Distrust).
class Scrubber {
 public:
  // All outlive the scrubber. The first pass begins `care.scrub_every_s` after the start.
  Scrubber(const store::Store* store, const ledger::HeadsBoard* heads, const base::Clock* clock,
           const config::v1::Care& care);
  ~Scrubber() { Stop(); }
  // Has the pass under way end, and answers who waits; to be called while calls can still be answered. Does not wait for the pass.
  void RequestStop();
  // Waits for it.
  void Stop();

  // Counts at once, also for the pass under way.
  void SetCare(const config::v1::Care& care);

  using Done = std::function<void(absl::StatusOr<v1::ScrubStatus>)>;
  // With `start`, a pass at full speed: begins now, or is what remains of the one under way. `done` is called, on any thread,
  // when the pass has ended or a second later if it still runs; with SHUTTING_DOWN when the scrubber ends before that.
  void Ask(bool start, Done done);
  v1::ScrubStatus Status() const;

 private:
  void Run();
  bool Finish(const ledger::ScrubReport& report);
  bool Pace(const ledger::ScrubReport& report);
  // Takes out those who have waited long enough, or all.
  std::vector<Done> DueWaiters(bool all) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Show(const ledger::ScrubReport& report) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const store::Store* const store_;
  const ledger::HeadsBoard* const heads_;
  const base::Clock* const clock_;
  mutable base::Mutex mutex_;
  uint64_t entries_of_pause_ ABSL_GUARDED_BY(mutex_);
  absl::Duration every_ ABSL_GUARDED_BY(mutex_);
  base::CondVar changed_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  bool hurry_ ABSL_GUARDED_BY(mutex_) = false;
  uint64_t paced_ ABSL_GUARDED_BY(mutex_) = 0;
  std::vector<std::pair<absl::Time, Done>> waiting_ ABSL_GUARDED_BY(mutex_);
  v1::ScrubStatus status_ ABSL_GUARDED_BY(mutex_);
  std::thread thread_;
};

}  // namespace lightship::app

#endif  // LIGHTSHIP_NODE_APP_SCRUBBER_H_
