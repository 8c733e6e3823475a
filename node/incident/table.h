// The table of incidents in memory: a writer changes it, readers look at immutable snapshots. A snapshot shares with the
// one before it every chunk of rows, and every region of chunks, that did not change, so that publishing one changed incident among
// many costs one of each, not the table. Whenever a region is full, its rows are put in order (arrangement.h); later ones are not moved.
#ifndef LIGHTSHIP_NODE_INCIDENT_TABLE_H_
#define LIGHTSHIP_NODE_INCIDENT_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "absl/types/span.h"
#include "node/crypto/digest.h"
#include "node/incident/arrangement.h"
#include "node/incident/chunk.h"
#include "node/incident/directory.h"
#include "node/incident/records.h"
#include "node/incident/region.h"
#include "node/incident/row.h"
#include "node/statement/address.h"

namespace lightship::incident {

// Of the regions that are full, in order.
using Arrangements = std::vector<std::shared_ptr<const Arrangement>>;

// Immutable, thread-safe. What it points to lives as long as it does.
class TableSnapshot {
 public:
  size_t rows() const { return rows_; }
  // Number of the newest change; 0 when nothing ever changed.
  uint64_t newest_change() const { return newest_change_; }
  absl::Span<const std::shared_ptr<const Region>> regions() const { return regions_; }
  size_t chunks() const { return regions_.empty() ? 0 : (regions_.size() - 1) * Region::kChunks + regions_.back()->size; }
  const Chunk& chunk(size_t place) const { return *regions_[place / Region::kChunks]->chunks[place % Region::kChunks]; }

  // Makes one text index that a search would go without, of the regions that are in order; false when there is none left to make.
  // For a thread that has the time.
  absl::StatusOr<bool> MakeTexts() const;

  // Of a row of this snapshot (records.h).
  absl::StatusOr<v1::IncidentSummary> SummaryOf(const RowDetail& row) const { return incident::SummaryOf(row, records_.get()); }
  absl::StatusOr<std::vector<StatementRef>> StatementsOf(const RowDetail& row) const {
    return incident::StatementsOf(row, records_.get());
  }

  const Records* records() const { return records_.get(); }
  const Arrangements& arrangements() const { return arrangements_; }

  // nullptr when there is no such incident.
  const RowDetail* Find(const crypto::Digest& incident) const;
  const RowDetail* Find(const statement::Address& address) const;

  // The number that a row has for good, in the order in which they came; nullopt when there is no such incident.
  std::optional<size_t> RowOf(const crypto::Digest& incident) const;
  // nullptr for a row that was added after this snapshot.
  const RowDetail* At(size_t row) const;

 private:
  friend class IncidentTable;
  template <typename Key>
  std::optional<size_t> RowBy(const Key& key) const;

  size_t rows_ = 0;
  uint64_t newest_change_ = 0;
  std::vector<std::shared_ptr<const Region>> regions_;
  Arrangements arrangements_;
  std::shared_ptr<const Directory> directory_ = std::make_shared<Directory>(nullptr);
  std::shared_ptr<const Records> records_;
};

// Thread-compatible: belongs to the writer.
class IncidentTable {
 public:
  // `records` of the rows that do not keep theirs, and the texts of those that keep them without; may be null.
  explicit IncidentTable(std::shared_ptr<const Records> records = nullptr);
  IncidentTable(const IncidentTable&) = delete;
  IncidentTable& operator=(const IncidentTable&) = delete;

  // Adds the incident's row or replaces it. Not seen before Publish. Texts are left to the parts once a region is in order.
  void Put(const Row& row);
  std::shared_ptr<const TableSnapshot> Publish();

  // What a table was, before anything is put into this one: every region, and the arrangements of those that are in order.
  void Restore(std::vector<std::shared_ptr<Region>> regions, Arrangements arrangements, size_t rows);

  bool Has(const crypto::Digest& incident) const { return Find(incident) != nullptr; }
  // The row as it was put last; nullptr when there is none.
  const RowDetail* Find(const crypto::Digest& incident) const;

 private:
  // The region and the chunk that hold the place, safe to change: copied when a snapshot shares them.
  Region& WritableRegion(size_t place);
  Chunk& Writable(size_t place);
  const RowDetail& DetailAt(size_t row) const;
  std::optional<size_t> RowOf(const crypto::Digest& incident) const;
  // Puts the first region that is not in order yet in order.
  void Arrange();

  size_t rows_ = 0;
  uint64_t newest_change_ = 0;
  std::vector<std::shared_ptr<const Region>> regions_;
  std::vector<Region*> writable_regions_;  // by region; nullptr: shared with a snapshot
  std::vector<Chunk*> writable_;           // by chunk, as above
  std::vector<size_t> opened_;             // chunks that are not shared
  Arrangements arrangements_;
  std::shared_ptr<Directory> directory_;
  const std::shared_ptr<const Records> records_;
};

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_TABLE_H_
