// Work for one thread: others post, it takes all there is or waits a while.
#ifndef LIGHTSHIP_NODE_APP_MAILBOX_H_
#define LIGHTSHIP_NODE_APP_MAILBOX_H_

#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "node/base/mutex.h"

namespace lightship::app {

// Thread-safe. Not bounded by itself: a stream brings one frame, and the next when that has been taken out.
class Mailbox {
 public:
  using Letter = std::function<void()>;

  void Post(Letter letter) {
    {
      base::MutexLock lock(mutex_);
      letters_.push_back(std::move(letter));
    }
    posted_.NotifyOne();
  }

  // Everything posted so far, in order; waits up to `patience` for something.
  std::vector<Letter> TakeAll(absl::Duration patience) {
    base::MutexLock lock(mutex_);
    if (letters_.empty()) posted_.WaitFor(mutex_, patience);
    taken_ = letters_.size();
    return std::exchange(letters_, {});
  }

  // Whether the letter that is being read was the only one, and none has come since: whoever reads has nothing else to do.
  bool calm() {
    base::MutexLock lock(mutex_);
    return taken_ <= 1 && letters_.empty();
  }

 private:
  base::Mutex mutex_;
  base::CondVar posted_;
  std::vector<Letter> letters_ ABSL_GUARDED_BY(mutex_);
  size_t taken_ ABSL_GUARDED_BY(mutex_) = 0;  // last
};

}  // namespace lightship::app

#endif  // LIGHTSHIP_NODE_APP_MAILBOX_H_
