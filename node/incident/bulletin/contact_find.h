// FindContacts: whom to call for a position. Pure.
#ifndef LIGHTSHIP_NODE_INCIDENT_BULLETIN_CONTACT_FIND_H_
#define LIGHTSHIP_NODE_INCIDENT_BULLETIN_CONTACT_FIND_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "lightship/v1/contact.pb.h"
#include "node/incident/bulletin/posting_index.h"
#include "node/maritime/geometry.h"

namespace lightship::incident::bulletin {

// Whether the area holds the point, and how large it is: the smaller, the more specific. A NAVAREA counts as a share of the
// oceans (361 million km2 in 21 areas), whichever it is.
bool Holds(const v1::AreaOfResponsibility& area, const maritime::Point& point);
double SquareKilometres(const v1::AreaOfResponsibility& area);

// 0 for a rescue centre ("MRCC", "JRCC", "RCC"), 1 for an operations centre, 2 for a focal point, 3 for other desks.
int RoleRank(absl::string_view role);

// Current cards alone, and none in doubt: who stole a key shall not be called. When no card's area holds the position, those of
// the economy that coordinates its NAVAREA. `now` counts when the request names no time. INVALID_ARGUMENT (INVALID_FILTER) with field
// violations.
absl::StatusOr<v1::FindContactsResponse> FindContacts(const Board& board,
                                                      const v1::FindContactsRequest& request,
                                                      absl::Time now);

}  // namespace lightship::incident::bulletin

#endif  // LIGHTSHIP_NODE_INCIDENT_BULLETIN_CONTACT_FIND_H_
