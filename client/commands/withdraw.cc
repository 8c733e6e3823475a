// lightship withdraw: taking back, releasing, narrowing and erasing what one's economy has said.
#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/commands/deliver.h"
#include "client/commands/exit_code.h"
#include "client/commands/name.h"
#include "client/commands/questions.h"
#include "client/commands/verbs.h"
#include "client/commands/withdrawal.h"
#include "client/formats/safe_text.h"
#include "client/sdk/sign.h"
#include "lightship/v1/claims.pb.h"
#include "node/base/status.h"
#include "node/statement/canonical.h"
#include "node/statement/open.h"

namespace lightship::commands {
namespace {

struct WithdrawFlags {
  std::string address, retract, release, narrow, erase, text;
  std::vector<std::string> parts;
  bool yes = false;
};

const std::map<std::string, v1::RetractReason>& RetractReasons() {
  static const std::map<std::string, v1::RetractReason> reasons = {
      {"wrong", v1::RETRACT_REASON_WRONG},
      {"false-alarm", v1::RETRACT_REASON_FALSE_ALARM},
      {"duplicate", v1::RETRACT_REASON_DUPLICATE},
      {"sent-in-error", v1::RETRACT_REASON_SENT_IN_ERROR},
      {"other", v1::RETRACT_REASON_OTHER}};
  return reasons;
}

const std::map<std::string, v1::EraseReason>& EraseReasons() {
  static const std::map<std::string, v1::EraseReason> reasons = {
      {"personal-data", v1::ERASE_REASON_PERSONAL_DATA},
      {"retention", v1::ERASE_REASON_RETENTION},
      {"court-order", v1::ERASE_REASON_COURT_ORDER},
      {"disclosed-in-error", v1::ERASE_REASON_DISCLOSED_IN_ERROR},
      {"other", v1::ERASE_REASON_OTHER}};
  return reasons;
}

v1::Withdrawal ActionOf(const WithdrawFlags& flags) {
  v1::Withdrawal withdrawal;
  google::protobuf::RepeatedPtrField<std::string> parts(flags.parts.begin(), flags.parts.end());
  if (!flags.retract.empty()) {
    withdrawal.mutable_retract()->set_reason(RetractReasons().at(flags.retract));
    withdrawal.mutable_retract()->set_text(flags.text);
  } else if (!flags.release.empty()) {
    withdrawal.mutable_release()->set_audience(flags.release);
    *withdrawal.mutable_release()->mutable_part_names() = std::move(parts);
  } else if (!flags.narrow.empty()) {
    withdrawal.mutable_narrow()->set_audience(flags.narrow);
    *withdrawal.mutable_narrow()->mutable_part_names() = std::move(parts);
  } else {
    withdrawal.mutable_erase()->set_reason(EraseReasons().at(flags.erase));
    *withdrawal.mutable_erase()->mutable_part_names() = std::move(parts);
  }
  return withdrawal;
}

// What will happen, and what nobody can promise.
std::string Promise(const WithdrawFlags& flags) {
  const std::string parts =
      flags.parts.empty() ? "all parts" : absl::StrCat("part ", absl::StrJoin(flags.parts, ", "));
  if (!flags.retract.empty()) {
    return absl::StrCat("Takes ", flags.address, " back. It stays readable, marked as retracted.");
  }
  if (!flags.release.empty()) {
    return absl::StrCat("Releases ", parts, " of ", flags.address, " to ", flags.release,
                        ". What others have received cannot be taken back.");
  }
  if (!flags.narrow.empty()) {
    return absl::StrCat("From now on ", parts, " of ", flags.address, " goes to ", flags.narrow,
                        " only. Whoever holds it already keeps it.");
  }
  return absl::StrCat("Asks every holder to erase ", parts, " of ", flags.address,
                      ". Digests stay, so that all proofs hold; `lightship show ", flags.address,
                      "` tells who has confirmed. Copies outside the network are not reached.");
}

// Whether parts of the target were released to others than its author named.
absl::StatusOr<bool> IsReleased(const WithdrawalTarget& target, sdk::Node& node) {
  const std::string& id = target.statement_id;
  v1::GetIncidentRequest request;
  request.mutable_incident()->set_incident_id(
      target.manifest.subject().empty() ? id : target.manifest.subject());
  absl::StatusOr<v1::GetIncidentResponse> incident = node.GetIncident(request);
  if (absl::IsNotFound(incident.status())) return false;
  RETURN_IF_ERROR(incident.status());
  return std::any_of(incident->statements().begin(), incident->statements().end(),
                     [&](const v1::IncidentStatement& statement) {
                       return statement.withdrawal().target() == id &&
                              statement.withdrawal().has_release();
                     });
}

absl::StatusOr<WithdrawalTarget> TargetOf(const std::string& address, sdk::Node& node) {
  ASSIGN_OR_RETURN(v1::GetReceiptRequest request, ReceiptRequestFor(address));
  ASSIGN_OR_RETURN(v1::GetReceiptResponse response, node.GetReceipt(request));
  ASSIGN_OR_RETURN(statement::OpenedEntry entry,
                   statement::OpenEntry(response.file().statement().entry()));
  WithdrawalTarget target{crypto::AsString(entry.statement_id), entry.entry.index(),
                          std::move(entry.manifest)};
  ASSIGN_OR_RETURN(target.released, IsReleased(target, node));
  return target;
}

absl::Status Withdraw(const WithdrawFlags& flags, Context& context) {
  const int actions = !flags.retract.empty() + !flags.release.empty() + !flags.narrow.empty() +
                      !flags.erase.empty();
  if (actions != 1) {
    return UsageError("say one of --retract REASON, --release AUDIENCE, --narrow AUDIENCE and "
                      "--erase REASON");
  }
  ASSIGN_OR_RETURN(sdk::OfficerIdentity officer, context.Officer());
  ASSIGN_OR_RETURN(std::unique_ptr<sdk::Node> node, context.Node());
  ASSIGN_OR_RETURN(WithdrawalTarget target, TargetOf(flags.address, *node));
  v1::Withdrawal withdrawal = ActionOf(flags);
  v1::Manifest manifest = WithdrawalManifest(target, withdrawal);
  Terminal& terminal = context.terminal;
  std::ostream& echo = context.form() == OutputForm::kTable ? terminal.out : terminal.err;
  echo << formats::SafeText(Promise(flags)) << "\n";
  ASSIGN_OR_RETURN(
      v1::SubmitRequest signed_request,
      sdk::SignStatement(std::move(manifest),
                         {{"withdrawal", statement::SerializeDeterministic(withdrawal), ""}},
                         officer, context.clock.Now(), context.entropy));
  if (terminal.in_is_tty && !flags.yes && !Confirm("Sign and send?", terminal)) {
    return WithExit(ExitCode::kUsage, absl::CancelledError("nothing was sent"));
  }
  return Deliver(signed_request, *node, context);
}

template <typename Reason>
std::vector<std::string> ReasonNames(const std::map<std::string, Reason>& reasons) {
  std::vector<std::string> names;
  for (const auto& [name, reason] : reasons) names.push_back(name);
  return names;
}

}  // namespace

void AddWithdraw(Verb app, Context& context) {
  auto flags = std::make_shared<WithdrawFlags>();
  Verb withdraw = app.Add(
      "withdraw", "Retract, release, narrow or erase a statement of your economy");
  withdraw.Option("address", flags->address, "SG/12").Required();
  withdraw.Option("--retract", flags->retract, "No longer stand by it; the reason")
      .OneOf(ReasonNames(RetractReasons()));
  withdraw.Option("--text", flags->text, "With --retract: why, in words");
  withdraw.Option("--release", flags->release, "Add an audience: all, or SG/straits-patrol@3");
  withdraw.Option("--narrow", flags->narrow,
                  "From now on only to: own, or SG/straits-patrol@3");
  withdraw.Option("--erase", flags->erase, "Have it erased by every holder; the reason")
      .OneOf(ReasonNames(EraseReasons()));
  withdraw.Option("--part", flags->parts,
                  "Only this part: vessel, narrative, people, ...; may be repeated");
  withdraw.Switch("-y,--yes", flags->yes, "Do not ask before signing and sending");
  withdraw.Footer(
      "Examples:\n"
      "  lightship withdraw SG/12 --retract duplicate\n"
      "  lightship withdraw SG/12 --release all --part vessel        (role administrator)\n"
      "  lightship withdraw SG/12 --erase personal-data --part people (role administrator)");
  withdraw.Runs(context, [=, &context] { return Withdraw(*flags, context); });
}

}  // namespace lightship::commands
