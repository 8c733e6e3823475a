#include "node/rpc/attachment_service.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "grpcpp/server_context.h"
#include "lightship/v1/attachment.grpc.pb.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/rpc/pool_call.h"
#include "node/rpc/transfers.h"
#include "node/statement/address.h"

namespace lightship::rpc {
namespace {

class AttachmentService final : public v1::AttachmentService::CallbackService {
 public:
  explicit AttachmentService(const AttachmentBackend& backend)
      : backend_(backend), streams_({"transfers", backend.most_streams, backend.most_of_caller}) {}

  grpc::ServerReadReactor<v1::UploadRequest>* Upload(grpc::CallbackServerContext* context,
                                                     v1::UploadResponse* response) override {
    auto caller = backend_.gate->AdmitOfficer(*context->auth_context(),
                                              statement::Operation::kSendAttachments);
    return StartUpload(backend_, caller, *response, streams_);
  }

  grpc::ServerUnaryReactor* GetAttachment(grpc::CallbackServerContext* context,
                                          const v1::GetAttachmentRequest* request,
                                          v1::GetAttachmentResponse* response) override {
    auto caller = backend_.gate->AdmitOfficer(*context->auth_context(),
                                              statement::Operation::kReadAttachments);
    return CallOnPool(*context, *backend_.pool, caller,
                      [this, request, response] { return Describe(*request, *response); });
  }

  grpc::ServerWriteReactor<v1::DownloadResponse>* Download(
      grpc::CallbackServerContext* context, const v1::DownloadRequest* request) override {
    auto caller = backend_.gate->AdmitOfficer(*context->auth_context(),
                                              statement::Operation::kReadAttachments);
    return StartDownload(backend_, caller, *request, streams_);
  }

 private:
  absl::Status Describe(const v1::GetAttachmentRequest& request,
                        v1::GetAttachmentResponse& response) {
    ASSIGN_OR_RETURN(crypto::Digest sha256, crypto::DigestFromBytes(request.sha256()));
    ASSIGN_OR_RETURN(ledger::BlobState state, backend_.reader->blobs().StateOf(sha256));
    ASSIGN_OR_RETURN(std::vector<ledger::BlobRef> refs, backend_.reader->blobs().Refs(sha256));
    if (refs.empty()) {
      return base::Error(absl::StatusCode::kNotFound, base::reason::kNotFound,
                         "no statement held by this node has an attachment of that SHA-256");
    }
    response.set_held(state.held);
    response.set_whole(state.whole);
    for (const ledger::BlobRef& ref : refs) {
      response.set_size(std::max<uint64_t>(response.size(), ref.attachment.size()));
      ASSIGN_OR_RETURN(statement::Origin origin, statement::Origin::Parse(ref.origin));
      v1::AttachmentRef& named = *response.add_refs();
      named.set_address(origin.At(ref.index).ToString());
      named.set_part_name(ref.part_name);
    }
    return absl::OkStatus();
  }

  const AttachmentBackend backend_;
  OpenCalls streams_;
};

}  // namespace

std::shared_ptr<grpc::Service> MakeAttachmentService(const AttachmentBackend& backend) {
  return std::make_shared<AttachmentService>(backend);
}

}  // namespace lightship::rpc
