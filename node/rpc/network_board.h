// What the exchange's thread tells everyone else about peers: an immutable picture, replaced as things change.
#ifndef LIGHTSHIP_NODE_RPC_NETWORK_BOARD_H_
#define LIGHTSHIP_NODE_RPC_NETWORK_BOARD_H_

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "lightship/v1/node.pb.h"
#include "node/base/mutex.h"
#include "node/exchange/exchange.h"

namespace lightship::rpc {

struct Network {
  std::vector<v1::PeerStatus> peers;           // by economy
  std::vector<exchange::FollowView> follows;
  std::map<std::string, absl::Time> behind_since;  // by origin: logs of which more was announced than is held
  // By origin: since when at least the first entry is here whose signatures are not verified.
  std::map<std::string, absl::Time> unverified_since;
};

// Thread-safe.
class NetworkBoard {
 public:
  std::shared_ptr<const Network> Get() const {
    base::MutexLock lock(mutex_);
    return network_;
  }
  void Set(std::shared_ptr<const Network> network) {
    base::MutexLock lock(mutex_);
    network_ = std::move(network);
  }

 private:
  mutable base::Mutex mutex_;
  std::shared_ptr<const Network> network_ ABSL_GUARDED_BY(mutex_) = std::make_shared<Network>();
};

}  // namespace lightship::rpc

#endif  // LIGHTSHIP_NODE_RPC_NETWORK_BOARD_H_
