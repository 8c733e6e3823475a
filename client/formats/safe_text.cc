#include "client/formats/safe_text.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace lightship::formats {
namespace {

constexpr absl::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD
constexpr absl::string_view kEllipsis = "\xE2\x80\xA6";     // U+2026

struct Character {
  uint32_t code = 0;
  size_t bytes = 1;
  bool valid = false;
};

// The character at the start of `text` (RFC 3629: shortest form, no surrogates).
Character First(absl::string_view text) {
  auto at = [&](size_t i) { return static_cast<uint8_t>(text[i]); };
  uint8_t lead = at(0);
  if (lead < 0x80) return {lead, 1, true};
  size_t bytes = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < bytes) return {};
  uint32_t code = lead & (0x7Fu >> bytes);
  for (size_t i = 1; i < bytes; ++i) {
    if ((at(i) & 0xC0) != 0x80) return {};
    code = code << 6 | (at(i) & 0x3Fu);
  }
  constexpr uint32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  bool valid = code >= kSmallest[bytes] && code <= 0x10FFFF && !(code >= 0xD800 && code <= 0xDFFF);
  return valid ? Character{code, bytes, true} : Character{};
}

bool IsUnsafe(uint32_t code) {
  return code < 0x20 || (code >= 0x7F && code <= 0x9F) || code == 0x00AD || code == 0x061C ||
         code == 0x180E || code == 0x200B || code == 0x200E || code == 0x200F ||
         (code >= 0x2028 && code <= 0x202E) || (code >= 0x2060 && code <= 0x206F) ||
         code == 0xFEFF || (code >= 0xFFF9 && code <= 0xFFFB) ||
         (code >= 0xE0000 && code <= 0xE007F);
}

bool IsPlain(absl::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
}

std::string Clean(absl::string_view text, bool keep_breaks) {
  if (IsPlain(text)) return std::string(text);
  std::string safe;
  safe.reserve(text.size());
  while (!text.empty()) {
    Character character = First(text);
    if (character.valid && (character.code == '\n' || character.code == '\t')) {
      safe.push_back(keep_breaks ? text[0] : ' ');
    } else if (character.valid && character.code == '\r') {
      if (!keep_breaks) safe.push_back(' ');
    } else if (!character.valid || IsUnsafe(character.code)) {
      absl::StrAppend(&safe, kReplacement);
    } else {
      absl::StrAppend(&safe, text.substr(0, character.bytes));
    }
    text.remove_prefix(character.bytes);
  }
  return safe;
}

size_t WidthOf(uint32_t code) {
  if ((code >= 0x0300 && code <= 0x036F) || (code >= 0x200B && code <= 0x200D)) return 0;
  bool wide = (code >= 0x1100 && code <= 0x115F) || (code >= 0x2E80 && code <= 0xA4CF) ||
              (code >= 0xAC00 && code <= 0xD7A3) || (code >= 0xF900 && code <= 0xFAFF) ||
              (code >= 0xFE30 && code <= 0xFE6F) || (code >= 0xFF00 && code <= 0xFF60) ||
              (code >= 0xFFE0 && code <= 0xFFE6) || (code >= 0x1F300 && code <= 0x1FAFF) ||
              (code >= 0x20000 && code <= 0x3FFFD);
  return wide ? 2 : 1;
}

}  // namespace

std::string SafeLine(absl::string_view text) { return Clean(text, false); }
std::string SafeText(absl::string_view text) { return Clean(text, true); }

bool IsUtf8(absl::string_view text) {
  while (!text.empty()) {
    const Character character = First(text);
    if (!character.valid) return false;
    text.remove_prefix(character.bytes);
  }
  return true;
}

size_t DisplayWidth(absl::string_view text) {
  size_t width = 0;
  while (!text.empty()) {
    Character character = First(text);
    width += character.valid ? WidthOf(character.code) : 1;
    text.remove_prefix(character.bytes);
  }
  return width;
}

std::string FitTo(absl::string_view text, size_t columns) {
  if (DisplayWidth(text) <= columns) return std::string(text);
  if (columns == 0) return "";
  std::string fitted;
  size_t width = 0;
  while (!text.empty()) {
    Character character = First(text);
    size_t more = character.valid ? WidthOf(character.code) : 1;
    if (width + more > columns - 1) break;
    width += more;
    absl::StrAppend(&fitted, text.substr(0, character.bytes));
    text.remove_prefix(character.bytes);
  }
  return absl::StrCat(fitted, kEllipsis);
}

std::string Wrap(absl::string_view text, size_t columns, size_t indent) {
  const std::string margin(indent, ' ');
  const size_t room = columns > indent + 10 ? columns - indent : 10;
  std::string wrapped;
  for (absl::string_view paragraph : absl::StrSplit(text, '\n')) {
    std::string line;
    for (absl::string_view word : absl::StrSplit(paragraph, ' ', absl::SkipEmpty())) {
      if (!line.empty() && DisplayWidth(line) + 1 + DisplayWidth(word) > room) {
        absl::StrAppend(&wrapped, margin, line, "\n");
        line.clear();
      }
      absl::StrAppend(&line, line.empty() ? "" : " ", word);
    }
    absl::StrAppend(&wrapped, line.empty() ? "" : margin, line, "\n");
  }
  return wrapped;
}

}  // namespace lightship::formats
