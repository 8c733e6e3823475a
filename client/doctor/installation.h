// A node's configuration as those read it who look after the node. Whether it is right, lightshipd alone decides (program.h).
#ifndef LIGHTSHIP_CLIENT_DOCTOR_INSTALLATION_H_
#define LIGHTSHIP_CLIENT_DOCTOR_INSTALLATION_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "client/doctor/finding.h"
#include "lightship/config/v1/config.pb.h"

namespace lightship::doctor {

// What the packages install.
inline constexpr char kDefaultConfig[] = "/etc/lightship/node.textproto";
inline constexpr char kUser[] = "lightship";
inline constexpr char kUnit[] = "lightshipd.service";

// Keys that are not known here are passed over: the node may be newer. With the defaults of what is used here. NOT_FOUND,
// FAILED_PRECONDITION (cannot be read) or INVALID_ARGUMENT, all naming the file.
absl::StatusOr<config::v1::NodeConfig> ReadConfig(const std::string& path);

// Where a running node listens: the address file's text if it has one, else `listen`.
std::string ListensOn(const config::v1::NodeConfig& config);
// How this machine reaches it: "0.0.0.0:7443" is "127.0.0.1:7443".
std::string LocalAddress(const std::string& listen);

// Who the node runs as: `named`, whom the unit or the package names, if there is such a user. Else, as of a node that is started by
// hand, the owner of its data directory; before there is one, the user lightship if there is such a user and root asks, else whoever asks.
struct User {
  unsigned id = 0, group = 0;
  std::string name;
  std::vector<unsigned> groups = {};  // all that it is in
};
User NodeUser(const config::v1::NodeConfig& config, const std::string& named);

}  // namespace lightship::doctor

#endif  // LIGHTSHIP_CLIENT_DOCTOR_INSTALLATION_H_
