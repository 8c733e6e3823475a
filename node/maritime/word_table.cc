#include "node/maritime/word_table.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "node/base/status.h"
#include "node/maritime/vocabulary.h"
#include "node/maritime/vocabulary_tables.h"
#include "node/maritime/words.h"

namespace lightship::maritime {
namespace {

static_assert(static_cast<unsigned>(Vocabulary::kCoastalAction) < 8 * sizeof(Vocabularies));

WordTable Compiled(const char* csv, const google::protobuf::EnumDescriptor* list) {
  absl::StatusOr<WordTable> table = WordTable::Parse(csv, list);
  return table.ok() ? *std::move(table) : WordTable();
}

// Of a key, which starts with a blank.
absl::string_view FirstWord(absl::string_view key) {
  key.remove_prefix(1);
  return key.substr(0, key.find(' '));
}

}  // namespace

absl::StatusOr<WordTable> WordTable::Parse(absl::string_view csv,
                                           const google::protobuf::EnumDescriptor* list) {
  WordTable table;
  size_t number = 0;
  for (absl::string_view text : absl::StrSplit(csv, '\n')) {
    if (++number == 1 || text.empty()) continue;
    const std::pair<absl::string_view, absl::string_view> cells = absl::StrSplit(text, ',');
    Line line;
    absl::string_view pattern = cells.first;
    line.whole = absl::ConsumePrefix(&pattern, "=");
    line.number = number;
    line.key = absl::StrCat(" ", WordKey(pattern), " ");
    if (line.key == "  ") {
      return absl::InvalidArgumentError(absl::StrCat("line ", number, ": has no words"));
    }
    if (!cells.second.empty()) {
      absl::StatusOr<int> value = ParseValue(list, cells.second);
      if (!value.ok()) return base::Annotate(value.status(), absl::StrCat("line ", number));
      line.value = *value;
    }
    table.lines_[FirstWord(line.key)].push_back(line);
  }
  return table;
}

const WordTable::Line* WordTable::LineAt(absl::string_view key, size_t at) const {
  const absl::string_view rest = key.substr(at);
  const auto found = lines_.find(FirstWord(rest));
  if (found == lines_.end()) return nullptr;
  for (const Line& line : found->second) {
    if (line.whole ? key == line.key : absl::StartsWith(rest, line.key)) return &line;
  }
  return nullptr;
}

std::optional<int> WordTable::Find(absl::string_view text) const {
  const std::string key = absl::StrCat(" ", WordKey(text), " ");
  const Line* first = nullptr;
  for (size_t at = 0; at + 1 < key.size(); at = key.find(' ', at + 1)) {
    const Line* line = LineAt(key, at);
    if (line != nullptr && (first == nullptr || line->number < first->number)) first = line;
  }
  if (first == nullptr) return std::nullopt;
  return first->value;
}

std::optional<WordMatch> WordTable::FindAt(absl::string_view key, size_t at, size_t word) const {
  const Line* line = LineAt(key, at);
  if (line == nullptr) return std::nullopt;
  const auto words = static_cast<size_t>(std::count(line->key.begin() + 1, line->key.end(), ' '));
  return WordMatch{word, word + words, line->value};
}

std::vector<WordMatch> WordTable::FindAll(absl::string_view key) const {
  std::vector<WordMatch> matches;
  size_t word = 0;
  for (size_t at = 0; at + 1 < key.size();) {
    const std::optional<WordMatch> match = FindAt(key, at, word);
    if (match.has_value()) matches.push_back(*match);
    const size_t next = match.has_value() ? match->end : word + 1;
    for (; word < next; ++word) at = key.find(' ', at + 1);
  }
  return matches;
}

const WordTable& TableOf(Vocabulary vocabulary) {
  // In the order of the enumeration.
  static const auto* const tables = new std::vector<WordTable>{
      Compiled(kActStageCsv, v1::ActStage_descriptor()),
      Compiled(kShipStatusCsv, v1::ShipStatus_descriptor()),
      Compiled(kShipTypeCsv, v1::ShipType_descriptor()),
      Compiled(kSeaZoneCsv, v1::SeaZone_descriptor()),
      Compiled(kAsamHostilityCsv, v1::ActStage_descriptor()),
      Compiled(kAccountActCsv, v1::ActStage_descriptor()),
      Compiled(kVictimTypeCsv, v1::ShipType_descriptor()),
      Compiled(kShipStateCsv, v1::ShipStatus_descriptor()),
      Compiled(kOriginCsv, v1::SourceKind_descriptor()),
      Compiled(kNotNamesCsv, v1::TriState_descriptor()),
      Compiled(kWeaponCsv, v1::Weapon_descriptor()),
      Compiled(kFirearmKindCsv, v1::FirearmKind_descriptor()),
      Compiled(kWeaponsStatementCsv, v1::StatedState_descriptor()),
      Compiled(kActorCsv, v1::PersonRole_descriptor()),
      Compiled(kNotAssertedCsv, v1::TriState_descriptor()),
      Compiled(kBetweenCountCsv, v1::TriState_descriptor()),
      Compiled(kCraftStatementCsv, v1::StatedState_descriptor()),
      Compiled(kCraftCsv, v1::CraftKind_descriptor()),
      Compiled(kCraftContextCsv, v1::TriState_descriptor()),
      Compiled(kCraftIndicatorCsv, v1::CraftIndicator_descriptor()),
      Compiled(kHarmCsv, v1::CrewConsequence_descriptor()),
      Compiled(kTakenCsv, v1::StatedState_descriptor()),
      Compiled(kLossCsv, v1::LossKind_descriptor()),
      Compiled(kCrewActionCsv, v1::CrewAction_descriptor()),
      Compiled(kAuthorityCsv, v1::SourceKind_descriptor()),
      Compiled(kToldCsv, v1::TriState_descriptor()),
      Compiled(kContactChannelCsv, v1::ContactChannel_descriptor()),
      Compiled(kCoastalActionCsv, v1::CoastalAction_descriptor()),
  };
  return (*tables)[static_cast<size_t>(vocabulary)];
}

Vocabularies TablesThatKnow(absl::string_view word) {
  static const auto* const known = [] {
    auto* words = new absl::flat_hash_map<std::string, Vocabularies>();
    for (int i = 0; i <= static_cast<int>(Vocabulary::kCoastalAction); ++i) {
      const auto vocabulary = static_cast<Vocabulary>(i);
      TableOf(vocabulary).EachFirstWord([&](const std::string& first) { (*words)[first] |= SetOf(vocabulary); });
    }
    return words;
  }();
  const auto found = known->find(word);
  return found == known->end() ? 0 : found->second;
}

}  // namespace lightship::maritime
