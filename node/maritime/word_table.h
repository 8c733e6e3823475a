// The mapping tables of config/vocabularies, compiled in: which words of other systems' free text stand for which value
// of a code list. Pure functions.
//
// A table is lines of "pattern,VALUE" under a header line. A pattern matches where its words stand in the text one after
// another, as whole words, in either case, whatever stands between them; with "=" before it, it must be all of the text.
// The first line that matches wins. VALUE is the schema's name without the list's prefix ("BOARDED" of ActStage); left
// empty, the words are known and say nothing.
#ifndef LIGHTSHIP_NODE_MARITIME_WORD_TABLE_H_
#define LIGHTSHIP_NODE_MARITIME_WORD_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"

namespace lightship::maritime {

struct WordMatch {
  size_t first = 0;  // words of the text, from 0
  size_t end = 0;    // behind the last
  int value = 0;     // 0: the words are known and say nothing
};

class WordTable {
 public:
  // INVALID_ARGUMENT that names the line.
  static absl::StatusOr<WordTable> Parse(absl::string_view csv,
                                         const google::protobuf::EnumDescriptor* list);

  // The value of the first line that matches, 0 if that line has none; nothing when no line matches.
  std::optional<int> Find(absl::string_view text) const;

  // All places where a line matches, from left to right, none within another; of several lines at one place the first in
  // the table. `key` is WordKey's, with a blank before and behind.
  std::vector<WordMatch> FindAll(absl::string_view key) const;

  // The match of the first line at the word that is the text's `word`th and stands behind the blank at `at`.
  std::optional<WordMatch> FindAt(absl::string_view key, size_t at, size_t word) const;

  // Calls `take` with every word with which a line begins.
  template <typename Take>
  void EachFirstWord(Take take) const {
    for (const auto& [first, lines] : lines_) take(first);
  }

 private:
  struct Line {
    std::string key;  // words as WordKey leaves them, a blank on both sides
    size_t number = 0;
    bool whole = false;
    int value = 0;
  };
  // The first line that matches the words from the blank at `at`; null if none does.
  const Line* LineAt(absl::string_view key, size_t at) const;

  // By the first word, because texts are long and tables are too.
  absl::flat_hash_map<std::string, std::vector<Line>> lines_;
};

enum class Vocabulary {
  kActStage,       // ActStage, from the IMB column "attack_type"; only whole texts
  kShipStatus,     // ShipStatus, from IMB and GISIS columns
  kShipType,       // ShipType, from IMB and GISIS columns
  kSeaZone,        // SeaZone, from the GISIS column "Area"
  kAsamHostility,  // ActStage, from the ASAM column "hostility"
  kAccountAct,     // ActStage, from prose
  kVictimType,     // ShipType, from the ASAM column "victim" and from prose
  kShipState,      // ShipStatus, from prose
  kOrigin,         // SourceKind, from the origin that an account names in brackets
  kNotNames,       // TriState: words that are no ship's name; UNKNOWN, if they may be part of one
  kWeapon,  // Weapon, from prose
  kFirearmKind,  // FirearmKind, from prose
  kWeaponsStatement,  // StatedState: whether there were weapons, from prose
  kActor,  // PersonRole: who is spoken of
  kNotAsserted,  // TriState: NO; what follows did not happen or is not said to have happened
  kBetweenCount,  // TriState: words between a number and what it counts; UNKNOWN, if they are no part of its description
  kCraftStatement,  // StatedState: words for a craft; without a value, if it is not the perpetrators'
  kCraft,  // CraftKind, from the words for a craft
  kCraftContext,  // TriState: words by which a craft is the perpetrators'
  kCraftIndicator,  // CraftIndicator, from prose
  kHarm,  // CrewConsequence, from prose
  kTaken,  // StatedState: whether something was taken, from prose
  kLoss,  // LossKind: things that are taken
  kCrewAction,  // CrewAction, from prose
  kAuthority,  // SourceKind: who was told
  kTold,  // TriState: words that say that somebody was told
  kContactChannel,  // ContactChannel, from prose
  kCoastalAction,  // CoastalAction, from prose
};

const WordTable& TableOf(Vocabulary vocabulary);

// Several tables, a bit for each.
using Vocabularies = uint32_t;
constexpr Vocabularies SetOf(Vocabulary vocabulary) { return Vocabularies{1} << static_cast<unsigned>(vocabulary); }

// Those with a line that begins with this word of a key. In no other can anything match at the word, and most words begin none: so a
// text that is held against many tables asks this first.
Vocabularies TablesThatKnow(absl::string_view word);

// With the list's type: FindValue<v1::ActStage>(Vocabulary::kAccountAct, text).
template <typename List>
std::optional<List> FindValue(Vocabulary vocabulary, absl::string_view text) {
  const std::optional<int> value = TableOf(vocabulary).Find(text);
  if (!value.has_value()) return std::nullopt;
  return static_cast<List>(*value);
}

}  // namespace lightship::maritime

#endif  // LIGHTSHIP_NODE_MARITIME_WORD_TABLE_H_
