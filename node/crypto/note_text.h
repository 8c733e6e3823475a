// Which texts and names a signed note may have (C2SP signed-note). Only for sources of this folder.
#ifndef LIGHTSHIP_NODE_CRYPTO_NOTE_TEXT_H_
#define LIGHTSHIP_NODE_CRYPTO_NOTE_TEXT_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace lightship::crypto {

// INVALID_ARGUMENT unless `text` is UTF-8, has no control character below U+0020 but newline, and
// ends in a newline.
absl::Status CheckNoteText(absl::string_view text);

// INVALID_ARGUMENT unless `name` is UTF-8, not empty, and without spaces, control characters and
// '+'.
absl::Status CheckNoteName(absl::string_view name);

}  // namespace lightship::crypto

#endif  // LIGHTSHIP_NODE_CRYPTO_NOTE_TEXT_H_
