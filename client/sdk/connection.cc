#include "client/sdk/connection.h"

#include <algorithm>
#include <atomic>
#include <utility>

#include "client/sdk/channel.h"
#include "client/sdk/grpc_status.h"
#include "client/sdk/submit_many.h"
#include "client/sdk/wait.h"
#include "grpcpp/client_context.h"
#include "lightship/v1/attachment.grpc.pb.h"
#include "lightship/v1/bundle.grpc.pb.h"
#include "lightship/v1/contact.grpc.pb.h"
#include "lightship/v1/incident.grpc.pb.h"
#include "lightship/v1/node.grpc.pb.h"
#include "lightship/v1/notice.grpc.pb.h"
#include "lightship/v1/statistics.grpc.pb.h"
#include "lightship/v1/submission.grpc.pb.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/request_id.h"
#include "node/base/status.h"

namespace lightship::sdk {
namespace {

// What a link must carry at the least for a transfer to end in time: most of 2.4 kbit/s.
constexpr size_t kSlowestBytesPerSecond = 200;

// With a node that has too much to do. A report that it does not take by then is kept to be sent.
constexpr absl::Duration kPatience = absl::Seconds(15);

absl::Status ToAbsl(const grpc::ClientContext& context, const grpc::Status& status) {
  const auto& behind = context.GetServerTrailingMetadata();
  const auto id = behind.find(base::kRequestIdKey);
  return WithRequestId(StatusFromWire(status.error_code(), status.error_message(), status.error_details()),
                       id == behind.end() ? absl::string_view() : absl::string_view(id->second.data(), id->second.size()));
}

class Connection final : public Node {
 public:
  Connection(const std::shared_ptr<grpc::Channel>& channel, const ConnectionOptions& options,
             const base::Clock& clock)
      : submission_(v1::SubmissionService::NewStub(channel)),
        incidents_(v1::IncidentService::NewStub(channel)),
        statistics_(v1::StatisticsService::NewStub(channel)),
        notices_(v1::NoticeService::NewStub(channel)),
        directory_(v1::DirectoryService::NewStub(channel)),
        node_(v1::NodeService::NewStub(channel)),
        attachments_(v1::AttachmentService::NewStub(channel)),
        bundles_(v1::BundleService::NewStub(channel)),
        deadline_(options.deadline),
        streams_(options.stream),
        clock_(clock) {}

  // The log knows nearly every signer: certificates, a fifth of an alert, are sent when it asks for them.
  absl::StatusOr<v1::SubmitResponse> Submit(const v1::SubmitRequest& request) override {
    v1::SubmitRequest bare = request;
    bare.clear_chains();
    auto response = Call<v1::SubmitResponse>(*submission_, &v1::SubmissionService::Stub::Submit, bare);
    if (request.chains().empty() || !absl::IsPermissionDenied(response.status())) return response;
    return Call<v1::SubmitResponse>(*submission_, &v1::SubmissionService::Stub::Submit, request);
  }
  absl::StatusOr<v1::GetReceiptResponse> GetReceipt(
      const v1::GetReceiptRequest& request) override {
    return Call<v1::GetReceiptResponse>(*submission_, &v1::SubmissionService::Stub::GetReceipt,
                                        request);
  }
  absl::StatusOr<v1::FindSimilarResponse> FindSimilar(
      const v1::FindSimilarRequest& request) override {
    return Call<v1::FindSimilarResponse>(*incidents_, &v1::IncidentService::Stub::FindSimilar,
                                         request);
  }
  absl::StatusOr<v1::GetIncidentResponse> GetIncident(
      const v1::GetIncidentRequest& request) override {
    return Call<v1::GetIncidentResponse>(*incidents_, &v1::IncidentService::Stub::GetIncident,
                                         request);
  }
  absl::StatusOr<v1::ListIncidentsResponse> ListIncidents(
      const v1::ListIncidentsRequest& request) override {
    return Call<v1::ListIncidentsResponse>(*incidents_, &v1::IncidentService::Stub::ListIncidents,
                                           request);
  }
  absl::StatusOr<v1::CountIncidentsResponse> CountIncidents(
      const v1::CountIncidentsRequest& request) override {
    return Call<v1::CountIncidentsResponse>(
        *statistics_, &v1::StatisticsService::Stub::CountIncidents, request);
  }
  absl::StatusOr<v1::ListNoticesResponse> ListNotices(
      const v1::ListNoticesRequest& request) override {
    return Call<v1::ListNoticesResponse>(*notices_, &v1::NoticeService::Stub::ListNotices, request);
  }
  absl::StatusOr<v1::ListContactsResponse> ListContacts(
      const v1::ListContactsRequest& request) override {
    return Call<v1::ListContactsResponse>(*directory_, &v1::DirectoryService::Stub::ListContacts,
                                          request);
  }
  absl::StatusOr<v1::FindContactsResponse> FindContacts(
      const v1::FindContactsRequest& request) override {
    return Call<v1::FindContactsResponse>(*directory_, &v1::DirectoryService::Stub::FindContacts,
                                          request);
  }
  absl::StatusOr<v1::GetStatusResponse> GetStatus() override {
    return Call<v1::GetStatusResponse>(*node_, &v1::NodeService::Stub::GetStatus,
                                       v1::GetStatusRequest());
  }
  absl::StatusOr<v1::ListAudiencesResponse> ListAudiences() override {
    return Call<v1::ListAudiencesResponse>(*node_, &v1::NodeService::Stub::ListAudiences,
                                           v1::ListAudiencesRequest());
  }
  absl::StatusOr<v1::GetStateHashResponse> GetStateHash(
      const v1::GetStateHashRequest& request) override {
    return Call<v1::GetStateHashResponse>(*node_, &v1::NodeService::Stub::GetStateHash, request);
  }
  absl::StatusOr<v1::ScrubStatus> Scrub(bool start) override {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(clock_.Now() + deadline_));
    context.set_wait_for_ready(true);
    v1::ScrubRequest request;
    request.set_start(start);
    v1::ScrubStatus response;
    const grpc::Status answered = node_->Scrub(&context, request, &response);
    absl::Status status = ToAbsl(context, answered);
    if (!status.ok()) return status;
    return response;
  }

  absl::StatusOr<v1::ReadAuditResponse> ReadAudit(const v1::ReadAuditRequest& request) override {
    return Call<v1::ReadAuditResponse>(*node_, &v1::NodeService::Stub::ReadAudit, request);
  }

  absl::StatusOr<v1::GetAttachmentResponse> GetAttachment(
      const v1::GetAttachmentRequest& request) override {
    return Call<v1::GetAttachmentResponse>(
        *attachments_, &v1::AttachmentService::Stub::GetAttachment, request);
  }
  absl::StatusOr<v1::UploadResponse> Upload(const std::string& sha256,
                                            absl::string_view bytes) override;
  absl::Status Download(const v1::DownloadRequest& request, const OnBytes& on_bytes) override;

  absl::Status Watch(const v1::WatchIncidentsRequest& request,
                     const OnChange& on_change) override {
    grpc::ClientContext context;  // without a deadline: a watch stays open
    auto stream = incidents_->WatchIncidents(&context, request);
    v1::WatchIncidentsResponse response;
    while (stream->Read(&response)) {
      if (on_change(response)) continue;
      context.TryCancel();
      // The outcome of a watch that the caller ended is "cancelled", whatever it was before.
      static_cast<void>(stream->Finish());
      return absl::OkStatus();
    }
    const grpc::Status finished = stream->Finish();
    absl::Status ended = ToAbsl(context, finished);
    return ended.ok() ? absl::UnavailableError("the node ended the watch") : ended;
  }

  absl::Status ExportBundle(const v1::ExportBundleRequest& request,
                            const OnPiece& on_piece) override {
    grpc::ClientContext context;
    auto stream = bundles_->ExportBundle(&context, request);
    v1::ExportBundleResponse response;
    while (stream->Read(&response)) on_piece(response);
    const grpc::Status finished = stream->Finish();
    return ToAbsl(context, finished);
  }

  absl::StatusOr<v1::ImportBundleResponse> ImportBundle(absl::string_view file) override {
    grpc::ClientContext context;
    v1::ImportBundleResponse response;
    auto stream = bundles_->ImportBundle(&context, &response);
    v1::ImportBundleRequest request;
    for (bool open = true; open && !file.empty();) {
      request.set_data(std::string(file.substr(0, base::limits::kBundlePieceBytes)));
      file.remove_prefix(request.data().size());
      open = stream->Write(request);  // when it is not, Finish says why
    }
    stream->WritesDone();
    const grpc::Status finished = stream->Finish();
    absl::Status status = ToAbsl(context, finished);
    if (!status.ok()) return status;
    return response;
  }

  absl::Status SubmitMany(const Next& next, const Done& done, size_t in_flight) override {
    const SubmittedMany ended = sdk::SubmitMany(*submission_, clock_, {deadline_, in_flight, streams_}, next, done);
    streams_ = streams_ && ended.has_stream;
    return ended.stopped;
  }

 private:
  // Of a call that moves `bytes`.
  void SetDeadline(grpc::ClientContext& context, size_t bytes) const {
    context.set_deadline(absl::ToChronoTime(clock_.Now() + deadline_ +
                                            absl::Seconds(bytes / kSlowestBytesPerSecond)));
  }
  // One stream from `offset` to the end, or as far as the node takes it.
  absl::StatusOr<v1::UploadResponse> UploadFrom(uint64_t offset, const std::string& sha256,
                                                absl::string_view bytes);

  // Every call may be made twice: a statement that is submitted again is answered as it was at first.
  template <typename Response, typename Stub, typename Request>
  absl::StatusOr<Response> Call(Stub& stub,
                                grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                const Request& request) {
    const absl::Time deadline = clock_.Now() + deadline_;
    Response response;
    absl::Status status =
        CallWhileOverloaded(clock_, std::min(deadline, clock_.Now() + kPatience), [&] {
          grpc::ClientContext context;
          context.set_deadline(absl::ToChronoTime(deadline));
          const grpc::Status answered = (stub.*method)(&context, request, &response);
          return ToAbsl(context, answered);
        });
    if (!status.ok()) return status;
    return response;
  }

  const std::unique_ptr<v1::SubmissionService::Stub> submission_;
  const std::unique_ptr<v1::IncidentService::Stub> incidents_;
  const std::unique_ptr<v1::StatisticsService::Stub> statistics_;
  const std::unique_ptr<v1::NoticeService::Stub> notices_;
  const std::unique_ptr<v1::DirectoryService::Stub> directory_;
  const std::unique_ptr<v1::NodeService::Stub> node_;
  const std::unique_ptr<v1::AttachmentService::Stub> attachments_;
  const std::unique_ptr<v1::BundleService::Stub> bundles_;
  const absl::Duration deadline_;
  std::atomic<bool> streams_;
  const base::Clock& clock_;
};

absl::StatusOr<v1::UploadResponse> Connection::UploadFrom(uint64_t offset,
                                                          const std::string& sha256,
                                                          absl::string_view bytes) {
  grpc::ClientContext context;
  SetDeadline(context, bytes.size() - offset);
  v1::UploadResponse response;
  auto stream = attachments_->Upload(&context, &response);
  v1::UploadRequest request;
  request.set_sha256(sha256);
  while (offset < bytes.size()) {
    const absl::string_view chunk = bytes.substr(offset, base::limits::kAttachmentChunkBytes);
    request.set_offset(offset);
    request.set_data(std::string(chunk));
    if (!stream->Write(request)) break;  // Finish tells why
    offset += chunk.size();
  }
  stream->WritesDone();
  const grpc::Status finished = stream->Finish();
  absl::Status ended = ToAbsl(context, finished);
  if (!ended.ok()) return ended;
  return response;
}

absl::StatusOr<v1::UploadResponse> Connection::Upload(const std::string& sha256,
                                                      absl::string_view bytes) {
  v1::GetAttachmentRequest request;
  request.set_sha256(sha256);
  ASSIGN_OR_RETURN(v1::GetAttachmentResponse state, GetAttachment(request));
  v1::UploadResponse reached;
  reached.set_held(state.held());
  reached.set_whole(state.whole());
  // Goes on when the node has come further meanwhile, as with another upload or a peer's copy of the same file.
  for (int i = 0; i < kAttempts && !reached.whole() && reached.held() < bytes.size(); ++i) {
    ASSIGN_OR_RETURN(reached, UploadFrom(reached.held(), sha256, bytes));
  }
  return reached;
}

absl::Status Connection::Download(const v1::DownloadRequest& request, const OnBytes& on_bytes) {
  grpc::ClientContext context;
  SetDeadline(context, base::limits::kAttachmentBytes);
  auto stream = attachments_->Download(&context, request);
  v1::DownloadResponse response;
  while (stream->Read(&response)) {
    if (on_bytes(response)) continue;
    context.TryCancel();
    break;
  }
  const grpc::Status finished = stream->Finish();
    return ToAbsl(context, finished);
}

}  // namespace

bool IsUnreachable(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kCancelled:  // a node that stops ends its calls so
    case absl::StatusCode::kUnknown:    // no status came from the node
      return true;
    case absl::StatusCode::kDataLoss:  // the node's own store is damaged, unless it is what was received that is
      return base::ReasonOf(status) != base::reason::kDigestMismatch;
    case absl::StatusCode::kInternal:  // without a reason it is gRPC's own, for a stream that something on the way has reset
      return base::ReasonOf(status).empty();
    default:
      // The node may add nothing to its log until its operator has done something.
      return base::ReasonOf(status) == base::reason::kFrozen || base::ReasonOf(status) == base::reason::kNodeKeyUnfit;
  }
}

absl::StatusOr<std::unique_ptr<Node>> Connect(const ConnectionOptions& options,
                                              const OfficerIdentity& officer,
                                              const statement::PinnedRoots& roots,
                                              const base::Clock& clock) {
  ASSIGN_OR_RETURN(std::shared_ptr<grpc::Channel> channel,
                   OpenChannel(options.address, options.economy, officer, roots));
  return std::make_unique<Connection>(channel, options, clock);
}

}  // namespace lightship::sdk
