// Reading an incident's statements back from the store, with the parts that the fold looks at.
#ifndef LIGHTSHIP_NODE_INCIDENT_MEMBERS_H_
#define LIGHTSHIP_NODE_INCIDENT_MEMBERS_H_

#include "absl/status/statusor.h"
#include "node/incident/record.h"
#include "node/ledger/indexer.h"
#include "node/store/store.h"

namespace lightship::incident {

enum class Reading { kToFold, kToCompare };

// Parts named facts, vessel, narrative, assertion and withdrawal are read; to fold, response, notice and comment too. DATA_LOSS (STORAGE) when the entry is not there
// or is another statement.
absl::StatusOr<ledger::NewStatement> LoadMember(const store::Store& store,
                                                const StatementRef& member,
                                                Reading reading = Reading::kToFold);

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_MEMBERS_H_
