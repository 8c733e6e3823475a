#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/commands/exit_code.h"
#include "client/commands/setup_node.h"
#include "client/doctor/chains.h"
#include "client/formats/safe_text.h"
#include "client/formats/times.h"
#include "client/sdk/file.h"
#include "node/base/status.h"
#include "node/statement/roots.h"

namespace lightship::commands {
namespace {

absl::Status PinRoot(const std::string& economy, const std::string& file, const std::string& trust,
                     Context& context) {
  auto pem = sdk::ReadFile(file);
  if (!pem.ok()) return WithExit(ExitCode::kUsage, pem.status());
  statement::PinnedRoots roots;
  absl::Status added = roots.Add(economy, *pem);
  if (!added.ok()) return UsageError(absl::StrCat(file, ": ", added.message(), "; a root certificate in PEM is needed"));
  const std::string pinned = absl::StrCat(trust, "/", economy, ".pem");
  std::string whole;
  if (auto before = sdk::ReadFile(pinned); before.ok()) whole = *before;
  std::ostream& out = context.terminal.out;
  bool changed = false;
  for (const crypto::Certificate& root : roots.Of(economy)) {
    const bool there = absl::StrContains(whole, root.pem());
    if (!there) {
      if (!whole.empty() && whole.back() != '\n') whole += '\n';
      whole += root.pem();
      changed = true;
    }
    out << (there ? "Pinned already: root of " : "Pinned the root of ") << economy << ", \"" << formats::SafeLine(root.common_name())
        << "\", valid until " << formats::TimeText(root.not_after()) << "\n  SHA-256 " << doctor::Fingerprint(root) << "\n";
  }
  if (!changed) return absl::OkStatus();
  const OpenToAll open;
  return WithExit(ExitCode::kUsage, sdk::ReplaceFile(pinned, whole, sdk::Access::kEverybody));
}

}  // namespace

absl::Status PinRoots(const std::vector<std::string>& roots, const std::string& trust, const std::string& own_economy,
                      Context& context) {
  bool of_others = false, own = false;
  for (const std::string& text : roots) {
    ASSIGN_OR_RETURN(auto root, ParseRoot(text));
    RETURN_IF_ERROR(PinRoot(root.first, root.second, trust, context));
    (root.first == own_economy ? own : of_others) = true;
  }
  if (own) context.terminal.out << "Tell every member this fingerprint by voice when you send them your root.\n";
  if (of_others) {
    context.terminal.out << "Compare each fingerprint by voice with that economy before you rely on it: whoever can put a\n"
                            "root here decides whom this node believes.\n";
  }
  return absl::OkStatus();
}

}  // namespace lightship::commands
