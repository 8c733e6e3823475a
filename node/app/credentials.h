// Keys that systemd hands to the service (LoadCredential=, LoadCredentialEncrypted=): files in a directory of its own, which only
// the environment names.
#ifndef LIGHTSHIP_NODE_APP_CREDENTIALS_H_
#define LIGHTSHIP_NODE_APP_CREDENTIALS_H_

#include <string>

#include "absl/status/statusor.h"

namespace lightship::app {

// `path` with that directory where it says ${CREDENTIALS_DIRECTORY}. INVALID_ARGUMENT (CONFIGURATION) when the variable is not set,
// and for any other variable.
absl::StatusOr<std::string> WithCredentials(const std::string& path);

}  // namespace lightship::app

#endif  // LIGHTSHIP_NODE_APP_CREDENTIALS_H_
