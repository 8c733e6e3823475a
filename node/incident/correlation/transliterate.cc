#include <cstdint>
#include <string>

#include "node/incident/correlation/name.h"

namespace lightship::incident::correlation {
namespace {

// U+0410 to U+042F; lower case stands 32 above.
constexpr const char* kCyrillic[] = {"A",  "B",  "V",  "G",    "D", "E", "ZH", "Z", "I",  "Y", "K",
                                     "L",  "M",  "N",  "O",    "P", "R", "S",  "T", "U",  "F", "KH",
                                     "TS", "CH", "SH", "SHCH", "",  "Y", "",   "E", "YU", "YA"};
// U+0391 to U+03A9; lower case stands 32 above. U+03A2 is not assigned.
constexpr const char* kGreek[] = {"A", "V", "G", "D", "E",  "Z",  "I", "TH", "I",
                                  "K", "L", "M", "N", "X",  "O",  "P", "R",  "",
                                  "S", "T", "Y", "F", "CH", "PS", "O"};

struct Single {
  uint32_t code;
  const char* latin;
};
// Ukrainian and other Cyrillic letters, Greek ones with accents, the Greek final s.
constexpr Single kSingles[] = {
    {0x0401, "E"}, {0x0451, "E"},  {0x0404, "YE"}, {0x0454, "YE"}, {0x0406, "I"},
    {0x0456, "I"}, {0x0407, "YI"}, {0x0457, "YI"}, {0x0490, "G"},  {0x0491, "G"},
    {0x03C2, "S"}, {0x0386, "A"},  {0x03AC, "A"},  {0x0388, "E"},  {0x03AD, "E"},
    {0x0389, "I"}, {0x03AE, "I"},  {0x038A, "I"},  {0x03AF, "I"},  {0x038C, "O"},
    {0x03CC, "O"}, {0x038E, "Y"},  {0x03CD, "Y"},  {0x038F, "O"},  {0x03CE, "O"}};

// nullptr: not a letter of these scripts.
const char* LatinOf(uint32_t code) {
  if (code >= 0x0410 && code <= 0x042F) return kCyrillic[code - 0x0410];
  if (code >= 0x0430 && code <= 0x044F) return kCyrillic[code - 0x0430];
  if (code >= 0x0391 && code <= 0x03A9) return kGreek[code - 0x0391];
  for (const Single& single : kSingles) {
    if (single.code == code) return single.latin;
  }
  if (code >= 0x03B1 && code <= 0x03C9) return kGreek[code - 0x03B1];
  return nullptr;
}

}  // namespace

std::string Transliterate(absl::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    const auto lead = static_cast<unsigned char>(text[i]);
    // Both scripts lie in the two-byte part of UTF-8.
    if (lead >= 0xCD && lead <= 0xD2 && i + 1 < text.size()) {
      const uint32_t code = (lead & 0x1Fu) << 6 | (static_cast<unsigned char>(text[i + 1]) & 0x3Fu);
      if (const char* latin = LatinOf(code); latin != nullptr) {
        result += latin;
        ++i;
        continue;
      }
    }
    result += text[i];
  }
  return result;
}

}  // namespace lightship::incident::correlation
