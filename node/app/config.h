// The node's configuration file: protobuf text format, every key checked, errors that name line, key and reason.
#ifndef LIGHTSHIP_NODE_APP_CONFIG_H_
#define LIGHTSHIP_NODE_APP_CONFIG_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "lightship/config/v1/config.pb.h"

namespace lightship::app {

// Parses, fills in defaults and the directory of credentials, and checks. INVALID_ARGUMENT (CONFIGURATION) with a line of text for
// every fault: "line 12: limits.cache_bytes: 5; 1048576 to ...", or "line 3: limit: there is no such key here; is limits meant?".
// Of a key that is missing, the line is that of the block that it should stand in, or none.
absl::StatusOr<config::v1::NodeConfig> ParseConfig(absl::string_view text);

// ParseConfig of a file; "PATH:12: " stands before every fault.
absl::StatusOr<config::v1::NodeConfig> LoadConfig(const std::string& path);

// Where limits.memory_bytes is 0, sets it to three quarters of `memory`. INVALID_ARGUMENT (CONFIGURATION) when the node needs more.
absl::Status BoundMemory(uint64_t memory, config::v1::NodeConfig& config);

// What a right configuration does that few will want, for people; empty when there is nothing.
std::string CautionOf(const config::v1::NodeConfig& config);

// The defaults of every key that has one.
config::v1::NodeConfig DefaultConfig();

}  // namespace lightship::app

#endif  // LIGHTSHIP_NODE_APP_CONFIG_H_
