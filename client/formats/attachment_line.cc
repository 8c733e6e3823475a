#include "client/formats/attachment_line.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "client/formats/safe_text.h"

namespace lightship::formats {
namespace {

std::string Where(const absl::StatusOr<v1::GetAttachmentResponse>& state) {
  if (!state.ok()) return "not known here";
  if (state->whole()) return "here";
  if (state->held() == 0) return "not here yet";
  return absl::StrCat(SizeText(state->held()), " of it here");
}

}  // namespace

std::string SizeText(uint64_t bytes) {
  if (bytes < 1024) return absl::StrCat(bytes, " bytes");
  if (bytes < 1024 * 1024) return absl::StrFormat("%.1f KiB", bytes / 1024.0);
  return absl::StrFormat("%.1f MiB", bytes / (1024.0 * 1024.0));
}

std::string AttachmentLine(const v1::Attachment& attachment,
                           const absl::StatusOr<v1::GetAttachmentResponse>& state) {
  std::string line =
      absl::StrCat(SafeLine(attachment.file_name()), "  ", SafeLine(attachment.mime_type()), "  ",
                   SizeText(attachment.size()), "  ", Where(state));
  if (!attachment.caption().empty()) absl::StrAppend(&line, "  -- ", SafeLine(attachment.caption()));
  return line;
}

}  // namespace lightship::formats
