// The configuration of the moment, for those who look at it each time: a reload replaces it.
#ifndef LIGHTSHIP_NODE_APP_POLICY_H_
#define LIGHTSHIP_NODE_APP_POLICY_H_

#include <memory>
#include <utility>

#include "lightship/config/v1/config.pb.h"
#include "node/base/mutex.h"

namespace lightship::app {

// Thread-safe.
class Policy {
 public:
  explicit Policy(const config::v1::NodeConfig& config) { Set(config); }

  void Set(const config::v1::NodeConfig& config) {
    auto fresh = std::make_shared<const config::v1::NodeConfig>(config);
    base::MutexLock lock(mutex_);
    config_ = std::move(fresh);
  }
  std::shared_ptr<const config::v1::NodeConfig> Get() const {
    base::MutexLock lock(mutex_);
    return config_;
  }

 private:
  mutable base::Mutex mutex_;
  std::shared_ptr<const config::v1::NodeConfig> config_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lightship::app

#endif  // LIGHTSHIP_NODE_APP_POLICY_H_
