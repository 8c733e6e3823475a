#include "client/formats/message_marks.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "node/maritime/words.h"

namespace lightship::formats {
namespace {

constexpr size_t kLongestBanner = 60;

constexpr struct {
  absl::string_view word;
  v1::ExerciseStatus status;
} kWords[] = {{"exercise", v1::EXERCISE_STATUS_EXERCISE}, {"drill", v1::EXERCISE_STATUS_EXERCISE},
              {"test", v1::EXERCISE_STATUS_TEST},         {"system", v1::EXERCISE_STATUS_SYSTEM},
              {"draft", v1::EXERCISE_STATUS_DRAFT}};

// Whole lines.
constexpr absl::string_view kPhrases[] = {"exercise",          "exercise only",  "for exercise",
                                          "exercise message",  "drill",          "for exercise only",
                                          "this is an exercise", "this is a drill"};

constexpr struct {
  absl::string_view word;
  v1::Tlp tlp;
} kTlps[] = {{"TLP:CLEAR", v1::TLP_CLEAR},
             {"TLP:WHITE", v1::TLP_CLEAR},
             {"TLP:GREEN", v1::TLP_GREEN},
             {"TLP:AMBER", v1::TLP_AMBER},
             {"TLP:AMBER+STRICT", v1::TLP_AMBER_STRICT},
             {"TLP:AMBER STRICT", v1::TLP_AMBER_STRICT},
             {"TLP:RED", v1::TLP_RED}};

v1::ExerciseStatus StatusOfWord(absl::string_view word) {
  for (const auto& known : kWords) {
    if (known.word == word) return known.status;
  }
  return v1::EXERCISE_STATUS_UNSPECIFIED;
}

// Without signs of quoting and the head's words: "> Subject: Re: ".
absl::string_view Stripped(absl::string_view line) {
  auto strip = [](absl::string_view text) {
    size_t start = text.find_first_not_of("> \t\r");
    return start == absl::string_view::npos ? absl::string_view() : absl::StripTrailingAsciiWhitespace(text.substr(start));
  };
  line = strip(line);
  for (absl::string_view head : {"subject:", "re:", "fw:", "fwd:"}) {
    if (absl::StartsWithIgnoreCase(line, head)) line = strip(line.substr(head.size()));
  }
  return line;
}

// What stands between brackets or stars at the line's beginning: "EXERCISE, RETRACTED".
absl::string_view BannerOf(absl::string_view line) {
  const bool bracket = absl::ConsumePrefix(&line, "[");
  if (!bracket && !absl::ConsumePrefix(&line, "***")) return "";
  const size_t end = line.substr(0, kLongestBanner).find(bracket ? "]" : "***");
  return end == absl::string_view::npos ? "" : line.substr(0, end);
}

bool FollowedByASign(absl::string_view line, absl::string_view word) {
  if (!absl::StartsWith(line, absl::AsciiStrToUpper(word))) return false;
  line.remove_prefix(word.size());
  return absl::StartsWith(line, ":") || absl::StartsWith(line, " -") || absl::StartsWith(line, "/");
}

// A word without which no text has a mark.
constexpr absl::string_view kMarking[] = {"exercise", "drill", "test", "system", "draft", "retracted", "tlp:"};

bool MayHaveMarks(absl::string_view text) {
  for (size_t at = 0; at < text.size(); ++at) {
    const char first = absl::ascii_tolower(text[at]);
    for (absl::string_view word : kMarking) {
      if (first == word[0] && absl::StartsWithIgnoreCase(text.substr(at), word)) return true;
    }
  }
  return false;
}

void Read(absl::string_view line, MessageMarks& marks) {
  line = Stripped(line);
  auto set = [&marks](v1::ExerciseStatus status) {
    if (marks.status == v1::EXERCISE_STATUS_UNSPECIFIED) marks.status = status;
  };
  const std::string key = maritime::WordKey(line);
  const std::vector<absl::string_view> words = absl::StrSplit(key, ' ');
  if (words.size() > 1 && words[0] == words[1]) set(StatusOfWord(words[0]));
  if (std::find(std::begin(kPhrases), std::end(kPhrases), key) != std::end(kPhrases)) {
    set(v1::EXERCISE_STATUS_EXERCISE);
  }
  for (const auto& known : kWords) {
    if (FollowedByASign(line, known.word)) set(known.status);
  }
  const std::string banner = maritime::WordKey(BannerOf(line));
  for (absl::string_view word : absl::StrSplit(banner, ' ')) {
    set(StatusOfWord(word));
    marks.taken_back |= word == "retracted";
  }
}

}  // namespace

MessageMarks MarksOf(absl::string_view text) {
  MessageMarks marks;
  if (!MayHaveMarks(text)) return marks;
  for (absl::string_view line : absl::StrSplit(text, '\n')) Read(line, marks);
  const std::string upper = absl::AsciiStrToUpper(text);
  for (const auto& known : kTlps) {
    if (absl::StrContains(upper, known.word)) marks.tlp = std::max(marks.tlp, known.tlp);
  }
  return marks;
}

}  // namespace lightship::formats
