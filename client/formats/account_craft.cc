// Suspect craft in an account (account_facts.h).
#include <algorithm>
#include <optional>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "client/formats/account_facts.h"
#include "client/formats/safe_text.h"

namespace lightship::formats {
namespace {

using maritime::Vocabulary;
using maritime::WordMatch;

// Words around a boat that show whose it is.
constexpr size_t kBefore = 6, kBehind = 3, kRightBefore = 4;
constexpr size_t kMostCraftColumns = 120;
constexpr size_t kReachOfSpeed = 16;
constexpr double kLeastKnots = 3, kMostKnots = 60;

std::string WordsOf(const Sentence& sentence, size_t first, size_t end) {
  std::string words;
  for (size_t at = first; at < std::min(end, sentence.size()); ++at) {
    absl::StrAppend(&words, words.empty() ? "" : " ", sentence.word(at));
  }
  return words;
}

// The words that describe it, and its noun: "small wooden fishing boat".
size_t FirstWordOf(const Sentence& sentence, const WordMatch& noun) {
  size_t first = noun.first;
  while (first > 0 && sentence.word(first - 1) != "s" &&
         maritime::FindValue<v1::TriState>(Vocabulary::kBetweenCount, sentence.word(first - 1)) ==
             v1::TRI_STATE_YES) {
    --first;
  }
  return first;
}

// Boats may be victims and helpers too: "boarded the fishing boat".
bool IsPerpetrators(const Sentence& sentence, const WordMatch& noun, v1::CraftKind kind) {
  const std::string words_before =
      WordsOf(sentence, noun.first < kRightBefore ? 0 : noun.first - kRightBefore, noun.first);
  const Sentence before(words_before);
  for (const WordMatch& sign : before.FindAll(Vocabulary::kCraftContext)) {
    if (sign.value == v1::TRI_STATE_NO) return false;
  }
  const size_t first = noun.first < kBefore ? 0 : noun.first - kBefore;
  const std::string words_around = WordsOf(sentence, first, noun.end + kBehind);
  const Sentence around(words_around);
  const std::vector<WordMatch> signs = around.FindAll(Vocabulary::kCraftContext);
  const bool shown = std::any_of(signs.begin(), signs.end(),
                                 [](const WordMatch& sign) { return sign.value == v1::TRI_STATE_YES; });
  const bool seldom_else = kind == v1::CRAFT_KIND_SKIFF || kind == v1::CRAFT_KIND_SPEEDBOAT ||
                           kind == v1::CRAFT_KIND_SAMPAN || kind == v1::CRAFT_KIND_MOTHER_VESSEL;
  return shown || seldom_else;
}

// The craft of this kind, or of which it is not stated; null if there is none.
v1::SuspectCraft* Known(v1::CraftKind kind, v1::Facts& facts) {
  for (v1::SuspectCraft& craft : *facts.mutable_suspect_craft()) {
    if (craft.kind() == kind) return &craft;
  }
  if (facts.suspect_craft_size() == 0) return nullptr;
  v1::SuspectCraft* first = facts.mutable_suspect_craft(0);
  const bool same = kind == v1::CRAFT_KIND_UNSPECIFIED || first->kind() == v1::CRAFT_KIND_UNSPECIFIED;
  return same ? first : nullptr;
}

void SetCount(const Sentence& sentence, const WordMatch& noun, v1::SuspectCraft& craft) {
  const auto count = CountBefore(sentence, noun);
  if (!count || count->is_rest || craft.has_count()) return;
  const bool article = sentence.word(count->first) == "a" || sentence.word(count->first) == "an";
  if (craft.count_state() != v1::COUNT_STATE_UNSPECIFIED && article) return;
  craft.set_count_state(count->state);
  if (count->least && count->most && *count->least == *count->most) craft.set_count(*count->least);
}

v1::SuspectCraft* AddCraft(const Sentence& sentence, const WordMatch& noun, v1::Facts& facts) {
  const size_t first = FirstWordOf(sentence, noun);
  const auto kind = maritime::FindValue<v1::CraftKind>(Vocabulary::kCraft, WordsOf(sentence, first, noun.end))
                        .value_or(v1::CRAFT_KIND_UNSPECIFIED);
  if (!IsPerpetrators(sentence, noun, kind)) return nullptr;
  v1::SuspectCraft* craft = Known(kind, facts);
  const std::string words = FitTo(SafeLine(sentence.Verbatim(first, noun.end)), kMostCraftColumns);
  if (craft == nullptr) {
    craft = facts.add_suspect_craft();
    craft->set_as_written(words);
  } else if (craft->kind() == v1::CRAFT_KIND_UNSPECIFIED && kind != v1::CRAFT_KIND_UNSPECIFIED) {
    craft->set_as_written(words);
  }
  if (kind != v1::CRAFT_KIND_UNSPECIFIED) craft->set_kind(kind);
  SetCount(sentence, noun, *craft);
  return craft;
}

// "approached at about 20 knots", "doing 15 kts": the number before the unit, unless a ship is spoken of in between.
void SetSpeed(const Sentence& sentence, const WordMatch& noun, v1::SuspectCraft& craft) {
  for (size_t at = noun.end + 1; at < std::min(sentence.size(), noun.end + kReachOfSpeed); ++at) {
    const absl::string_view unit = sentence.word(at);
    if (unit != "knots" && unit != "kts" && unit != "knot") continue;
    const std::string words_between = WordsOf(sentence, noun.end, at);
    const Sentence between(words_between);
    const bool ship = maritime::FindValue<v1::ShipType>(Vocabulary::kVictimType, between.key()).has_value() ||
                      between.ActorBefore(between.size()) == v1::PERSON_ROLE_CREW ||
                      maritime::FindValue<v1::ShipStatus>(Vocabulary::kShipState, between.key()).has_value();
    double knots = 0;
    const bool figures = absl::SimpleAtod(sentence.word(at - 1), &knots);
    const bool tenths = sentence.Verbatim(at - 2, at).find('.') != std::string::npos;
    if (ship || !figures || tenths || knots < kLeastKnots || knots > kMostKnots) return;
    craft.set_speed_kn(knots);
    return;
  }
}

void AddIndicators(const Sentence& sentence, v1::Facts& facts) {
  if (facts.suspect_craft_size() == 0) return;
  auto& list = *facts.mutable_suspect_craft(0)->mutable_indicators();
  for (const WordMatch& match : sentence.FindAll(Vocabulary::kCraftIndicator)) {
    const bool of_craft = match.value == v1::CRAFT_INDICATOR_LADDER || match.value == v1::CRAFT_INDICATOR_HOOKS;
    // "No lights" is the sign itself, "no ladders" is none.
    if (match.value == 0 || (of_craft && sentence.IsDenied(match))) continue;
    if (std::find(list.begin(), list.end(), match.value) == list.end()) list.Add(match.value);
  }
}

}  // namespace

void ReadCraft(const std::vector<Sentence>& account, v1::Facts& facts) {
  if (facts.suspect_craft_size() > 0) return;
  for (const Sentence& sentence : account) {
    for (const WordMatch& noun : sentence.FindSaid(Vocabulary::kCraftStatement)) {
      v1::SuspectCraft* craft = AddCraft(sentence, noun, facts);
      if (craft != nullptr && !craft->has_speed_kn()) SetSpeed(sentence, noun, *craft);
    }
  }
  for (const Sentence& sentence : account) AddIndicators(sentence, facts);
  facts.set_suspect_craft_statement(facts.suspect_craft_size() > 0 ? v1::STATED_STATE_PRESENT
                                                                   : v1::STATED_STATE_NOT_STATED);
}

}  // namespace lightship::formats
