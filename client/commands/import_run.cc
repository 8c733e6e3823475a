#include "client/commands/import_run.h"

#include <algorithm>
#include <deque>
#include <memory>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/commands/ahead.h"
#include "client/commands/progress.h"
#include "client/formats/account_facts.h"
#include "client/formats/message_marks.h"
#include "client/formats/words.h"
#include "client/sdk/derived_entropy.h"
#include "client/sdk/sign.h"
#include "node/base/status.h"
#include "node/crypto/digest.h"

namespace lightship::commands {
namespace {

using Kind = RowOutcome::Kind;

constexpr size_t kSigners = 3;
constexpr size_t kSignedAhead = 64;

class ImportRun {
 public:
  ImportRun(std::unique_ptr<formats::Importer> importer, const ImportOptions& options,
            const sdk::OfficerIdentity& officer, Terminal& terminal)
      : importer_(std::move(importer)),
        options_(options),
        officer_(officer),
        progress_("importing", terminal) {}

  // The next row that is to be submitted; rows that are not get their outcome on the way.
  bool Next(v1::SubmitRequest& request) {
    while (true) {
      ReadAhead();
      if (signing_.empty()) return false;
      const size_t row = rows_.front();
      rows_.pop_front();
      absl::StatusOr<v1::SubmitRequest> signed_row = signing_.Take();
      if (!signed_row.ok()) {
        outcomes_[row].explanation = std::string(signed_row.status().message());
        continue;
      }
      request = *std::move(signed_row);
      submitted_.push_back(row);
      progress_.Update(importer_->progress(), answered_);
      return true;
    }
  }

  void Done(uint64_t number, const absl::StatusOr<v1::SubmitResponse>& response) {
    RowOutcome& outcome = outcomes_[submitted_[number]];
    ++answered_;
    if (response.ok()) {
      outcome.kind = outcome.explanation.empty() ? Kind::kImported : Kind::kImportedWithFlags;
      outcome.address = response->receipt().address();
      outcome.before = response->already_admitted();
      return;
    }
    outcome.explanation = std::string(response.status().message());
  }

  absl::StatusOr<std::vector<RowOutcome>> Finish(const absl::Status& stopped) {
    if (!stopped.ok()) {
      return base::Annotate(stopped, absl::StrCat("stopped after ", answered_, " rows",
                                                  sdk::IsUnreachable(stopped) ? "; the same import again goes on from there" : ""));
    }
    return std::move(outcomes_);
  }

 private:
  // Rows to be signed, while others are sent.
  void ReadAhead() {
    formats::ImportedRow row;
    while (signing_.size() < kSignedAhead && (options_.limit == 0 || submitted_.size() + signing_.size() < options_.limit) &&
           importer_->Next(row)) {
      RowOutcome& outcome = outcomes_.emplace_back();
      outcome.line = row.line;
      outcome.record = row.record;
      if (row.report.ok() && !options_.economies.empty() && EconomyOf(row, options_) != options_.as) {
        outcome.kind = Kind::kLeftToOthers;
      } else if (!row.report.ok()) {
        outcome.explanation = std::string(row.report.status().message());
      } else {
        rows_.push_back(outcomes_.size() - 1);
        Sign(row, outcome);
      }
    }
  }

  // Status and TLP by the flags, else by what the row says of itself; and the doubts that these and the encoding give.
  void SetMarks(formats::ImportedRow& row, v1::Manifest& manifest) {
    formats::ImportedReport& report = *row.report;
    const formats::MessageMarks marks = formats::MarksOf(row.content);
    v1::ExerciseStatus status = options_.exercise ? v1::EXERCISE_STATUS_EXERCISE : report.status;
    if (status == v1::EXERCISE_STATUS_UNSPECIFIED) status = marks.status;
    if (status == v1::EXERCISE_STATUS_UNSPECIFIED) status = v1::EXERCISE_STATUS_ACTUAL;
    manifest.set_exercise_status(status);
    if (status != v1::EXERCISE_STATUS_ACTUAL) {
      AddDoubt("not an actual incident", absl::StrCat("marked as ", formats::Words(status)), report);
    }
    if (marks.taken_back) {
      AddDoubt("taken back at its source", "marked as retracted by its source", report);
    }
    if (options_.guessed && !std::all_of(row.content.begin(), row.content.end(), absl::ascii_isascii)) {
      AddDoubt("encoding guessed", "the file is not UTF-8; its letters were read as Windows-1252", report);
    }
    v1::Tlp tlp = options_.tlp != v1::TLP_UNSPECIFIED ? options_.tlp : marks.tlp;
    manifest.set_tlp(tlp != v1::TLP_UNSPECIFIED ? tlp : DefaultTlp(options_.format));
  }

  void Sign(formats::ImportedRow& row, RowOutcome& outcome) {
    formats::ImportedReport& report = *row.report;
    sdk::ReportDraft draft;
    SetMarks(row, draft.manifest);
    outcome.read = formats::ReadInAccount(report.facts);
    draft.facts = std::move(report.facts);
    draft.vessel = std::move(report.vessel);
    draft.narrative = std::move(report.narrative);
    draft.manifest.set_audience(options_.audience);
    const size_t among_equals = ++seen_[crypto::Sha256(row.content)];
    sdk::DerivedEntropy entropy(absl::StrCat(options_.format, "\n", officer_.who.economy, "\n",
                                             among_equals, "\n", row.content));
    outcome.explanation = absl::StrJoin(
        report.doubts, "; ",
        [](std::string* out, const formats::Doubt& doubt) { *out += doubt.note; });
    outcome.doubts = std::move(report.doubts);
    outcome.unmapped = std::move(report.unmapped);
    signing_.Give([this, draft = std::move(draft), entropy, at = options_.created_at.value_or(report.known_by)]() mutable {
      return sdk::SignReport(draft, officer_, at, entropy);
    });
  }

  std::unique_ptr<formats::Importer> importer_;
  const ImportOptions& options_;
  const sdk::OfficerIdentity& officer_;
  Progress progress_;
  std::vector<RowOutcome> outcomes_;
  std::map<crypto::Digest, size_t> seen_;  // how many rows had this content
  std::vector<size_t> submitted_;  // index of each submission's outcome
  size_t answered_ = 0;
  std::deque<size_t> rows_;  // index of the outcome of each that is being signed
  Ahead<absl::StatusOr<v1::SubmitRequest>> signing_{kSigners};
};

}  // namespace

v1::Tlp DefaultTlp(absl::string_view format) {
  return format == "circ" ? v1::TLP_AMBER : v1::TLP_CLEAR;
}

std::string EconomyOf(const formats::ImportedRow& row, const ImportOptions& options) {
  bool member = std::find(options.economies.begin(), options.economies.end(), row.nearest) !=
                options.economies.end();
  return member ? row.nearest : options.otherwise;
}

absl::StatusOr<std::vector<RowOutcome>> ImportRows(absl::string_view bytes,
                                                   const ImportOptions& options,
                                                   const sdk::OfficerIdentity& officer,
                                                   sdk::Node& node, Terminal& terminal) {
  ASSIGN_OR_RETURN(std::unique_ptr<formats::Importer> importer,
                   formats::OpenImporter(options.format, bytes));
  ImportRun run(std::move(importer), options, officer, terminal);
  return run.Finish(node.SubmitMany(
      [&](v1::SubmitRequest& request) { return run.Next(request); },
      [&](uint64_t number, const absl::StatusOr<v1::SubmitResponse>& response) { run.Done(number, response); }, options.in_flight));
}

}  // namespace lightship::commands
