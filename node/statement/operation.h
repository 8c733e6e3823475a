// Everything that somebody can do to a node or to the network, and which roles may: the one place that says so. A
// statement is judged by what it does, not by its kind alone.
#ifndef LIGHTSHIP_NODE_STATEMENT_OPERATION_H_
#define LIGHTSHIP_NODE_STATEMENT_OPERATION_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "lightship/v1/statement.pb.h"
#include "node/statement/identity.h"

namespace lightship::statement {

using Parts = google::protobuf::RepeatedPtrField<v1::Part>;

enum class Operation {
  // Signing statements.
  kReport,
  kAmend,
  kAssert,
  kRespond,
  kNotify,
  kComment,
  kGiveContact,
  kDefineAudience,
  kGrantKey,
  kRevokeKey,
  kChangeLogKeys,
  kRetract,
  kRelease,
  kNarrow,
  kErase,
  kAttest,
  kOtherStatement,  // of a kind or with an action that this release does not know
  // Asking a node of one's own economy.
  kSubmit,
  kReadIncidents,
  kReadReceipts,
  kReadStatus,
  kReadAttachments,
  kSendAttachments,
  kReadAudit,
  kScrub,
  kExportBundle,
  kImportBundle,
  // Between nodes.
  kConverse,
};

struct OperationRule {
  Operation operation;
  absl::string_view name;      // "erase"
  absl::string_view what;      // a line for people
  std::vector<Role> roles;     // one of these
};

// One rule for each operation, in the order of the enum.
absl::Span<const OperationRule> OperationRules();
const OperationRule& RuleOf(Operation operation);

// What a statement does. By the kind alone when the part that tells more is not among `parts` (withheld): then it is the
// kind's operation with the widest roles, and the statement has no effect.
Operation OperationOf(const v1::Manifest& manifest, absl::Span<const v1::Part> parts);
Operation OperationOf(const v1::Manifest& manifest, const Parts& parts);

// PERMISSION_DENIED (MISSING_ROLE) naming the holder, the operation and the roles that would do.
absl::Status MayDo(const Identity& identity, Operation operation);

// The operation of that name, as configurations and people write it. INVALID_ARGUMENT lists the names.
absl::StatusOr<Operation> ParseOperation(absl::string_view name);

}  // namespace lightship::statement

#endif  // LIGHTSHIP_NODE_STATEMENT_OPERATION_H_
