#include "client/formats/armored_text.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace lightship::formats {
namespace {

// Initials that some mail programs put before the quoting mark.
constexpr size_t kInitialsMost = 4;

// Byte order mark, no-break space, zero-width space, in UTF-8.
constexpr absl::string_view kInvisible[] = {"\xef\xbb\xbf", "\xc2\xa0", "\xe2\x80\x8b"};

int HexDigit(char c) {
  if (absl::ascii_isdigit(c)) return c - '0';
  c = absl::ascii_toupper(c);
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// Takes "=41" from the front of `rest` as the byte that it stands for; an "=" that begins nothing of the kind is a soft
// line break.
char TakeEncoded(absl::string_view& rest) {
  const int high = rest.size() > 2 ? HexDigit(rest[1]) : -1;
  const int low = rest.size() > 2 ? HexDigit(rest[2]) : -1;
  if (high < 0 || low < 0) {
    rest.remove_prefix(1);
    return ' ';
  }
  rest.remove_prefix(3);
  return static_cast<char>(high << 4 | low);
}

// What quoted-printable makes of a line; text that is not encoded has no "=" in a block.
std::string LineOf(absl::string_view line) {
  std::string plain;
  while (!line.empty()) {
    if (line[0] == '=') {
      plain.push_back(TakeEncoded(line));
    } else {
      plain.push_back(line[0]);
      line.remove_prefix(1);
    }
  }
  return plain;
}

bool Skip(absl::string_view& rest) {
  for (absl::string_view invisible : kInvisible) {
    if (absl::ConsumePrefix(&rest, invisible)) return true;
  }
  if (!absl::ascii_isspace(rest[0]) && rest[0] != '>' && rest[0] != '|') return false;
  rest.remove_prefix(1);
  return true;
}

// Passes over marks of quoting, with initials before them. REQUIRES: at a line's start or after white space, which a
// program that wraps quoted text anew leaves before them.
void SkipQuoting(absl::string_view& rest) {
  while (!rest.empty()) {
    if (Skip(rest)) continue;
    size_t initials = 0;
    while (initials < rest.size() && absl::ascii_isalpha(rest[initials])) ++initials;
    if (initials > kInitialsMost || initials >= rest.size() || rest[initials] != '>') return;
    rest.remove_prefix(initials + 1);
  }
}

}  // namespace

PlainRun ReadPlainRun(absl::string_view text) {
  PlainRun run;
  size_t number = 0;
  for (absl::string_view raw : absl::StrSplit(text, '\n')) {
    ++number;
    const std::string line = LineOf(raw);
    absl::string_view rest = line;
    SkipQuoting(rest);
    while (!rest.empty()) {
      if (Skip(rest)) {
        SkipQuoting(rest);
        continue;
      }
      run.characters.push_back(absl::ascii_toupper(rest[0]));
      run.lines.push_back(number);
      rest.remove_prefix(1);
    }
  }
  return run;
}

}  // namespace lightship::formats
