// What a node does by itself now and then, one thing after the other on one thread: erasing traces, checking what is
// stored, minding dates.
#ifndef LIGHTSHIP_NODE_APP_CARETAKER_H_
#define LIGHTSHIP_NODE_APP_CARETAKER_H_

#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/time.h"
#include "node/base/clock.h"
#include "node/base/mutex.h"

namespace lightship::app {

// Thread-safe after Start.
class Caretaker {
 public:
  explicit Caretaker(const base::Clock* clock) : clock_(clock) {}
  ~Caretaker() { Stop(); }

  // Does `duty` at once and then every `pause`. A duty may take long, but looks at stopping() often enough that the node
  // can stop within a second. REQUIRES: before Start.
  void Add(absl::Duration pause, std::function<void()> duty);
  void Start();
  // All duties are due now.
  void Nudge();
  // Duties hear of it; does not wait for the one under way.
  void RequestStop();
  // Waits for it.
  void Stop();
  bool stopping() const;

 private:
  struct Duty {
    absl::Duration pause;
    std::function<void()> work;
    absl::Time due = absl::InfinitePast();
  };
  void Run();

  const base::Clock* const clock_;
  std::vector<Duty> duties_;
  mutable base::Mutex mutex_;
  base::CondVar changed_;
  bool nudged_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace lightship::app

#endif  // LIGHTSHIP_NODE_APP_CARETAKER_H_
