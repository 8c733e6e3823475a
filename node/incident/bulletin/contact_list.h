// ListContacts: which cards match, a page at a time. Pure.
#ifndef LIGHTSHIP_NODE_INCIDENT_BULLETIN_CONTACT_LIST_H_
#define LIGHTSHIP_NODE_INCIDENT_BULLETIN_CONTACT_LIST_H_

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lightship/v1/contact.pb.h"
#include "node/incident/bulletin/posting_index.h"

namespace lightship::incident::bulletin {

// `now` counts when the request names no time. INVALID_ARGUMENT (INVALID_FILTER, INVALID_PAGE_TOKEN) with field violations.
absl::StatusOr<v1::ListContactsResponse> ListContacts(const Board& board,
                                                      const v1::ListContactsRequest& request,
                                                      absl::Time now);

}  // namespace lightship::incident::bulletin

#endif  // LIGHTSHIP_NODE_INCIDENT_BULLETIN_CONTACT_LIST_H_
