// Errors: absl::Status everywhere, with a machine-readable reason and the fields at fault attached, so
// that one place (rpc/status_map) can turn any of them into what a client sees.
#ifndef LIGHTSHIP_NODE_BASE_STATUS_H_
#define LIGHTSHIP_NODE_BASE_STATUS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace lightship::base {

// One thing wrong with the input: where ("facts.position.lat_e7"), and what would be right.
struct Violation {
  std::string field;
  std::string description;
};

// `reason` is one of base/reasons.h.
absl::Status Error(absl::StatusCode code, absl::string_view reason, absl::string_view message);

// INVALID_ARGUMENT with reason INVALID_STATEMENT (or another given) and all `violations`; the message lists
// the first few. REQUIRES: violations is not empty.
absl::Status InvalidFields(const std::vector<Violation>& violations);
absl::Status InvalidFields(absl::string_view reason, const std::vector<Violation>& violations);

// RESOURCE_EXHAUSTED or UNAVAILABLE that says when to come back.
absl::Status RetryLater(absl::StatusCode code, absl::string_view reason, absl::string_view message,
                        absl::Duration delay);

// What was attached; empty or zero when nothing was.
std::string ReasonOf(const absl::Status& status);
std::vector<Violation> ViolationsOf(const absl::Status& status);
absl::Duration RetryDelayOf(const absl::Status& status);

// The same error with "`context`: " before its message; payloads stay.
absl::Status Annotate(const absl::Status& status, absl::string_view context);

}  // namespace lightship::base

#define LS_STATUS_CONCAT_(a, b) a##b
#define LS_STATUS_CONCAT(a, b) LS_STATUS_CONCAT_(a, b)

// Returns from the enclosing function when `expr` is not OK.
#define RETURN_IF_ERROR(expr)                              \
  do {                                                     \
    if (absl::Status ls_status = (expr); !ls_status.ok()) { \
      return ls_status;                                    \
    }                                                      \
  } while (false)

// ASSIGN_OR_RETURN(auto x, StatusOrExpression()).
#define ASSIGN_OR_RETURN(lhs, expr) \
  ASSIGN_OR_RETURN_(LS_STATUS_CONCAT(ls_statusor_, __LINE__), lhs, expr)
#define ASSIGN_OR_RETURN_(statusor, lhs, expr) \
  auto statusor = (expr);                      \
  if (!statusor.ok()) {                        \
    return statusor.status();                  \
  }                                            \
  lhs = std::move(statusor).value()

#endif  // LIGHTSHIP_NODE_BASE_STATUS_H_
