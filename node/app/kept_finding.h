// Damage that was found, kept in the data directory: a run that ends before it has rebuilt the database leaves it to the next one. The
// rebuilt database comes in a directory of its own, so that the file goes with what it tells of.
#ifndef LIGHTSHIP_NODE_APP_KEPT_FINDING_H_
#define LIGHTSHIP_NODE_APP_KEPT_FINDING_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace lightship::app {

std::string FileOfFinding(const std::string& data_dir);

// Durable once it returns. UNAVAILABLE (STORAGE) when it cannot be written.
absl::Status KeepFinding(const std::string& data_dir, absl::string_view what);

// What an earlier run found, its first line, of at most 4 KiB; empty when there is nothing.
std::string KeptFinding(const std::string& data_dir);

}  // namespace lightship::app

#endif  // LIGHTSHIP_NODE_APP_KEPT_FINDING_H_
