// What the table leaves in the store: the record of an incident, and its texts, of which a page shows a hundred and a table holds millions.
#ifndef LIGHTSHIP_NODE_INCIDENT_RECORDS_H_
#define LIGHTSHIP_NODE_INCIDENT_RECORDS_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "lightship/storage/v1/storage.pb.h"
#include "lightship/v1/incident.pb.h"
#include "node/base/mutex.h"
#include "node/crypto/digest.h"
#include "node/incident/record.h"
#include "node/incident/row.h"

namespace lightship::incident {

// A serialized v1::IncidentSummary, as lists show it.
using Shown = std::shared_ptr<const std::string>;

// What lists have shown of late: the newest incidents are asked for again and again. Thread-safe.
class RecentSummaries {
 public:
  // Of these the older half goes at once. Some 8 MiB.
  static constexpr size_t kMost = 16'384;

  // One for each of the rows; nullptr where it is not at hand.
  std::vector<Shown> Find(absl::Span<const RowDetail* const> rows);
  // Where `shown`, one for each of the rows, is not null. Rows whose record is kept with them are left out: another has taken its
  // place, or will.
  void Add(absl::Span<const RowDetail* const> rows, absl::Span<const Shown> shown);
  // It changes: what it was is not to stay without need. REQUIRES: its row has its record kept with it.
  void Forget(const crypto::Digest& incident);

 private:
  struct Summary {
    uint64_t changed;
    Shown shown;
  };
  struct Hash {
    size_t operator()(const crypto::Digest& digest) const;
  };
  using Summaries = absl::flat_hash_map<crypto::Digest, Summary, Hash>;

  base::Mutex mutex_;
  Summaries newer_ ABSL_GUARDED_BY(mutex_);
  Summaries older_ ABSL_GUARDED_BY(mutex_);
};

// Where records and texts are. Thread-safe.
class Records {
 public:
  virtual ~Records() = default;
  // EncodeRecord's bytes, the newest; NOT_FOUND, or an error of the disk.
  virtual absl::StatusOr<std::string> Read(const crypto::Digest& incident) const = 0;
  // The document of an incident that has these statements and no others, by the parts that are held now; perhaps its texts alone.
  virtual absl::StatusOr<IncidentDocument> ReadTexts(const crypto::Digest& incident,
                                                     absl::Span<const StatementRef> statements) const = 0;

  RecentSummaries& recent() const { return recent_; }

 private:
  mutable RecentSummaries recent_;
};

// The record that the row is of, however often the incident has changed since: a writer keeps it with the row (RowDetail::kept)
// before it replaces it. `records` may be null if all rows keep theirs.
absl::StatusOr<storage::v1::IncidentRecord> RecordOf(const RowDetail& row, const Records* records);

// Of these, what lists show, and the incident's statements.
absl::StatusOr<v1::IncidentSummary> SummaryOf(const RowDetail& row, const Records* records);
// SummaryOf for each of the rows, as bytes: those among the recent ones, and the others out of their records, unread but for where
// they lie; these are recent then.
absl::StatusOr<std::vector<Shown>> ShownOf(absl::Span<const RowDetail* const> rows, const Records* records);
absl::StatusOr<std::vector<StatementRef>> StatementsOf(const RowDetail& row, const Records* records);
// Which stand in the parts alone: some thirty microseconds. Of a row that was kept without them, restricted ones only if they are of
// the parts that the row names.
absl::StatusOr<std::shared_ptr<const RowTexts>> TextsOf(const RowDetail& row, const Records* records);

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_RECORDS_H_
