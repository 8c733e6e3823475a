// What the table leaves in the store: the record of an incident, of which a page shows a hundred and a table holds millions.
#ifndef LIGHTSHIP_NODE_INCIDENT_RECORDS_H_
#define LIGHTSHIP_NODE_INCIDENT_RECORDS_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "lightship/storage/v1/storage.pb.h"
#include "lightship/v1/incident.pb.h"
#include "node/base/mutex.h"
#include "node/crypto/digest.h"
#include "node/incident/record.h"
#include "node/incident/row.h"

namespace lightship::incident {

// What lists have shown of late: the newest incidents are asked for again and again. Thread-safe.
class RecentSummaries {
 public:
  // Of these the older half goes at once. Some 8 MiB.
  static constexpr size_t kMost = 16'384;

  // A serialized summary; nullptr when the row's is not at hand.
  std::shared_ptr<const std::string> Find(const RowDetail& row);
  void Add(const RowDetail& row, std::string summary);
  // It has changed: what it was is not to stay without need.
  void Forget(const crypto::Digest& incident);

 private:
  struct Shown {
    uint64_t changed;
    std::shared_ptr<const std::string> summary;
  };
  using Summaries = absl::flat_hash_map<crypto::Digest, Shown>;

  base::Mutex mutex_;
  Summaries newer_ ABSL_GUARDED_BY(mutex_);
  Summaries older_ ABSL_GUARDED_BY(mutex_);
};

// Where records are. Thread-safe.
class Records {
 public:
  virtual ~Records() = default;
  // EncodeRecord's bytes, the newest; NOT_FOUND, or an error of the disk.
  virtual absl::StatusOr<std::string> Read(const crypto::Digest& incident) const = 0;

  RecentSummaries& recent() const { return recent_; }

 private:
  mutable RecentSummaries recent_;
};

// The record that the row is of, however often the incident has changed since: a writer keeps it with the row (RowDetail::kept)
// before it replaces it. `records` may be null if all rows keep theirs.
absl::StatusOr<storage::v1::IncidentRecord> RecordOf(const RowDetail& row, const Records* records);

// Of these, what lists show, and the incident's statements. ShownSummaryOf looks among the recent ones first, and adds to them.
absl::StatusOr<v1::IncidentSummary> SummaryOf(const RowDetail& row, const Records* records);
absl::StatusOr<v1::IncidentSummary> ShownSummaryOf(const RowDetail& row, const Records* records);
absl::StatusOr<std::vector<StatementRef>> StatementsOf(const RowDetail& row, const Records* records);
absl::StatusOr<std::shared_ptr<const RowTexts>> TextsOf(const RowDetail& row, const Records* records);

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_RECORDS_H_
