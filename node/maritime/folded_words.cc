#include "node/maritime/folded_words.h"

#include <cstdint>

#include "absl/strings/ascii.h"
#include "node/maritime/fold.h"

namespace lightship::maritime {
namespace {

struct Range {
  uint32_t first;
  uint32_t last;
};

template <typename Ranges>
bool IsIn(const Ranges& ranges, uint32_t code) {
  for (const Range& range : ranges) {
    if (code >= range.first && code <= range.last) return true;
  }
  return false;
}

// Beyond ASCII: what stands between words.
constexpr Range kSeparators[] = {{0x80, 0xA9},     {0xAB, 0xB9},     {0xBB, 0xBF},
                                 {0xD7, 0xD7},     {0xF7, 0xF7},     {0x0589, 0x058A},
                                 {0x05BE, 0x05BE}, {0x060C, 0x060D}, {0x061B, 0x061F},
                                 {0x066A, 0x066D}, {0x06D4, 0x06D4}, {0x0964, 0x0965},
                                 {0x2000, 0x206F}, {0x20A0, 0x2BFF}, {0x3000, 0x3004},
                                 {0x3008, 0x3020}, {0x3030, 0x3030}, {0x30FB, 0x30FB},
                                 {0xFE10, 0xFE6F}, {0xFF00, 0xFF0F}, {0xFF1A, 0xFF20},
                                 {0xFF3B, 0xFF40}, {0xFF5B, 0xFF65}, {0xFFF0, 0xFFFF}};

// Marks that do not change the word: combining diacritics, Hebrew points, Arabic vowels and tatweel.
constexpr Range kMarks[] = {{0x0300, 0x036F}, {0x0591, 0x05BD}, {0x05BF, 0x05C7},
                            {0x0610, 0x061A}, {0x0640, 0x0640}, {0x064B, 0x065F},
                            {0x0670, 0x0670}};

// Scripts written without blanks: Thai and Lao, Burmese, Khmer, kana, ideographs.
constexpr Range kUnspaced[] = {{0x0E00, 0x0EFF}, {0x1000, 0x109F}, {0x1780, 0x17FF},
                               {0x3005, 0x3007}, {0x3040, 0x30FF}, {0x3400, 0x4DBF},
                               {0x4E00, 0x9FFF}, {0xF900, 0xFAFF}, {0x20000, 0x3FFFF}};

constexpr Range kAccentedGreek[] = {{0x0386, 0x0391}, {0x0388, 0x0395}, {0x0389, 0x0397},
                                    {0x038A, 0x0399}, {0x038C, 0x039F}, {0x038E, 0x03A5},
                                    {0x038F, 0x03A9}, {0x03AC, 0x0391}, {0x03AD, 0x0395},
                                    {0x03AE, 0x0397}, {0x03AF, 0x0399}, {0x03CC, 0x039F},
                                    {0x03CD, 0x03A5}, {0x03CE, 0x03A9}, {0x03C2, 0x03A3}};

// Upper case without marks, of letters that FoldLetters leaves.
uint32_t Folded(uint32_t code) {
  if (code == 0x01A0 || code == 0x01A1) return 'O';  // Vietnamese horns
  if (code == 0x01AF || code == 0x01B0) return 'U';
  for (const Range& pair : kAccentedGreek) {
    if (pair.first == code) return pair.last;
  }
  if (code >= 0x03B1 && code <= 0x03C9) return code - 0x20;
  if (code == 0x0401 || code == 0x0451) return 0x0415;  // Cyrillic io as ie
  if (code >= 0x0430 && code <= 0x044F) return code - 0x20;
  if (code >= 0x0450 && code <= 0x045F) return code - 0x50;
  if (code == 0x0622 || code == 0x0623 || code == 0x0625) return 0x0627;  // alef
  return code;
}

void AppendUtf8(uint32_t code, std::string& out) {
  if (code < 0x80) {
    out += static_cast<char>(code);
    return;
  }
  const int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  constexpr unsigned char kLead[] = {0, 0xC0, 0xE0, 0xF0};
  out += static_cast<char>(kLead[more] | code >> (6 * more));
  for (int i = more - 1; i >= 0; --i) out += static_cast<char>(0x80 | (code >> (6 * i) & 0x3F));
}

bool Separates(uint32_t code) {
  if (code < 0x80) return !absl::ascii_isalnum(static_cast<unsigned char>(code));
  return IsIn(kSeparators, code);
}

// As below, without decoding: most texts are plain.
std::string FoldedPlainWords(absl::string_view text) {
  std::string words;
  words.reserve(text.size() + 2);
  bool ends = true;
  for (const char c : text) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c))) {
      if (words.empty()) words += ' ';
      words += absl::ascii_toupper(static_cast<unsigned char>(c));
      ends = false;
    } else if (!ends) {
      words += ' ';
      ends = true;
    }
  }
  if (!ends) words += ' ';
  return words;
}

}  // namespace

std::string FoldedWords(absl::string_view text) {
  if (IsAscii(text)) return FoldedPlainWords(text);
  const std::string letters = FoldLetters(text);
  absl::string_view left = letters;
  std::string words;
  while (!left.empty()) {
    const uint32_t code = TakeCharacter(left);
    const bool ends = words.empty() || words.back() == ' ';
    if (Separates(code)) {
      if (!ends) words += ' ';
    } else if (IsIn(kUnspaced, code)) {
      words += ends && !words.empty() ? "" : " ";
      AppendUtf8(code, words);
      words += ' ';
    } else if (!IsIn(kMarks, code)) {
      if (words.empty()) words += ' ';
      AppendUtf8(Folded(code), words);
    }
  }
  if (!words.empty() && words.back() != ' ') words += ' ';
  return words;
}

}  // namespace lightship::maritime
