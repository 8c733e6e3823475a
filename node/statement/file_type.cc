#include "node/statement/file_type.h"

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::statement {
namespace {

constexpr std::array<absl::string_view, 6> kAccepted = {
    "image/jpeg", "image/png", "image/webp", "application/pdf", "video/mp4", "text/plain"};

// Major brands of MP4 files (ISO/IEC 14496-12 and -14), as their first four letters; QuickTime is another format.
bool IsMp4(absl::string_view bytes) {
  if (bytes.size() < 12 || bytes.substr(4, 4) != "ftyp") return false;
  const absl::string_view brand = bytes.substr(8, 4);
  return absl::StartsWith(brand, "iso") || absl::StartsWith(brand, "mp4") || brand == "avc1" ||
         brand == "M4V " || brand == "MSNV" || brand == "dash";
}

// Bytes of the character that begins here (RFC 3629), 0 when none does or it is a control character other than white
// space; the end may be cut off.
size_t CharacterAt(absl::string_view text) {
  const auto byte = [text](size_t i) { return static_cast<uint8_t>(text[i]); };
  const uint8_t first = byte(0);
  if (first < 0x80) {
    const bool control = first < 0x20 || first == 0x7F;
    return control && !absl::ascii_isspace(first) ? 0 : 1;
  }
  const size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4) return 0;
  const size_t present = std::min(length, text.size());
  for (size_t i = 1; i < present; ++i) {
    uint8_t least = 0x80, most = 0xBF;
    if (i == 1 && first == 0xE0) least = 0xA0;
    if (i == 1 && first == 0xED) most = 0x9F;
    if (i == 1 && first == 0xF0) least = 0x90;
    if (i == 1 && first == 0xF4) most = 0x8F;
    if (byte(i) < least || byte(i) > most) return 0;
  }
  return present;
}

bool IsText(absl::string_view bytes) {
  absl::string_view start = bytes;
  if (absl::StartsWith(start, "\xEF\xBB\xBF")) start.remove_prefix(3);
  start = absl::StripLeadingAsciiWhitespace(start);
  if (start.empty() || start.front() == '<' || absl::StartsWith(start, "#!")) return false;
  while (!bytes.empty()) {
    const size_t length = CharacterAt(bytes);
    if (length == 0) return false;
    bytes.remove_prefix(length);
  }
  return true;
}

}  // namespace

bool IsAcceptedFileType(absl::string_view mime_type) {
  return std::find(kAccepted.begin(), kAccepted.end(), mime_type) != kAccepted.end();
}

std::string AcceptedFileTypes() { return absl::StrJoin(kAccepted, ", "); }

absl::string_view FileTypeOf(absl::string_view beginning) {
  if (absl::StartsWith(beginning, "\xFF\xD8\xFF")) return "image/jpeg";
  if (absl::StartsWith(beginning, "\x89PNG\r\n\x1A\n")) return "image/png";
  if (absl::StartsWith(beginning, "RIFF") && beginning.size() >= 12 &&
      beginning.substr(8, 4) == "WEBP") {
    return "image/webp";
  }
  if (absl::StartsWith(beginning, "%PDF-")) return "application/pdf";
  if (IsMp4(beginning)) return "video/mp4";
  return IsText(beginning) ? "text/plain" : "";
}

absl::Status CheckFileType(absl::string_view mime_type, absl::string_view beginning) {
  const absl::string_view is = FileTypeOf(beginning);
  if (!is.empty() && is == mime_type) return absl::OkStatus();
  return base::Error(
      absl::StatusCode::kInvalidArgument, base::reason::kWrongFileType,
      absl::StrCat("the file's bytes are ", is.empty() ? "of no accepted type" : is,
                   mime_type.empty() ? "" : absl::StrCat("; it says ", mime_type),
                   "; accepted: ", AcceptedFileTypes()));
}

}  // namespace lightship::statement
