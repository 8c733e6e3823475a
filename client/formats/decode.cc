#include "client/formats/decode.h"

#include <cstdint>

#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "client/formats/safe_text.h"

namespace lightship::formats {
namespace {

constexpr uint32_t kReplacementCode = 0xFFFD;

// 0x80 to 0x9F of Windows-1252 (Unicode's CP1252.TXT); all others are as in Unicode.
constexpr uint16_t kWindows1252[] = {
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};

void Append(uint32_t code, std::string& text) {
  auto add = [&text](uint32_t byte) { text.push_back(static_cast<char>(byte)); };
  auto tail = [&](int shift) { add(0x80 | (code >> shift & 0x3F)); };
  if (code < 0x80) return add(code);
  if (code < 0x800) {
    add(0xC0 | code >> 6);
  } else {
    if (code < 0x10000) {
      add(0xE0 | code >> 12);
    } else {
      add(0xF0 | code >> 18);
      tail(12);
    }
    tail(6);
  }
  tail(0);
}

std::string FromWindows1252(absl::string_view bytes) {
  std::string text;
  for (char c : bytes) {
    const auto byte = static_cast<uint8_t>(c);
    Append(byte >= 0x80 && byte < 0xA0 ? kWindows1252[byte - 0x80] : byte, text);
  }
  return text;
}

std::string FromUtf16(absl::string_view bytes, bool big_endian) {
  auto unit = [&](size_t at) {
    const uint32_t first = static_cast<uint8_t>(bytes[at]), second = static_cast<uint8_t>(bytes[at + 1]);
    return big_endian ? first << 8 | second : second << 8 | first;
  };
  std::string text;
  size_t at = 0;
  for (; at + 1 < bytes.size(); at += 2) {
    uint32_t code = unit(at);
    const uint32_t next = at + 3 < bytes.size() ? unit(at + 2) : 0;
    if (code >= 0xD800 && code < 0xDC00 && next >= 0xDC00 && next < 0xE000) {
      code = 0x10000 + ((code - 0xD800) << 10) + (next - 0xDC00);
      at += 2;
    } else if (code >= 0xD800 && code < 0xE000) {
      code = kReplacementCode;
    }
    Append(code, text);
  }
  if (at < bytes.size()) Append(kReplacementCode, text);
  return text;
}

}  // namespace

Decoded Decode(absl::string_view bytes) {
  if (absl::ConsumePrefix(&bytes, "\xFF\xFE")) return {FromUtf16(bytes, false)};
  if (absl::ConsumePrefix(&bytes, "\xFE\xFF")) return {FromUtf16(bytes, true)};
  if (bytes.size() > 1 && bytes[1] == '\0') return {FromUtf16(bytes, false)};
  if (bytes.size() > 1 && bytes[0] == '\0') return {FromUtf16(bytes, true)};
  absl::ConsumePrefix(&bytes, "\xEF\xBB\xBF");
  if (IsUtf8(bytes)) return {std::string(bytes)};
  return {FromWindows1252(bytes), true};
}

}  // namespace lightship::formats
