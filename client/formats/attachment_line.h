// One line about an attachment, and how much of it the node holds.
#ifndef LIGHTSHIP_CLIENT_FORMATS_ATTACHMENT_LINE_H_
#define LIGHTSHIP_CLIENT_FORMATS_ATTACHMENT_LINE_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "lightship/v1/attachment.pb.h"
#include "lightship/v1/report.pb.h"

namespace lightship::formats {

// "512 bytes", "2.3 MiB".
std::string SizeText(uint64_t bytes);

// "bridge.jpg  image/jpeg  2.3 MiB  here  -- caption", safe to print. `state` is the node's answer about it.
std::string AttachmentLine(const v1::Attachment& attachment,
                           const absl::StatusOr<v1::GetAttachmentResponse>& state);

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_ATTACHMENT_LINE_H_
