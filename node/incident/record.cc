#include "node/incident/record.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "lightship/storage/v1/storage.pb.h"
#include "node/base/encoding.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/statement/open.h"

namespace lightship::incident {
namespace {

absl::Status Damaged(absl::string_view key, absl::string_view what) {
  return base::Error(absl::StatusCode::kDataLoss, base::reason::kStorage,
                     absl::StrCat("incident record ", base::Hex(key), ": ", what,
                                  "; the database is damaged, restore it or copy the logs anew"));
}

void EncodeMember(const StatementRef& member, storage::v1::IncidentMember& stored) {
  stored.set_statement_id(crypto::AsString(member.id));
  stored.set_origin(member.origin);
  stored.set_index(member.index);
  stored.set_doubtful(member.doubtful);
}

void EncodeVerdict(const Verdict& verdict, storage::v1::IncidentVerdict& stored) {
  stored.set_other(crypto::AsString(verdict.other));
  stored.set_economy(verdict.economy);
  stored.set_verdict(verdict.verdict);
  if (verdict.score.has_value()) stored.set_score(*verdict.score);
  *stored.mutable_made_at() = statement::ToTimestamp(verdict.made_at);
  stored.set_statement_id(crypto::AsString(verdict.statement));
  stored.set_restricted_at(verdict.restricted_at);
}

bool DecodeVerdict(const storage::v1::IncidentVerdict& stored, Record& record) {
  absl::StatusOr<crypto::Digest> other = crypto::DigestFromBytes(stored.other());
  absl::StatusOr<crypto::Digest> statement = crypto::DigestFromBytes(stored.statement_id());
  absl::StatusOr<absl::Time> made_at = statement::ToTime(stored.made_at());
  if (!other.ok() || !statement.ok() || !made_at.ok()) return false;
  Verdict& verdict = record.verdicts.emplace_back();
  verdict.other = *other;
  verdict.economy = stored.economy();
  verdict.verdict = stored.verdict();
  if (stored.has_score()) verdict.score = stored.score();
  verdict.made_at = *made_at;
  verdict.statement = *statement;
  verdict.restricted_at = stored.restricted_at();
  return true;
}

bool DecodeGroup(const storage::v1::IncidentRecord& stored, Record& record) {
  if (stored.has_founded_at()) {
    absl::StatusOr<absl::Time> founded_at = statement::ToTime(stored.founded_at());
    if (!founded_at.ok()) return false;
    record.founded_at = *founded_at;
  }
  for (const std::string& bytes : stored.group()) {
    absl::StatusOr<crypto::Digest> id = crypto::DigestFromBytes(bytes);
    if (!id.ok()) return false;
    record.group.push_back(*id);
  }
  record.restricted_verdicts.assign(stored.restricted_verdicts().begin(), stored.restricted_verdicts().end());
  return std::all_of(
      stored.verdicts().begin(), stored.verdicts().end(),
      [&](const storage::v1::IncidentVerdict& verdict) { return DecodeVerdict(verdict, record); });
}

}  // namespace

std::string EncodeRecord(const Record& record) {
  storage::v1::IncidentRecord stored;
  for (const StatementRef& member : record.members) EncodeMember(member, *stored.add_members());
  if (record.founded_at.has_value()) {
    *stored.mutable_founded_at() = statement::ToTimestamp(*record.founded_at);
  }
  for (const Verdict& verdict : record.verdicts) EncodeVerdict(verdict, *stored.add_verdicts());
  for (const crypto::Digest& id : record.group) stored.add_group(crypto::AsString(id));
  for (const v1::AuditedRead& read : record.restricted_verdicts) *stored.add_restricted_verdicts() = read;
  stored.set_changed(record.changed);
  stored.set_fold_version(record.fold_version);
  const IncidentDocument& document = record.document;
  stored.set_summary(document.summary.SerializeAsString());
  for (const std::string& name : document.vessel_names) stored.add_vessel_names(name);
  for (uint32_t number : document.imo_numbers) stored.add_imo_numbers(number);
  for (uint32_t number : document.mmsi_numbers) stored.add_mmsi_numbers(number);
  for (const v1::AuditedRead& read : document.restricted_texts) *stored.add_restricted_texts() = read;
  for (uint32_t type : document.ship_types) stored.add_ship_types(type);
  return stored.SerializeAsString();
}

void AddChanged(uint64_t changed, std::string& stored) {
  // One message after the other is both.
  storage::v1::IncidentRecord added;
  added.set_changed(changed);
  added.AppendToString(&stored);
}

void AddTexts(absl::string_view open, absl::string_view restricted, std::string& kept) {
  storage::v1::IncidentRecord added;
  added.set_open_text(std::string(open));
  added.set_restricted_text(std::string(restricted));
  added.AppendToString(&kept);
}

UnplacedRecord EncodeUnplaced(Record& record) {
  record.members.clear();
  record.founded_at.reset();
  v1::IncidentSummary& summary = record.document.summary;
  summary.clear_address();
  summary.clear_updated_at();
  UnplacedRecord unplaced;
  unplaced.summary = summary.SerializeAsString();
  v1::IncidentSummary apart;
  apart.Swap(&summary);
  unplaced.record = EncodeRecord(record);
  summary.Swap(&apart);
  return unplaced;
}

std::string EncodePlaced(const UnplacedRecord& unplaced, const StatementRef& report, absl::string_view address,
                         absl::Time admitted_at, uint64_t changed) {
  v1::IncidentSummary of_place;
  of_place.set_address(std::string(address));
  *of_place.mutable_updated_at() = statement::ToTimestamp(admitted_at);
  storage::v1::IncidentRecord rest;
  EncodeMember(report, *rest.add_members());
  *rest.mutable_founded_at() = of_place.updated_at();
  rest.set_changed(changed);
  // One message after the other is both, here too.
  rest.set_summary(unplaced.summary + of_place.SerializeAsString());
  return unplaced.record + rest.SerializeAsString();
}

absl::StatusOr<Record> DecodeRecord(absl::string_view key, absl::string_view bytes) {
  absl::StatusOr<crypto::Digest> id = crypto::DigestFromBytes(key);
  if (!id.ok()) return Damaged(key, "its key is not an incident id of 32 bytes");
  storage::v1::IncidentRecord stored;
  if (!stored.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return Damaged(key, "its value is not an IncidentRecord");
  }
  Record record;
  record.document.id = *id;
  if (!record.document.summary.ParseFromString(stored.summary())) {
    return Damaged(key, "its summary does not parse");
  }
  for (const storage::v1::IncidentMember& member : stored.members()) {
    absl::StatusOr<crypto::Digest> statement = crypto::DigestFromBytes(member.statement_id());
    if (!statement.ok()) return Damaged(key, "a member's statement id is not 32 bytes long");
    record.members.push_back({*statement, member.origin(), member.index(), member.doubtful()});
  }
  if (record.members.empty()) return Damaged(key, "it has no members");
  if (!DecodeGroup(stored, record)) {
    return Damaged(key, "what it tells of other incidents does not parse");
  }
  record.changed = stored.changed();
  record.fold_version = stored.fold_version();
  record.document.vessel_names.assign(stored.vessel_names().begin(), stored.vessel_names().end());
  record.document.imo_numbers.assign(stored.imo_numbers().begin(), stored.imo_numbers().end());
  record.document.mmsi_numbers.assign(stored.mmsi_numbers().begin(), stored.mmsi_numbers().end());
  record.document.restricted_texts.assign(stored.restricted_texts().begin(),
                                          stored.restricted_texts().end());
  record.document.ship_types.assign(stored.ship_types().begin(), stored.ship_types().end());
  return record;
}

}  // namespace lightship::incident
