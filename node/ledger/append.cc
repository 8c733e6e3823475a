#include <utility>

#include "lightship/storage/v1/storage.pb.h"
#include "lightship/v1/audience.pb.h"
#include "node/ledger/state.h"
#include "node/store/schema.h"

namespace lightship::ledger {

void State::Define(absl::string_view economy, const v1::Part& part) {
  v1::AudienceDefinition definition;
  if (!definition.ParseFromString(part.content())) return;
  auto book = std::make_shared<trust::AudienceBook>(*audiences);
  book->Define(economy, definition);
  audiences = std::move(book);
}

void PlaceEntry(Prepared prepared, const Log& log, State& state, Scratch& scratch) {
  const uint64_t index = prepared.opened.entry.index();
  scratch.batch.Put(store::Table::kEntries, store::NumberedKey(log.name, index),
                    std::move(prepared.entry));
  for (const v1::Part& part : prepared.parts) {
    scratch.batch.Put(store::Table::kParts, store::PartKey(log.name, index, part.name()),
                      part.salt() + part.content());
    if (prepared.opened.manifest.kind() == v1::STATEMENT_KIND_AUDIENCE &&
        part.name() == "audience") {
      state.Define(log.origin.economy, part);
    }
    AddBlobRef(log, index, part, state, scratch);
  }
  NewStatement statement;
  statement.id = prepared.opened.statement_id;
  statement.origin = log.name;
  statement.index = index;
  statement.admitted_at = prepared.opened.admitted_at;
  statement.manifest = std::move(prepared.opened.manifest);
  statement.parts = std::move(prepared.parts);
  scratch.placed[statement.id] = {log.name, index, 0};
  scratch.statements.push_back(std::move(statement));
}

void AppendEntry(Prepared prepared, Log& log, State& state, Scratch& scratch) {
  const v1::StatementKind kind = prepared.opened.manifest.kind();
  log.tiles.Append(prepared.opened.leaf_hash);
  log.last_admitted_at = prepared.opened.admitted_at;
  const uint64_t index = prepared.opened.entry.index();
  if (kind == v1::STATEMENT_KIND_KEY) log.key_indexes.push_back(index);
  if (kind == v1::STATEMENT_KIND_AUDIENCE) log.audience_indexes.push_back(index);
  scratch.changed.insert(log.name);
  PlaceEntry(std::move(prepared), log, state, scratch);
}

void AppendStub(const ExaminedItem& item, Log& log, Scratch& scratch) {
  log.tiles.Append(item.leaf);
  ++log.stubs;
  if (item.unresolved) ++log.unresolved;
  scratch.batch.Put(store::Table::kStubs, store::NumberedKey(log.name, item.index),
                    std::string(1, static_cast<char>(item.withheld)));
  scratch.changed.insert(log.name);
}

void SaveLog(Log& log, store::WriteBatch& batch) {
  for (merkle::TileAppend& append : log.tiles.TakeAppends()) {
    batch.Append(store::Table::kTiles,
                 store::TileKey(log.name, append.tile.level, append.tile.index),
                 std::move(append.hashes));
  }
  batch.Put(store::Table::kHeads, log.name, log.Record().SerializeAsString());
}

}  // namespace lightship::ledger
