// A draft of the page as a statement before it is signed, and who will see what of it. Pure.
#ifndef LIGHTSHIP_CLIENT_CONSOLE_DRAFT_H_
#define LIGHTSHIP_CLIENT_CONSOLE_DRAFT_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "client/sdk/sign.h"
#include "lightship/console/v1/desk.pb.h"
#include "lightship/v1/node.pb.h"

namespace lightship::console {

// INVALID_ARGUMENT for a draft without content.
absl::StatusOr<sdk::UnsignedStatement> UnsignedFrom(const v1::Draft& draft);

// What each member of the network will see of it: `own` economy first. An audience that nobody has defined is nobody but
// `own`. Without `known`, what the node knows of audiences, the members are `pinned`, and nothing is told when an audience is
// a named one.
std::vector<v1::EconomyView> ViewsOf(const sdk::UnsignedStatement& statement, const std::string& own,
                                     const std::vector<std::string>& pinned,
                                     const std::optional<lightship::v1::ListAudiencesResponse>& known);

}  // namespace lightship::console

#endif  // LIGHTSHIP_CLIENT_CONSOLE_DRAFT_H_
