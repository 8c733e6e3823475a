#include "node/incident/records.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/wire_format_lite.h"
#include "node/base/encoding.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/statement/address.h"

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

// Of a record's bytes, without what lists do not need.
struct RecordView {
  uint64_t changed = 0;
  absl::string_view summary;
  std::vector<absl::string_view> restricted_verdicts;
};

// nullopt for what is not a record.
std::optional<RecordView> ViewOf(const std::string& bytes) {
  using google::protobuf::internal::WireFormatLite;
  using storage::v1::IncidentRecord;
  google::protobuf::io::CodedInputStream in(reinterpret_cast<const uint8_t*>(bytes.data()), static_cast<int>(bytes.size()));
  const auto value = [&](absl::string_view& view) {
    uint32_t size;
    if (!in.ReadVarint32(&size)) return false;
    const auto begin = static_cast<size_t>(in.CurrentPosition());
    if (size > bytes.size() - begin) return false;
    view = absl::string_view(bytes).substr(begin, size);
    return in.Skip(static_cast<int>(size));
  };
  constexpr auto kBytes = WireFormatLite::WIRETYPE_LENGTH_DELIMITED;
  RecordView view;
  while (const uint32_t tag = in.ReadTag()) {
    bool read;
    if (tag == WireFormatLite::MakeTag(IncidentRecord::kChangedFieldNumber, WireFormatLite::WIRETYPE_VARINT)) {
      read = in.ReadVarint64(&view.changed);
    } else if (tag == WireFormatLite::MakeTag(IncidentRecord::kSummaryFieldNumber, kBytes)) {
      read = value(view.summary);
    } else if (tag == WireFormatLite::MakeTag(IncidentRecord::kRestrictedVerdictsFieldNumber, kBytes)) {
      read = value(view.restricted_verdicts.emplace_back());
    } else {
      read = WireFormatLite::SkipField(&in, tag);
    }
    if (!read) return std::nullopt;
  }
  return in.ConsumedEntireMessage() ? std::optional(view) : std::nullopt;
}

// SummaryOf, as bytes: one message after the other is both.
std::string ShownBytes(const RowDetail& row, const RecordView& record) {
  v1::IncidentSummary of_row;
  of_row.set_navarea(row.navarea());
  of_row.set_reporting_area(static_cast<v1::ReportingArea>(row.reporting_area()));
  std::string shown;
  shown.reserve(record.summary.size() + 8);
  shown.append(record.summary.data(), record.summary.size());
  of_row.AppendToString(&shown);
  for (absl::string_view read : record.restricted_verdicts) {
    v1::IncidentSummary verdict;
    verdict.add_restricted()->ParseFromArray(read.data(), static_cast<int>(read.size()));
    verdict.AppendToString(&shown);
  }
  return shown;
}

absl::Status AddStatements(const RowDetail& row, const storage::v1::IncidentRecord& record, std::vector<StatementRef>& statements) {
  for (const storage::v1::IncidentMember& member : record.members()) {
    absl::StatusOr<crypto::Digest> id = crypto::DigestFromBytes(member.statement_id());
    if (!id.ok()) return DamagedRecordOf(row, "a member's statement id is not 32 bytes long");
    statements.push_back({*id, member.origin(), member.index(), member.doubtful()});
  }
  return absl::OkStatus();
}

std::shared_ptr<RowTexts> TextsOfDocument(IncidentDocument document) {
  return std::make_shared<RowTexts>(RowTexts{std::move(document.open_text), std::move(document.restricted_text)});
}

// Whether all parts of the one are among those of the other.
bool AreNamed(const std::vector<v1::AuditedRead>& some, const std::vector<v1::AuditedRead>& all) {
  const auto named = [&](const v1::AuditedRead& read) {
    const auto of = std::find_if(all.begin(), all.end(), [&](const v1::AuditedRead& one) { return one.address() == read.address(); });
    return of != all.end() && std::all_of(read.part_names().begin(), read.part_names().end(), [&](const std::string& name) {
      return std::find(of->part_names().begin(), of->part_names().end(), name) != of->part_names().end();
    });
  };
  return std::all_of(some.begin(), some.end(), named);
}

absl::StatusOr<std::shared_ptr<const RowTexts>> KeptTexts(const RowDetail& row, const std::string& kept, const Records* records) {
  ASSIGN_OR_RETURN(storage::v1::IncidentRecord record, ParsedRecord(row, kept));
  if (!record.open_text().empty() || !record.restricted_text().empty() || records == nullptr) {
    return std::make_shared<const RowTexts>(
        RowTexts{std::move(*record.mutable_open_text()), std::move(*record.mutable_restricted_text())});
  }
  std::vector<StatementRef> statements;
  RETURN_IF_ERROR(AddStatements(row, record, statements));
  ASSIGN_OR_RETURN(IncidentDocument document, records->ReadTexts(row.id, statements));
  // Parts may have come since: what is shown must be put on the audit record.
  const bool named = AreNamed(document.restricted_texts, row.restricted_texts());
  std::shared_ptr<RowTexts> texts = TextsOfDocument(std::move(document));
  if (!named) texts->restricted.clear();
  return texts;
}

// All of those that are told in the incident.
absl::StatusOr<std::vector<StatementRef>> StatementsTold(const RowDetail& row, const Records& records) {
  const absl::StatusOr<statement::Address> only = statement::Address::Parse(row.name());
  if (only.ok() && !row.several_statements() && !row.has_group()) {
    return std::vector<StatementRef>{{row.id, only->log().ToString(), only->index}};
  }
  ASSIGN_OR_RETURN(std::vector<StatementRef> statements, StatementsOf(row, &records));
  const std::vector<crypto::Digest> group = row.group();
  if (group.empty() || group.front() != row.id) return statements;
  for (const crypto::Digest& other : absl::MakeConstSpan(group).subspan(1)) {
    ASSIGN_OR_RETURN(const std::string bytes, records.Read(other));
    ASSIGN_OR_RETURN(const storage::v1::IncidentRecord record, ParsedRecord(row, bytes));
    RETURN_IF_ERROR(AddStatements(row, record, statements));
  }
  return statements;
}

absl::StatusOr<std::shared_ptr<const RowTexts>> StoredTexts(const RowDetail& row, const Records& records) {
  ASSIGN_OR_RETURN(const std::vector<StatementRef> statements, StatementsTold(row, records));
  ASSIGN_OR_RETURN(IncidentDocument document, records.ReadTexts(row.id, statements));
  return TextsOfDocument(std::move(document));
}

// As RecordOf.
absl::StatusOr<std::string> ReadShown(const RowDetail& row, const Records* records) {
  const std::string* kept = row.kept();
  std::string read;
  if (kept == nullptr) {
    if (records == nullptr) return DamagedRecordOf(row, "nobody has it");
    ASSIGN_OR_RETURN(read, records->Read(row.id));
  }
  std::optional<RecordView> record = ViewOf(kept == nullptr ? read : *kept);
  if (record.has_value() && kept == nullptr && record->changed != row.changed) {
    kept = row.kept();
    if (kept == nullptr) return DamagedRecordOf(row, "not the one that the table was made of");
    record = ViewOf(*kept);
  }
  if (!record.has_value()) return DamagedRecordOf(row, "its value is not an IncidentRecord");
  return ShownBytes(row, *record);
}

}  // namespace

absl::StatusOr<storage::v1::IncidentRecord> RecordOf(const RowDetail& row, const Records* records) {
  if (const std::string* kept = row.kept(); kept != nullptr) return ParsedRecord(row, *kept);
  if (records == nullptr) return DamagedRecordOf(row, "nobody has it");
  ASSIGN_OR_RETURN(const std::string bytes, records->Read(row.id));
  ASSIGN_OR_RETURN(storage::v1::IncidentRecord record, ParsedRecord(row, bytes));
  if (record.changed() == row.changed) return record;
  const std::string* kept = row.kept();
  return kept != nullptr ? ParsedRecord(row, *kept) : DamagedRecordOf(row, "not the one that the table was made of");
}

absl::StatusOr<v1::IncidentSummary> SummaryOf(const RowDetail& row, const Records* records) {
  ASSIGN_OR_RETURN(const storage::v1::IncidentRecord record, RecordOf(row, records));
  v1::IncidentSummary summary;
  if (!summary.ParseFromString(record.summary())) return DamagedRecordOf(row, "its summary does not parse");
  summary.set_navarea(row.navarea());
  summary.set_reporting_area(static_cast<v1::ReportingArea>(row.reporting_area()));
  summary.mutable_restricted()->MergeFrom(record.restricted_verdicts());
  return summary;
}

size_t RecentSummaries::Hash::operator()(const crypto::Digest& digest) const {
  size_t hash;
  std::memcpy(&hash, digest.data(), sizeof(hash));
  return hash;
}

std::vector<Shown> RecentSummaries::Find(absl::Span<const RowDetail* const> rows) {
  std::vector<Shown> shown(rows.size());
  base::MutexLock lock(mutex_);
  for (size_t i = 0; i < rows.size(); ++i) {
    for (const Summaries* summaries : {&newer_, &older_}) {
      const auto found = summaries->find(rows[i]->id);
      if (found != summaries->end() && found->second.changed == rows[i]->changed) shown[i] = found->second.shown;
    }
  }
  return shown;
}

void RecentSummaries::Add(absl::Span<const RowDetail* const> rows, absl::Span<const Shown> shown) {
  base::MutexLock lock(mutex_);
  for (size_t i = 0; i < rows.size(); ++i) {
    // Kept before it is forgotten: whoever comes here later sees it.
    if (shown[i] == nullptr || rows[i]->kept() != nullptr) continue;
    if (newer_.size() >= kMost / 2) older_ = std::exchange(newer_, {});
    newer_.insert_or_assign(rows[i]->id, Summary{rows[i]->changed, shown[i]});
  }
}

void RecentSummaries::Forget(const crypto::Digest& incident) {
  base::MutexLock lock(mutex_);
  newer_.erase(incident);
  older_.erase(incident);
}

absl::StatusOr<std::vector<Shown>> ShownOf(absl::Span<const RowDetail* const> rows, const Records* records) {
  std::vector<Shown> shown = records == nullptr ? std::vector<Shown>(rows.size()) : records->recent().Find(rows);
  std::vector<Shown> read(rows.size());
  for (size_t i = 0; i < rows.size(); ++i) {
    if (shown[i] != nullptr) continue;
    ASSIGN_OR_RETURN(std::string summary, ReadShown(*rows[i], records));
    shown[i] = read[i] = std::make_shared<const std::string>(std::move(summary));
  }
  if (records != nullptr) records->recent().Add(rows, read);
  return shown;
}

absl::StatusOr<std::vector<StatementRef>> StatementsOf(const RowDetail& row, const Records* records) {
  ASSIGN_OR_RETURN(const storage::v1::IncidentRecord record, RecordOf(row, records));
  std::vector<StatementRef> statements;
  RETURN_IF_ERROR(AddStatements(row, record, statements));
  return statements;
}

absl::StatusOr<std::shared_ptr<const RowTexts>> TextsOf(const RowDetail& row, const Records* records) {
  if (const std::string* kept = row.kept(); kept != nullptr) return KeptTexts(row, *kept, records);
  if (records == nullptr) return DamagedRecordOf(row, "nobody has it");
  absl::StatusOr<std::shared_ptr<const RowTexts>> texts = StoredTexts(row, *records);
  // A writer has the row keep its record before parts come or go: until then these were the row's.
  const std::string* kept = row.kept();
  return kept == nullptr ? std::move(texts) : KeptTexts(row, *kept, records);
}

}  // namespace lightship::incident
