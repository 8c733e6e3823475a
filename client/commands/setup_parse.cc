#include <filesystem>
#include <fstream>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "client/commands/exit_code.h"
#include "client/commands/setup_node.h"
#include "client/doctor/installation.h"
#include "node/base/status.h"
#include "node/statement/address.h"
#include "node/statement/identity.h"

namespace lightship::commands {
namespace {

bool IsAddress(absl::string_view text) {
  const size_t colon = text.rfind(':');
  uint32_t port = 0;
  return colon != absl::string_view::npos && colon > 0 && absl::SimpleAtoi(text.substr(colon + 1), &port) &&
         port <= 65535;
}

absl::Status CheckPeers(const NodeSetup& setup) {
  for (const std::string& text : setup.peers) {
    ASSIGN_OR_RETURN(auto peer, ParsePeer(text));
    if (peer.first == setup.economy) {
      return UsageError(absl::StrCat("--peer ", text, ": that is this node's own economy; a peer is another one"));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::pair<std::string, std::string>> ParsePeer(const std::string& text) {
  const std::pair<std::string, std::string> peer = absl::StrSplit(text, absl::MaxSplits('=', 1));
  if (!statement::IsEconomyCode(peer.first) || text.find('=') == std::string::npos ||
      (!peer.second.empty() && !IsAddress(peer.second))) {
    return UsageError(absl::StrCat("--peer \"", text, "\" should be CODE=HOST:PORT, such as ID=node.id.example:7443, or ID= for a "
                                   "peer that dials this node"));
  }
  return peer;
}

absl::StatusOr<std::pair<std::string, std::string>> ParseRoot(const std::string& text) {
  std::pair<std::string, std::string> root = absl::StrSplit(text, absl::MaxSplits('=', 1));
  if (!statement::IsEconomyCode(root.first) || root.second.empty()) {
    root = {std::filesystem::path(text).stem().string(), text};
  }
  if (!statement::IsEconomyCode(root.first)) {
    return UsageError(absl::StrCat("--root \"", text, "\" should be a file named after its economy, such as ID.pem, or CODE=FILE, such as "
                                   "ID=root.pem"));
  }
  std::error_code error;
  if (!std::filesystem::is_regular_file(root.second, error)) {
    return UsageError(absl::StrCat("--root ", text, ": there is no file ", root.second));
  }
  return root;
}

absl::StatusOr<std::pair<std::string, std::vector<std::string>>> ParseOfficer(const std::string& text) {
  const std::pair<std::string, std::string> officer = absl::StrSplit(text, absl::MaxSplits(':', 1));
  std::vector<std::string> roles = absl::StrSplit(officer.second, ',', absl::SkipWhitespace());
  bool known = !roles.empty();
  for (const std::string& role : roles) {
    known = known && statement::ParseRole(role).ok() && role != "node";
  }
  if (!statement::IsLabel(officer.first) || !known) {
    return UsageError(absl::StrCat("--officer \"", text, "\" should be NAME:ROLE,ROLE, such as watch-1:submitter,analyst; roles are submitter, "
                                   "verifier, analyst, liaison, administrator"));
  }
  return std::make_pair(officer.first, roles);
}

std::string AbsolutePath(const std::string& path) {
  std::error_code error;
  const std::filesystem::path absolute = std::filesystem::absolute(path, error);
  return error ? path : absolute.lexically_normal().string();
}

void CompleteNodeSetup(NodeSetup& setup) {
  setup.config = AbsolutePath(setup.config);
  const std::string here = std::filesystem::path(setup.config).parent_path().string();
  const bool installed = setup.config == doctor::kDefaultConfig;
  const auto complete = [](std::string& value, const std::string& otherwise) {
    if (value.empty()) value = otherwise;
  };
  complete(setup.name, absl::StrCat(absl::AsciiStrToLower(setup.economy), "-1"));
  complete(setup.listen, "0.0.0.0:7443");
  complete(setup.data, installed ? "/var/lib/lightship/data" : here + "/data");
  complete(setup.checkpoint, installed ? "/var/lib/lightship/last-checkpoint" : here + "/checkpoint/last-checkpoint");
  complete(setup.keys, here + "/keys");
  complete(setup.trust, here + "/trust");
  complete(setup.ca, here + "/root");
  complete(setup.pki, "own");
  for (std::string* path : {&setup.data, &setup.checkpoint, &setup.keys, &setup.trust, &setup.ca}) *path = AbsolutePath(*path);
}

absl::Status CheckNodeSetup(const NodeSetup& setup) {
  if (!statement::IsEconomyCode(setup.economy)) {
    return UsageError(absl::StrCat("--economy \"", setup.economy, "\" should be two capital letters (ISO 3166-1 alpha-2), such as SG"));
  }
  if (!statement::IsLabel(setup.name)) {
    return UsageError(absl::StrCat("--name \"", setup.name, "\" should be 1 to 40 lower-case letters, digits and hyphens, such as sg-1"));
  }
  if (!IsAddress(setup.listen)) {
    return UsageError(absl::StrCat("--listen \"", setup.listen, "\" should be address:port, such as 0.0.0.0:7443"));
  }
  if (setup.pki != "own" && !setup.officers.empty()) {
    return UsageError("--officer needs --pki own: with an authority of your own, officers ask it with `lightship setup officer`");
  }
  for (const std::string& officer : setup.officers) RETURN_IF_ERROR(ParseOfficer(officer).status());
  RETURN_IF_ERROR(CheckPeers(setup));
  for (const std::string& root : setup.roots) RETURN_IF_ERROR(ParseRoot(root).status());
  return absl::OkStatus();
}

}  // namespace lightship::commands
