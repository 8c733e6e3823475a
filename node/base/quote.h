// What somebody has written, in a message about it.
#ifndef LIGHTSHIP_NODE_BASE_QUOTE_H_
#define LIGHTSHIP_NODE_BASE_QUOTE_H_

#include <string>

#include "absl/strings/string_view.h"

namespace lightship::base {

// Between double quotes, printable: control characters (C0, DEL and C1), quotes and backslashes escaped as in C. Of text that is
// longer than `most` bytes the front alone, whole characters of it, and "...".
std::string Quoted(absl::string_view text, size_t most = 60);

}  // namespace lightship::base

#endif  // LIGHTSHIP_NODE_BASE_QUOTE_H_
