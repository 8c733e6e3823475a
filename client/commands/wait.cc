#include "client/commands/wait.h"

#include "node/base/mutex.h"

namespace lightship::commands {

void WaitFor(absl::Duration delay) {
  base::Mutex mutex;
  base::CondVar never;
  base::MutexLock lock(mutex);
  never.WaitFor(mutex, delay);
}

}  // namespace lightship::commands
