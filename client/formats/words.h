// Code lists as words, where "not filled in" is shown as nothing.
#ifndef LIGHTSHIP_CLIENT_FORMATS_WORDS_H_
#define LIGHTSHIP_CLIENT_FORMATS_WORDS_H_

#include <string>

#include "node/maritime/vocabulary.h"

namespace lightship::formats {

// "bulk carrier"; "" for 0.
template <typename Enum>
std::string Words(Enum value) {
  return static_cast<int>(value) == 0 ? "" : maritime::DisplayName(value);
}

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_WORDS_H_
