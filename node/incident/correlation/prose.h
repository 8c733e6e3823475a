// A report's account in words, read for comparison with another: where a ship's name stands in it,
// which ships it names, how much wording it shares. Pure functions.
#ifndef LIGHTSHIP_NODE_INCIDENT_CORRELATION_PROSE_H_
#define LIGHTSHIP_NODE_INCIDENT_CORRELATION_PROSE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "node/incident/correlation/name.h"

namespace lightship::incident::correlation {

// What is read of an account: the rest of a longer one is follow-up and comment.
inline constexpr size_t kProseWordsMost = 600;

// A ship that the account names by a sure sign: in brackets, after M/V, in capitals after "tanker".
struct NamedShip {
  Name name;
  size_t word = 0;  // from 0
  bool operator==(const NamedShip&) const = default;
};

struct Prose {
  std::string letters;             // all words without blanks, as Name::letters
  std::vector<uint32_t> starts;    // where each word starts in `letters`
  std::vector<bool> capital;       // whether each word starts with a capital
  std::vector<NamedShip> ships;    // in the order of the text, each once
  std::vector<uint64_t> trigrams;  // hashes of three words in a row, sorted, each once
  bool operator==(const Prose&) const = default;
};

// At most kProseWordsMost words.
Prose ReadProse(absl::string_view text);

// Makes `trigrams` of the words.
void FillTrigrams(Prose& prose);

// The word from which `name` stands in the prose, however it is spaced. Not found: in small
// letters, or as the name of a port ("Port Victoria").
std::optional<size_t> FindName(const Prose& prose, const Name& name);

// Three words in a row that both have, as a share of those of the shorter one, 0 to 1. Nothing when
// one of them is too short to tell.
std::optional<double> SharedWording(const Prose& a, const Prose& b);

// Of prose_names.cc. A word with what tells names from other words.
struct Token {
  absl::string_view text;
  absl::string_view sign;  // what stands between the word before and this one
  size_t word = 0;
};
std::vector<NamedShip> FindShips(const std::vector<Token>& tokens);

}  // namespace lightship::incident::correlation

#endif  // LIGHTSHIP_NODE_INCIDENT_CORRELATION_PROSE_H_
