// Contact cards as they stand, derived from statements like notices (notices.h): pure, the same whatever the order of
// arrival, and judged at a time that is given.
#ifndef LIGHTSHIP_NODE_INCIDENT_BULLETIN_CONTACTS_H_
#define LIGHTSHIP_NODE_INCIDENT_BULLETIN_CONTACTS_H_

#include <vector>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "lightship/v1/contact.pb.h"
#include "node/incident/bulletin/posting.h"

namespace lightship::incident::bulletin {

struct CardView {
  v1::ContactCard shown;  // all but `state` and `concerns`
  // Valid in [from, until), unless and until it is replaced or retracted; never before it was published.
  absl::Time from = absl::InfinitePast();
  absl::Time until = absl::InfiniteFuture();
  absl::Time replaced_at = absl::InfiniteFuture();
  absl::Time retracted_at = absl::InfiniteFuture();
  absl::Time confirmed_at = absl::InfinitePast();
};

v1::ContactState StateAt(const CardView& card, absl::Time at);

// The card with its state and what there is to see to at `at`; limits::kConfirmationCounts, kContactExpiryNotice. Replaced and
// retracted cards concern nobody.
v1::ContactCard CardAt(const CardView& card, absl::Time at);

// By economy, agency and role, ties by statement id. A card replaces those that its manifest supersedes, by the rules of
// standing.h. Cards that are not held are left out, and still replace.
std::vector<CardView> DeriveCards(absl::Span<const Posting* const> postings);

}  // namespace lightship::incident::bulletin

#endif  // LIGHTSHIP_NODE_INCIDENT_BULLETIN_CONTACTS_H_
