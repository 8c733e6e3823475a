#include "client/commands/import_row.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/formats/account_facts.h"
#include "client/formats/message_marks.h"
#include "client/formats/words.h"
#include "client/sdk/derived_entropy.h"
#include "client/sdk/sign.h"

namespace lightship::commands {
namespace {

// Status and TLP by the flags, else by what the row says of itself; and the doubts that these and the encoding give.
void SetMarks(absl::string_view content, const ImportOptions& options, formats::ImportedReport& report, v1::Manifest& manifest) {
  const formats::MessageMarks marks = formats::MarksOf(content);
  v1::ExerciseStatus status = options.exercise ? v1::EXERCISE_STATUS_EXERCISE : report.status;
  if (status == v1::EXERCISE_STATUS_UNSPECIFIED) status = marks.status;
  if (status == v1::EXERCISE_STATUS_UNSPECIFIED) status = v1::EXERCISE_STATUS_ACTUAL;
  manifest.set_exercise_status(status);
  if (status != v1::EXERCISE_STATUS_ACTUAL) {
    AddDoubt("not an actual incident", absl::StrCat("marked as ", formats::Words(status)), report);
  }
  if (marks.taken_back) {
    AddDoubt("taken back at its source", "marked as retracted by its source", report);
  }
  if (options.guessed && !std::all_of(content.begin(), content.end(), absl::ascii_isascii)) {
    AddDoubt("encoding guessed", "the file is not UTF-8; its letters were read as Windows-1252", report);
  }
  v1::Tlp tlp = options.tlp != v1::TLP_UNSPECIFIED ? options.tlp : marks.tlp;
  manifest.set_tlp(tlp != v1::TLP_UNSPECIFIED ? tlp : DefaultTlp(options.format));
}

absl::StatusOr<v1::SubmitRequest> Sign(const std::string& content, size_t among_equals, const ImportOptions& options,
                                       const sdk::OfficerIdentity& officer, formats::ImportedReport report,
                                       RowOutcome& outcome) {
  sdk::ReportDraft draft;
  SetMarks(content, options, report, draft.manifest);
  outcome.read = formats::ReadInAccount(report.facts);
  draft.facts = std::move(report.facts);
  draft.vessel = std::move(report.vessel);
  draft.narrative = std::move(report.narrative);
  draft.manifest.set_audience(options.audience);
  sdk::DerivedEntropy entropy(
      absl::StrCat(options.format, "\n", officer.who.economy, "\n", among_equals, "\n", content));
  outcome.explanation = absl::StrJoin(report.doubts, "; ", [](std::string* out, const formats::Doubt& doubt) { *out += doubt.note; });
  outcome.doubts = std::move(report.doubts);
  outcome.unmapped = std::move(report.unmapped);
  return sdk::SignReport(draft, officer, options.created_at.value_or(report.known_by), entropy);
}

}  // namespace

SignedRow SignRow(const formats::FoundRow& row, size_t among_equals, const ImportOptions& options,
                  const sdk::OfficerIdentity& officer) {
  SignedRow made;
  made.outcome.line = row.line;
  made.outcome.record = row.record;
  formats::FoundRow::Reading read = row.read();
  if (read.report.ok() && !options.economies.empty() && EconomyOf(read.nearest, options) != options.as) {
    made.outcome.kind = RowOutcome::Kind::kLeftToOthers;
    return made;
  }
  absl::StatusOr<v1::SubmitRequest> request =
      read.report.ok() ? Sign(row.content, among_equals, options, officer, *std::move(read.report), made.outcome)
                       : absl::StatusOr<v1::SubmitRequest>(read.report.status());
  if (!request.ok()) {
    made.outcome.explanation = std::string(request.status().message());
    return made;
  }
  made.request = *std::move(request);
  return made;
}

}  // namespace lightship::commands
