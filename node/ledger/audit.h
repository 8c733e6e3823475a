// The audit log: who read which restricted part at this node, in a chain of records whose head the node attests in its log.
#ifndef LIGHTSHIP_NODE_LEDGER_AUDIT_H_
#define LIGHTSHIP_NODE_LEDGER_AUDIT_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "lightship/storage/v1/storage.pb.h"
#include "lightship/v1/audit.pb.h"
#include "lightship/v1/statement.pb.h"
#include "node/store/store.h"

namespace lightship::ledger {

// Whether the author kept the part from somebody: what is read of it is recorded.
bool IsRestricted(const v1::Manifest& manifest, const v1::PartRef& part);
// The restricted ones among these parts of a statement.
v1::AuditedRead RestrictedAmong(absl::string_view address, const v1::Manifest& manifest,
                                const std::vector<absl::string_view>& part_names);

// Where the chain stands.
absl::StatusOr<storage::v1::AuditState> ReadAuditState(const store::Store& store);
// Records from `from` on, as many as one answer holds (limits.h), and what is said of the whole chain. `origin` is the own log's.
absl::StatusOr<v1::ReadAuditResponse> ReadAudit(const store::Store& store, absl::string_view origin,
                                                uint64_t from);

}  // namespace lightship::ledger

#endif  // LIGHTSHIP_NODE_LEDGER_AUDIT_H_
