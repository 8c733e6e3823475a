#include "node/ledger/rebuild.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "lightship/v1/key.pb.h"
#include "node/base/encoding.h"
#include "node/base/limits.h"
#include "node/base/status.h"
#include "node/ledger/blobs.h"
#include "node/ledger/remains.h"
#include "node/ledger/taken_out.h"
#include "node/store/schema.h"
#include "node/store/database_id.h"
#include "node/store/restored.h"

namespace lightship::ledger {
namespace {

using store::Table;

constexpr size_t kRowsOfWrite = 1000;

class Rebuilding {
 public:
  Rebuilding(const store::Store& damaged, const statement::Origin& own, const NodeKeys& keys,
             const Ledger::World& world)
      : damaged_(damaged),
        state_{own, own.ToString(), keys, world, {}, std::make_shared<trust::AudienceBook>()} {
    // Readers get no picture of what is not whole yet.
    state_.world.heads = &nobody_looks_;
  }

  absl::StatusOr<RebuildReport> Run();

 private:
  absl::Status Replay(const LogRemains& remains);
  // False: the log has to end here.
  absl::StatusOr<bool> Place(LogRemains::Item item, const merkle::Digest& leaf, Log& log,
                             RebuiltLog& line);
  bool TakeKeys(const Prepared& entry, Log& log) const;
  absl::Status Mark(uint64_t index, v1::WithheldReason reason, Log& log);
  absl::Status KeepNotes(const LogRemains& remains);
  absl::Status Save(const LogRemains& remains);
  absl::Status CarryOver(Table table, std::string first, const std::string& limit);
  absl::Status CarryBlobs();
  bool LostOwnEnd() const;
  absl::Status MarkRestored();
  absl::Status Write(store::WriteBatch& batch);

  const store::Store& damaged_;
  HeadsBoard nobody_looks_;
  State state_;
  Scratch scratch_;
  TakenOut taken_out_;
  RebuildReport report_;
};

absl::Status Rebuilding::Write(store::WriteBatch& batch) {
  RETURN_IF_ERROR(state_.world.store->Write(batch));
  batch = {};
  return absl::OkStatus();
}

// Writes what was placed since the last time, with what derives from it.
absl::Status Rebuilding::Save(const LogRemains& remains) {
  for (const auto& [id, location] : scratch_.placed) {
    storage::v1::StatementLocation value;
    value.set_origin(location.origin);
    value.set_index(location.index);
    // The own log has a checkpoint for each commit: the first that covers the entry is that of its receipt.
    auto first = remains.notes().upper_bound(location.index);
    if (location.origin == state_.own_name && first != remains.notes().end()) {
      value.set_receipt_size(first->first);
    }
    scratch_.batch.Put(Table::kStatements, crypto::AsString(id), value.SerializeAsString());
  }
  for (const std::string& name : scratch_.changed) SaveLog(state_.logs.at(name), scratch_.batch);
  RETURN_IF_ERROR(state_.world.indexer->Index(scratch_.statements, scratch_.batch));
  RETURN_IF_ERROR(Write(scratch_.batch));
  state_.world.indexer->Publish();
  scratch_ = {};
  return absl::OkStatus();
}

bool Rebuilding::TakeKeys(const Prepared& entry, Log& log) const {
  if (entry.opened.manifest.kind() != v1::STATEMENT_KIND_KEY) return true;
  v1::HeldEntry held;
  held.set_entry(entry.entry);
  for (const v1::Part& part : entry.parts) *held.add_parts() = part;
  if (entry.opened.entry.index() == 0) {
    absl::StatusOr<trust::KeyState> opened = trust::KeyState::Open(held, *state_.world.roots);
    if (!opened.ok()) return false;
    log.keys = std::make_shared<trust::KeyState>(*std::move(opened));
    return true;
  }
  v1::KeyStatement content;
  if (entry.parts.empty() || log.keys == nullptr ||
      !content.ParseFromString(entry.parts[0].content())) {
    return false;
  }
  auto keys = std::make_shared<trust::KeyState>(*log.keys);
  if (!keys->Apply(entry.opened, content, *state_.world.roots).ok()) return false;
  log.keys = std::move(keys);
  return true;
}

absl::Status Rebuilding::Mark(uint64_t index, v1::WithheldReason reason, Log& log) {
  ASSIGN_OR_RETURN(std::optional<char> row, StubAt(log, index, state_, scratch_));
  SetStub(index, row, static_cast<char>(reason), log, scratch_);
  return absl::OkStatus();
}

absl::StatusOr<bool> Rebuilding::Place(LogRemains::Item item, const merkle::Digest& leaf,
                                       Log& log, RebuiltLog& line) {
  const uint64_t index = log.size();
  if (item.may_be_key || (index == 0 && !item.entry)) return false;
  if (!item.entry) {
    ExaminedItem stub;
    stub.index = index;
    stub.leaf = leaf;
    if (!item.stub) ++line.entries_lost;
    stub.withheld = item.stub.value_or(v1::WITHHELD_REASON_NOT_HELD);
    if (static_cast<char>(stub.withheld) == kAuthorLacks) stub.withheld = v1::WITHHELD_REASON_NOT_HELD;
    stub.unresolved = stub.withheld == v1::WITHHELD_REASON_NOT_HELD ||
                      stub.withheld == v1::WITHHELD_REASON_UNSPECIFIED;
    AppendStub(stub, true, log, scratch_);  // as it was kept
    return true;
  }
  if (!TakeKeys(*item.entry, log)) return false;
  RETURN_IF_ERROR(AppendEntry(*std::move(item.entry), false, log, state_, scratch_));
  line.parts_lost += item.parts_lost;
  if (item.parts_lost > 0 || item.given_back) {
    RETURN_IF_ERROR(Mark(index, v1::WITHHELD_REASON_NOT_HELD, log));
  } else if (item.stub) {
    RETURN_IF_ERROR(Mark(index, *item.stub, log));
  }
  return true;
}

absl::Status Rebuilding::Replay(const LogRemains& remains) {
  RebuiltLog& line = report_.logs.emplace_back();
  line.origin = remains.origin();
  Log& log = state_.logs[line.origin];
  log.name = line.origin;
  ASSIGN_OR_RETURN(log.origin, statement::Origin::Parse(line.origin));
  for (uint64_t index = 0; index < remains.leaves().size(); ++index) {
    ASSIGN_OR_RETURN(bool placed,
                     Place(remains.At(index), remains.leaves()[index], log, line));
    if (!placed) break;
    if (scratch_.batch.changes().size() >= kRowsOfWrite) RETURN_IF_ERROR(Save(remains));
  }
  line.size = log.size();
  line.cut = remains.size_before() - log.size();
  if (remains.ends_badly()) taken_out_.Add(log.origin, log.size());
  if (log.size() > 0) return Save(remains);
  state_.logs.erase(line.origin);
  return absl::OkStatus();
}

absl::Status Rebuilding::KeepNotes(const LogRemains& remains) {
  auto found = state_.logs.find(remains.origin());
  if (found == state_.logs.end()) return absl::OkStatus();
  Log& log = found->second;
  for (const auto& [size, note] : remains.notes()) {
    if (size > log.size()) break;
    absl::StatusOr<merkle::SignedCheckpoint> kept = KeepVerified(note, log, state_.logs);
    if (kept.ok()) RETURN_IF_ERROR(KeepNote(*kept, log, state_, scratch_));
    if (scratch_.notes.size() >= kRowsOfWrite) RETURN_IF_ERROR(Save(remains));
  }
  return Save(remains);
}

absl::Status Rebuilding::CarryOver(Table table, std::string first, const std::string& limit) {
  store::WriteBatch batch;
  absl::Status written;
  report_.gaps += ScanAround(damaged_, table, std::move(first), limit,
                             [&](absl::string_view key, absl::string_view value) {
                               if (table == Table::kMeta && (key == store::kFormatKey || key == store::kDatabaseKey)) return;
                               std::string kept(value);
                               if (!taken_out_.Trim(table, key, kept)) return;
                               batch.Put(table, std::string(key), std::move(kept));
                               if (written.ok() && batch.changes().size() >= kRowsOfWrite) {
                                 written = Write(batch);
                               }
                             });
  RETURN_IF_ERROR(written);
  return Write(batch);
}

// Of each attachment that a part names which is still there, the chunks from the beginning on as far as they match their digests.
// With the others' parts went all that an erasure could find the bytes by: they are fetched again when a part comes back.
absl::Status Rebuilding::CarryBlobs() {
  std::vector<crypto::Digest> blobs;
  ScanAround(damaged_, Table::kBlobs, std::string(1, '\0'), "",
             [&](absl::string_view key, absl::string_view) {
               auto sha256 = crypto::DigestFromBytes(key.substr(0, crypto::kDigestBytes));
               if (sha256.ok() && (blobs.empty() || blobs.back() != *sha256)) {
                 blobs.push_back(*sha256);
               }
             });
  const BlobReader reader(&damaged_, &nobody_looks_);
  const BlobReader rebuilt(state_.world.store, &nobody_looks_);
  for (const crypto::Digest& sha256 : blobs) {
    const std::string name = crypto::AsString(sha256);
    ASSIGN_OR_RETURN(const std::vector<BlobRef> refs, rebuilt.Refs(sha256));
    if (refs.empty()) continue;
    const BlobState before = reader.StateOf(sha256).value_or(BlobState{base::limits::kAttachmentBytes});
    uint64_t held = 0;
    for (uint64_t chunk = 0; held < before.held; ++chunk) {
      absl::StatusOr<std::string> bytes = reader.ReadChunk(sha256, chunk);
      if (!bytes.ok() || bytes->empty()) break;
      held += bytes->size();
      store::WriteBatch batch;
      batch.Put(Table::kBlobs, store::BlobChunkKey(name, chunk),
                crypto::AsString(crypto::Sha256(*bytes)) + *bytes);
      RETURN_IF_ERROR(Write(batch));
    }
    if (held < before.held) ++report_.chunks_lost;
    std::string row;
    base::AppendBigEndian64(held, row);
    row.push_back(before.whole && held == before.held ? 1 : 0);
    store::WriteBatch batch;
    batch.Put(Table::kBlobs, name, std::move(row));
    RETURN_IF_ERROR(Write(batch));
  }
  return absl::OkStatus();
}

bool Rebuilding::LostOwnEnd() const {
  return std::any_of(report_.logs.begin(), report_.logs.end(),
                     [&](const RebuiltLog& line) { return line.origin == state_.own_name && line.cut > 0; });
}

// Peers alone know how far the own log went, as after a restore: or that the database was one restored was in the gap.
absl::Status Rebuilding::MarkRestored() {
  store::WriteBatch batch;
  batch.Put(Table::kMeta, std::string(store::kRestoredKey), "");
  return Write(batch);
}

absl::StatusOr<RebuildReport> Rebuilding::Run() {
  RETURN_IF_ERROR(LoadWanted(state_));
  std::vector<LogRemains> logs;
  for (const std::string& origin : OriginsIn(damaged_)) {
    logs.emplace_back(&damaged_, origin);
    RETURN_IF_ERROR(Replay(logs.back()));
  }
  RETURN_IF_ERROR(CarryBlobs());
  // Cosigners' keys stand in their own logs: notes come when all are there.
  for (const LogRemains& remains : logs) RETURN_IF_ERROR(KeepNotes(remains));
  for (const RebuiltLog& line : report_.logs) {
    const std::string first = store::NumberedKey(line.origin, 0);
    const std::string limit = store::OriginLimit(line.origin);
    RETURN_IF_ERROR(CarryOver(Table::kActs, first, limit));
    RETURN_IF_ERROR(CarryOver(Table::kPurges, first, limit));
    RETURN_IF_ERROR(CarryOver(Table::kEvidence, line.origin, limit));
  }
  const uint64_t gaps = report_.gaps;
  RETURN_IF_ERROR(CarryOver(Table::kMeta, std::string(1, '\0'), ""));
  if (report_.gaps > gaps || LostOwnEnd()) RETURN_IF_ERROR(MarkRestored());
  RETURN_IF_ERROR(CarryOver(Table::kAudit, std::string(8, '\0'), ""));
  return std::move(report_);
}

}  // namespace

std::string RebuildReport::ToString() const {
  std::string text;
  for (const RebuiltLog& log : logs) {
    absl::StrAppend(&text, text.empty() ? "" : "; ", log.origin, ": ", log.size, " entries");
    if (log.entries_lost > 0) absl::StrAppend(&text, ", ", log.entries_lost, " lost");
    if (log.parts_lost > 0) absl::StrAppend(&text, ", ", log.parts_lost, " parts lost");
    if (log.cut > 0) absl::StrAppend(&text, ", ", log.cut, " at the end to be copied again");
  }
  if (chunks_lost > 0) absl::StrAppend(&text, "; ", chunks_lost, " attachments to be completed");
  if (gaps > 0) absl::StrAppend(&text, "; ", gaps, " gaps in local tables");
  return text;
}

absl::StatusOr<RebuildReport> Rebuild(const store::Store& damaged, const statement::Origin& own,
                                      const NodeKeys& keys, const Ledger::World& world) {
  return Rebuilding(damaged, own, keys, world).Run();
}

}  // namespace lightship::ledger
