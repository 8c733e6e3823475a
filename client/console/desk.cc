#include "client/console/desk.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "client/formats/stat_tables.h"
#include "client/sdk/version.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::console {

Desk::Desk(Office office) : office_(std::move(office)) {}

absl::StatusOr<std::string> Desk::Call(absl::string_view method, const std::string& request) {
  auto answer = [&]<typename Request, typename Response>(
                    absl::StatusOr<Response> (Desk::*handler)(const Request&)) -> absl::StatusOr<std::string> {
    Request parsed;
    if (!parsed.ParseFromString(request)) {
      return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kMalformed,
                         absl::StrCat("not a request of ", method));
    }
    ASSIGN_OR_RETURN(Response response, (this->*handler)(parsed));
    return response.SerializeAsString();
  };
  if (method == "GetDesk") return answer(&Desk::GetDesk);
  return absl::UnimplementedError(absl::StrCat("the desk has no ", method));
}

absl::StatusOr<v1::GetDeskResponse> Desk::GetDesk(const v1::GetDeskRequest&) {
  v1::GetDeskResponse desk;
  desk.set_identity(office_.officer.who.Uri());
  desk.set_economy(office_.officer.who.economy);
  for (statement::Role role : office_.officer.who.roles) {
    desk.add_roles(std::string(statement::RoleName(role)));
  }
  desk.set_node(office_.node_address);
  desk.set_software_version(sdk::kVersion);
  for (const std::string& economy : office_.roots.Economies()) {
    for (const crypto::Certificate& certificate : office_.roots.Of(economy)) {
      v1::PinnedRoot* root = desk.add_roots();
      root->set_economy(economy);
      root->set_certificate(certificate.der());
    }
  }
  *desk.mutable_tables() = formats::StatTables();
  desk.set_idle_minutes(office_.idle_minutes);
  return desk;
}

}  // namespace lightship::console
