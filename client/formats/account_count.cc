// Numbers in an account (account_sentence.h).
#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "client/formats/account_sentence.h"

namespace lightship::formats {
namespace {

using maritime::Vocabulary;

// Words that may describe what is counted.
constexpr size_t kMostBetween = 5;
// More than that at once is a date, a time or a position.
constexpr int kMostCounted = 300;

constexpr absl::string_view kNumbers[] = {
    "zero", "one",    "two",    "three",    "four",     "five",    "six",     "seven",     "eight",    "nine",  "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"};

// 0: none.
uint32_t NumberOf(absl::string_view word) {
  for (uint32_t i = 1; i < std::size(kNumbers); ++i) {
    if (word == kNumbers[i]) return i;
  }
  if (word == "single") return 1;
  if (word == "dozen") return 12;
  int value = 0;
  if (word.empty() || word.size() > 3 || word[0] == '0' || !absl::SimpleAtoi(word, &value)) return 0;
  return value > 0 && value <= kMostCounted ? static_cast<uint32_t>(value) : 0;
}

bool IsOneOf(absl::string_view word, std::initializer_list<absl::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// The words before the number: "about", "at least", "up to", "the other".
void ReadModifiers(const Sentence& sentence, StatedCount& count) {
  const absl::string_view one = count.first >= 1 ? sentence.word(count.first - 1) : "";
  const absl::string_view two = count.first >= 2 ? sentence.word(count.first - 2) : "";
  count.is_rest = IsOneOf(one, {"other", "remaining", "additional", "another", "further", "more"}) && two != "or";
  size_t words = 1;
  if (IsOneOf(one, {"about", "around", "approximately", "approx", "some", "estimated", "nearly", "almost", "roughly",
                    "possibly"})) {
    count.state = v1::COUNT_STATE_ESTIMATED;
  } else if ((one == "least" && two == "at") || (one == "than" && two == "more")) {
    count.state = v1::COUNT_STATE_ESTIMATED;
    count.most.reset();
    words = 2;
  } else if (one == "over") {
    count.state = v1::COUNT_STATE_ESTIMATED;
    count.most.reset();
  } else if (one == "to" && two == "up") {
    count.state = v1::COUNT_STATE_ESTIMATED;
    count.least.reset();
    words = 2;
  } else {
    return;
  }
  count.first -= words;
}

// "four", "four to six", "4-6", "four or five", "six (6)", the last of them at `at`.
std::optional<StatedCount> NumberAt(const Sentence& sentence, size_t at) {
  const uint32_t most = NumberOf(sentence.word(at));
  if (most == 0) return std::nullopt;
  StatedCount count;
  count.first = at;
  count.state = v1::COUNT_STATE_STATED;
  count.least = count.most = most;
  size_t before = at;
  if (at >= 2 && IsOneOf(sentence.word(at - 1), {"to", "or"})) before = at - 2;
  else if (at >= 1) before = at - 1;
  const uint32_t least = before == at ? 0 : NumberOf(sentence.word(before));
  if (least > 0 && least <= most && most - least <= 20) {
    count.first = before;
    count.least = least;
    if (least < most) count.state = v1::COUNT_STATE_ESTIMATED;
  } else if (at >= 1 && sentence.word(at) == "dozen" && sentence.word(at - 1) == "a") {
    count.first = at - 1;
    count.state = v1::COUNT_STATE_ESTIMATED;
  }
  ReadModifiers(sentence, count);
  return count;
}

// "several", "a group of", "an unknown number of", "a": the word at `at`.
std::optional<StatedCount> VagueAt(const Sentence& sentence, size_t at, bool singular) {
  StatedCount count;
  count.first = at;
  const absl::string_view word = sentence.word(at), before = at >= 1 ? sentence.word(at - 1) : "";
  const bool article = IsOneOf(before, {"a", "an"});
  if (IsOneOf(word, {"several", "many", "some", "few", "numerous", "multiple", "various"})) {
    count.state = v1::COUNT_STATE_ESTIMATED;
    return count;
  }
  if (IsOneOf(word, {"group", "gang", "band"})) {
    count.first = at - (article ? 1 : 0);
    count.state = v1::COUNT_STATE_ESTIMATED;
    return count;
  }
  if (word == "number") {
    const bool unknown = IsOneOf(before, {"unknown", "undetermined", "unspecified", "unidentified"});
    count.first = at - (at >= 1 ? 1 : 0);
    count.state = unknown ? v1::COUNT_STATE_NOT_STATED : v1::COUNT_STATE_ESTIMATED;
    return count;
  }
  if (singular && IsOneOf(word, {"a", "an"})) {
    count.least = count.most = 1;
    count.state = v1::COUNT_STATE_STATED;
    return count;
  }
  return std::nullopt;
}

}  // namespace

std::optional<StatedCount> CountBefore(const Sentence& sentence, const maritime::WordMatch& noun) {
  const absl::string_view name = sentence.word(noun.end - 1);
  bool part = false;
  const bool singular = !absl::EndsWith(name, "s") && !absl::EndsWith(name, "men") && name != "people";
  for (size_t step = 1; step <= std::min(noun.first, kMostBetween); ++step) {
    const size_t at = noun.first - step;
    auto count = NumberAt(sentence, at);
    if (!count) count = VagueAt(sentence, at, singular);
    if (count) count->is_rest |= part;
    if (count) return count;
    const auto known = maritime::FindValue<v1::TriState>(Vocabulary::kBetweenCount, sentence.word(at));
    if (!known.has_value()) return std::nullopt;
    // "Two of the robbers" are not all of them; "a group of robbers" are.
    part |= sentence.word(at) == "the" && at >= 1 && sentence.word(at - 1) == "of";
  }
  return std::nullopt;
}

}  // namespace lightship::formats
