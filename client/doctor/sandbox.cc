#include "client/doctor/sandbox.h"

#include <algorithm>
#include <filesystem>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/doctor/installation.h"

namespace lightship::doctor {
namespace {

constexpr char kArea[] = "files";
const std::vector<std::string>& Hidden() {
  static const std::vector<std::string> kHidden = {"/home", "/root", "/run/user", "/tmp", "/var/tmp"};
  return kHidden;
}

bool LiesIn(const std::string& path, const std::vector<std::string>& directories) {
  return std::any_of(directories.begin(), directories.end(), [&](const std::string& directory) {
    return path == directory || absl::StartsWith(path, absl::StrCat(directory, "/"));
  });
}

std::string ParentOf(const std::string& path) {
  const std::string parent = std::filesystem::path(path).parent_path().string();
  return parent == "/" ? path : parent;
}

// The directories in which the node makes or replaces files. A damaged database is moved aside, to lie beside data_dir.
std::vector<std::string> Written(const config::v1::NodeConfig& config) {
  std::vector<std::string> paths;
  for (const std::string& path : {ParentOf(config.data_dir()), ParentOf(config.checkpoint_file()), config.backup().dir(),
                                  ParentOf(config.address_file())}) {
    if (!path.empty() && std::find(paths.begin(), paths.end(), path) == paths.end()) paths.push_back(path);
  }
  return paths;
}

}  // namespace

UnitFacts PackagedUnit() {
  UnitFacts facts;
  facts.load = "loaded";
  facts.user = kUser;
  facts.protect_system = "strict";
  facts.writable = {"/etc/lightship", "/run/lightship", "/var/lib/lightship"};
  return facts;
}

Findings JudgeSandbox(const std::string& unit, const UnitFacts& facts, const config::v1::NodeConfig& config) {
  if (facts.protect_system != "strict") return {};
  std::vector<std::string> hidden, closed;
  for (const std::string& path : Written(config)) {
    if (LiesIn(path, facts.writable)) continue;
    (LiesIn(path, Hidden()) ? hidden : closed).push_back(path);
  }
  const char kMeans[] = "the node does not start, or makes no backups";
  Findings findings;
  if (!hidden.empty()) {
    findings.push_back(Mend(kArea, absl::StrCat(unit, " hides from the node what the configuration has it write in: ", absl::StrJoin(hidden, " ")),
                            kMeans, "let the configuration name another place, such as one in /srv"));
  }
  if (!closed.empty()) {
    findings.push_back(Mend(
        kArea, absl::StrCat(unit, " does not let the node write in ", absl::StrJoin(closed, " ")), kMeans,
        absl::StrCat("make what is missing (install -d -m 700 -o ", facts.user, " -g ", facts.user, " DIRECTORY); `systemctl edit ", unit,
                     "` and write the two lines \"[Service]\" and \"ReadWritePaths=", absl::StrJoin(closed, " "),
                     "\"; then systemctl restart ", unit)));
  }
  return findings;
}

}  // namespace lightship::doctor
