#include "node/incident/records.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "node/base/encoding.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::incident {
namespace {

absl::Status Damaged(const RowDetail& row, absl::string_view what) {
  return base::Error(absl::StatusCode::kDataLoss, base::reason::kStorage,
                     absl::StrCat("incident record ", base::Hex(crypto::AsView(row.id)), ": ", what,
                                  "; the database is damaged, restore it or copy the logs anew"));
}

absl::StatusOr<storage::v1::IncidentRecord> Parsed(const RowDetail& row, const std::string& bytes) {
  storage::v1::IncidentRecord record;
  if (!record.ParseFromString(bytes)) return Damaged(row, "its value is not an IncidentRecord");
  return record;
}

}  // namespace

absl::StatusOr<storage::v1::IncidentRecord> RecordOf(const RowDetail& row, const Records* records) {
  if (const std::string* kept = row.kept.Get(); kept != nullptr) return Parsed(row, *kept);
  if (records == nullptr) return Damaged(row, "nobody has it");
  ASSIGN_OR_RETURN(const std::string bytes, records->Read(row.id));
  ASSIGN_OR_RETURN(storage::v1::IncidentRecord record, Parsed(row, bytes));
  if (record.changed() == row.changed) return record;
  const std::string* kept = row.kept.Get();
  return kept != nullptr ? Parsed(row, *kept) : Damaged(row, "not the one that the table was made of");
}

absl::StatusOr<v1::IncidentSummary> SummaryOf(const RowDetail& row, const Records* records) {
  ASSIGN_OR_RETURN(const storage::v1::IncidentRecord record, RecordOf(row, records));
  v1::IncidentSummary summary;
  if (!summary.ParseFromString(record.summary())) return Damaged(row, "its summary does not parse");
  summary.set_navarea(row.navarea);
  summary.set_reporting_area(static_cast<v1::ReportingArea>(row.reporting_area));
  summary.mutable_restricted()->MergeFrom(record.restricted_verdicts());
  return summary;
}

absl::StatusOr<std::vector<StatementRef>> StatementsOf(const RowDetail& row, const Records* records) {
  ASSIGN_OR_RETURN(const storage::v1::IncidentRecord record, RecordOf(row, records));
  std::vector<StatementRef> statements;
  for (const storage::v1::IncidentMember& member : record.members()) {
    absl::StatusOr<crypto::Digest> id = crypto::DigestFromBytes(member.statement_id());
    if (!id.ok()) return Damaged(row, "a member's statement id is not 32 bytes long");
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
