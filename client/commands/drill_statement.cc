#include "client/commands/drill_statement.h"

#include <utility>

#include "client/formats/times.h"
#include "client/formats/words.h"
#include "client/sdk/sign.h"
#include "node/statement/canonical.h"

namespace lightship::commands {
namespace {

using config::v1::Step;

void SetMinute(absl::Time now, v1::OccurrenceTime& occurred) {
  const int64_t minute = absl::ToUnixSeconds(now) / 60 * 60;
  occurred.set_as_written(formats::TimeText(now));
  occurred.mutable_start()->set_seconds(minute);
  occurred.mutable_end()->set_seconds(minute + 60);
  occurred.set_zone_basis(v1::ZONE_BASIS_STATED_UTC);
  occurred.set_utc_offset_minutes(0);
  occurred.set_precision(v1::TIME_PRECISION_MINUTE);
}

absl::StatusOr<v1::SubmitRequest> Report(const Step& step, v1::Manifest manifest, const Spoken* about,
                                         const sdk::OfficerIdentity& officer, absl::Time now,
                                         base::Entropy& entropy) {
  sdk::ReportDraft draft;
  draft.facts = step.report().facts();
  if (!draft.facts.has_occurred()) SetMinute(now, *draft.facts.mutable_occurred());
  if (step.report().has_vessel()) draft.vessel = step.report().vessel();
  if (step.report().has_narrative()) draft.narrative = step.report().narrative();
  if (step.report().amends()) manifest.add_supersedes(about->statement.statement_id);
  draft.manifest = std::move(manifest);
  return sdk::SignReport(draft, officer, now, entropy);
}

}  // namespace

absl::StatusOr<v1::SubmitRequest> DrillStatement(const Step& step, v1::ExerciseStatus status,
                                                 const Spoken* about,
                                                 const sdk::OfficerIdentity& officer, absl::Time now,
                                                 base::Entropy& entropy) {
  v1::Manifest manifest;
  manifest.set_tlp(v1::TLP_GREEN);
  manifest.set_audience(step.audience().empty() ? "all" : step.audience());
  if (about != nullptr) manifest.set_subject(about->incident);
  std::string part, content;
  v1::Withdrawal withdrawal;
  switch (step.action_case()) {
    case Step::kReport:
      manifest.set_exercise_status(status);
      return Report(step, std::move(manifest), about, officer, now, entropy);
    case Step::kResponse:
      manifest.set_kind(v1::STATEMENT_KIND_RESPONSE);
      part = "response";
      content = statement::SerializeDeterministic(step.response());
      break;
    case Step::kNotice:
      manifest.set_kind(v1::STATEMENT_KIND_NOTICE);
      part = "notice";
      content = statement::SerializeDeterministic(step.notice());
      break;
    case Step::kComment:
      manifest.set_kind(v1::STATEMENT_KIND_COMMENT);
      part = "comment";
      content = statement::SerializeDeterministic(step.comment());
      break;
    case Step::kRetract:
      *withdrawal.mutable_retract() = step.retract();
      manifest = WithdrawalManifest(about->statement, withdrawal);
      part = "withdrawal";
      content = statement::SerializeDeterministic(withdrawal);
      break;
    case Step::ACTION_NOT_SET:
      return absl::InvalidArgumentError("does nothing");
  }
  // Of the scenario, whatever the statement is about says of itself.
  manifest.set_exercise_status(status);
  return sdk::SignStatement(std::move(manifest), {{part, content, ""}}, officer, now, entropy);
}

std::string WhatIsDone(const Step& step) {
  switch (step.action_case()) {
    case Step::kReport:
      return step.report().amends() ? "amended report" : formats::Words(step.report().facts().report_kind());
    case Step::kResponse:
      return "response: " + formats::Words(step.response().action());
    case Step::kNotice:
      return "notice: " + formats::Words(step.notice().level());
    case Step::kRetract:
      return "retraction";
    case Step::kComment:
      return "comment";
    case Step::ACTION_NOT_SET:
      break;
  }
  return "";
}

}  // namespace lightship::commands
