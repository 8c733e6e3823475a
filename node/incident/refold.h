// Bringing an incident's record up to date with statements that are being committed.
#ifndef LIGHTSHIP_NODE_INCIDENT_REFOLD_H_
#define LIGHTSHIP_NODE_INCIDENT_REFOLD_H_

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "node/incident/record.h"
#include "node/ledger/indexer.h"
#include "node/store/store.h"

namespace lightship::incident {

// The record of an incident that has these statements and no others. `changed` is left 0, and the incident stands alone. Pure.
Record RecordOf(const crypto::Digest& incident, absl::Span<const ledger::NewStatement* const> statements);

// The record of `incident` with `added`, which are not in the store yet, beside its `known` members, which are. A
// statement that is both has got parts, which join those held before, or lost some, or has come into doubt. As by RecordOf.
absl::StatusOr<Record> Refold(const store::Store& store, const crypto::Digest& incident,
                              absl::Span<const StatementRef> known,
                              absl::Span<const ledger::NewStatement* const> added);

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_REFOLD_H_
