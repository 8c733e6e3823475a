#include "node/crypto/note_text.h"

#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::crypto {
namespace {

absl::Status Malformed(absl::string_view what) {
  return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kMalformed, what);
}

// Takes one character off the front; nothing when `text` does not begin with well-formed UTF-8 (RFC
// 3629).
std::optional<char32_t> TakeCharacter(absl::string_view& text) {
  uint8_t lead = static_cast<uint8_t>(text[0]);
  size_t length = lead < 0x80 ? 1 : lead < 0xc0 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  if (length == 0 || lead > 0xf4 || text.size() < length) return std::nullopt;
  char32_t character = length == 1 ? lead : lead & (0x7fu >> length);
  for (size_t i = 1; i < length; ++i) {
    uint8_t byte = static_cast<uint8_t>(text[i]);
    if ((byte & 0xc0) != 0x80) return std::nullopt;
    character = character << 6 | (byte & 0x3fu);
  }
  // The least character that needs so many bytes: a longer form of a lesser one is not well-formed.
  constexpr char32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  bool surrogate = character >= 0xd800 && character <= 0xdfff;
  if (character < kLeast[length] || surrogate || character > 0x10ffff) return std::nullopt;
  text.remove_prefix(length);
  return character;
}

// Nearly every text is ASCII: its front without control characters but newline.
void SkipPlain(absl::string_view& text) {
  size_t plain = 0;
  while (plain < text.size() && ((text[plain] >= 0x20 && text[plain] <= 0x7e) || text[plain] == '\n')) ++plain;
  text.remove_prefix(plain);
}

// Unicode White_Space, and the control characters.
bool IsSpaceOrControl(char32_t c) {
  return c <= 0x20 || (c >= 0x7f && c <= 0xa0) || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) ||
         c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

}  // namespace

absl::Status CheckNoteText(absl::string_view text) {
  if (!absl::EndsWith(text, "\n")) return Malformed("note: does not end in a newline");
  absl::string_view rest = text;
  for (SkipPlain(rest); !rest.empty(); SkipPlain(rest)) {
    size_t at = text.size() - rest.size();
    std::optional<char32_t> character = TakeCharacter(rest);
    if (!character) return Malformed(absl::StrCat("note: byte ", at, " is not UTF-8"));
    if (*character < 0x20 && *character != '\n') {
      return Malformed(absl::StrCat("note: byte ", at, " is a control character"));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckNoteName(absl::string_view name) {
  if (name.empty()) return Malformed("note: a key name is empty");
  absl::string_view rest = name;
  while (!rest.empty()) {
    std::optional<char32_t> character = TakeCharacter(rest);
    if (!character) return Malformed("note: a key name is not UTF-8");
    if (*character == '+' || IsSpaceOrControl(*character)) {
      return Malformed("note: a key name has a space, control character or '+'");
    }
  }
  return absl::OkStatus();
}

}  // namespace lightship::crypto
