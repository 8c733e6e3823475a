// The node's configuration file: protobuf text format, every key checked, errors that name line and key.
#ifndef LIGHTSHIP_NODE_APP_CONFIG_H_
#define LIGHTSHIP_NODE_APP_CONFIG_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "lightship/config/v1/config.pb.h"

namespace lightship::app {

// Parses, fills in defaults and checks. INVALID_ARGUMENT (CONFIGURATION) with line and column of a syntax error or an
// unknown key, or with every key that is missing or out of range.
absl::StatusOr<config::v1::NodeConfig> ParseConfig(absl::string_view text);

// ParseConfig of a file; the path stands before every error.
absl::StatusOr<config::v1::NodeConfig> LoadConfig(const std::string& path);

// Where limits.memory_bytes is 0, sets it to three quarters of `memory`. INVALID_ARGUMENT (CONFIGURATION) when the node needs more.
absl::Status BoundMemory(uint64_t memory, config::v1::NodeConfig& config);

// The defaults of every key that has one.
config::v1::NodeConfig DefaultConfig();

}  // namespace lightship::app

#endif  // LIGHTSHIP_NODE_APP_CONFIG_H_
