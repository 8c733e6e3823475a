// What a running node takes of a configuration that was changed (SIGHUP), and what waits for its next start. config/node.textproto
// says it of each key, in one word: reload or restart.
#ifndef LIGHTSHIP_NODE_APP_RELOAD_H_
#define LIGHTSHIP_NODE_APP_RELOAD_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "lightship/config/v1/config.pb.h"

namespace lightship::app {

// Of a key without its place in a list: "limits.cache_bytes", "peers.address".
bool IsTakenWhileRunning(absl::string_view key);

struct ConfigChange {
  std::string key;  // a peer by its economy: "peers[ID]"
  std::string from, to;
  bool taken;

  // For the log.
  std::string Text() const;
};
// In the order of keys.
std::vector<ConfigChange> ChangesOf(const config::v1::NodeConfig& running, const config::v1::NodeConfig& wanted);

// `running` with all that is taken of `wanted`.
config::v1::NodeConfig WithTaken(const config::v1::NodeConfig& running, const config::v1::NodeConfig& wanted);

}  // namespace lightship::app

#endif  // LIGHTSHIP_NODE_APP_RELOAD_H_
