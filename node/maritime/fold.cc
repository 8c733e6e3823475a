#include "node/maritime/fold.h"

#include <cstdint>

#include "absl/strings/ascii.h"

namespace lightship::maritime {
namespace {

// U+00C0 to U+017F without their marks; "" where there is no Latin letter.
constexpr const char* kLatin[] = {
    "A", "A", "A",  "A",  "A", "A", "AE", "C",  "E",  "E", "E", "E", "I",  "I",  "I", "I", "D", "N",
    "O", "O", "O",  "O",  "O", "",  "O",  "U",  "U",  "U", "U", "Y", "TH", "SS", "A", "A", "A", "A",
    "A", "A", "AE", "C",  "E", "E", "E",  "E",  "I",  "I", "I", "I", "D",  "N",  "O", "O", "O", "O",
    "O", "",  "O",  "U",  "U", "U", "U",  "Y",  "TH", "Y", "A", "A", "A",  "A",  "A", "A", "C", "C",
    "C", "C", "C",  "C",  "C", "C", "D",  "D",  "D",  "D", "E", "E", "E",  "E",  "E", "E", "E", "E",
    "E", "E", "G",  "G",  "G", "G", "G",  "G",  "G",  "G", "H", "H", "H",  "H",  "I", "I", "I", "I",
    "I", "I", "I",  "I",  "I", "I", "IJ", "IJ", "J",  "J", "K", "K", "K",  "L",  "L", "L", "L", "L",
    "L", "L", "L",  "L",  "L", "N", "N",  "N",  "N",  "N", "N", "N", "N",  "N",  "O", "O", "O", "O",
    "O", "O", "OE", "OE", "R", "R", "R",  "R",  "R",  "R", "S", "S", "S",  "S",  "S", "S", "S", "S",
    "T", "T", "T",  "T",  "T", "T", "U",  "U",  "U",  "U", "U", "U", "U",  "U",  "U", "U", "U", "U",
    "W", "W", "Y",  "Y",  "Y", "Z", "Z",  "Z",  "Z",  "Z", "Z", "S",
};

// U+1E00 to U+1EFF, most of them Vietnamese; ' ' where there is no single letter.
constexpr char kLatinAdditional[] =
    "AABBBBBBCCDDDDDDDDDDEEEEEEEEEEFFGGHHHHHHHHHHIIIIKKKKKKLLLLLLLLMM"
    "MMMMNNNNNNNNOOOOOOOOPPPPRRRRRRRRSSSSSSSSSSTTTTTTTTUUUUUUUUUUVVVV"
    "WWWWWWWWWWXXXXYYZZZZZZHTWY S    AAAAAAAAAAAAAAAAAAAAAAAAEEEEEEEE"
    "EEEEEEEEIIIIOOOOOOOOOOOOOOOOOOOOOOOOUUUUUUUUUUUUUUYYYYYYYY      ";

constexpr uint32_t kReplacement = 0xFFFD;

// The ASCII sign that a typographic one stands for; 0: none.
char AsciiSign(uint32_t code) {
  switch (code) {
    case 0x00A0:
    case 0x202F:
    case 0x205F:
    case 0x3000:
    case 0xFEFF:
      return ' ';
    case 0x00AD:
    case 0x2212:
    case 0x2E3A:
    case 0xFE58:
    case 0xFE63:
    case 0xFF1F:
      return '-';  // U+FF1F, a full-width question mark, stands for a lost dash in IMB texts.
    case 0x00B4:
    case 0x0060:
    case 0x02B9:
    case 0x02BC:
    case 0x2018:
    case 0x2019:
    case 0x201A:
    case 0x201B:
    case 0x2032:
    case 0x2035:
      return '\'';
    case 0x02BA:
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x201F:
    case 0x2033:
    case 0x2036:
      return '"';
    case 0x00B0:
    case 0x00BA:
    case 0x02DA:
      return kDegreeSign;
    default:
      break;
  }
  if (code >= 0x2000 && code <= 0x200B) return ' ';
  if (code >= 0x2010 && code <= 0x2015) return '-';
  if (code >= 0xFF01 && code <= 0xFF5E) return static_cast<char>(code - 0xFF00 + 0x20);
  return 0;
}

bool IsCombiningMark(uint32_t code) { return code >= 0x0300 && code <= 0x036F; }

}  // namespace

bool IsAscii(absl::string_view text) {
  unsigned char all = 0;
  for (const char c : text) all |= static_cast<unsigned char>(c);
  return all < 0x80;
}

uint32_t TakeCharacter(absl::string_view& text) {
  const auto byte = [&text](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  size_t length = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 0;
  if (length == 0 || length > text.size()) {
    text.remove_prefix(1);
    return kReplacement;
  }
  uint32_t code = length == 1 ? first : first & (0x7Fu >> length);
  for (size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) {
      text.remove_prefix(1);
      return kReplacement;
    }
    code = code << 6 | (byte(i) & 0x3F);
  }
  text.remove_prefix(length);
  return code;
}

std::string FoldSigns(absl::string_view text) {
  std::string folded;
  folded.reserve(text.size());
  while (!text.empty()) {
    const absl::string_view before = text;
    const uint32_t code = TakeCharacter(text);
    if (code < 0x80) {
      folded +=
          absl::ascii_isspace(static_cast<unsigned char>(code)) ? ' ' : static_cast<char>(code);
    } else if (const char sign = AsciiSign(code); sign != 0) {
      folded += sign;
    } else {
      folded.append(before.data(), before.size() - text.size());
    }
  }
  return folded;
}

std::string FoldLetters(absl::string_view text) {
  if (IsAscii(text)) return absl::AsciiStrToUpper(text);
  std::string folded;
  folded.reserve(text.size());
  while (!text.empty()) {
    const absl::string_view before = text;
    const uint32_t code = TakeCharacter(text);
    if (code < 0x80) {
      folded += absl::ascii_toupper(static_cast<unsigned char>(code));
    } else if (code >= 0xC0 && code < 0x180 && *kLatin[code - 0xC0] != 0) {
      folded += kLatin[code - 0xC0];
    } else if (code >= 0x1E00 && code < 0x1F00 && kLatinAdditional[code - 0x1E00] != ' ') {
      folded += kLatinAdditional[code - 0x1E00];
    } else if (const char sign = AsciiSign(code); sign != 0 && sign != kDegreeSign) {
      folded += absl::ascii_toupper(static_cast<unsigned char>(sign));
    } else if (!IsCombiningMark(code)) {
      folded.append(before.data(), before.size() - text.size());
    }
  }
  return folded;
}

}  // namespace lightship::maritime
