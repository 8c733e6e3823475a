#include "client/doctor/files.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "node/crypto/key.h"

namespace lightship::doctor {
namespace {

constexpr char kArea[] = "files";

bool Can(const FileFacts& facts, const User& user, unsigned bits) {
  if (user.id == 0) return true;
  const bool in_group = facts.group == user.group || std::find(user.groups.begin(), user.groups.end(), facts.group) != user.groups.end();
  const unsigned shift = facts.owner == user.id ? 6 : in_group ? 3 : 0;
  return ((facts.mode >> shift) & bits) == bits;
}

std::string Named(const std::string& what, const std::string& path, const FileFacts& facts) {
  return absl::StrFormat("%s: %s (mode %04o)", what, path, facts.mode);
}

std::string ChangeOwner(const std::string& path, const User& user) {
  return absl::StrCat("chown ", user.name, ": ", Shell(path));
}

// What is said of a directory in which others' things lie as well, instead of a command that would change it.
const char kApart[] = "leave it as it is, for it holds other things too; let the configuration name a directory for the node alone, and move there, "
                      "while the node is stopped, what it has here";

std::string ChangeDirectory(const FileFacts& facts, const std::string& command) { return facts.own ? command : kApart; }

Finding JudgeKey(const std::string& named, const std::string& path, const FileFacts& facts,
                 const User& user) {
  const bool of_group = (facts.mode & 070) != 0 && facts.group != user.group;
  if ((facts.mode & 07) != 0 || of_group) {
    return Mend(kArea, absl::StrCat(named, " can be read by others on this machine"),
                "whoever has read a private key can act as this node, also later and elsewhere",
                absl::StrCat("chmod 600 ", Shell(path),
                             "; if others have used this machine, make new keys (`lightship setup node --help`)"));
  }
  if (!Can(facts, user, 4)) {
    return Mend(kArea, absl::StrCat(named, " cannot be read by ", user.name, ", whom the node runs as"),
                "the node does not start", ChangeOwner(path, user));
  }
  return Ok(kArea, absl::StrCat(named, ": only ", user.name, " can read it"));
}

Finding JudgePublic(const std::string& named, const std::string& path, const FileFacts& facts,
                    const User& user) {
  if ((facts.mode & 02) != 0) {
    return Mend(kArea, absl::StrCat(named, " can be written by anybody on this machine"),
                "whoever writes it decides whom this node believes", absl::StrCat("chmod o-w ", Shell(path)));
  }
  if (!Can(facts, user, facts.directory ? 5 : 4)) {
    return Mend(kArea, absl::StrCat(named, " cannot be read by ", user.name, ", whom the node runs as"),
                "the node does not start", absl::StrCat("chmod a+r", facts.directory ? "x " : " ", Shell(path)));
  }
  return Ok(kArea, named);
}

Finding JudgeData(const std::string& named, const std::string& path, const FileFacts& facts,
                  const User& user) {
  if (!Can(facts, user, 7)) {
    return Mend(kArea, absl::StrCat(named, " cannot be written by ", user.name, ", whom the node runs as"),
                "the node does not start", ChangeDirectory(facts, ChangeOwner(path, user)));
  }
  if ((facts.mode & 07) != 0) {
    return Mend(kArea, absl::StrCat(named, " can be entered by others on this machine"),
                "reports that are for a few lie in it", ChangeDirectory(facts, absl::StrCat("chmod 700 ", Shell(path))));
  }
  return Ok(kArea, absl::StrCat(named, ": only ", user.name, " can enter it"));
}

Finding JudgeWritten(const std::string& named, const std::string& path, const char* means, const FileFacts& facts,
                     const User& user) {
  if (!Can(facts, user, 7)) {
    return Mend(kArea, absl::StrCat(named, " cannot be written by ", user.name, ", whom the node runs as"), means,
                ChangeDirectory(facts, ChangeOwner(path, user)));
  }
  if ((facts.mode & 02) != 0) {
    return Mend(kArea, absl::StrCat(named, " can be written by anybody on this machine"),
                "whoever writes there can have the node believe its own log to be older",
                ChangeDirectory(facts, absl::StrCat("chmod o-w ", Shell(path))));
  }
  return Ok(kArea, named);
}

bool StartsWithOneOf(const std::string& name, const std::vector<std::string>& names) {
  return std::any_of(names.begin(), names.end(), [&](const std::string& own) { return !own.empty() && absl::StartsWith(name, own); });
}

// Whether a directory is a database, or backups, or holds nothing but what begins with one of the names.
bool IsNodes(const std::filesystem::path& directory, const std::vector<std::string>& names) {
  std::error_code error;
  const auto has = [&](const char* name) { return std::filesystem::exists(directory / name, error); };
  if (has("CURRENT") || (has("meta") && has("private"))) return true;
  const std::filesystem::directory_iterator entries(directory, error);
  return !error && std::all_of(begin(entries), end(entries), [&](const auto& entry) {
    return entry.path().filename() == "lost+found" || StartsWithOneOf(entry.path().filename().string(), names);
  });
}

// A directory that is not there: the node makes it, if it may. `opened`: it is the database's, and there has been one.
Finding JudgeMissing(const std::string& what, const std::string& path, bool opened, const User& user) {
  if (opened) {
    return Mend(kArea, absl::StrCat(what, ": ", path, " is not there, though the last signed checkpoint is"),
                "started now, the node would begin with nothing, and its backups with it",
                absl::StrCat("is its disk mounted? ", WhichDisk(path), "; if the disk is lost, restore a backup before the node is started: "
                             "lightshipd-tool restore --help"));
  }
  std::error_code error;
  std::filesystem::path above = std::filesystem::absolute(path, error).parent_path();
  struct stat info {};
  while (stat(above.c_str(), &info) != 0 && above.has_relative_path()) above = above.parent_path();
  if (!Can({info.st_uid, info.st_gid, info.st_mode & 07777, true}, user, 3)) {
    return Mend(kArea, absl::StrCat(what, ": ", path, " is not there, and ", user.name, " cannot make it in ", above.string()),
                "the node does not start, or makes no backups",
                absl::StrCat("is its disk mounted? ", WhichDisk(path), "; if it is: install -d -m 700 -o ", user.name, " ", Shell(path)));
  }
  return Ok(kArea, absl::StrCat(what, ": ", path, " is not there yet; the node makes it"));
}

bool IsDirectory(Purpose purpose) { return purpose == Purpose::kData || purpose == Purpose::kWritten || purpose == Purpose::kBeside; }

struct Place {
  const char* what;
  std::string path;
  Purpose purpose;
  bool opened = false;                  // as of JudgeMissing
  std::vector<std::string> names = {};  // what a directory may hold and still be the node's own
};

Findings Look(const Place& file, const User& user) {
  const auto& [what, path, purpose, opened, names] = file;
  struct stat info {};
  if (stat(path.c_str(), &info) == 0) {
    return {JudgeFile(what, path, purpose,
                      {info.st_uid, info.st_gid, info.st_mode & 07777, S_ISDIR(info.st_mode), !IsDirectory(purpose) || IsNodes(path, names)}, user)};
  }
  const int why = errno;
  const std::string said = absl::StrCat(what, ": ", path, ": ", std::strerror(why));
  if (why == EACCES) {
    return {doctor::Look(kArea, said, "you may not look there, so it was not checked",
                         "run this as root, or as the user that the node runs as")};
  }
  if (IsDirectory(purpose)) return {JudgeMissing(what, path, opened, user)};
  return {Mend(kArea, said, "the node does not start",
               purpose == Purpose::kPrivateKey
                   ? "put the key back from where you keep it safe; no new one takes its place by itself: without the log's or the cosigner's a new "
                     "epoch begins, as the runbook has it"
                   : "put the file there; a certificate comes from your certificate authority, or from `lightship setup node`")};
}

Findings CheckRoots(const std::string& trust, const User& user) {
  Findings findings;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(trust, error)) {
    for (Finding& finding : Look({"pinned root", entry.path().string(), Purpose::kPublic}, user)) {
      if (finding.level != Level::kOk) findings.push_back(std::move(finding));
    }
  }
  return findings;
}

}  // namespace

Finding JudgeFile(const std::string& what, const std::string& path, Purpose purpose,
                  const FileFacts& facts, const User& user) {
  const std::string named = Named(what, path, facts);
  switch (purpose) {
    case Purpose::kPrivateKey:
      return JudgeKey(named, path, facts, user);
    case Purpose::kPublic:
      return JudgePublic(named, path, facts, user);
    case Purpose::kData:
      return JudgeData(named, path, facts, user);
    case Purpose::kWritten:
      return JudgeWritten(named, path, "the node does not start", facts, user);
    case Purpose::kBeside:
      return JudgeWritten(named, path, "damage cannot be mended, and nothing restored", facts, user);
  }
  return {};
}

Findings CheckFiles(const std::string& config_file, const config::v1::NodeConfig& config, const User& user) {
  const config::v1::Keys& keys = config.keys();
  std::error_code error;
  const std::filesystem::path data(config.data_dir()), checkpoint(config.checkpoint_file());
  const bool opened = std::filesystem::exists(checkpoint, error);
  const std::vector<std::string> names = {data.filename().string(), checkpoint.filename().string()};
  // One directory is told of once, and what is not there with what would lie in it.
  const bool apart = data.parent_path() != checkpoint.parent_path() && std::filesystem::exists(data.parent_path(), error);
  const Place files[] = {{"configuration", config_file, Purpose::kPublic},
                         {"keys.node_key", keys.node_key(), Purpose::kPrivateKey},
                         {"keys.log_key", keys.log_key(), Purpose::kPrivateKey},
                         {"keys.cosigner_key", keys.cosigner_key(), Purpose::kPrivateKey},
                         {"keys.tls_key", keys.tls_key(), Purpose::kPrivateKey},
                         {"keys.node_certificate", keys.node_certificate(), Purpose::kPublic},
                         {"keys.tls_certificate", keys.tls_certificate(), Purpose::kPublic},
                         {"trust_dir", config.trust_dir(), Purpose::kPublic},
                         {"data_dir", config.data_dir(), Purpose::kData, opened},
                         {"directory of data_dir", apart ? data.parent_path().string() : "", Purpose::kBeside, false, names},
                         {"directory of checkpoint_file", checkpoint.parent_path().string(), Purpose::kWritten, false, names},
                         {"backup.dir", config.backup().dir(), Purpose::kData}};
  Findings findings;
  for (const Place& file : files) {
    if (file.path.empty() || crypto::IsTokenUri(file.path)) continue;
    if (absl::StrContains(file.path, "${")) {
      findings.push_back(NotLooked(kArea, absl::StrCat(file.what, ": ", file.path, " is handed to the service by systemd; it is not looked at here")));
      continue;
    }
    Append(Look(file, user), findings);
  }
  Append(CheckRoots(config.trust_dir(), user), findings);
  return findings;
}

}  // namespace lightship::doctor
