// Other people's text made safe to print. Reports come from many hands: a narrative must not be able to move the cursor,
// change the window title or start a formula.
#ifndef LIGHTSHIP_CLIENT_FORMATS_SAFE_TEXT_H_
#define LIGHTSHIP_CLIENT_FORMATS_SAFE_TEXT_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace lightship::formats {

// For a terminal: control characters (C0, C1, DEL), line and paragraph separators, the marks that reorder text (bidirectional
// overrides and isolates), and what is not seen at all (zero-width spaces, soft hyphens, tags; not the joiners that scripts
// need) become U+FFFD; bytes that are not UTF-8 too. Tabs and line breaks become a
// space in SafeLine and stay in SafeText.
std::string SafeLine(absl::string_view text);
std::string SafeText(absl::string_view text);

// Whether all of it is UTF-8 (RFC 3629).
bool IsUtf8(absl::string_view text);

// Columns that valid UTF-8 takes on a terminal: 2 for East Asian wide characters, 0 for combining marks.
size_t DisplayWidth(absl::string_view text);

// The longest beginning of `text` that fits into `columns`, with an ellipsis in place of what was cut.
std::string FitTo(absl::string_view text, size_t columns);

// `text` broken between words into lines of at most `columns`, each after `indent` spaces. Words that are longer stand
// alone.
std::string Wrap(absl::string_view text, size_t columns, size_t indent);

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_SAFE_TEXT_H_
