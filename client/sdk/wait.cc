#include "client/sdk/wait.h"

#include "node/base/mutex.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::sdk {

void WaitFor(absl::Duration delay) {
  base::Mutex mutex;
  base::CondVar never;
  base::MutexLock lock(mutex);
  never.WaitFor(mutex, delay);
}

absl::Status CallWhileOverloaded(const base::Clock& clock, absl::Time until,
                                 absl::FunctionRef<absl::Status()> call,
                                 absl::FunctionRef<void(absl::Duration)> wait) {
  while (true) {
    absl::Status answer = call();
    if (base::ReasonOf(answer) != base::reason::kOverloaded) return answer;
    const absl::Duration delay = base::RetryDelayOf(answer);
    if (delay <= absl::ZeroDuration() || clock.Now() + delay >= until) return answer;
    wait(delay);
  }
}

}  // namespace lightship::sdk
