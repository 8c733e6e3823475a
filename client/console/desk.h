// What the console does for its page with the officer's own key and disk (lightship.console.v1.DeskService).
#ifndef LIGHTSHIP_CLIENT_CONSOLE_DESK_H_
#define LIGHTSHIP_CLIENT_CONSOLE_DESK_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/console/attempts.h"
#include "client/console/items.h"
#include "client/console/outbox.h"
#include "client/sdk/identity.h"
#include "client/sdk/node.h"
#include "lightship/console/v1/desk.pb.h"
#include "node/base/clock.h"
#include "node/base/entropy.h"
#include "node/statement/roots.h"

namespace lightship::console {

// What a desk works with; all of it outlives the desk.
struct Office {
  const sdk::OfficerIdentity& officer;
  const statement::PinnedRoots& roots;
  sdk::Node& node;
  const base::Clock& clock;
  base::Entropy& entropy;
  std::string node_address;
  std::string spool_directory;
  uint32_t idle_minutes = 0;
};

// Thread-safe.
class Desk {
 public:
  explicit Desk(Office office);

  // The answer's bytes to the request's; `method` is the name within the service ("GetDesk").
  absl::StatusOr<std::string> Call(absl::string_view method, const std::string& request);

 private:
  absl::StatusOr<v1::GetDeskResponse> GetDesk(const v1::GetDeskRequest& request);
  absl::StatusOr<v1::UnderstandResponse> UnderstandTyped(const v1::UnderstandRequest& request);
  absl::StatusOr<v1::ReviewResponse> Review(const v1::ReviewRequest& request);
  absl::StatusOr<v1::SendResponse> Send(const v1::SendRequest& request);
  absl::StatusOr<v1::KeepAttachmentResponse> KeepAttachment(const v1::KeepAttachmentRequest& request);
  absl::StatusOr<v1::ListSpoolResponse> ListSpool(const v1::ListSpoolRequest& request);
  absl::StatusOr<v1::SendSpoolResponse> SendSpool(const v1::SendSpoolRequest& request);
  absl::StatusOr<v1::ListItemsResponse> ListItems(const v1::ListItemsRequest& request);
  absl::StatusOr<v1::PutItemResponse> PutItem(const v1::PutItemRequest& request);
  absl::StatusOr<v1::DeleteItemResponse> DeleteItem(const v1::DeleteItemRequest& request);

  const Office office_;
  Outbox outbox_;
  Items items_;
  Attempts attempts_;
};

}  // namespace lightship::console

#endif  // LIGHTSHIP_CLIENT_CONSOLE_DESK_H_
