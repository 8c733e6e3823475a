// Signed statements and their attachments on their way to the node: on disk first, then handed in, and kept there until they are.
#ifndef LIGHTSHIP_CLIENT_CONSOLE_OUTBOX_H_
#define LIGHTSHIP_CLIENT_CONSOLE_OUTBOX_H_

#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/sdk/attachment.h"
#include "client/sdk/node.h"
#include "client/sdk/spool.h"
#include "lightship/console/v1/desk.pb.h"
#include "lightship/v1/submission.pb.h"
#include "node/base/mutex.h"

namespace lightship::console {

// Thread-safe. Works in the spool that `lightship spool` shows and sends too.
class Outbox {
 public:
  // `node` must outlive it.
  Outbox(std::string directory, sdk::Node& node) : directory_(std::move(directory)), node_(node) {}

  // Keeps a file until the report that names it is sent; of many, the newest kFiles.
  static constexpr size_t kFiles = 64;
  absl::Status KeepAttachment(const sdk::AttachedFile& file);

  // A statement on disk.
  struct Kept {
    lightship::v1::SubmitRequest request;
    std::vector<std::string> attachments;  // SHA-256 of those that follow it
    sdk::Spool spool;
    std::string file;
  };
  // Keeps a signed statement and the attachments that it names, durably. Waits for no network, but to ask after an attachment
  // that is not here: INVALID_ARGUMENT when the node does not have it either.
  absl::StatusOr<Kept> Keep(const lightship::v1::SubmitRequest& request,
                            const std::vector<lightship::v1::Attachment>& attachments);
  // Hands it in. An error is the node's refusal, and then nothing is kept of the statement.
  absl::StatusOr<v1::SendResponse> HandIn(const Kept& kept);

  absl::StatusOr<v1::ListSpoolResponse> List() const;
  absl::StatusOr<v1::SendSpoolResponse> SendAll();

 private:
  std::string FilesDirectory() const;
  void HandInAttachments(const Kept& kept, v1::SendResponse& response);
  // One at a time: false when another is at it. With `fresh` attachments, that one takes them too.
  absl::StatusOr<bool> Upload(sdk::Spool spool, bool fresh, const sdk::Spool::OnAttachment& on_each);

  const std::string directory_;
  sdk::Node& node_;
  base::Mutex mutex_;
  bool uploading_ ABSL_GUARDED_BY(mutex_) = false;
  bool more_ ABSL_GUARDED_BY(mutex_) = false;  // came while it was under way
};

}  // namespace lightship::console

#endif  // LIGHTSHIP_CLIENT_CONSOLE_OUTBOX_H_
