#include "node/app/awaiting.h"

#include <string>
#include <thread>

#include "node/base/mutex.h"
#include "spdlog/spdlog.h"

namespace lightship::app {
namespace {

constexpr absl::Duration kLong = absl::Seconds(5);

class Ended {
 public:
  void Set() {
    base::MutexLock lock(mutex_);
    ended_ = true;
    changed_.NotifyOne();
  }
  bool AwaitWithin(absl::Duration patience) {
    base::MutexLock lock(mutex_);
    bool waited = false;
    while (!ended_ && !waited) waited = !changed_.WaitFor(mutex_, patience);
    return ended_;
  }

 private:
  base::Mutex mutex_;
  base::CondVar changed_;
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace

void AwaitEnd(absl::string_view what, const std::function<void()>& end) {
  Ended ended;
  std::thread looks_on([&ended, what] {
    if (!ended.AwaitWithin(kLong)) spdlog::warn("the stop waits for {}", std::string(what));
  });
  end();
  ended.Set();
  looks_on.join();
}

}  // namespace lightship::app
