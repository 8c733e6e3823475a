#include "node/app/credentials.h"

#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::app {
namespace {

constexpr absl::string_view kVariable = "${CREDENTIALS_DIRECTORY}";

absl::Status WrongCredential(absl::string_view what) {
  return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kConfiguration, what);
}

}  // namespace

absl::StatusOr<std::string> WithCredentials(const std::string& path) {
  const std::string others = absl::StrReplaceAll(path, {{kVariable, ""}});
  if (others.find("${") != std::string::npos) {
    return WrongCredential(absl::StrCat("'", path, "'; of variables only ", kVariable, " is known"));
  }
  if (others.size() == path.size()) return path;
  const char* directory = std::getenv("CREDENTIALS_DIRECTORY");
  if (directory == nullptr || *directory == '\0') {
    return WrongCredential(absl::StrCat("'", path, "'; CREDENTIALS_DIRECTORY is not set: systemd sets it for a service that has "
                                      "LoadCredential= or LoadCredentialEncrypted="));
  }
  return absl::StrReplaceAll(path, {{kVariable, directory}});
}

}  // namespace lightship::app
