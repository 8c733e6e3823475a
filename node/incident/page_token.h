// Page tokens of ListIncidents: where a page ended, bound to the filter and order it was made with. Pure.
#ifndef LIGHTSHIP_NODE_INCIDENT_PAGE_TOKEN_H_
#define LIGHTSHIP_NODE_INCIDENT_PAGE_TOKEN_H_

#include <cstdint>
#include <limits>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "lightship/v1/incident.pb.h"
#include "node/crypto/digest.h"
#include "node/incident/row.h"

namespace lightship::incident {

// A place in a list: smaller ranks first, what is not known last, ties by id.
inline constexpr int64_t kLastRank = std::numeric_limits<int64_t>::max();
struct PageKey {
  int64_t rank = 0;
  crypto::Digest id{};
};

// Rank of a time in microseconds, the newest first.
inline int64_t NewestFirst(int64_t us) { return us == kUnknownTime ? kLastRank : -us; }

// base64url. It names the last incident of a page rather than counting rows, so that incidents which are added
// meanwhile neither repeat nor hide others.
std::string FormatPageToken(const PageKey& last, const v1::IncidentFilter& filter,
                            v1::IncidentOrder order);

// INVALID_ARGUMENT (INVALID_PAGE_TOKEN) for a token that was changed or was made with another filter or order.
absl::StatusOr<PageKey> ParsePageToken(absl::string_view token, const v1::IncidentFilter& filter,
                                       v1::IncidentOrder order);

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_PAGE_TOKEN_H_
