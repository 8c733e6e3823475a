#include "client/commands/context.h"

#include "absl/strings/str_cat.h"
#include "client/commands/exit_code.h"
#include "node/base/status.h"

namespace lightship::commands {
namespace {

absl::Status Missing(absl::string_view flag, absl::string_view variable, absl::string_view what) {
  return UsageError(absl::StrCat("say ", what, ": ", flag, ", the environment variable ", variable,
                                 ", or the configuration file"));
}

}  // namespace

absl::StatusOr<sdk::OfficerIdentity> Context::Officer() const {
  if (identity_directory.empty()) {
    return Missing("--identity DIR", "LIGHTSHIP_IDENTITY", "who you are");
  }
  auto officer = sdk::LoadIdentity(identity_directory, token_key);
  if (!officer.ok()) return WithExit(ExitCode::kUsage, officer.status());
  return officer;
}

absl::StatusOr<statement::PinnedRoots> Context::Roots() const {
  if (trust_directory.empty()) {
    return Missing("--trust DIR", "LIGHTSHIP_TRUST", "whose roots you trust");
  }
  auto roots = statement::PinnedRoots::LoadDirectory(trust_directory);
  if (!roots.ok()) return WithExit(ExitCode::kUsage, roots.status());
  return roots;
}

absl::StatusOr<std::unique_ptr<sdk::Node>> Context::Node() const {
  if (node_address.empty()) return Missing("--node HOST:PORT", "LIGHTSHIP_NODE", "which node to ask");
  ASSIGN_OR_RETURN(sdk::OfficerIdentity officer, Officer());
  ASSIGN_OR_RETURN(statement::PinnedRoots roots, Roots());
  auto node = connect(node_address, officer, roots);
  if (!node.ok()) return WithExit(ExitCode::kUsage, node.status());
  return node;
}

absl::StatusOr<sdk::Spool> Context::Spool() const {
  auto spool = sdk::Spool::Open(spool_directory);
  if (!spool.ok()) return WithExit(ExitCode::kUsage, spool.status());
  return spool;
}

}  // namespace lightship::commands
