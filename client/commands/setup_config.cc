#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/commands/exit_code.h"
#include "client/commands/setup_node.h"
#include "client/doctor/installation.h"
#include "client/sdk/file.h"
#include "google/protobuf/text_format.h"
#include "node/base/status.h"

namespace lightship::commands {
namespace {

// "key: "value"" as protobuf text format has it.
std::string Line(absl::string_view key, const std::string& value) {
  return absl::StrCat(key, ": \"", absl::CEscape(value), "\"\n");
}

// A free name beside it.
std::string KeptAs(const std::string& path) {
  std::error_code error;
  for (int number = 1;; ++number) {
    std::string name = absl::StrCat(path, ".old-", number);
    if (!std::filesystem::exists(name, error)) return name;
  }
}

std::string ValueOf(const google::protobuf::Message& message, const google::protobuf::FieldDescriptor& field) {
  std::string value;
  google::protobuf::TextFormat::PrintFieldValueToString(message, &field, -1, &value);
  return value;
}

struct Differences {
  std::vector<std::string> dropped, changed;  // as an operator reads them
};

void ComparePeers(const config::v1::NodeConfig& before, const config::v1::NodeConfig& after, Differences& found) {
  for (const config::v1::Peer& peer : before.peers()) {
    bool there = false;
    for (const config::v1::Peer& other : after.peers()) there = there || other.SerializeAsString() == peer.SerializeAsString();
    if (!there) found.dropped.push_back(absl::StrCat("peers[", peer.economy(), "]"));
  }
}

void Compare(const google::protobuf::Message& before, const google::protobuf::Message& after, const std::string& prefix, Differences& found) {
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  before.GetReflection()->ListFields(before, &fields);
  for (const auto* field : fields) {
    const std::string name = absl::StrCat(prefix, field->name());
    if (name == "peers") continue;
    const bool lacks = field->is_repeated() ? after.GetReflection()->FieldSize(after, field) == 0 : !after.GetReflection()->HasField(after, field);
    if (lacks) {
      found.dropped.push_back(name);
    } else if (!field->is_repeated() && field->message_type() != nullptr) {
      Compare(before.GetReflection()->GetMessage(before, field), after.GetReflection()->GetMessage(after, field), name + ".", found);
    } else if (!field->is_repeated() && ValueOf(before, *field) != ValueOf(after, *field)) {
      found.changed.push_back(absl::StrCat(name, " is ", ValueOf(after, *field), " now, and was ", ValueOf(before, *field)));
    }
  }
}

}  // namespace

absl::Status CheckReplaced(const NodeSetup& setup, Context& context) {
  std::error_code error;
  if (!std::filesystem::exists(setup.config, error)) return absl::OkStatus();
  const auto before = doctor::ReadConfig(setup.config);
  if (!before.ok()) {
    if (setup.discard) return absl::OkStatus();
    return UsageError(absl::StrCat(before.status().message(), ". What it sets is not known; with --discard too it is written anew without that"));
  }
  config::v1::NodeConfig after;
  if (!google::protobuf::TextFormat::ParseFromString(ConfigText(setup), &after)) return absl::InternalError("the new configuration cannot be read");
  Differences found;
  ComparePeers(*before, after, found);
  Compare(*before, after, "", found);
  if (!found.dropped.empty() && !setup.discard) {
    return UsageError(absl::StrCat("--force would leave out what ", setup.config, " sets: ", absl::StrJoin(found.dropped, ", "),
                                   ". Edit the file instead; or say --discard too, and put back what is needed from the copy that is kept beside it"));
  }
  for (const std::string& name : found.dropped) context.terminal.out << "Left out: " << name << "\n";
  for (const std::string& change : found.changed) context.terminal.out << "Changed: " << change << "\n";
  return absl::OkStatus();
}

std::string PeerText(const std::string& economy, const std::string& address) {
  return absl::StrCat("peers {\n  ", Line("economy", economy), "  ", Line("address", address), "}\n");
}

std::string ConfigText(const NodeSetup& setup) {
  std::string text = absl::StrCat(
      "# Configuration of lightshipd, written by `lightship setup node`. What is not here has its default; the example\n"
      "# node.textproto of the documentation explains every key. After a change: lightshipd --config FILE --check\n\n"
      "# The economy this node belongs to.\n", Line("economy", setup.economy),
      "\n# The database's directory, for the node's user alone.\n", Line("data_dir", setup.data),
      "\n# The last signed checkpoint, outside data_dir; best on another disk.\n", Line("checkpoint_file", setup.checkpoint),
      "\n# Where officers and peers connect.\n", Line("listen", setup.listen),
      "\n# The node's certificate chain, and its private keys: readable by the node's user alone, on this machine alone.\nkeys {\n",
      "  ", Line("node_certificate", setup.keys + "/certificate.pem"),
      "  ", Line("node_key", setup.keys + "/key.pem"),
      "  ", Line("log_key", setup.keys + "/log.key"),
      "  ", Line("cosigner_key", setup.keys + "/cosigner.key"),
      "}\n\n# Pinned roots, one PEM file for each member: SG.pem, ID.pem, ...\n", Line("trust_dir", setup.trust));
  if (!setup.peers.empty()) {
    absl::StrAppend(&text, "\n# One block for each peer. With an address this node dials; with none it waits to be dialled.\n");
  }
  for (const std::string& peer : setup.peers) {
    const size_t at = peer.find('=');
    absl::StrAppend(&text, PeerText(peer.substr(0, at), peer.substr(at + 1)));
  }
  return text;
}

absl::Status WriteConfig(const std::string& path, const std::string& text, Context& context) {
  std::error_code error;
  if (std::filesystem::exists(path, error)) {
    const std::string kept = KeptAs(path);
    std::filesystem::copy_file(path, kept, error);
    if (error) return UsageError(absl::StrCat(kept, ": ", error.message()));
    context.terminal.out << "Kept the configuration that was there as " << kept << "\n";
  }
  const OpenToAll open;
  RETURN_IF_ERROR(WithExit(ExitCode::kUsage, sdk::ReplaceFile(path, text, sdk::Access::kEverybody)));
  context.terminal.out << "Wrote " << path << "\n";
  return absl::OkStatus();
}

}  // namespace lightship::commands
