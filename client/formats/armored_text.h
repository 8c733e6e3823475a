// A text as it came by mail or telex, read as one run of characters: without line ends, quoting and mail encoding.
#ifndef LIGHTSHIP_CLIENT_FORMATS_ARMORED_TEXT_H_
#define LIGHTSHIP_CLIENT_FORMATS_ARMORED_TEXT_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace lightship::formats {

// Upper-cased; white space, zero-width characters, '>' and '|' are gone, as are quoters' initials before '>'.
struct PlainRun {
  std::string characters;
  std::vector<size_t> lines;  // of each character, from 1
};

PlainRun ReadPlainRun(absl::string_view text);

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_ARMORED_TEXT_H_
