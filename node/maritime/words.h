// How the words of code lists are compared. Pure functions.
#ifndef LIGHTSHIP_NODE_MARITIME_WORDS_H_
#define LIGHTSHIP_NODE_MARITIME_WORDS_H_

#include <string>

#include "absl/strings/string_view.h"

namespace lightship::maritime {

// ASCII letters in lower case and digits, everything between them as single blanks: "Ro-Ro cargo
// ship" and "RO_RO  Cargo Ship" are "ro ro cargo ship".
std::string WordKey(absl::string_view text);

}  // namespace lightship::maritime

#endif  // LIGHTSHIP_NODE_MARITIME_WORDS_H_
