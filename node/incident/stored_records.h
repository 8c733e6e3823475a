// Records, and what stands in parts, where the store has them.
#ifndef LIGHTSHIP_NODE_INCIDENT_STORED_RECORDS_H_
#define LIGHTSHIP_NODE_INCIDENT_STORED_RECORDS_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "node/incident/records.h"
#include "node/store/store.h"

namespace lightship::incident {

class StoredRecords final : public Records {
 public:
  // `store` outlives this.
  explicit StoredRecords(const store::Store* store) : store_(store) {}

  absl::StatusOr<std::string> Read(const crypto::Digest& incident) const override;
  absl::StatusOr<IncidentDocument> ReadTexts(const crypto::Digest& incident, absl::Span<const StatementRef> statements) const override;

 private:
  const store::Store* const store_;
};

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_STORED_RECORDS_H_
