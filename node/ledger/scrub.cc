#include "node/ledger/scrub.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "lightship/storage/v1/storage.pb.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/ledger/blobs.h"
#include "node/ledger/log.h"
#include "node/ledger/stored_tiles.h"
#include "node/merkle/checkpoint.h"
#include "node/merkle/tile.h"
#include "node/statement/open.h"
#include "node/store/schema.h"

namespace lightship::ledger {
namespace {

using store::Table;

absl::Status Wrong(absl::string_view why) {
  return base::Error(absl::StatusCode::kDataLoss, base::reason::kStorage, why);
}

// One pass.
class Pass {
 public:
  Pass(const store::Store& store, const Heads& heads,
       absl::FunctionRef<bool(const ScrubReport&)> go_on)
      : store_(store), heads_(heads), go_on_(go_on) {}

  ScrubReport Run();

 private:
  bool CheckFiles();
  bool CheckLog(const LogHead& head);
  bool CheckEntries(const LogHead& head);
  bool CheckTiles(const LogHead& head);
  bool CheckChunks();
  bool CheckNotes(const LogHead& head);
  absl::Status CheckRecord(const LogHead& head) const;
  absl::Status CheckEntry(const LogHead& head, uint64_t index, const crypto::Digest& leaf);
  absl::Status CheckLocation(const LogHead& head, uint64_t index, absl::string_view entry) const;
  absl::Status CheckNote(const LogHead& head, uint64_t size, const std::string& note) const;

  // Notes what was found; whether to go on.
  bool Looked(absl::string_view where, const absl::Status& found);

  const store::Store& store_;
  const Heads& heads_;
  absl::FunctionRef<bool(const ScrubReport&)> go_on_;
  ScrubReport report_;
};

bool Pass::Looked(absl::string_view where, const absl::Status& found) {
  if (!found.ok()) {
    store_.Distrust(Wrong(absl::StrCat(where, ": ", std::string(found.message()))));
    ++report_.damages;
    if (report_.found.size() < base::limits::kDamagesListed) {
      report_.found.push_back({std::string(where), std::string(found.message())});
    }
  }
  return go_on_(report_);
}

bool Pass::CheckFiles() {
  for (const std::string& file : store_.Files()) {
    ++report_.files;
    if (!Looked(absl::StrCat("file ", file), store_.CheckFile(file))) return false;
  }
  return true;
}

absl::Status Pass::CheckRecord(const LogHead& head) const {
  ASSIGN_OR_RETURN(std::string value, store_.Get(Table::kHeads, head.origin));
  storage::v1::LogHead record;
  if (!record.ParseFromString(value)) return Wrong("the log's head does not parse");
  // It may have grown since `heads_`: then so have the tiles, in the same write.
  if (record.size() >= head.size) {
    return merkle::RootAt(StoredTiles(&store_, head.origin), record.size()).status();
  }
  return Wrong(absl::StrCat("the log's head says ", record.size(), " entries; there are ", head.size));
}

absl::Status Pass::CheckLocation(const LogHead& head, uint64_t index,
                                 absl::string_view entry) const {
  ASSIGN_OR_RETURN(statement::OpenedEntry opened, statement::OpenEntry(entry));
  ASSIGN_OR_RETURN(std::string value,
                   store_.Get(Table::kStatements, crypto::AsView(opened.statement_id)));
  storage::v1::StatementLocation location;
  if (!location.ParseFromString(value)) return Wrong("its statement's location does not parse");
  // The same statement may stand in two epochs' logs; the location is of the later one.
  if (!statement::Origin::Parse(location.origin()).ok() ||
      (location.origin() == head.origin && location.index() != index)) {
    return Wrong(absl::StrCat("its statement's location says ", location.origin(), " entry ",
                              location.index()));
  }
  return absl::OkStatus();
}

absl::Status Pass::CheckEntry(const LogHead& head, uint64_t index, const crypto::Digest& leaf) {
  absl::StatusOr<v1::HeldEntry> held = ReadHeld(store_, head.origin, index);
  if (absl::IsNotFound(held.status())) {
    absl::StatusOr<std::string> reason =
        store_.Get(Table::kStubs, store::NumberedKey(head.origin, index));
    if (absl::IsNotFound(reason.status())) return Wrong("is missing, and no reason is kept");
    RETURN_IF_ERROR(reason.status());
    return reason->size() == 1 ? absl::OkStatus() : Wrong("the reason for its absence is damaged");
  }
  RETURN_IF_ERROR(held.status());
  report_.parts += held->parts_size();
  RETURN_IF_ERROR(CheckHeld(head.origin, index, *held, leaf));
  return CheckLocation(head, index, held->entry());
}

bool Pass::CheckEntries(const LogHead& head) {
  for (uint64_t first = 0; first < head.size; first += merkle::kTileWidth) {
    const merkle::TileId tile{0, first / merkle::kTileWidth};
    const uint32_t width = merkle::TileWidthAt(tile, head.size);
    absl::StatusOr<std::string> leaves = StoredTiles(&store_, head.origin).ReadTile(tile, width);
    // CheckTiles reports the tile.
    if (!leaves.ok()) continue;
    for (uint32_t i = 0; i < width; ++i) {
      const uint64_t index = first + i;
      const absl::string_view hash =
          absl::string_view(*leaves).substr(i * crypto::kDigestBytes, crypto::kDigestBytes);
      absl::Status found = CheckEntry(head, index, *crypto::DigestFromBytes(hash));
      // The writer may have changed what is held of it between two reads: damage is what stays.
      if (!found.ok()) found = CheckEntry(head, index, *crypto::DigestFromBytes(hash));
      ++report_.entries;
      --report_.entries_to_come;
      if (!Looked(absl::StrCat(head.origin, " entry ", index), found)) return false;
    }
  }
  return true;
}

bool Pass::CheckTiles(const LogHead& head) {
  const StoredTiles tiles(&store_, head.origin);
  for (uint32_t level = 0;; ++level) {
    const merkle::TileId edge{level, (head.size >> (8 * level)) / merkle::kTileWidth};
    for (uint64_t index = 0; index < edge.index; ++index) {
      const merkle::TileId tile{level, index};
      ++report_.tiles;
      const std::string where =
          absl::StrCat(head.origin, " ", merkle::TilePath(tile, merkle::kTileWidth));
      if (!Looked(where, merkle::CheckFullTile(tiles, tile, head.size))) return false;
    }
    if (merkle::TileWidthAt(edge, head.size) > 0) ++report_.tiles;
    if (edge.index == 0) break;
  }
  absl::StatusOr<merkle::Digest> root = merkle::RootAt(tiles, head.size);
  absl::Status found = root.status();
  if (root.ok() && *root != head.root) found = Wrong("the tiles do not lead to the log's root");
  return Looked(absl::StrCat(head.origin, " tiles"), found);
}

bool Pass::CheckChunks() {
  const BlobReader reader(&store_, nullptr);
  std::string next(1, '\0');
  while (true) {
    std::string key;
    absl::Status read = store_.Scan(Table::kBlobs, next, "",
                                    [&](absl::string_view at, absl::string_view) {
                                      key = std::string(at);
                                      return false;
                                    });
    if (!read.ok()) return Looked("attachments", read);
    if (key.empty()) return true;
    next = key + '\0';
    absl::StatusOr<crypto::Digest> sha256 =
        crypto::DigestFromBytes(absl::string_view(key).substr(0, crypto::kDigestBytes));
    absl::StatusOr<uint64_t> chunk = store::NumberOfKey(key);
    if (!sha256.ok() || !chunk.ok()) {
      if (!Looked("attachments", Wrong("a key that is none"))) return false;
      continue;
    }
    if (key.size() == crypto::kDigestBytes) {
      if (!Looked("attachment", reader.StateOf(*sha256).status())) return false;
      continue;
    }
    ++report_.chunks;
    absl::Status found = reader.ReadChunk(*sha256, *chunk).status();
    // Erased between two reads.
    if (absl::IsNotFound(found)) found = absl::OkStatus();
    if (!Looked("attachment", found)) return false;
  }
}

absl::Status Pass::CheckNote(const LogHead& head, uint64_t size, const std::string& note) const {
  ASSIGN_OR_RETURN(merkle::SignedCheckpoint kept, merkle::SignedCheckpoint::FromNote(note));
  if (kept.checkpoint.origin != head.origin || kept.checkpoint.size != size) {
    return Wrong(absl::StrCat("says ", kept.checkpoint.origin, " at ", kept.checkpoint.size));
  }
  ASSIGN_OR_RETURN(merkle::Digest root, merkle::RootAt(StoredTiles(&store_, head.origin), size));
  if (root != kept.checkpoint.root) return Wrong("signs another root than the tiles lead to");
  return absl::OkStatus();
}

bool Pass::CheckNotes(const LogHead& head) {
  std::string next = store::OriginStart(head.origin);
  const std::string limit = store::NumberedKey(head.origin, head.size + 1);
  while (true) {
    std::string key, note;
    absl::Status read = store_.Scan(Table::kCheckpoints, next, limit,
                                    [&](absl::string_view at, absl::string_view value) {
                                      key = std::string(at);
                                      note = std::string(value);
                                      return false;
                                    });
    if (!read.ok()) return Looked(absl::StrCat(head.origin, " checkpoints"), read);
    if (key.empty()) return true;
    absl::StatusOr<uint64_t> size = store::NumberOfKey(key);
    ++report_.checkpoints;
    if (!Looked(absl::StrCat(head.origin, " checkpoint ", size.value_or(0)),
                size.ok() ? CheckNote(head, *size, note) : size.status())) {
      return false;
    }
    next = key + '\0';
  }
}

bool Pass::CheckLog(const LogHead& head) {
  if (head.size == 0) return true;
  return Looked(head.origin, CheckRecord(head)) && CheckEntries(head) && CheckTiles(head) &&
         CheckNotes(head);
}

ScrubReport Pass::Run() {
  for (const auto& [origin, head] : heads_.logs) report_.entries_to_come += head->size;
  report_.finished = CheckFiles() &&
                     std::all_of(heads_.logs.begin(), heads_.logs.end(),
                                 [this](const auto& log) { return CheckLog(*log.second); }) &&
                     CheckChunks();
  return std::move(report_);
}

}  // namespace

absl::StatusOr<statement::OpenedEntry> OpenSound(absl::string_view origin, uint64_t index, const v1::HeldEntry& held,
                                                 const crypto::Digest& leaf) {
  const auto where = [&] { return absl::StrCat(std::string(origin), " entry ", index); };
  absl::StatusOr<statement::OpenedEntry> opened = statement::OpenEntry(held.entry());
  if ((opened.ok() ? opened->leaf_hash : merkle::LeafHash(held.entry())) != leaf) {
    return Wrong(absl::StrCat(where(), " does not hash to its leaf"));
  }
  if (!opened.ok()) return Wrong(absl::StrCat(where(), ": ", std::string(opened.status().message())));
  for (const v1::Part& part : held.parts()) {
    if (statement::CheckPart(opened->manifest, part).ok()) continue;
    return Wrong(absl::StrCat(where(), " part ", part.name(), " does not match its digest"));
  }
  return opened;
}

absl::Status CheckHeld(absl::string_view origin, uint64_t index, const v1::HeldEntry& held, const crypto::Digest& leaf) {
  return OpenSound(origin, index, held, leaf).status();
}

ScrubReport Scrub(const store::Store& store, const Heads& heads,
                  absl::FunctionRef<bool(const ScrubReport&)> go_on) {
  return Pass(store, heads, go_on).Run();
}

}  // namespace lightship::ledger
