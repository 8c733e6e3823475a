// lightship verify: a saved statement and its receipt, checked offline.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "client/commands/exit_code.h"
#include "client/commands/verbs.h"
#include "client/formats/json.h"
#include "client/formats/safe_text.h"
#include "client/formats/times.h"
#include "client/formats/words.h"
#include "client/sdk/file.h"
#include "google/protobuf/struct.pb.h"
#include "node/base/status.h"
#include "node/statement/evidence.h"
#include "node/statement/offline.h"

namespace lightship::commands {
namespace {

using statement::HolderProof;
using statement::OfflineVerdict;

struct VerifyFlags {
  std::string statement, receipt;
};

std::string SignersText(const OfflineVerdict& verdict) {
  return absl::StrJoin(verdict.signers, ", ", [](std::string* out, const statement::Identity& who) {
    absl::StrAppend(out, who.Uri());
  });
}

void PrintVerdict(const OfflineVerdict& verdict, std::ostream& out) {
  std::vector<std::string> parts;
  for (const v1::Part& part : verdict.parts) parts.push_back(part.name());
  out << "VERIFIED " << verdict.address.ToString() << ", a "
      << formats::Words(verdict.manifest.kind()) << " of " << verdict.manifest.economy() << "\n"
      << "  signed by     " << formats::SafeLine(SignersText(verdict)) << "\n"
      << "  admitted      " << formats::TimeTextSeconds(verdict.admitted_at) << "\n"
      << "  parts         " << formats::SafeLine(absl::StrJoin(parts, ", ")) << "\n";
  if (!verdict.absent.empty()) {
    out << "  not in file   " << formats::SafeLine(absl::StrJoin(verdict.absent, ", "))
        << " (withheld or erased; the signature covers them all the same)\n";
  }
  out << "  log           " << verdict.tree_size << " entries when the checkpoint was signed\n";
  for (const HolderProof& holder : verdict.holders) {
    out << "  held by       " << formats::SafeLine(holder.economy) << " since "
        << formats::TimeTextSeconds(holder.cosigned_at)
        << (holder.proven ? "" : "  (not proven: its root is not pinned here)") << "\n";
  }
  out << "Revocations later than the file cannot be seen from it.\n";
}

google::protobuf::Struct ToJson(const OfflineVerdict& verdict) {
  google::protobuf::Struct json;
  auto& fields = *json.mutable_fields();
  fields["verified"].set_bool_value(true);
  fields["address"].set_string_value(verdict.address.ToString());
  fields["admitted_at"].set_string_value(formats::TimeTextSeconds(verdict.admitted_at));
  fields["tree_size"].set_number_value(static_cast<double>(verdict.tree_size));
  for (const statement::Identity& signer : verdict.signers) {
    fields["signers"].mutable_list_value()->add_values()->set_string_value(signer.Uri());
  }
  for (const std::string& part : verdict.absent) {
    fields["absent_parts"].mutable_list_value()->add_values()->set_string_value(part);
  }
  for (const HolderProof& proof : verdict.holders) {
    auto* holder = fields["holders"].mutable_list_value()->add_values()->mutable_struct_value();
    (*holder->mutable_fields())["economy"].set_string_value(proof.economy);
    (*holder->mutable_fields())["cosigned_at"].set_string_value(
        formats::TimeTextSeconds(proof.cosigned_at));
    (*holder->mutable_fields())["proven"].set_bool_value(proof.proven);
  }
  return json;
}

// "evidence/SG-12.lightship" stands for itself and the receipt beside it.
std::string ReceiptPath(const VerifyFlags& flags) {
  if (!flags.receipt.empty()) return flags.receipt;
  return absl::StrCat(absl::StripSuffix(flags.statement, ".lightship"), ".tlog-proof");
}

constexpr absl::string_view kEvidenceEnding = ".lightship-evidence";

absl::Status Unverified(const VerifyFlags& flags, const absl::Status& why) {
  return WithExit(ExitCode::kUnverified,
                  base::Annotate(why, absl::StrCat("NOT VERIFIED: ", flags.statement)));
}

absl::Status VerifyEvidence(const VerifyFlags& flags, absl::string_view file,
                            const statement::PinnedRoots& roots, Context& context) {
  auto fork = statement::VerifyEvidenceFile(file, roots);
  if (!fork.ok()) return Unverified(flags, fork.status());
  if (context.json) {
    google::protobuf::Struct json;
    auto& fields = *json.mutable_fields();
    fields["verified"].set_bool_value(true);
    fields["forked_log"].set_string_value(fork->smaller.origin);
    fields["size_a"].set_number_value(static_cast<double>(fork->smaller.size));
    fields["size_b"].set_number_value(static_cast<double>(fork->larger.size));
    context.terminal.out << formats::JsonLine(json);
    return absl::OkStatus();
  }
  context.terminal.out
      << "VERIFIED: THE LOG " << formats::SafeLine(fork->smaller.origin) << " HAS BEEN FORKED\n"
      << "  The log's own key signed a checkpoint of " << fork->smaller.size << " entries and one of "
      << fork->larger.size << " entries\n"
      << "  that cannot both be true: their first " << fork->smaller.size
      << " entries are not the same.\n"
      << "  Whoever holds that key has shown different histories to different readers.\n";
  return absl::OkStatus();
}

absl::Status Verify(const VerifyFlags& flags, Context& context) {
  ASSIGN_OR_RETURN(statement::PinnedRoots roots, context.Roots());
  absl::StatusOr<std::string> file = sdk::ReadFile(flags.statement);
  if (!file.ok()) return WithExit(ExitCode::kUsage, file.status());
  if (absl::EndsWith(flags.statement, kEvidenceEnding)) {
    return VerifyEvidence(flags, *file, roots, context);
  }
  absl::StatusOr<std::string> proof = sdk::ReadFile(ReceiptPath(flags));
  if (!proof.ok()) return WithExit(ExitCode::kUsage, proof.status());
  auto verdict = statement::VerifyOffline(*file, *proof, roots);
  if (!verdict.ok()) return Unverified(flags, verdict.status());
  if (context.json) {
    context.terminal.out << formats::JsonLine(ToJson(*verdict));
  } else {
    PrintVerdict(*verdict, context.terminal.out);
  }
  return absl::OkStatus();
}

}  // namespace

void AddVerify(Verb app, Context& context) {
  auto flags = std::make_shared<VerifyFlags>();
  Verb verify =
      app.Add("verify", "Check a saved statement and receipt offline, by pinned roots alone");
  verify.Option("statement", flags->statement,
                "File ending in .lightship, or .lightship-evidence: proof of a forked log")
      .Required();
  verify.Option("receipt", flags->receipt,
                "File ending in .tlog-proof; default: beside the statement");
  verify.Footer(
      "Example:\n"
      "  lightship verify --trust trust evidence/SG-12.lightship evidence/SG-12.tlog-proof\n"
      "Needs no node and no network. Exit code 5, and what does not hold, when it is not proven.");
  verify.Runs(context, [=, &context] { return Verify(*flags, context); });
}

}  // namespace lightship::commands
