#include "tests/unit/incident/made.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "node/incident/query.h"
#include "node/incident/record.h"
#include "node/statement/open.h"
#include "node/store/schema.h"

namespace lightship::incident {

absl::Time Hour(double hours) {
  return absl::FromCivil(absl::CivilDay(2026, 3, 1), absl::UTCTimeZone()) + absl::Hours(hours);
}

v1::Manifest Logs::Draft(v1::StatementKind kind, double hour) {
  v1::Manifest manifest;
  manifest.set_format_version(1);
  manifest.set_kind(kind);
  *manifest.mutable_created_at() = statement::ToTimestamp(Hour(hour));
  manifest.set_exercise_status(v1::EXERCISE_STATUS_ACTUAL);
  manifest.set_audience("all");
  return manifest;
}

v1::Facts Logs::Boarding(double hour) {
  v1::Facts facts;
  *facts.mutable_occurred()->mutable_start() = statement::ToTimestamp(Hour(hour));
  *facts.mutable_occurred()->mutable_end() = statement::ToTimestamp(Hour(hour + 1));
  facts.mutable_position()->set_lat_e7(12500000);
  facts.mutable_position()->set_lon_e7(1040500000);
  facts.set_place_text("Singapore Strait");
  facts.set_act_stage(v1::ACT_STAGE_BOARDED);
  facts.set_ship_status(v1::SHIP_STATUS_UNDERWAY);
  facts.add_ships()->set_type(v1::SHIP_TYPE_BULK_CARRIER);
  return facts;
}

v1::VesselDetails Logs::Ship(absl::string_view name, uint32_t imo_number) {
  v1::VesselDetails details;
  details.add_victims()->set_name_as_written(std::string(name));
  details.mutable_victims(0)->set_imo_number(imo_number);
  return details;
}

Statement Logs::Admit(absl::string_view economy, v1::Manifest manifest,
                      std::map<std::string, std::string> parts) {
  Statement made;
  made.origin = absl::StrCat("lightship/", economy, "/1");
  made.index = ++next_[made.origin];
  made.admitted_at = Hour(100) + absl::Seconds(++nonce_);
  manifest.set_economy(std::string(economy));
  std::string nonce(16, '\0');
  nonce.replace(0, 4, reinterpret_cast<const char*>(&nonce_), 4);
  manifest.set_nonce(nonce);
  for (const auto& [name, content] : parts) {
    v1::Part& part = made.parts.emplace_back();
    part.set_name(name);
    part.set_salt(std::string(16, 's'));
    part.set_content(content);
    v1::PartRef* ref = nullptr;
    for (v1::PartRef& given : *manifest.mutable_parts()) {
      if (given.name() == name) ref = &given;
    }
    if (ref == nullptr) ref = manifest.add_parts();
    ref->set_name(name);
    ref->set_size(static_cast<uint32_t>(content.size()));
    ref->set_digest(crypto::AsString(crypto::Sha256({part.salt(), part.content()})));
  }
  made.manifest = manifest;
  made.id = statement::StatementId(manifest.SerializeAsString());
  return made;
}

Statement Logs::Report(absl::string_view economy, const v1::Facts& facts,
                       const v1::VesselDetails& vessel, double created) {
  std::map<std::string, std::string> parts = {{"facts", facts.SerializeAsString()}};
  if (vessel.victims_size() > 0) parts["vessel"] = vessel.SerializeAsString();
  return Admit(economy, Draft(v1::STATEMENT_KIND_REPORT, created), parts);
}

Statement Logs::Amend(const Statement& old, const v1::Facts& facts, double created) {
  v1::Manifest manifest = Draft(v1::STATEMENT_KIND_REPORT, created);
  manifest.set_subject(old.manifest.subject().empty() ? crypto::AsString(old.id)
                                                      : old.manifest.subject());
  manifest.add_supersedes(crypto::AsString(old.id));
  return Admit(old.manifest.economy(), manifest, {{"facts", facts.SerializeAsString()}});
}

Statement Logs::Also(absl::string_view economy, const Statement& founder, const v1::Facts& facts,
                     double created) {
  v1::Manifest manifest = Draft(v1::STATEMENT_KIND_REPORT, created);
  manifest.set_subject(crypto::AsString(founder.id));
  return Admit(economy, manifest, {{"facts", facts.SerializeAsString()}});
}

Statement Logs::Retraction(absl::string_view economy, const Statement& founder,
                           const Statement& target) {
  v1::Manifest manifest = Draft(v1::STATEMENT_KIND_WITHDRAWAL, 3);
  manifest.set_subject(crypto::AsString(founder.id));
  v1::Withdrawal withdrawal;
  withdrawal.set_target(crypto::AsString(target.id));
  withdrawal.mutable_retract()->set_reason(v1::RETRACT_REASON_WRONG);
  return Admit(economy, manifest, {{"withdrawal", withdrawal.SerializeAsString()}});
}

Statement Logs::Claim(absl::string_view economy, const Statement& founder,
                      v1::Verification verification, double created, absl::string_view audience) {
  v1::Manifest manifest = Draft(v1::STATEMENT_KIND_ASSERTION, created);
  manifest.set_audience(std::string(audience));
  manifest.set_subject(crypto::AsString(founder.id));
  v1::Assertion assertion;
  assertion.mutable_verification()->set_verification(verification);
  return Admit(economy, manifest, {{"assertion", assertion.SerializeAsString()}});
}

Statement Logs::Classify(absl::string_view economy, const Statement& founder, absl::string_view value, double created,
                         absl::string_view audience) {
  v1::Manifest manifest = Draft(v1::STATEMENT_KIND_ASSERTION, created);
  manifest.set_audience(std::string(audience));
  manifest.set_subject(crypto::AsString(founder.id));
  v1::Assertion assertion;
  assertion.mutable_classification()->set_scheme(v1::CLASSIFICATION_SCHEME_RECAAP_CAT);
  assertion.mutable_classification()->set_value(std::string(value));
  return Admit(economy, manifest, {{"assertion", assertion.SerializeAsString()}});
}

Statement Logs::Remark(absl::string_view economy, const Statement& founder) {
  v1::Manifest manifest = Draft(v1::STATEMENT_KIND_COMMENT, 4);
  manifest.set_subject(crypto::AsString(founder.id));
  v1::Comment comment;
  comment.set_text("Seen by a patrol");
  return Admit(economy, manifest, {{"comment", comment.SerializeAsString()}});
}

Statement Logs::Compare(absl::string_view economy, const Statement& founder,
                        const Statement& other, v1::CorrelationVerdict verdict, double created,
                        std::optional<double> score, absl::string_view audience) {
  v1::Manifest manifest = Draft(v1::STATEMENT_KIND_ASSERTION, created);
  manifest.set_audience(std::string(audience));
  manifest.set_subject(crypto::AsString(founder.id));
  v1::Assertion assertion;
  assertion.mutable_correlation()->set_verdict(verdict);
  assertion.mutable_correlation()->set_other(crypto::AsString(other.id));
  if (score.has_value()) assertion.mutable_correlation()->set_score(*score);
  return Admit(economy, manifest, {{"assertion", assertion.SerializeAsString()}});
}

Statement Without(Statement statement, absl::string_view part) {
  std::erase_if(statement.parts, [part](const v1::Part& held) { return held.name() == part; });
  return statement;
}

Folded FoldOf(const Statement& founder, const std::vector<Statement>& statements) {
  std::vector<const Statement*> pointers;
  for (const Statement& statement : statements) pointers.push_back(&statement);
  return Fold(founder.id, pointers);
}

namespace {

std::string EntryOf(const Statement& statement) {
  v1::Entry entry;
  entry.set_index(statement.index);
  *entry.mutable_admitted_at() = statement::ToTimestamp(statement.admitted_at);
  entry.set_manifest(statement.manifest.SerializeAsString());
  v1::Signature* signature = entry.add_signatures();
  signature->set_key_id(std::string(32, 'k'));
  signature->set_signature(std::string(64, 's'));
  return entry.SerializeAsString();
}

}  // namespace

void PutEntry(const Statement& statement, store::WriteBatch& batch) {
  batch.Put(store::Table::kEntries, store::NumberedKey(statement.origin, statement.index), EntryOf(statement));
  for (const v1::Part& part : statement.parts) {
    batch.Put(store::Table::kParts, store::PartKey(statement.origin, statement.index, part.name()), part.salt() + part.content());
  }
}

void IndexedStore::Commit(std::vector<Statement> statements,
                          const std::vector<std::string>& entries) {
  for (Statement& statement : statements) {
    if (ahead == Ahead::kNothing) break;
    // Whether it is in doubt is for the commit to say, and where it stands may be.
    Statement known = statement;
    known.doubtful = false;
    if (ahead == Ahead::kUnplaced) {
      known.index = Statement::kUnplaced;
      known.admitted_at = absl::Time();
    }
    statement.derived = index->Derive(known);
    derived += statement.derived != nullptr;
  }
  store::WriteBatch batch;
  absl::Status indexed = index->Index(statements, batch);
  ASSERT_TRUE(indexed.ok()) << indexed;
  for (size_t i = 0; i < statements.size(); ++i) {
    const Statement& statement = statements[i];
    PutEntry(statement, batch);
    if (!entries.empty()) batch.Put(store::Table::kEntries, store::NumberedKey(statement.origin, statement.index), entries[i]);
  }
  ASSERT_TRUE(store.Write(batch).ok());
  index->Publish();
}

void IndexedStore::Tell(const Statement& again) {
  store::WriteBatch batch;
  ASSERT_TRUE(index->Index({&again, 1}, batch).ok());
  for (const std::string& part : again.lost_parts) {
    batch.Delete(store::Table::kParts, store::PartKey(again.origin, again.index, part));
  }
  ASSERT_TRUE(store.Write(batch).ok());
  index->Publish();
}

void IndexedStore::Reopen() {
  absl::StatusOr<std::unique_ptr<IncidentIndex>> opened = IncidentIndex::Open(&store);
  ASSERT_TRUE(opened.ok()) << opened.status();
  index = *std::move(opened);
}

std::vector<std::string> IndexedStore::Records() const {
  std::vector<std::string> records;
  EXPECT_TRUE(store
                  .Scan(store::Table::kIncidents, "", "",
                        [&](absl::string_view key, absl::string_view value) {
                          records.push_back(EncodeRecord(DecodeRecord(key, value).value()));
                          return true;
                        })
                  .ok());
  return records;
}

std::vector<std::string> IndexedStore::Summaries() const {
  std::vector<std::string> summaries;
  EXPECT_TRUE(store
                  .Scan(store::Table::kIncidents, "", "",
                        [&](absl::string_view key, absl::string_view value) {
                          Record record = DecodeRecord(key, value).value();
                          summaries.push_back(record.document.summary.SerializeAsString());
                          return true;
                        })
                  .ok());
  return summaries;
}

absl::StatusOr<v1::ListIncidentsResponse> Listed(const TableSnapshot& snapshot, const v1::ListIncidentsRequest& request) {
  ASSIGN_OR_RETURN(const Page page, List(snapshot, request));
  v1::ListIncidentsResponse read;
  EXPECT_TRUE(read.ParseFromString(MessageOf(page).SerializeAsString()));
  for (const v1::IncidentSummary& incident : read.incidents()) {
    const RowDetail& row = *snapshot.Find(*crypto::DigestFromBytes(incident.incident_id()));
    EXPECT_EQ(incident.SerializeAsString(), snapshot.SummaryOf(row)->SerializeAsString());
  }
  return read;
}

v1::ListIncidentsResponse ListAll(const TableSnapshot& snapshot, const v1::IncidentFilter& filter,
                                  uint32_t page_size) {
  v1::ListIncidentsResponse all;
  v1::ListIncidentsRequest request;
  *request.mutable_filter() = filter;
  request.set_page_size(page_size);
  do {
    absl::StatusOr<v1::ListIncidentsResponse> page = Listed(snapshot, request);
    EXPECT_TRUE(page.ok()) << page.status();
    if (!page.ok()) return all;
    all.mutable_incidents()->MergeFrom(page->incidents());
    all.set_total(page->total());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  return all;
}

}  // namespace lightship::incident
