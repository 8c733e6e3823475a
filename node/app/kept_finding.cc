#include "node/app/kept_finding.h"

#include <fstream>

#include "absl/strings/str_cat.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::app {
namespace {

std::string FileIn(const std::string& data_dir) { return data_dir + "/FOUND-DAMAGED"; }

}  // namespace

absl::Status KeepFinding(const std::string& data_dir, absl::string_view what) {
  std::ofstream file(FileIn(data_dir));
  file << std::string(what) << "\n";
  file.close();
  if (file) return absl::OkStatus();
  return base::Error(absl::StatusCode::kUnavailable, base::reason::kStorage,
                     absl::StrCat("cannot write ", FileIn(data_dir)));
}

std::string KeptFinding(const std::string& data_dir) {
  std::ifstream file(FileIn(data_dir));
  if (!file) return "";
  std::string what;
  std::getline(file, what);
  return what.empty() ? "an earlier run found it damaged" : what;
}

}  // namespace lightship::app
