// The table of incidents in memory: a writer changes it, readers look at immutable snapshots. A snapshot shares with the
// one before it every chunk of rows that did not change, so that publishing one changed incident among many costs one
// chunk, not the table. Whenever a region is full, its rows are put in order (arrangement.h); later ones are not moved.
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
  absl::Span<const std::shared_ptr<const Chunk>> chunks() const { return chunks_; }

  // Makes one text index that a search would go without, of the regions that are in order; false when there is none left to make.
  // For a thread that has the time.
  bool MakeTexts() const;

  // nullptr when there is no such incident.
  const RowDetail* Find(const crypto::Digest& incident) const;
  const RowDetail* Find(const statement::Address& address) const;

 private:
  friend class IncidentTable;
  const RowDetail* At(std::optional<size_t> row) const;

  size_t rows_ = 0;
  uint64_t newest_change_ = 0;
  std::vector<std::shared_ptr<const Chunk>> chunks_;
  Arrangements arrangements_;
  std::shared_ptr<const Directory> directory_ = std::make_shared<Directory>();
};

// Thread-compatible: belongs to the writer.
class IncidentTable {
 public:
  IncidentTable();

  // Adds the incident's row or replaces it. Not seen before Publish.
  void Put(const Row& row);
  std::shared_ptr<const TableSnapshot> Publish();

  bool Has(const crypto::Digest& incident) const;

 private:
  // The chunk that holds the place, safe to change: copied when a snapshot shares it.
  Chunk& Writable(size_t place);
  // Puts the first region that is not in order yet in order.
  void Arrange();
  void RecordAddress(const RowDetail& detail, size_t row);

  size_t rows_ = 0;
  uint64_t newest_change_ = 0;
  std::vector<std::shared_ptr<const Chunk>> chunks_;
  std::vector<Chunk*> writable_;  // by chunk; nullptr: shared with a snapshot
  Arrangements arrangements_;
  std::shared_ptr<Directory> directory_;
};

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_TABLE_H_
