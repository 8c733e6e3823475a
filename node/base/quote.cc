#include "node/base/quote.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace lightship::base {
namespace {

bool IsContinuation(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

}  // namespace

std::string Quoted(absl::string_view text, size_t most) {
  absl::string_view shown = text;
  if (text.size() > most) {
    while (most > 0 && IsContinuation(text[most])) --most;
    shown = text.substr(0, most);
  }
  std::string quoted = "\"";
  for (size_t i = 0; i < shown.size(); ++i) {
    const auto c = static_cast<unsigned char>(shown[i]);
    const bool c1 = c == 0xc2 && i + 1 < shown.size() && static_cast<unsigned char>(shown[i + 1]) < 0xa0;
    if (c1) {
      absl::StrAppend(&quoted, absl::CHexEscape(shown.substr(i++, 2)));
    } else {
      absl::StrAppend(&quoted, absl::Utf8SafeCEscape(shown.substr(i, 1)));
    }
  }
  return absl::StrCat(quoted, shown.size() < text.size() ? "...\"" : "\"");
}

}  // namespace lightship::base
