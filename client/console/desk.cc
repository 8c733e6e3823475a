#include "client/console/desk.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/console/draft.h"
#include "client/console/understand.h"
#include "client/formats/stat_tables.h"
#include "client/sdk/attachment.h"
#include "client/sdk/sign.h"
#include "client/sdk/version.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::console {

namespace {

using lightship::v1::ListAudiencesResponse;

// Why a node would refuse it, in fields; what concerns the whole has none.
void AddViolations(const absl::Status& refusal, v1::ReviewResponse& review) {
  if (refusal.ok()) return;
  std::vector<base::Violation> violations = base::ViolationsOf(refusal);
  if (violations.empty()) violations.push_back({"", std::string(refusal.message())});
  for (base::Violation& violation : violations) {
    v1::Violation* line = review.add_violations();
    line->set_field(std::move(violation.field));
    line->set_description(std::move(violation.description));
  }
}

}  // namespace

Desk::Desk(Office office)
    : office_(std::move(office)),
      outbox_(office_.spool_directory, office_.node),
      items_(absl::StrCat(office_.spool_directory, "/desk")),
      attempts_(absl::StrCat(office_.spool_directory, "/desk/.attempts")) {}

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
  if (method == "Understand") return answer(&Desk::UnderstandTyped);
  if (method == "Review") return answer(&Desk::Review);
  if (method == "Send") return answer(&Desk::Send);
  if (method == "KeepAttachment") return answer(&Desk::KeepAttachment);
  if (method == "ListSpool") return answer(&Desk::ListSpool);
  if (method == "SendSpool") return answer(&Desk::SendSpool);
  if (method == "ListItems") return answer(&Desk::ListItems);
  if (method == "PutItem") return answer(&Desk::PutItem);
  if (method == "DeleteItem") return answer(&Desk::DeleteItem);
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

absl::StatusOr<v1::UnderstandResponse> Desk::UnderstandTyped(const v1::UnderstandRequest& request) {
  return Understand(request);
}

absl::StatusOr<v1::ReviewResponse> Desk::Review(const v1::ReviewRequest& request) {
  ASSIGN_OR_RETURN(sdk::UnsignedStatement draft, UnsignedFrom(request.draft()));
  v1::ReviewResponse review;
  AddViolations(sdk::CheckStatement(draft, office_.officer.who, office_.clock.Now(), office_.entropy), review);
  absl::StatusOr<ListAudiencesResponse> audiences = office_.node.ListAudiences();
  std::optional<ListAudiencesResponse> known;
  if (audiences.ok()) known = *std::move(audiences);
  for (v1::EconomyView& view :
       ViewsOf(draft, office_.officer.who.economy, office_.roots.Economies(), known)) {
    *review.add_views() = std::move(view);
  }
  return review;
}

absl::StatusOr<v1::SendResponse> Desk::Send(const v1::SendRequest& request) {
  auto sign = [&]() -> absl::StatusOr<lightship::v1::SubmitRequest> {
    ASSIGN_OR_RETURN(sdk::UnsignedStatement draft, UnsignedFrom(request.draft()));
    return sdk::SignStatement(std::move(draft.manifest), std::move(draft.parts), office_.officer, office_.clock.Now(),
                              office_.entropy);
  };
  const std::string& attempt = request.attempt();
  ASSIGN_OR_RETURN(lightship::v1::SubmitRequest submit,
                   attempt.empty() ? sign() : attempts_.SignOnce(attempt, request.draft().SerializeAsString(), sign));
  const auto& attachments = request.draft().report().attachments();
  ASSIGN_OR_RETURN(Outbox::Kept kept, outbox_.Keep(submit, {attachments.begin(), attachments.end()}));
  absl::StatusOr<v1::SendResponse> sent = outbox_.HandIn(kept);
  if (!sent.ok() && !attempt.empty()) attempts_.Forget(attempt);
  return sent;
}

absl::StatusOr<v1::KeepAttachmentResponse> Desk::KeepAttachment(const v1::KeepAttachmentRequest& request) {
  ASSIGN_OR_RETURN(sdk::AttachedFile file, sdk::AttachedFileOf(request.file_name(), request.content()));
  file.attachment.set_caption(request.caption());
  RETURN_IF_ERROR(outbox_.KeepAttachment(file));
  v1::KeepAttachmentResponse response;
  *response.mutable_attachment() = std::move(file.attachment);
  return response;
}

absl::StatusOr<v1::ListSpoolResponse> Desk::ListSpool(const v1::ListSpoolRequest&) { return outbox_.List(); }

absl::StatusOr<v1::SendSpoolResponse> Desk::SendSpool(const v1::SendSpoolRequest&) { return outbox_.SendAll(); }

absl::StatusOr<v1::ListItemsResponse> Desk::ListItems(const v1::ListItemsRequest& request) {
  return items_.List(request.collection());
}

absl::StatusOr<v1::PutItemResponse> Desk::PutItem(const v1::PutItemRequest& request) {
  RETURN_IF_ERROR(items_.Put(request));
  return v1::PutItemResponse();
}

absl::StatusOr<v1::DeleteItemResponse> Desk::DeleteItem(const v1::DeleteItemRequest& request) {
  RETURN_IF_ERROR(items_.Delete(request));
  return v1::DeleteItemResponse();
}

}  // namespace lightship::console
