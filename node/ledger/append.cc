#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "lightship/v1/audience.pb.h"
#include "node/base/encoding.h"
#include "node/base/limits.h"
#include "node/base/status.h"
#include "node/ledger/state.h"
#include "node/store/schema.h"

namespace lightship::ledger {

namespace {

// So few are freed in less time than another thread takes to wake.
constexpr size_t kFreedHere = 64;

// For changing; readers keep the picture they have, which is copied once a commit.
trust::AudienceBook& EditAudiences(State& state) {
  if (state.audiences.use_count() > 1) state.audiences = std::make_shared<trust::AudienceBook>(*state.audiences);
  return *state.audiences;
}

// Where an audience is defined first is kept apart, in case that entry is lost.
void KeepPlace(const std::string& economy, const std::string& name, uint32_t version, const State& state, Scratch& scratch) {
  std::string key = absl::StrCat(store::kAudiencePrefix, economy, "/", name, "@", version);
  const auto first = state.audiences->FirstPlace(economy, name, version);
  if (!first.has_value()) return scratch.batch.Delete(store::Table::kMeta, std::move(key));
  std::string place;
  base::AppendBigEndian64(first->epoch, place);
  base::AppendBigEndian64(first->index, place);
  scratch.batch.Put(store::Table::kMeta, std::move(key), std::move(place));
}

// The audience counts from now on.
void Define(const Log& log, uint64_t index, const v1::Part& part, State& state, Scratch& scratch) {
  v1::AudienceDefinition definition;
  if (!definition.ParseFromString(part.content()) || !trust::AudienceBook::IsWellFormed(definition)) return;
  if (!std::binary_search(log.audience_indexes.begin(), log.audience_indexes.end(), index)) return;
  const std::string& economy = log.origin.economy;
  const trust::AudienceBook::Place here{log.origin.epoch, index};
  if (!EditAudiences(state).Define(economy, definition, here)) return;
  if (state.audiences->FirstPlace(economy, definition.name(), definition.version()) != here) return;
  KeepPlace(economy, definition.name(), definition.version(), state, scratch);
}

void PutParts(const Prepared& prepared, const Log& log, State& state, Scratch& scratch) {
  const uint64_t index = prepared.opened.entry.index();
  for (const v1::Part& part : prepared.parts) {
    scratch.batch.Put(store::Table::kParts, store::PartKey(log.name, index, part.name()),
                      part.salt() + part.content());
    if (prepared.opened.manifest.kind() == v1::STATEMENT_KIND_AUDIENCE &&
        part.name() == "audience") {
      Define(log, index, part, state, scratch);
    }
    AddBlobRef(log, index, part, state, scratch);
  }
}

NewStatement ForIndexer(Prepared prepared, const Log& log) {
  NewStatement statement;
  statement.id = prepared.opened.statement_id;
  statement.origin = log.name;
  statement.index = prepared.opened.entry.index();
  statement.admitted_at = prepared.opened.admitted_at;
  statement.manifest = std::move(prepared.opened.manifest);
  statement.parts = std::move(prepared.parts);
  statement.signers = statement::SignersOf(prepared.opened.entry);
  statement.derived = std::move(prepared.derived);
  return statement;
}

// Whether a part that the manifest names is not there.
bool IsPartial(const NewStatement& statement) {
  return statement.parts.size() < static_cast<size_t>(statement.manifest.parts_size());
}

}  // namespace

void LetGo(Scratch scratch, const Ledger::World& world) {
  if (world.aside == nullptr || scratch.statements.size() <= kFreedHere) return;
  world.aside([left = std::make_shared<Scratch>(std::move(scratch))]() mutable { left = nullptr; });
}

void CountAudience(uint64_t index, Log& log, State& state, Scratch& scratch) {
  std::vector<uint64_t>& counted = log.audience_indexes;
  counted.insert(std::upper_bound(counted.begin(), counted.end(), index), index);
  if (counted.size() <= base::limits::kAudiencesOfLog) return;
  const uint64_t last = counted.back();
  counted.pop_back();
  if (last == index) return;
  const auto lost = EditAudiences(state).Undefine(log.origin.economy, {log.origin.epoch, last});
  if (lost.has_value()) KeepPlace(log.origin.economy, lost->first, lost->second, state, scratch);
}

absl::Status PlaceEntry(Prepared prepared, bool author_lacks, Log& log, State& state,
                        Scratch& scratch) {
  const uint64_t index = prepared.opened.entry.index();
  scratch.batch.Put(store::Table::kEntries, store::NumberedKey(log.name, index),
                    std::move(prepared.entry));
  PutParts(prepared, log, state, scratch);
  NoteRetention(log, prepared.opened, scratch);
  NewStatement statement = ForIndexer(std::move(prepared), log);
  scratch.placed[statement.id] = {log.name, index, 0};
  const v1::StatementKind kind = statement.manifest.kind();
  const bool partial = IsPartial(statement);
  const size_t at = scratch.statements.size();
  scratch.statements.push_back(std::move(statement));
  if (partial) {
    ASSIGN_OR_RETURN(Standing entry, StandingAt(log, index, state, scratch));
    RETURN_IF_ERROR(ReviewWanted(index, entry, author_lacks, log, state, scratch));
  }
  // Copies: both may add to `statements`.
  if (kind == v1::STATEMENT_KIND_ATTESTATION) {
    return TakeAttestation(NewStatement(scratch.statements[at]), log, state, scratch);
  }
  if (kind != v1::STATEMENT_KIND_WITHDRAWAL) return absl::OkStatus();
  return TakeWithdrawal(NewStatement(scratch.statements[at]), log, state, scratch);
}

absl::Status AppendEntry(Prepared prepared, bool author_lacks, Log& log, State& state,
                         Scratch& scratch) {
  const v1::StatementKind kind = prepared.opened.manifest.kind();
  log.tiles.Append(prepared.opened.leaf_hash);
  log.last_admitted_at = prepared.opened.admitted_at;
  const uint64_t index = prepared.opened.entry.index();
  if (kind == v1::STATEMENT_KIND_KEY) log.key_indexes.push_back(index);
  if (kind == v1::STATEMENT_KIND_AUDIENCE) CountAudience(index, log, state, scratch);
  scratch.changed.insert(log.name);
  return PlaceEntry(std::move(prepared), author_lacks, log, state, scratch);
}

char StubOf(const ExaminedItem& item, bool authoritative) {
  const char reason = static_cast<char>(item.withheld);
  return authoritative || item.unresolved ? reason : static_cast<char>(reason | kHearsay);
}

void AppendStub(const ExaminedItem& item, bool authoritative, Log& log, Scratch& scratch) {
  log.tiles.Append(item.leaf);
  ++log.stubs;
  SetStub(item.index, std::nullopt, StubOf(item, authoritative), log, scratch);
}

std::vector<GrownTile> SaveLog(Log& log, store::WriteBatch& batch) {
  std::vector<GrownTile> grown;
  for (merkle::TileAppend& append : log.tiles.TakeAppends()) {
    const uint32_t width = merkle::TileWidthAt(append.tile, log.size());
    const auto gained = static_cast<uint32_t>(append.hashes.size() / crypto::kDigestBytes);
    batch.Append(store::Table::kTiles, store::TileKey(log.name, append.tile.level, append.tile.index), append.hashes);
    grown.push_back({append.tile, width - gained, std::move(append.hashes)});
  }
  batch.Put(store::Table::kHeads, log.name, log.Record().SerializeAsString());
  return grown;
}

}  // namespace lightship::ledger
