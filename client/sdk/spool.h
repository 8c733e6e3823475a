// Signed statements that wait on disk until the node can be reached again.
//
// A directory of one file a statement, "<number>-<id>.submit", sent in the order of the numbers, and one an attachment,
// "<SHA-256>.attachment", sent after them. What the node refuses
// for good moves to the sub-directory "refused", so that it neither blocks the others nor is lost.
#ifndef LIGHTSHIP_CLIENT_SDK_SPOOL_H_
#define LIGHTSHIP_CLIENT_SDK_SPOOL_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "client/sdk/attachment.h"
#include "client/sdk/file.h"
#include "client/sdk/node.h"
#include "lightship/v1/submission.pb.h"

namespace lightship::sdk {

struct SpooledStatement {
  std::string file;  // name within the spool
  v1::SubmitRequest request;
};

struct SpooledAttachment {
  std::string sha256;  // 32 bytes
  uint64_t size = 0;
};

struct SpoolOutcome {
  size_t sent = 0;     // now in the log, whether by this call or an earlier one
  size_t refused = 0;  // moved to "refused"
  size_t left = 0;     // still waiting: the node could not be reached, or the disk does not let go of it
  absl::Status disk;   // the first that the disk refused; the others were gone on with
};

// Several threads and processes may use one directory.
class Spool {
 public:
  // Creates the directory (owner only) if there is none.
  static absl::StatusOr<Spool> Open(std::string directory);

  // The statement, after the attachments that it names; durable when this returns; the statement's file. A statement that waits
  // already is not kept twice.
  absl::StatusOr<std::string> Keep(const v1::SubmitRequest& request, const std::vector<AttachedFile>& attachments = {});

  // Forgets a statement that is in the log.
  absl::Status Drop(const std::string& file);

  // Forgets a statement that was refused, with those of its attachments that no other statement names, here or at the node.
  absl::Status DropRefused(const std::string& file, const v1::SubmitRequest& request, Node& node);

  // Oldest first. FAILED_PRECONDITION, naming the file, when one cannot be read back.
  absl::StatusOr<std::vector<SpooledStatement>> List() const;

  // Submits all that wait, in order, each once, but reports that found incidents, of which none depends on another, many at a time; stops
  // when the node is found unreachable, and `on_each` hears that once, else what became of each. Interrupted at any point, it can be called again: resubmission is harmless. One that the disk does not let go
  // of stays, and counts as left.
  using OnEach =
      std::function<void(const SpooledStatement&, const absl::StatusOr<v1::SubmitResponse>&)>;
  absl::StatusOr<SpoolOutcome> SendAll(Node& node, const OnEach& on_each);

  // Keeps an attachment's bytes (owner only), durably, until SendAttachments has handed them in.
  absl::Status KeepAttachment(const AttachedFile& file);
  // The bytes of one that is kept. NOT_FOUND when it is not, DATA_LOSS when what is kept is not it any more.
  absl::StatusOr<std::string> Attachment(const std::string& sha256) const;
  void DropAttachment(const std::string& sha256);
  // Those that wait.
  absl::StatusOr<std::vector<SpooledAttachment>> Attachments() const;

  // What became of one: handed in whole, waiting (and `why`), or refused (`why`) and moved to "refused".
  struct HandedIn {
    std::string sha256;  // 32 bytes
    uint64_t held = 0;   // by the node
    bool waits = false;
    absl::Status why;
  };
  // Hands in the attachments that wait; those whose statement the node does not hold yet, or of which it does not take all, stay.
  // Stops at the first that finds the node unreachable; safe to repeat.
  using OnAttachment = std::function<void(const HandedIn&)>;
  absl::StatusOr<SpoolOutcome> SendAttachments(Node& node, const OnAttachment& on_each);

  const std::string& directory() const { return directory_; }

 private:
  explicit Spool(std::string directory) : directory_(std::move(directory)) {}
  // Files that end so, by number and then by name.
  absl::StatusOr<std::vector<std::string>> Names(absl::string_view suffix) const;
  std::string PathOf(absl::string_view name) const;
  std::string PathOfAttachment(const std::string& sha256) const;
  HandedIn HandInAttachment(const std::string& sha256, Node& node) const;
  // False when the node was found unreachable.
  bool SendSome(absl::Span<const SpooledStatement> some, Node& node, const OnEach& on_each, SpoolOutcome& outcome);
  absl::Status PutAside(const std::string& name) const;
  // A refused statement, with the attachments that nothing else needs.
  absl::Status PutAsideWithFiles(const SpooledStatement& refused, Node& node) const;
  // Of the attachments that a refused statement names, those that nothing else needs. The caller holds the lock.
  std::vector<std::string> OnlyNamedBy(const v1::SubmitRequest& refused, const std::string& file, Node& node) const;
  // While it is held nobody else keeps a statement with its attachments, or removes any that no statement names.
  absl::StatusOr<std::unique_ptr<FileLock>> Lock() const;

  std::string directory_;
};

}  // namespace lightship::sdk

#endif  // LIGHTSHIP_CLIENT_SDK_SPOOL_H_
