// Signed statements that wait on disk until the node can be reached again.
//
// A directory of one file a statement, "<number>-<id>.submit", sent in the order of the numbers, and one an attachment,
// "<SHA-256>.attachment", sent after them. What the node refuses
// for good moves to the sub-directory "refused", so that it neither blocks the others nor is lost.
#ifndef LIGHTSHIP_CLIENT_SDK_SPOOL_H_
#define LIGHTSHIP_CLIENT_SDK_SPOOL_H_

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/sdk/attachment.h"
#include "client/sdk/node.h"
#include "lightship/v1/submission.pb.h"

namespace lightship::sdk {

struct SpooledStatement {
  std::string file;  // name within the spool
  v1::SubmitRequest request;
};

struct SpoolOutcome {
  size_t sent = 0;     // now in the log, whether by this call or an earlier one
  size_t refused = 0;  // moved to "refused"
  size_t left = 0;     // still waiting: the node could not be reached
};

// For one thread; several processes may use one directory.
class Spool {
 public:
  // Creates the directory (owner only) if there is none.
  static absl::StatusOr<Spool> Open(std::string directory);

  // Durable when this returns; the file's name. A statement that waits already is not kept twice.
  absl::StatusOr<std::string> Keep(const v1::SubmitRequest& request);

  // Forgets one that was kept: it is in the log, or refused.
  absl::Status Drop(const std::string& file);

  // Oldest first. FAILED_PRECONDITION, naming the file, when one cannot be read back.
  absl::StatusOr<std::vector<SpooledStatement>> List() const;

  // Submits all that wait, in order, each once; stops at the first that finds the node unreachable. `on_each` hears what
  // became of each. Interrupted at any point, it can be called again: resubmission is harmless.
  using OnEach =
      std::function<void(const SpooledStatement&, const absl::StatusOr<v1::SubmitResponse>&)>;
  absl::StatusOr<SpoolOutcome> SendAll(Node& node, const OnEach& on_each);

  // Keeps an attachment's bytes (owner only), durably, until SendAttachments has handed them in.
  absl::Status KeepAttachment(const AttachedFile& file);
  // The bytes of one that is kept. NOT_FOUND when it is not.
  absl::StatusOr<std::string> Attachment(const v1::Attachment& attachment) const;
  // Hands in the attachments that wait; those whose statement the node does not hold yet stay. `on_each` hears the SHA-256 in
  // hexadecimal and what became of it. Stops at the first that finds the node unreachable; safe to repeat.
  using OnAttachment =
      std::function<void(const std::string& sha256, const absl::StatusOr<v1::UploadResponse>&)>;
  absl::StatusOr<SpoolOutcome> SendAttachments(Node& node, const OnAttachment& on_each);
  // Forgets an attachment whose statement was refused.
  void DropAttachment(const AttachedFile& file);

  const std::string& directory() const { return directory_; }

 private:
  explicit Spool(std::string directory) : directory_(std::move(directory)) {}
  // Files that end so, by number and then by name.
  absl::StatusOr<std::vector<std::string>> Names(absl::string_view suffix) const;
  std::string PathOf(const AttachedFile& file) const;

  std::string directory_;
};

}  // namespace lightship::sdk

#endif  // LIGHTSHIP_CLIENT_SDK_SPOOL_H_
