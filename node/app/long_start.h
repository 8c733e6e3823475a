// While the node starts or stops: rebuilding a database, loading a large table and waiting for a slow disk take longer than a service
// manager waits. It is told again and again that the work goes on, as long as it does: what hangs uses neither processor nor disk.
#ifndef LIGHTSHIP_NODE_APP_LONG_START_H_
#define LIGHTSHIP_NODE_APP_LONG_START_H_

#include <cstdint>
#include <functional>
#include <thread>

#include "absl/time/time.h"
#include "node/base/mutex.h"

namespace lightship::app {

// What the process has used up since it began.
struct Usage {
  absl::Duration processor;
  int64_t blocks = 0;  // read and written
};
Usage UsageOfProcess();

// Has a thread of its own from its making to its end.
class LongStart {
 public:
  // Calls `tell` at once, and after each `period` in which `usage` grew by more than what a thread that only waits uses.
  LongStart(absl::Duration period, std::function<Usage()> usage, std::function<void()> tell);
  ~LongStart();

 private:
  void Run();

  const absl::Duration period_;
  const std::function<Usage()> usage_;
  const std::function<void()> tell_;
  base::Mutex mutex_;
  base::CondVar changed_;
  bool over_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace lightship::app

#endif  // LIGHTSHIP_NODE_APP_LONG_START_H_
