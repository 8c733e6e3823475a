// A file that goes with a report: read, measured and named by its digest before anything is signed.
#ifndef LIGHTSHIP_CLIENT_SDK_ATTACHMENT_H_
#define LIGHTSHIP_CLIENT_SDK_ATTACHMENT_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/sdk/node.h"
#include "lightship/v1/report.pb.h"

namespace lightship::sdk {

struct AttachedFile {
  v1::Attachment attachment;
  std::string bytes;
};

// The type is told by the file's bytes. INVALID_ARGUMENT for an empty or too large file (TOO_LARGE), or one of a type that
// is not accepted (WRONG_FILE_TYPE); errors name the file.
absl::StatusOr<AttachedFile> ReadAttachedFile(const std::string& path);

// The same of a file's bytes, by the name that they shall have.
absl::StatusOr<AttachedFile> AttachedFileOf(const std::string& name, std::string bytes);

// The whole file from the node, checked against the digest. UNAVAILABLE (NOT_HERE_YET) while the node is fetching it;
// DATA_LOSS when what came is not it.
absl::StatusOr<std::string> DownloadAttachment(const v1::Attachment& attachment, Node& node);

// The file's name as it may be given to a file here: letters, digits, '-', '_' and '.', no dot in front, at most 100
// characters, and an ending that belongs to its type.
std::string SafeFileName(const v1::Attachment& attachment);

}  // namespace lightship::sdk

#endif  // LIGHTSHIP_CLIENT_SDK_ATTACHMENT_H_
