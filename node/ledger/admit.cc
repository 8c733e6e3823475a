#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "lightship/storage/v1/storage.pb.h"
#include "lightship/v1/audience.pb.h"
#include "lightship/v1/key.pb.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/ledger/state.h"
#include "node/merkle/tree.h"
#include "node/statement/log_opening.h"
#include "node/statement/open.h"
#include "node/statement/seal.h"

namespace lightship::ledger {
namespace {

// Where the statement stands already, in this commit, in the one before or in the store; NOT_FOUND when nowhere.
absl::StatusOr<Location> Placed(const crypto::Digest& id, const State& state,
                                const Scratch& scratch) {
  auto fresh = scratch.placed.find(id);
  if (fresh != scratch.placed.end()) return fresh->second;
  auto before = state.placed_before->find(id);
  if (before != state.placed_before->end()) return before->second;
  ASSIGN_OR_RETURN(std::string value,
                   state.world.store->Written().Get(store::Table::kStatements, crypto::AsView(id)));
  storage::v1::StatementLocation location;
  if (!location.ParseFromString(value)) {
    return base::Error(absl::StatusCode::kDataLoss, base::reason::kStorage,
                       "a statement's location is damaged");
  }
  return Location{location.origin(), location.index(), location.receipt_size()};
}

// Entry and bytes of what will stand there; the statement has given away its manifest and signatures.
absl::StatusOr<Prepared> MakeEntry(v1::SignedStatement& statement, uint64_t index, absl::Time admitted_at) {
  Prepared prepared;
  v1::Entry& entry = prepared.opened.entry;
  entry.set_index(index);
  *entry.mutable_admitted_at() = statement::ToTimestamp(admitted_at);
  entry.set_manifest(std::move(*statement.mutable_manifest()));
  entry.mutable_signatures()->Swap(statement.mutable_signatures());
  prepared.entry = entry.SerializeAsString();
  if (prepared.entry.size() > base::limits::kEntryBytes) {
    return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kTooLarge,
                       absl::StrCat("the entry has ", prepared.entry.size(), " bytes; at most ",
                                    base::limits::kEntryBytes));
  }
  prepared.parts.reserve(static_cast<size_t>(statement.parts_size()));
  for (v1::Part& part : *statement.mutable_parts()) prepared.parts.push_back(std::move(part));
  return prepared;
}

// The grants that must stand before the statement, then the statement; nothing is changed yet but `keys`.
absl::StatusOr<std::vector<Prepared>> PrepareAll(Admission admission, const Log& log,
                                                 const State& state, absl::Time now,
                                                 std::shared_ptr<const trust::KeyState>& keys) {
  std::vector<Prepared> entries;
  for (const std::vector<crypto::Certificate>& chain : admission.grants) {
    const crypto::Digest id = chain.front().public_key().key_id();
    if (keys->Judge(id, admission.operation, ~uint64_t{0}, now).ok()) continue;
    ASSIGN_OR_RETURN(v1::SignedStatement grant, SealKeys(GrantOf(chain), state, now));
    ASSIGN_OR_RETURN(Prepared prepared, PrepareEntry(std::move(grant), log.size() + entries.size(), now));
    RETURN_IF_ERROR(JudgeOwn(prepared, state, keys));
    entries.push_back(std::move(prepared));
  }
  ASSIGN_OR_RETURN(Prepared prepared, PrepareExamined(std::move(admission), log.size() + entries.size(), now));
  RETURN_IF_ERROR(JudgeOwn(prepared, state, keys));
  entries.push_back(std::move(prepared));
  return entries;
}

// A version says for ever who is in it.
absl::Status CheckDefinition(const Admission& admission, const State& state) {
  if (admission.manifest.kind() != v1::STATEMENT_KIND_AUDIENCE) return absl::OkStatus();
  if (state.logs.at(state.own_name).audience_indexes.size() >= base::limits::kAudiencesOfLog) {
    return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kTooLarge,
                       absl::StrCat("the log has ", base::limits::kAudiencesOfLog, " AUDIENCE statements: no more count in this epoch"));
  }
  for (const v1::Part& part : admission.statement.parts()) {
    v1::AudienceDefinition definition;
    if (part.name() != "audience" || !definition.ParseFromString(part.content())) continue;
    if (!state.audiences->IsDefinedOtherwise(state.own.economy, definition)) continue;
    return base::InvalidFields(
        {{"audience.version", absl::StrCat(definition.name(), "@", definition.version(),
                                           " is defined already, for other economies or in bytes that are "
                                           "lost; take the next version")}});
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Prepared> PrepareEntry(v1::SignedStatement statement, uint64_t index, absl::Time admitted_at) {
  ASSIGN_OR_RETURN(Prepared prepared, MakeEntry(statement, index, admitted_at));
  ASSIGN_OR_RETURN(prepared.opened, statement::OpenEntry(prepared.entry));
  return prepared;
}

absl::StatusOr<Prepared> PrepareExamined(Admission admission, uint64_t index, absl::Time admitted_at) {
  ASSIGN_OR_RETURN(Prepared prepared, MakeEntry(admission.statement, index, admitted_at));
  statement::OpenedEntry& opened = prepared.opened;
  ASSIGN_OR_RETURN(opened.admitted_at, statement::ToTime(opened.entry.admitted_at()));
  opened.manifest = std::move(admission.manifest);
  opened.statement_id = admission.id;
  opened.leaf_hash = merkle::LeafHash(prepared.entry);
  prepared.derived = std::move(admission.derived);
  return prepared;
}

v1::KeyStatement GrantOf(const std::vector<crypto::Certificate>& chain) {
  v1::KeyStatement content;
  for (const crypto::Certificate& certificate : chain) {
    content.mutable_grant()->add_certificate_chain(certificate.der());
  }
  return content;
}

absl::StatusOr<v1::SignedStatement> SealKeys(const v1::KeyStatement& content, const State& state,
                                             absl::Time now) {
  return statement::Seal(statement::KeyManifest(state.own.economy, now),
                         {{"key", content.SerializeAsString(), ""}}, {&state.keys.node_key, 1},
                         *state.world.entropy);
}

absl::Status CheckAdmitting(const State& state) {
  if (state.logs.at(state.own_name).fork != nullptr) return absl::OkStatus();
  return state.world.standby->Check();
}

absl::StatusOr<Outcome> Admit(Admission admission, State& state, Scratch& scratch) {
  RETURN_IF_ERROR(CheckAdmitting(state));
  absl::StatusOr<Location> placed = Placed(admission.id, state, scratch);
  if (placed.ok()) return Outcome{placed->origin, placed->index, true};
  if (!absl::IsNotFound(placed.status())) return placed.status();
  Log& log = state.logs.at(state.own_name);
  RETURN_IF_ERROR(CheckNotFrozen(log));
  RETURN_IF_ERROR(CheckWithdrawal(admission, log, state, scratch));
  RETURN_IF_ERROR(CheckDefinition(admission, state));
  if (admission.operation == statement::Operation::kChangeLogKeys) {
    return base::InvalidFields({{"key.log_key_change", "only the node itself changes its log's key"}});
  }
  const absl::Time now = std::max(state.world.clock->Now(), log.last_admitted_at);
  std::shared_ptr<const trust::KeyState> keys = log.keys;
  ASSIGN_OR_RETURN(std::vector<Prepared> entries,
                   PrepareAll(std::move(admission), log, state, now, keys));
  const uint64_t index = entries.back().opened.entry.index();
  for (Prepared& entry : entries) {
    RETURN_IF_ERROR(AppendEntry(std::move(entry), true, log, state, scratch));
  }
  // The same unless they have changed: that is how others see it.
  log.keys = std::move(keys);
  return Outcome{log.name, index, false};
}

}  // namespace lightship::ledger
