#include <filesystem>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "client/commands/exit_code.h"
#include "client/commands/setup_node.h"
#include "client/sdk/file.h"
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

}  // namespace

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
