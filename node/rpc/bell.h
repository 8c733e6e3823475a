// Wakes those who wait for commits. Ringing never waits for them.
#ifndef LIGHTSHIP_NODE_RPC_BELL_H_
#define LIGHTSHIP_NODE_RPC_BELL_H_

#include <cstdint>
#include <functional>
#include <map>
#include <vector>

#include "node/base/mutex.h"

namespace lightship::rpc {

// Thread-safe.
class Bell {
 public:
  using Listener = std::function<void()>;

  // Calls `listener` on every ring, on the ringer's thread, until Unlisten; it must not block.
  uint64_t Listen(Listener listener) {
    base::MutexLock lock(mutex_);
    listeners_.emplace(++last_, std::move(listener));
    return last_;
  }
  // After it returns the listener is not called any more.
  void Unlisten(uint64_t id) {
    base::MutexLock lock(mutex_);
    listeners_.erase(id);
  }
  void Ring() {
    base::MutexLock lock(mutex_);
    for (const auto& [id, listener] : listeners_) listener();
  }

 private:
  base::Mutex mutex_;
  uint64_t last_ ABSL_GUARDED_BY(mutex_) = 0;
  std::map<uint64_t, Listener> listeners_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lightship::rpc

#endif  // LIGHTSHIP_NODE_RPC_BELL_H_
