// What the table leaves in the store: the record of an incident, of which a page shows a hundred and a table holds millions.
#ifndef LIGHTSHIP_NODE_INCIDENT_RECORDS_H_
#define LIGHTSHIP_NODE_INCIDENT_RECORDS_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "lightship/storage/v1/storage.pb.h"
#include "lightship/v1/incident.pb.h"
#include "node/crypto/digest.h"
#include "node/incident/record.h"
#include "node/incident/row.h"

namespace lightship::incident {

// Where records are. Thread-safe.
class Records {
 public:
  virtual ~Records() = default;
  // EncodeRecord's bytes, the newest; NOT_FOUND, or an error of the disk.
  virtual absl::StatusOr<std::string> Read(const crypto::Digest& incident) const = 0;
};

// The record that the row is of, however often the incident has changed since: a writer keeps it with the row (RowDetail::kept)
// before it replaces it. `records` may be null if all rows keep theirs.
absl::StatusOr<storage::v1::IncidentRecord> RecordOf(const RowDetail& row, const Records* records);

// Of these, what lists show, and the incident's statements.
absl::StatusOr<v1::IncidentSummary> SummaryOf(const RowDetail& row, const Records* records);
absl::StatusOr<std::vector<StatementRef>> StatementsOf(const RowDetail& row, const Records* records);
absl::StatusOr<std::shared_ptr<const RowTexts>> TextsOf(const RowDetail& row, const Records* records);

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_RECORDS_H_
