// What a client can ask of its economy's node. Connection asks it over gRPC; tests answer by themselves.
#ifndef LIGHTSHIP_CLIENT_SDK_NODE_H_
#define LIGHTSHIP_CLIENT_SDK_NODE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "lightship/v1/attachment.pb.h"
#include "lightship/v1/bundle.pb.h"
#include "lightship/v1/contact.pb.h"
#include "lightship/v1/incident.pb.h"
#include "lightship/v1/node.pb.h"
#include "lightship/v1/notice.pb.h"
#include "lightship/v1/statistics.pb.h"
#include "lightship/v1/submission.pb.h"

namespace lightship::sdk {

// All calls wait for the answer, up to the connection's deadline. Errors are the node's (base::ReasonOf and
// base::ViolationsOf tell more), or UNAVAILABLE / DEADLINE_EXCEEDED when it could not be asked.
class Node {
 public:
  virtual ~Node() = default;

  // The same statement again is success, with the first receipt.
  virtual absl::StatusOr<v1::SubmitResponse> Submit(const v1::SubmitRequest& request) = 0;
  virtual absl::StatusOr<v1::GetReceiptResponse> GetReceipt(
      const v1::GetReceiptRequest& request) = 0;
  virtual absl::StatusOr<v1::FindSimilarResponse> FindSimilar(
      const v1::FindSimilarRequest& request) = 0;
  virtual absl::StatusOr<v1::GetIncidentResponse> GetIncident(
      const v1::GetIncidentRequest& request) = 0;
  virtual absl::StatusOr<v1::ListIncidentsResponse> ListIncidents(
      const v1::ListIncidentsRequest& request) = 0;
  virtual absl::StatusOr<v1::CountIncidentsResponse> CountIncidents(
      const v1::CountIncidentsRequest& request) = 0;
  virtual absl::StatusOr<v1::ListNoticesResponse> ListNotices(
      const v1::ListNoticesRequest& request) = 0;
  virtual absl::StatusOr<v1::ListContactsResponse> ListContacts(
      const v1::ListContactsRequest& request) = 0;
  virtual absl::StatusOr<v1::FindContactsResponse> FindContacts(
      const v1::FindContactsRequest& request) = 0;
  virtual absl::StatusOr<v1::GetStatusResponse> GetStatus() = 0;
  virtual absl::StatusOr<v1::ListAudiencesResponse> ListAudiences() = 0;
  virtual absl::StatusOr<v1::GetStateHashResponse> GetStateHash(
      const v1::GetStateHashRequest& request) = 0;
  // How the node's check of what it stores stands; with `start`, begins one. Answers when there is progress. Waits for a
  // node that is not there at once.
  virtual absl::StatusOr<v1::ScrubStatus> Scrub(bool start) = 0;

  // A page of the audit log.
  virtual absl::StatusOr<v1::ReadAuditResponse> ReadAudit(const v1::ReadAuditRequest& request) = 0;

  // How much of an attachment the node holds. NOT_FOUND when no statement there names it.
  virtual absl::StatusOr<v1::GetAttachmentResponse> GetAttachment(
      const v1::GetAttachmentRequest& request) = 0;
  // Hands in an attachment's bytes, from where the node's end. Broken off, it can be called again: what the node has
  // taken is not sent twice.
  virtual absl::StatusOr<v1::UploadResponse> Upload(const std::string& sha256,
                                                    absl::string_view bytes) = 0;
  // Calls `on_bytes` for each piece, in order, until the end or until it returns false.
  using OnBytes = std::function<bool(const v1::DownloadResponse&)>;
  virtual absl::Status Download(const v1::DownloadRequest& request, const OnBytes& on_bytes) = 0;

  // Calls `on_change` for each response until it returns false (then OK) or the stream breaks (then its error).
  using OnChange = std::function<bool(const v1::WatchIncidentsResponse&)>;
  virtual absl::Status Watch(const v1::WatchIncidentsRequest& request,
                             const OnChange& on_change) = 0;

  // Calls `on_piece` for each piece of the bundle, in order, without a deadline.
  using OnPiece = std::function<void(const v1::ExportBundleResponse&)>;
  virtual absl::Status ExportBundle(const v1::ExportBundleRequest& request,
                                    const OnPiece& on_piece) = 0;
  // Sends the whole file; waits without a deadline until it has been taken in.
  virtual absl::StatusOr<v1::ImportBundleResponse> ImportBundle(absl::string_view file) = 0;

  // Submits many statements with up to `in_flight` unanswered at once. `next` fills the request and returns true, or
  // false when there is no more; `done` gets the request's number (from 0, in the order of `next`) and its
  // outcome, in any order. Both are called on the caller's thread. A statement that the node has no room for, or that meets
  // a broken connection, is sent again after the delay that the node asked for, at most kAttempts times, unless that is longer than seconds.
  // OK when `next` has said that there is no more. Else `next` is not asked any more since one stays unreachable, or since the node ended
  // the stream for all of them, as of an officer whose key is revoked: that error.
  using Next = std::function<bool(v1::SubmitRequest&)>;
  using Done = std::function<void(uint64_t, absl::StatusOr<v1::SubmitResponse>)>;
  virtual absl::Status SubmitMany(const Next& next, const Done& done, size_t in_flight) = 0;

  static constexpr int kAttempts = 8;
};

// Whether the node did not decide about the request (out of reach, late, busy, stopping or damaged), so that the same request
// may work later.
bool IsUnreachable(const absl::Status& status);

}  // namespace lightship::sdk

#endif  // LIGHTSHIP_CLIENT_SDK_NODE_H_
