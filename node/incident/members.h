// Reading an incident's statements back from the store, with the parts that the fold looks at.
#ifndef LIGHTSHIP_NODE_INCIDENT_MEMBERS_H_
#define LIGHTSHIP_NODE_INCIDENT_MEMBERS_H_

#include "absl/status/statusor.h"
#include "node/incident/record.h"
#include "node/ledger/indexer.h"
#include "node/store/store.h"

namespace lightship::incident {

enum class Reading { kToFold, kToCompare, kToPost };

// Parts named facts, vessel, narrative, assertion and withdrawal are read; to fold, response, notice and comment too; to post notices and
// contact cards these and withdrawals alone. DATA_LOSS (STORAGE) when the entry is not there or is another statement.
absl::StatusOr<ledger::NewStatement> LoadMember(const store::Store& store,
                                                const StatementRef& member,
                                                Reading reading = Reading::kToFold);

// Brings what is held of a statement up to date with the same statement told again, which has got parts, or lost some, or has come
// into doubt.
void TakeAgain(const ledger::NewStatement& again, ledger::NewStatement& held);

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_MEMBERS_H_
