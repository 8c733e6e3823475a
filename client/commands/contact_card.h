// From flags to a contact card that can be signed.
#ifndef LIGHTSHIP_CLIENT_COMMANDS_CONTACT_CARD_H_
#define LIGHTSHIP_CLIENT_COMMANDS_CONTACT_CARD_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "client/sdk/node.h"
#include "lightship/v1/claims.pb.h"
#include "lightship/v1/contact.pb.h"

namespace lightship::commands {

// All as typed; empty: not said.
struct CardFlags {
  std::string agency, role, name, hours, valid_from, valid_to;
  std::vector<std::string> phones, emails, inmarsat, languages, areas, navareas, circles, boxes;
  bool tried = false;  // it has just been tried, and worked
};

// Usage errors that name the flag and what would be right.
absl::StatusOr<v1::Contact> CardFrom(const CardFlags& flags, absl::Time now);

// All that match, page after page, without their page tokens.
absl::StatusOr<v1::ListContactsResponse> AllContacts(v1::ListContactsRequest request, sdk::Node& node);

}  // namespace lightship::commands

#endif  // LIGHTSHIP_CLIENT_COMMANDS_CONTACT_CARD_H_
