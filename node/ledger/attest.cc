// ATTESTATIONs: what this node says of its own doing, and what it makes of what others say of theirs.
#include <algorithm>
#include <utility>

#include "lightship/v1/attestation.pb.h"
#include "node/base/limits.h"
#include "node/base/status.h"
#include "node/ledger/state.h"
#include "node/statement/canonical.h"
#include "node/statement/open.h"
#include "node/statement/seal.h"
#include "node/store/schema.h"

namespace lightship::ledger {
namespace {

constexpr char kPart[] = "attestation";

// Of an entry that asks for no erasure nothing is confirmed; a row stands for it all the same until the WITHDRAWAL comes,
// which may be later than the attestation.
void Confirm(const storage::v1::Confirmation& confirmation, storage::v1::Acts& acts) {
  const std::string& economy = confirmation.economy();
  if (IsConfirmed(acts, economy, confirmation.withdrawal_index())) return;
  const auto of_economy = std::count_if(
      acts.confirmations().begin(), acts.confirmations().end(),
      [&](const storage::v1::Confirmation& known) { return known.economy() == economy; });
  if (static_cast<size_t>(of_economy) >= base::limits::kConfirmationsOfEconomy) return;
  *acts.add_confirmations() = confirmation;
}

v1::Manifest ManifestOf(const State& state, absl::string_view audience, absl::Time now) {
  v1::Manifest manifest;
  manifest.set_economy(state.own.economy);
  manifest.set_kind(v1::STATEMENT_KIND_ATTESTATION);
  *manifest.mutable_created_at() = statement::ToTimestamp(now);
  manifest.set_exercise_status(v1::EXERCISE_STATUS_ACTUAL);
  manifest.set_tlp(v1::TLP_CLEAR);
  manifest.set_audience(std::string(audience));
  return manifest;
}

absl::Status AppendAttestation(const v1::Attestation& content, absl::string_view audience,
                               absl::Time now, Log& log, State& state, Scratch& scratch) {
  ASSIGN_OR_RETURN(v1::SignedStatement sealed,
                   statement::Seal(ManifestOf(state, audience, now),
                                   {{kPart, statement::SerializeDeterministic(content), ""}},
                                   {&state.keys.node_key, 1}, *state.world.entropy));
  return AppendOwn(sealed, now, log, state, scratch);
}

// Others need not know how much is read here; the leaf binds this economy all the same.
absl::Status AttestAudit(absl::Time now, Log& log, State& state, Scratch& scratch) {
  v1::Attestation content;
  content.mutable_audit()->set_size(state.audit.size());
  content.mutable_audit()->set_digest(state.audit.digest());
  storage::v1::AuditState attested = state.audit;
  attested.set_attested_size(attested.size());
  attested.set_attested_index(log.size());
  *attested.mutable_attested_at() = statement::ToTimestamp(now);
  RETURN_IF_ERROR(AppendAttestation(content, "own", now, log, state, scratch));
  scratch.batch.Put(store::Table::kMeta, std::string(store::kAuditKey),
                    attested.SerializeAsString());
  state.audit = std::move(attested);
  return absl::OkStatus();
}

// Those of `purges` that are still to be attested.
absl::StatusOr<v1::Attestation> ContentOf(const std::vector<Purge>& purges, const State& state,
                                          absl::Time now) {
  v1::Attestation content;
  for (const Purge& purge : purges) {
    absl::StatusOr<std::string> row = state.world.store->Get(
        store::Table::kPurges, store::PurgeKey(purge.origin, purge.index, purge.withdrawal));
    if (absl::IsNotFound(row.status())) continue;
    RETURN_IF_ERROR(row.status());
    v1::Erased& erased = *content.add_erased();
    erased.set_origin(purge.origin);
    erased.set_index(purge.index);
    if (purge.withdrawal != kByRetention) erased.set_withdrawal_index(purge.withdrawal);
    *erased.mutable_erased_at() = statement::ToTimestamp(now);
    if (static_cast<size_t>(content.erased_size()) == base::limits::kErasedOfAttestation) break;
  }
  return content;
}

// Here alone: an attestation that is copied back says nothing of what this disk holds now.
void TakeFromTable(const v1::Attestation& attested, Scratch& scratch) {
  for (const v1::Erased& erased : attested.erased()) {
    const uint64_t withdrawal =
        erased.has_withdrawal_index() ? erased.withdrawal_index() : kByRetention;
    scratch.batch.Delete(store::Table::kPurges,
                         store::PurgeKey(erased.origin(), erased.index(), withdrawal));
  }
}

}  // namespace

bool IsConfirmed(const storage::v1::Acts& acts, absl::string_view economy, uint64_t withdrawal) {
  return std::any_of(acts.confirmations().begin(), acts.confirmations().end(),
                     [&](const storage::v1::Confirmation& known) {
                       return known.economy() == economy && known.withdrawal_index() == withdrawal;
                     });
}

absl::StatusOr<Outcome> DoAttest(const Attest& attest, State& state, Scratch& scratch) {
  RETURN_IF_ERROR(CheckAdmitting(state));
  Log& log = state.logs.at(state.own_name);
  RETURN_IF_ERROR(CheckNotFrozen(log));
  const absl::Time now = std::max(state.world.clock->Now(), log.last_admitted_at);
  const uint64_t before = log.size();
  ASSIGN_OR_RETURN(v1::Attestation erased, ContentOf(attest.purges, state, now));
  if (!erased.erased().empty()) {
    RETURN_IF_ERROR(AppendAttestation(erased, "all", now, log, state, scratch));
    TakeFromTable(erased, scratch);
  }
  if (attest.audit && state.audit.size() > state.audit.attested_size()) {
    RETURN_IF_ERROR(AttestAudit(now, log, state, scratch));
  }
  return Outcome{log.name, before, log.size() == before};
}

absl::Status TakeAttestation(const NewStatement& statement, const Log& log, const State& state,
                             Scratch& scratch) {
  v1::Attestation content;
  for (const v1::Part& part : statement.parts) {
    if (part.name() == kPart && !content.ParseFromString(part.content())) content.Clear();
  }
  const int most = std::min<int>(content.erased_size(), base::limits::kErasedOfAttestation);
  for (int i = 0; i < most; ++i) {
    const v1::Erased& erased = content.erased(i);
    if (!statement::Origin::Parse(erased.origin()).ok()) continue;
    storage::v1::Confirmation confirmation;
    confirmation.set_economy(log.origin.economy);
    if (erased.has_withdrawal_index()) {
      confirmation.set_withdrawal_index(erased.withdrawal_index());
    }
    confirmation.set_index(statement.index);
    ASSIGN_OR_RETURN(storage::v1::Acts acts,
                     ActsAt(erased.origin(), erased.index(), state, scratch));
    Confirm(confirmation, acts);
    PutActs(erased.origin(), erased.index(), acts, scratch);
  }
  return absl::OkStatus();
}

}  // namespace lightship::ledger
