// Where a node that lets the system pick its port says which one it got.
#ifndef LIGHTSHIP_NODE_APP_ADDRESS_FILE_H_
#define LIGHTSHIP_NODE_APP_ADDRESS_FILE_H_

#include <string>

#include "absl/status/status.h"

namespace lightship::app {

// Whoever reads the file never sees half of it. Nothing is written to an empty path. FAILED_PRECONDITION (CONFIGURATION) when it
// cannot be.
absl::Status WriteAddress(const std::string& path, const std::string& address);

}  // namespace lightship::app

#endif  // LIGHTSHIP_NODE_APP_ADDRESS_FILE_H_
