// GetIncident: the incident with every statement, opened.
#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <tuple>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "node/base/encoding.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/incident/fold.h"
#include "node/incident/locate.h"
#include "node/incident/query.h"
#include "node/ledger/unverified.h"
#include "node/statement/address.h"
#include "node/statement/open.h"
#include "node/trust/disclosure.h"

namespace lightship::incident {
namespace {

// A statement read back, with what the fold does not need.
struct ReadStatement {
  ledger::NewStatement held;
  std::optional<uint64_t> doubted_by;  // index of the revocation
  statement::OpenedEntry opened;
  storage::v1::Acts acts;
};

absl::StatusOr<std::vector<StatementRef>> MembersOfAll(const TableSnapshot& snapshot, const RowDetail& incident) {
  ASSIGN_OR_RETURN(std::vector<StatementRef> members, snapshot.StatementsOf(incident));
  for (const crypto::Digest& id : incident.group()) {
    const RowDetail* joined = id == incident.id ? nullptr : snapshot.Find(id);
    if (joined == nullptr) continue;
    ASSIGN_OR_RETURN(const std::vector<StatementRef> more, snapshot.StatementsOf(*joined));
    members.insert(members.end(), more.begin(), more.end());
  }
  return members;
}

// What the fold of the statements alone does not tell.
void TellJoined(const RowDetail& incident, v1::IncidentSummary& summary) {
  v1::IncidentSummary told;
  told.ParseFromString(std::string(incident.told()));
  *summary.mutable_joined() = told.joined();
  *summary.mutable_links() = told.links();
  std::set<std::string> named;
  for (const v1::AuditedRead& read : summary.restricted()) named.insert(read.address());
  for (const v1::AuditedRead& read : told.restricted()) {
    if (!named.contains(read.address())) *summary.add_restricted() = read;
  }
}

absl::StatusOr<ReadStatement> ReadMember(const ledger::LedgerReader& reader,
                                         const ledger::Heads& heads,
                                         const StatementRef& member) {
  ASSIGN_OR_RETURN(v1::HeldEntry held, reader.Read(member.origin, member.index));
  ASSIGN_OR_RETURN(statement::OpenedEntry opened, statement::OpenEntry(held.entry()));
  ReadStatement read;
  read.held.id = opened.statement_id;
  read.held.origin = member.origin;
  read.held.index = member.index;
  read.held.admitted_at = opened.admitted_at;
  read.held.manifest = opened.manifest;
  read.held.parts.assign(held.parts().begin(), held.parts().end());
  const ledger::LogHead* log = heads.Find(member.origin);
  if (log != nullptr && log->keys != nullptr) {
    read.doubted_by =
        log->keys->DoubtedBy(statement::SignersOf(opened.entry), opened.admitted_at);
    read.held.doubtful = read.doubted_by.has_value();
  }
  read.opened = std::move(opened);
  ASSIGN_OR_RETURN(read.acts, reader.ActsOn(member.origin, member.index));
  return read;
}

void OpenPart(const v1::Part& part, v1::IncidentStatement& statement) {
  auto into = [&part](google::protobuf::Message* message) {
    if (!message->ParseFromString(part.content())) message->Clear();
  };
  const std::string& name = part.name();
  if (name == "facts") into(statement.mutable_facts());
  if (name == "vessel") into(statement.mutable_vessel());
  if (name == "narrative") into(statement.mutable_narrative());
  if (name == "people") into(statement.mutable_people());
  if (name == "assertion") into(statement.mutable_assertion());
  if (name == "response") into(statement.mutable_response());
  if (name == "notice") into(statement.mutable_notice());
  if (name == "comment") into(statement.mutable_comment());
  if (name == "withdrawal") into(statement.mutable_withdrawal());
  if (absl::StartsWith(name, "attachment/")) into(statement.add_attachments());
}

// What only this economy may hold, it held once: nobody can give it back.
v1::PartAbsence AbsenceOf(const trust::Disclosure& disclosure, const v1::PartRef& part,
                          absl::string_view author, absl::string_view own) {
  if (disclosure.Erased(part.name())) return v1::PART_ABSENCE_ERASED;
  if (author == own && disclosure.AudienceOf(part) == "own") return v1::PART_ABSENCE_LOST;
  return disclosure.JudgePart(own, part) == trust::AudienceBook::Verdict::kMayHold
             ? v1::PART_ABSENCE_AWAITED
             : v1::PART_ABSENCE_WITHHELD;
}

void AddWithheld(const ReadStatement& read, const statement::Origin& log,
                 const ledger::Heads& heads, absl::string_view own,
                 v1::IncidentStatement& statement) {
  const ledger::NewStatement& held = read.held;
  if (heads.audiences == nullptr) return;
  const trust::Disclosure disclosure(*heads.audiences, held.manifest, held.id, read.acts);
  for (const v1::PartRef& ref : held.manifest.parts()) {
    auto is_held = [&ref](const v1::Part& part) { return part.name() == ref.name(); };
    if (std::any_of(held.parts.begin(), held.parts.end(), is_held)) continue;
    v1::WithheldPart* withheld = statement.add_withheld();
    withheld->set_name(ref.name());
    withheld->set_audience(disclosure.AudienceOf(ref));
    withheld->set_size(ref.size());
    withheld->set_absence(AbsenceOf(disclosure, ref, held.manifest.economy(), own));
    if (const storage::v1::Act* act = disclosure.ErasedBy(ref.name())) {
      withheld->set_erased_by(log.At(act->index()).ToString());
    }
  }
}

// Signers by the names that their economy gave them, and the revocation that throws doubt on one. A key that was never granted
// has neither.
void AddSigners(const ledger::Heads& heads, const ReadStatement& read,
                v1::IncidentStatement& statement) {
  const ledger::LogHead* head = heads.Find(read.held.origin);
  if (head == nullptr || head->keys == nullptr) return;
  statement.set_verified_by_log(read.held.index >= head->verified_until && ledger::MayWait(read.held.manifest));
  for (const crypto::Digest& signer : statement::SignersOf(read.opened.entry)) {
    const trust::GrantedKey* key = head->keys->Find(signer);
    if (key != nullptr) statement.add_signers(key->identity.Uri());
  }
  if (!read.doubted_by.has_value()) return;
  statement.set_doubted_by(head->keys->origin().At(*read.doubted_by).ToString());
}

absl::StatusOr<v1::IncidentStatement> Describe(const ledger::LedgerReader& reader,
                                               const ledger::Heads& heads, const Folded& folded,
                                               absl::string_view own, const ReadStatement& read) {
  const ledger::NewStatement& held = read.held;
  v1::IncidentStatement statement;
  statement.set_statement_id(crypto::AsString(held.id));
  ASSIGN_OR_RETURN(statement::Origin log, statement::Origin::Parse(held.origin));
  statement.set_address(log.At(held.index).ToString());
  *statement.mutable_admitted_at() = statement::ToTimestamp(held.admitted_at);
  *statement.mutable_manifest() = held.manifest;
  AddSigners(heads, read, statement);
  statement.set_superseded(folded.superseded.contains(held.id));
  statement.set_retracted(folded.retracted.contains(held.id));
  for (const v1::Part& part : held.parts) OpenPart(part, statement);
  AddWithheld(read, log, heads, own, statement);
  ASSIGN_OR_RETURN(ledger::LedgerReader::Holders holders,
                   reader.HoldersOf(read.opened, held.origin));
  statement.mutable_holders()->Assign(holders.holders.begin(), holders.holders.end());
  statement.mutable_audience()->Assign(holders.audience.begin(), holders.audience.end());
  ASSIGN_OR_RETURN(std::vector<v1::Erasure> erasures, reader.ErasuresOf(read.opened, held.origin));
  statement.mutable_erasures()->Assign(erasures.begin(), erasures.end());
  return statement;
}

}  // namespace

absl::StatusOr<v1::GetIncidentResponse> Get(const TableSnapshot& snapshot,
                                            const ledger::LedgerReader& reader,
                                            absl::string_view own,
                                            const v1::GetIncidentRequest& request) {
  ASSIGN_OR_RETURN(const RowDetail* named, Locate(snapshot, request.incident()));
  const RowDetail* incident = ToldIn(snapshot, named);
  std::shared_ptr<const ledger::Heads> heads = reader.heads();
  std::vector<ReadStatement> statements;
  ASSIGN_OR_RETURN(const std::vector<StatementRef> members, MembersOfAll(snapshot, *incident));
  for (const StatementRef& member : members) {
    ASSIGN_OR_RETURN(ReadStatement read, ReadMember(reader, *heads, member));
    statements.push_back(std::move(read));
  }
  std::sort(statements.begin(), statements.end(),
            [](const ReadStatement& a, const ReadStatement& b) {
              return std::tie(a.held.admitted_at, a.held.origin, a.held.index) <
                     std::tie(b.held.admitted_at, b.held.origin, b.held.index);
            });
  std::vector<const ledger::NewStatement*> held;
  for (const ReadStatement& read : statements) held.push_back(&read.held);
  // Folded from what was read, so that summary and statements are of one moment.
  Folded folded = Fold(incident->id, held);
  v1::GetIncidentResponse response;
  *response.mutable_summary() = folded.document.summary;
  FillWaters(*response.mutable_summary());
  TellJoined(*incident, *response.mutable_summary());
  for (const ReadStatement& read : statements) {
    ASSIGN_OR_RETURN(*response.add_statements(), Describe(reader, *heads, folded, own, read));
  }
  return response;
}

}  // namespace lightship::incident
