#include "client/doctor/sandbox.h"

#include <pwd.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "client/doctor/installation.h"

namespace lightship::doctor {
namespace {

constexpr char kArea[] = "files";
constexpr char kMeans[] = "the node does not start, or makes no backups";

// What the unit hides, whatever else it lets the node write.
std::vector<std::string> Hidden(const UnitFacts& facts) {
  std::vector<std::string> hidden;
  if (facts.protect_home == "yes" || facts.protect_home == "tmpfs") hidden = {"/home", "/root", "/run/user"};
  if (!facts.private_tmp.empty() && facts.private_tmp != "no") hidden.insert(hidden.end(), {"/tmp", "/var/tmp"});
  return hidden;
}

std::string Canonical(const std::string& path) {
  std::error_code error;
  const std::filesystem::path canonical = std::filesystem::weakly_canonical(path, error);
  return error ? path : canonical.string();
}

bool LiesIn(const std::string& path, const std::vector<std::string>& directories) {
  return std::any_of(directories.begin(), directories.end(), [&](const std::string& given) {
    const std::string directory = Canonical(given);
    return path == directory || absl::StartsWith(path, absl::StrCat(directory, "/"));
  });
}

std::string ParentOf(const std::string& path) { return std::filesystem::path(path).parent_path().string(); }

struct Place {
  std::string path;
  bool optional;  // the node starts without it
};

// The directories in which the node makes or replaces files. A damaged database is moved aside, to lie beside data_dir.
std::vector<Place> Written(const config::v1::NodeConfig& config) {
  absl::string_view socket = config.admin().listen();
  if (!absl::ConsumePrefix(&socket, "unix:")) socket = "";
  std::vector<Place> places;
  const auto add = [&](const std::string& path, bool optional) {
    // What a relative path means, only the unit knows.
    if (!absl::StartsWith(path, "/")) return;
    const std::string canonical = Canonical(path);
    for (const Place& place : places) {
      if (place.path == canonical) return;
    }
    places.push_back({canonical, optional});
  };
  for (const std::string& file : {config.data_dir(), config.checkpoint_file(), config.address_file(),
                                  config.metrics().address_file(), std::string(socket)}) {
    add(ParentOf(file), false);
  }
  add(config.backup().dir(), true);
  return places;
}

enum class Ground { kNodes, kMissing, kOthers };

Ground GroundOf(const std::string& path, const std::string& user) {
  struct stat info {};
  if (stat(path.c_str(), &info) != 0) return errno == ENOENT ? Ground::kMissing : Ground::kNodes;
  const passwd* node = getpwnam(user.c_str());
  return node != nullptr && info.st_uid == node->pw_uid ? Ground::kNodes : Ground::kOthers;
}

// The lines of a drop-in. A disk that is away must not keep the node down when only backups lie on it; without the others the node
// must wait.
std::string DropIn(const std::vector<Place>& places) {
  std::vector<std::string> needed, writable;
  for (const Place& place : places) {
    if (!place.optional) needed.push_back(place.path);
    writable.push_back(absl::StrCat(place.optional ? "-" : "", place.path));
  }
  return absl::StrCat(needed.empty() ? "" : absl::StrCat("\"[Unit]\", \"RequiresMountsFor=", absl::StrJoin(needed, " "), "\", "),
                      "\"[Service]\", \"ReadWritePaths=", absl::StrJoin(writable, " "), "\"");
}

// Only a directory that is not there is made, and none that is there is changed: who else lives by it is not known here.
Finding Closed(const std::string& unit, const UnitFacts& facts, const std::vector<Place>& places) {
  std::vector<std::string> paths;
  std::string make;
  for (const Place& place : places) {
    paths.push_back(place.path);
    if (GroundOf(place.path, facts.user) != Ground::kMissing) continue;
    absl::StrAppend(&make, "if its disk is mounted (", WhichDisk(place.path), "): install -d -m 700 -o ", facts.user, " -g ", facts.user,
                    " ", Shell(place.path), "; ");
  }
  return Mend(kArea, absl::StrCat(unit, " does not let the node write in ", absl::StrJoin(paths, " ")), kMeans,
              absl::StrCat(make, "`systemctl edit ", unit, "` and write the lines ", DropIn(places), "; then systemctl restart ", unit));
}

Finding OfOthers(const std::string& unit, const Place& place) {
  return Mend(kArea, absl::StrCat(unit, " does not let the node write in ", place.path, ", and it is not the node's own directory"), kMeans,
              absl::StrCat("leave it as it is; let the configuration name one level more, in a directory for the node alone, such as ",
                           place.path == "/" ? "/srv" : place.path, "/lightship; what the node has there already is moved while it is stopped; "
                           "then this advises again"));
}

}  // namespace

UnitFacts PackagedUnit() {
  UnitFacts facts;
  facts.load = "loaded";
  facts.user = kUser;
  facts.protect_system = "strict";
  facts.writable = {"/etc/lightship", "/run/lightship", "/var/lib/lightship"};
  facts.protect_home = facts.private_tmp = "yes";
  return facts;
}

Findings JudgeSandbox(const std::string& unit, const UnitFacts& facts, const config::v1::NodeConfig& config) {
  std::vector<std::string> hidden;
  std::vector<Place> closed;
  Findings findings;
  for (const Place& place : Written(config)) {
    if (LiesIn(place.path, Hidden(facts))) {
      hidden.push_back(place.path);
    } else if (facts.protect_system != "strict" || LiesIn(place.path, facts.writable)) {
      continue;
    } else if (GroundOf(place.path, facts.user) == Ground::kOthers) {
      findings.push_back(OfOthers(unit, place));
    } else {
      closed.push_back(place);
    }
  }
  if (!hidden.empty()) {
    findings.push_back(Mend(kArea, absl::StrCat(unit, " hides from the node what the configuration has it write in: ", absl::StrJoin(hidden, " ")),
                            kMeans, "let the configuration name another place, such as /srv/lightship"));
  }
  if (!closed.empty()) findings.push_back(Closed(unit, facts, closed));
  return findings;
}

}  // namespace lightship::doctor
