#include "client/console/methods.h"

#include <memory>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "google/protobuf/message.h"
#include "google/protobuf/util/json_util.h"
#include "lightship/console/v1/desk.pb.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::console {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::Message;
using google::protobuf::MessageFactory;

constexpr absl::string_view kDeskService = "lightship.console.v1.DeskService/";

bool IsForwarded(absl::string_view name) {
  static const auto* const kMethods = new absl::flat_hash_set<absl::string_view>{
      "lightship.v1.IncidentService/GetIncident",
      "lightship.v1.IncidentService/ListIncidents",
      "lightship.v1.IncidentService/MapIncidents",
      "lightship.v1.IncidentService/FindSimilar",
      "lightship.v1.IncidentService/WatchIncidents",
      "lightship.v1.StatisticsService/CountIncidents",
      "lightship.v1.NoticeService/ListNotices",
      "lightship.v1.DirectoryService/ListContacts",
      "lightship.v1.DirectoryService/FindContacts",
      "lightship.v1.NodeService/GetStatus",
      "lightship.v1.NodeService/GetStateHash",
      "lightship.v1.NodeService/ListAudiences",
      "lightship.v1.SubmissionService/GetReceipt",
      "lightship.v1.AttachmentService/GetAttachment",
      "lightship.v1.AttachmentService/Download"};
  return kMethods->contains(name);
}

std::unique_ptr<Message> NewMessage(const google::protobuf::Descriptor* type) {
  return std::unique_ptr<Message>(
      MessageFactory::generated_factory()->GetPrototype(type)->New());
}

}  // namespace

absl::StatusOr<Method> FindMethod(absl::string_view name) {
  const bool desk = absl::StartsWith(name, kDeskService);
  const google::protobuf::MethodDescriptor* descriptor =
      desk || IsForwarded(name) ? DescriptorPool::generated_pool()->FindMethodByName(
                                      absl::StrReplaceAll(name, {{"/", "."}}))
                                : nullptr;
  if (descriptor == nullptr) {
    return base::Error(absl::StatusCode::kUnimplemented, base::reason::kNotForwarded,
                       absl::StrCat("the console does not pass on ", name));
  }
  return Method{descriptor, desk ? Answerer::kDesk : Answerer::kNode};
}

bool IsOfWatch(const Method& method) {
  const std::string& name = method.descriptor->full_name();
  return name == "lightship.v1.IncidentService.WatchIncidents" || name == "lightship.v1.NodeService.GetStatus";
}

absl::StatusOr<std::string> RequestFromJson(const Method& method, absl::string_view json) {
  std::unique_ptr<Message> request = NewMessage(method.descriptor->input_type());
  auto parsed = google::protobuf::util::JsonStringToMessage(
      google::protobuf::StringPiece(json.data(), json.size()), request.get());
  if (parsed.ok()) return request->SerializeAsString();
  return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kMalformed,
                     parsed.ToString());
}

absl::StatusOr<std::string> AnswerToJson(const Method& method, absl::string_view bytes) {
  std::unique_ptr<Message> answer = NewMessage(method.descriptor->output_type());
  std::string json;
  if (!answer->ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) ||
      !google::protobuf::util::MessageToJsonString(*answer, &json).ok()) {
    return absl::InternalError("an answer that cannot be read");
  }
  return json;
}

}  // namespace lightship::console
