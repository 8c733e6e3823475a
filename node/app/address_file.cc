#include "node/app/address_file.h"

#include <cstdio>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::app {

absl::Status WriteAddress(const std::string& path, const std::string& address) {
  if (path.empty()) return absl::OkStatus();
  const std::string fresh = path + ".new";
  std::ofstream file(fresh);
  file << address << "\n";
  file.close();
  if (file && std::rename(fresh.c_str(), path.c_str()) == 0) return absl::OkStatus();
  return base::Error(absl::StatusCode::kFailedPrecondition, base::reason::kConfiguration,
                     absl::StrCat("address_file: cannot write ", path));
}

}  // namespace lightship::app
