#include "client/formats/account_words.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "node/maritime/fold.h"

namespace lightship::formats {
namespace {

constexpr absl::string_view kOpening = "([\"'<*";
constexpr absl::string_view kClosing = ")]\"'>*,;:.!?";

}  // namespace

std::vector<AccountWord> WordsOfAccount(absl::string_view prose, size_t most) {
  std::vector<AccountWord> words;
  const std::string plain = maritime::FoldSigns(prose);
  for (absl::string_view text : absl::StrSplit(plain, absl::ByAnyChar(" \t\r\n"), absl::SkipEmpty())) {
    if (words.size() == most) break;
    AccountWord word;
    size_t start = std::min(text.find_first_not_of(kOpening), text.size());
    word.before = std::string(text.substr(0, start));
    text.remove_prefix(start);
    size_t end = text.find_last_not_of(kClosing);
    end = end == absl::string_view::npos ? 0 : end + 1;
    word.after = std::string(text.substr(end));
    word.text = std::string(text.substr(0, end));
    words.push_back(std::move(word));
  }
  return words;
}

int FiguresOf(absl::string_view text) {
  int value = 0;
  bool figures = !text.empty() && text.size() <= 9 &&
                 std::all_of(text.begin(), text.end(), absl::ascii_isdigit);
  return figures && absl::SimpleAtoi(text, &value) ? value : -1;
}

bool IsCapitals(absl::string_view text) {
  bool letters = false;
  for (char c : text) {
    if (absl::ascii_islower(c)) return false;
    if (!absl::ascii_isalnum(c) && !absl::StrContains("-'.&/", c) && (c & 0x80) == 0) return false;
    letters |= absl::ascii_isupper(c);
  }
  return letters;
}

bool IsMostlyCapitals(absl::string_view prose) {
  auto upper = std::count_if(prose.begin(), prose.end(), absl::ascii_isupper);
  auto lower = std::count_if(prose.begin(), prose.end(), absl::ascii_islower);
  return upper > 9 * lower;
}

}  // namespace lightship::formats
