// Words by number, so that one which is met again and again takes a byte or two each time.
#ifndef LIGHTSHIP_NODE_INCIDENT_CORRELATION_LEXICON_H_
#define LIGHTSHIP_NODE_INCIDENT_CORRELATION_LEXICON_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"

namespace lightship::incident::correlation {

// For one thread at a time. A word that has a number keeps it.
class Lexicon {
 public:
  // Words beyond these have no number; longer ones are names or nonsense, and few meet them again. Some 5 MiB.
  static constexpr size_t kWordsMost = 65'536;
  static constexpr size_t kLettersMost = 24;

  // Gives the word a number while there is room.
  void Add(absl::string_view word);
  std::optional<uint32_t> NumberOf(absl::string_view word) const;
  // REQUIRES: a number that NumberOf gave.
  absl::string_view WordOf(uint32_t number) const { return words_[number]; }

 private:
  std::deque<std::string> words_;  // by number
  absl::flat_hash_map<absl::string_view, uint32_t> numbers_;
};

}  // namespace lightship::incident::correlation

#endif  // LIGHTSHIP_NODE_INCIDENT_CORRELATION_LEXICON_H_
