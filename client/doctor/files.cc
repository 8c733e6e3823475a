#include "client/doctor/files.h"

#include <sys/stat.h>

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
  const unsigned shift = facts.owner == user.id ? 6 : facts.group == user.group ? 3 : 0;
  return ((facts.mode >> shift) & bits) == bits;
}

std::string Named(const std::string& what, const std::string& path, const FileFacts& facts) {
  return absl::StrFormat("%s: %s (mode %04o)", what, path, facts.mode);
}

std::string ChangeOwner(const std::string& path, const User& user) {
  return absl::StrCat("chown ", user.name, ": ", Shell(path));
}

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
                "the node does not start", ChangeOwner(path, user));
  }
  if ((facts.mode & 07) != 0) {
    return Mend(kArea, absl::StrCat(named, " can be entered by others on this machine"),
                "reports that are for a few lie in it", absl::StrCat("chmod 700 ", Shell(path)));
  }
  return Ok(kArea, absl::StrCat(named, ": only ", user.name, " can enter it"));
}

Finding JudgeWritten(const std::string& named, const std::string& path, const FileFacts& facts,
                     const User& user) {
  if (!Can(facts, user, 7)) {
    return Mend(kArea, absl::StrCat(named, " cannot be written by ", user.name, ", whom the node runs as"),
                "the node does not start", ChangeOwner(path, user));
  }
  if ((facts.mode & 02) != 0) {
    return Mend(kArea, absl::StrCat(named, " can be written by anybody on this machine"),
                "whoever writes there can have the node believe its own log to be older", absl::StrCat("chmod o-w ", Shell(path)));
  }
  return Ok(kArea, named);
}

// A directory that is not there: the node makes it, if it may.
Finding JudgeMissing(const std::string& what, const std::string& path, const User& user) {
  std::filesystem::path above = std::filesystem::path(path).parent_path();
  struct stat info {};
  while (stat(above.c_str(), &info) != 0 && above.has_relative_path()) above = above.parent_path();
  if (!Can({info.st_uid, info.st_gid, info.st_mode & 07777, true}, user, 3)) {
    return Mend(kArea, absl::StrCat(what, ": ", path, " is not there, and ", user.name, " cannot make it in ", above.string()),
                "the node does not start, or makes no backups",
                absl::StrCat("install -d -m 700 -o ", user.name, " ", Shell(path)));
  }
  return Ok(kArea, absl::StrCat(what, ": ", path, " is not there yet; the node makes it"));
}

Findings Look(const std::string& what, const std::string& path, Purpose purpose, const User& user) {
  struct stat info {};
  if (stat(path.c_str(), &info) == 0) {
    return {JudgeFile(what, path, purpose,
                      {info.st_uid, info.st_gid, info.st_mode & 07777, S_ISDIR(info.st_mode)}, user)};
  }
  const int why = errno;
  const std::string said = absl::StrCat(what, ": ", path, ": ", std::strerror(why));
  if (why == EACCES) {
    return {doctor::Look(kArea, said, "you may not look there, so it was not checked",
                         "run this as root, or as the user that the node runs as")};
  }
  if (purpose == Purpose::kData || purpose == Purpose::kWritten) return {JudgeMissing(what, path, user)};
  return {Mend(kArea, said, "the node does not start",
               purpose == Purpose::kPrivateKey
                   ? "put the key back from where you keep it safe; `lightship setup node` makes new ones"
                   : "put the file there; a certificate comes from your certificate authority, or from `lightship setup node`")};
}

Findings CheckRoots(const std::string& trust, const User& user) {
  Findings findings;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(trust, error)) {
    for (Finding& finding : Look("pinned root", entry.path().string(), Purpose::kPublic, user)) {
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
      return JudgeWritten(named, path, facts, user);
  }
  return {};
}

Findings CheckFiles(const std::string& config_file, const config::v1::NodeConfig& config, const User& user) {
  const config::v1::Keys& keys = config.keys();
  struct Named {
    const char* what;
    std::string path;
    Purpose purpose;
  };
  const Named files[] = {{"configuration", config_file, Purpose::kPublic},
                         {"keys.node_key", keys.node_key(), Purpose::kPrivateKey},
                         {"keys.log_key", keys.log_key(), Purpose::kPrivateKey},
                         {"keys.cosigner_key", keys.cosigner_key(), Purpose::kPrivateKey},
                         {"keys.tls_key", keys.tls_key(), Purpose::kPrivateKey},
                         {"keys.node_certificate", keys.node_certificate(), Purpose::kPublic},
                         {"keys.tls_certificate", keys.tls_certificate(), Purpose::kPublic},
                         {"trust_dir", config.trust_dir(), Purpose::kPublic},
                         {"data_dir", config.data_dir(), Purpose::kData},
                         {"directory of checkpoint_file", std::filesystem::path(config.checkpoint_file()).parent_path().string(), Purpose::kWritten},
                         {"backup.dir", config.backup().dir(), Purpose::kData}};
  Findings findings;
  for (const Named& file : files) {
    if (file.path.empty() || crypto::IsTokenUri(file.path)) continue;
    if (absl::StrContains(file.path, "${")) {
      findings.push_back(NotLooked(kArea, absl::StrCat(file.what, ": ", file.path, " is handed to the service by systemd; it is not looked at here")));
      continue;
    }
    Append(Look(file.what, file.path, file.purpose, user), findings);
  }
  Append(CheckRoots(config.trust_dir(), user), findings);
  return findings;
}

}  // namespace lightship::doctor
