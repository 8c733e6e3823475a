#include "node/incident/records.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "node/base/encoding.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::incident {
namespace {

absl::Status DamagedRecordOf(const RowDetail& row, absl::string_view what) {
  return base::Error(absl::StatusCode::kDataLoss, base::reason::kStorage,
                     absl::StrCat("incident record ", base::Hex(crypto::AsView(row.id)), ": ", what,
                                  "; the database is damaged, restore it or copy the logs anew"));
}

absl::StatusOr<storage::v1::IncidentRecord> ParsedRecord(const RowDetail& row, const std::string& bytes) {
  storage::v1::IncidentRecord record;
  if (!record.ParseFromString(bytes)) return DamagedRecordOf(row, "its value is not an IncidentRecord");
  return record;
}

}  // namespace

absl::StatusOr<storage::v1::IncidentRecord> RecordOf(const RowDetail& row, const Records* records) {
  if (const std::string* kept = row.kept.Get(); kept != nullptr) return ParsedRecord(row, *kept);
  if (records == nullptr) return DamagedRecordOf(row, "nobody has it");
  ASSIGN_OR_RETURN(const std::string bytes, records->Read(row.id));
  ASSIGN_OR_RETURN(storage::v1::IncidentRecord record, ParsedRecord(row, bytes));
  if (record.changed() == row.changed) return record;
  const std::string* kept = row.kept.Get();
  return kept != nullptr ? ParsedRecord(row, *kept) : DamagedRecordOf(row, "not the one that the table was made of");
}

absl::StatusOr<v1::IncidentSummary> SummaryOf(const RowDetail& row, const Records* records) {
  ASSIGN_OR_RETURN(const storage::v1::IncidentRecord record, RecordOf(row, records));
  v1::IncidentSummary summary;
  if (!summary.ParseFromString(record.summary())) return DamagedRecordOf(row, "its summary does not parse");
  summary.set_navarea(row.navarea);
  summary.set_reporting_area(static_cast<v1::ReportingArea>(row.reporting_area));
  summary.mutable_restricted()->MergeFrom(record.restricted_verdicts());
  return summary;
}

std::shared_ptr<const std::string> RecentSummaries::Find(const RowDetail& row) {
  base::MutexLock lock(mutex_);
  for (const Summaries* summaries : {&newer_, &older_}) {
    const auto found = summaries->find(row.id);
    if (found != summaries->end() && found->second.changed == row.changed) return found->second.summary;
  }
  return nullptr;
}

void RecentSummaries::Add(const RowDetail& row, std::string summary) {
  Shown shown{row.changed, std::make_shared<const std::string>(std::move(summary))};
  base::MutexLock lock(mutex_);
  if (newer_.size() >= kMost / 2) older_ = std::exchange(newer_, {});
  newer_.insert_or_assign(row.id, std::move(shown));
}

void RecentSummaries::Forget(const crypto::Digest& incident) {
  base::MutexLock lock(mutex_);
  newer_.erase(incident);
  older_.erase(incident);
}

absl::StatusOr<v1::IncidentSummary> ShownSummaryOf(const RowDetail& row, const Records* records) {
  if (records == nullptr) return SummaryOf(row, nullptr);
  v1::IncidentSummary summary;
  if (const auto recent = records->recent().Find(row); recent != nullptr && summary.ParseFromString(*recent)) return summary;
  ASSIGN_OR_RETURN(summary, SummaryOf(row, records));
  records->recent().Add(row, summary.SerializeAsString());
  return summary;
}

absl::StatusOr<std::vector<StatementRef>> StatementsOf(const RowDetail& row, const Records* records) {
  ASSIGN_OR_RETURN(const storage::v1::IncidentRecord record, RecordOf(row, records));
  std::vector<StatementRef> statements;
  for (const storage::v1::IncidentMember& member : record.members()) {
    absl::StatusOr<crypto::Digest> id = crypto::DigestFromBytes(member.statement_id());
    if (!id.ok()) return DamagedRecordOf(row, "a member's statement id is not 32 bytes long");
    statements.push_back({*id, member.origin(), member.index(), member.doubtful()});
  }
  return statements;
}

absl::StatusOr<std::shared_ptr<const RowTexts>> TextsOf(const RowDetail& row, const Records* records) {
  ASSIGN_OR_RETURN(storage::v1::IncidentRecord record, RecordOf(row, records));
  auto texts = std::make_shared<RowTexts>();
  texts->open = std::move(*record.mutable_open_text());
  texts->restricted = std::move(*record.mutable_restricted_text());
  return texts;
}

}  // namespace lightship::incident
