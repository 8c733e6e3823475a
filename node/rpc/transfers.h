// The two streams of AttachmentService, each going at the pace of the slower side.
#ifndef LIGHTSHIP_NODE_RPC_TRANSFERS_H_
#define LIGHTSHIP_NODE_RPC_TRANSFERS_H_

#include "grpcpp/support/server_callback.h"
#include "lightship/v1/attachment.pb.h"
#include "node/rpc/attachment_service.h"
#include "node/rpc/open_calls.h"

namespace lightship::rpc {

// Both delete themselves when they have ended. `streams` has no more open of the caller, or `caller` is an error: at once.
grpc::ServerReadReactor<v1::UploadRequest>* StartUpload(const AttachmentBackend& backend,
                                                        const absl::StatusOr<statement::Identity>& caller,
                                                        v1::UploadResponse& response,
                                                        OpenCalls& streams);
grpc::ServerWriteReactor<v1::DownloadResponse>* StartDownload(const AttachmentBackend& backend,
                                                              const absl::StatusOr<statement::Identity>& caller,
                                                              const v1::DownloadRequest& request,
                                                              OpenCalls& streams);

}  // namespace lightship::rpc

#endif  // LIGHTSHIP_NODE_RPC_TRANSFERS_H_
