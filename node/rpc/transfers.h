// The two streams of AttachmentService, each going at the pace of the slower side.
#ifndef LIGHTSHIP_NODE_RPC_TRANSFERS_H_
#define LIGHTSHIP_NODE_RPC_TRANSFERS_H_

#include <atomic>

#include "grpcpp/support/server_callback.h"
#include "lightship/v1/attachment.pb.h"
#include "node/rpc/attachment_service.h"

namespace lightship::rpc {

// How many are open. Thread-safe.
class OpenStreams {
 public:
  explicit OpenStreams(size_t most) : most_(most) {}
  // RESOURCE_EXHAUSTED (TOO_MANY_STREAMS) when as many are open as may.
  absl::Status Open();
  void Close() { --open_; }

 private:
  const size_t most_;
  std::atomic<size_t> open_{0};
};

// Both delete themselves when they have ended, and then close `streams`. `admitted` or `reader` ends the stream at once when it is an
// error; else a stream is open.
grpc::ServerReadReactor<v1::UploadRequest>* StartUpload(const AttachmentBackend& backend,
                                                        const absl::Status& admitted,
                                                        v1::UploadResponse& response,
                                                        OpenStreams& streams);
grpc::ServerWriteReactor<v1::DownloadResponse>* StartDownload(const AttachmentBackend& backend,
                                                              const absl::StatusOr<statement::Identity>& reader,
                                                              const v1::DownloadRequest& request,
                                                              OpenStreams& streams);

}  // namespace lightship::rpc

#endif  // LIGHTSHIP_NODE_RPC_TRANSFERS_H_
