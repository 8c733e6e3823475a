#include "client/commands/import_run.h"

#include <algorithm>
#include <deque>
#include <memory>
#include <thread>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "client/commands/ahead.h"
#include "client/commands/import_row.h"
#include "client/commands/progress.h"
#include "node/base/status.h"
#include "node/crypto/digest.h"

namespace lightship::commands {
namespace {

using Kind = RowOutcome::Kind;

// Rows that one thread reads and signs in a go: waking one for each would take longer than the row.
constexpr size_t kRowsOfTask = 16;
// Rows that are ready or being made ready: as many as a commit of the node may ask for at once.
constexpr size_t kRowsAhead = 512;

size_t Signers() { return std::max(std::thread::hardware_concurrency(), 2u); }

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
      if (ready_.empty() && signing_.empty()) return false;
      if (ready_.empty()) {
        for (SignedRow& row : signing_.Take()) ready_.push_back(std::move(row));
      }
      SignedRow row = std::move(ready_.front());
      ready_.pop_front();
      --ahead_;
      outcomes_.push_back(std::move(row.outcome));
      if (!row.request.has_value()) continue;
      request = *std::move(row.request);
      submitted_.push_back(outcomes_.size() - 1);
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
  struct Task {
    formats::FoundRow row;
    size_t among_equals;
  };

  // Rows to be read and signed, while others are sent.
  void ReadAhead() {
    while (ahead_ + kRowsOfTask <= kRowsAhead) {
      std::vector<Task> tasks = FindSome();
      if (tasks.empty()) return;
      ahead_ += tasks.size();
      signing_.Give([this, tasks = std::move(tasks)] {
        std::vector<SignedRow> rows;
        rows.reserve(tasks.size());
        for (const Task& task : tasks) rows.push_back(SignRow(task.row, task.among_equals, options_, officer_));
        return rows;
      });
    }
  }

  // Each of them may have to be submitted.
  std::vector<Task> FindSome() {
    const size_t most = options_.limit == 0 ? kRowsOfTask : std::min(kRowsOfTask, options_.limit - submitted_.size() - ahead_);
    std::vector<Task> tasks;
    formats::FoundRow row;
    while (tasks.size() < most && importer_->Find(row)) {
      const size_t among_equals = ++seen_[crypto::Sha256(row.content)];
      tasks.push_back({std::move(row), among_equals});
    }
    return tasks;
  }

  std::unique_ptr<formats::Importer> importer_;
  const ImportOptions& options_;
  const sdk::OfficerIdentity& officer_;
  Progress progress_;
  std::vector<RowOutcome> outcomes_;
  absl::flat_hash_map<crypto::Digest, size_t> seen_;  // how many rows had this content
  std::vector<size_t> submitted_;  // index of each submission's outcome
  size_t answered_ = 0;
  size_t ahead_ = 0;  // rows found that have no outcome
  std::deque<SignedRow> ready_;
  Ahead<std::vector<SignedRow>> signing_{Signers()};
};

}  // namespace

v1::Tlp DefaultTlp(absl::string_view format) {
  return format == "circ" ? v1::TLP_AMBER : v1::TLP_CLEAR;
}

std::string EconomyOf(const std::string& nearest, const ImportOptions& options) {
  bool member = std::find(options.economies.begin(), options.economies.end(), nearest) != options.economies.end();
  return member ? nearest : options.otherwise;
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
