#include <utility>

#include "absl/strings/str_cat.h"
#include "lightship/v1/audience.pb.h"
#include "node/base/encoding.h"
#include "node/base/status.h"
#include "node/ledger/state.h"
#include "node/store/schema.h"

namespace lightship::ledger {

namespace {

// The audience counts from now on; where it is defined first is kept apart, in case that entry is lost.
void Define(const Log& log, uint64_t index, const v1::Part& part, State& state, Scratch& scratch) {
  v1::AudienceDefinition definition;
  if (!definition.ParseFromString(part.content())) return;
  auto book = std::make_shared<trust::AudienceBook>(*state.audiences);
  const trust::AudienceBook::Place here{log.origin.epoch, index};
  if (!book->Define(log.origin.economy, definition, here)) return;
  state.audiences = std::move(book);
  if (state.audiences->FirstPlace(log.origin.economy, definition.name(), definition.version()) != here) return;
  std::string place;
  base::AppendBigEndian64(log.origin.epoch, place);
  base::AppendBigEndian64(index, place);
  scratch.batch.Put(store::Table::kMeta,
                    absl::StrCat(store::kAudiencePrefix, log.origin.economy, "/", definition.name(),
                                 "@", definition.version()),
                    std::move(place));
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
  if (kind == v1::STATEMENT_KIND_AUDIENCE) log.audience_indexes.push_back(index);
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
