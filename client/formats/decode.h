// Files of other systems as UTF-8, whatever they came in. Pure.
#ifndef LIGHTSHIP_CLIENT_FORMATS_DECODE_H_
#define LIGHTSHIP_CLIENT_FORMATS_DECODE_H_

#include <string>

#include "absl/strings/string_view.h"

namespace lightship::formats {

struct Decoded {
  std::string text;      // UTF-8 without a byte order mark
  bool guessed = false;  // neither marked nor UTF-8: read as Windows-1252, which takes any bytes
};

// By its byte order mark, or a zero in the first two bytes (UTF-16 of either order); else UTF-8, if all of it is; else Windows-1252. What stands for no
// character becomes U+FFFD.
Decoded Decode(absl::string_view bytes);

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_DECODE_H_
