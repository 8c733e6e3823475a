// Signed statements and their attachments on their way to the node: on disk first, then handed in, and kept there until they are.
#ifndef LIGHTSHIP_CLIENT_CONSOLE_OUTBOX_H_
#define LIGHTSHIP_CLIENT_CONSOLE_OUTBOX_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/sdk/attachment.h"
#include "client/sdk/node.h"
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

  // Signed statement, and the attachments that it names. INVALID_ARGUMENT when one of these is not kept here; the node's
  // refusal: then nothing is kept of the statement.
  absl::StatusOr<v1::SendResponse> Send(const lightship::v1::SubmitRequest& request,
                                        const std::vector<lightship::v1::Attachment>& attachments);

  absl::StatusOr<v1::ListSpoolResponse> List() const;
  absl::StatusOr<v1::SendSpoolResponse> SendAll();

 private:
  std::string FilesDirectory() const;

  const std::string directory_;
  sdk::Node& node_;
  base::Mutex sending_;  // what waits is handed in by one at a time
};

}  // namespace lightship::console

#endif  // LIGHTSHIP_CLIENT_CONSOLE_OUTBOX_H_
