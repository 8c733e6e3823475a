#include "node/base/encoding.h"

#include <array>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::base {
namespace {

absl::Status Malformed(absl::string_view what) {
  return Error(absl::StatusCode::kInvalidArgument, reason::kMalformed, what);
}

constexpr absl::string_view kBase64Alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr uint8_t kNoDigit = 0xff;

constexpr std::array<uint8_t, 256> MakeBase64Values() {
  std::array<uint8_t, 256> values{};
  for (uint8_t& value : values) value = kNoDigit;
  for (size_t i = 0; i < kBase64Alphabet.size(); ++i) {
    values[static_cast<uint8_t>(kBase64Alphabet[i])] = static_cast<uint8_t>(i);
  }
  return values;
}
constexpr std::array<uint8_t, 256> kBase64Values = MakeBase64Values();

constexpr absl::string_view kBase32Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

std::string Base64(absl::string_view bytes) { return absl::Base64Escape(bytes); }

absl::StatusOr<std::string> FromBase64(absl::string_view text) {
  if (text.size() % 4 != 0) {
    return Malformed(absl::StrCat("base64: ", text.size(),
                                  " characters; a multiple of 4 is needed, with padding"));
  }
  size_t digits = text.size();
  for (int i = 0; i < 2 && digits > 0 && text[digits - 1] == '='; ++i) --digits;
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3);
  uint32_t pending = 0;
  int pending_bits = 0;
  for (size_t i = 0; i < digits; ++i) {
    uint8_t value = kBase64Values[static_cast<uint8_t>(text[i])];
    if (value == kNoDigit) {
      return Malformed(absl::StrCat("base64: character ", i + 1, " is none of A-Z a-z 0-9 + /"));
    }
    pending = (pending << 6) | value;
    pending_bits += 6;
    if (pending_bits >= 8) {
      pending_bits -= 8;
      bytes.push_back(static_cast<char>(pending >> pending_bits));
      pending &= (1u << pending_bits) - 1;
    }
  }
  if (pending != 0) return Malformed("base64: bits after the last byte are not zero");
  return bytes;
}

std::string Base32(absl::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() * 8 + 4) / 5);
  uint32_t pending = 0;
  int pending_bits = 0;
  for (char byte : bytes) {
    pending = pending << 8 | static_cast<uint8_t>(byte);
    for (pending_bits += 8; pending_bits >= 5;) {
      pending_bits -= 5;
      text.push_back(kBase32Alphabet[pending >> pending_bits & 31]);
    }
    pending &= (1u << pending_bits) - 1;
  }
  if (pending_bits > 0) text.push_back(kBase32Alphabet[pending << (5 - pending_bits) & 31]);
  return text;
}

absl::StatusOr<std::string> FromBase32(absl::string_view text) {
  std::string bytes;
  bytes.reserve(text.size() * 5 / 8);
  uint32_t pending = 0;
  int pending_bits = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const size_t value = kBase32Alphabet.find(text[i]);
    if (value == absl::string_view::npos) {
      return Malformed(absl::StrCat("base32: character ", i + 1, " is none of A-Z 2-7"));
    }
    pending = pending << 5 | static_cast<uint32_t>(value);
    pending_bits += 5;
    if (pending_bits < 8) continue;
    pending_bits -= 8;
    bytes.push_back(static_cast<char>(pending >> pending_bits));
    pending &= (1u << pending_bits) - 1;
  }
  if (pending_bits >= 5 || pending != 0) {
    return Malformed("base32: ends within a byte");
  }
  return bytes;
}

std::string Hex(absl::string_view bytes) { return absl::BytesToHexString(bytes); }

absl::StatusOr<std::string> FromHex(absl::string_view text) {
  if (text.size() % 2 != 0) {
    return Malformed(absl::StrCat("hex: ", text.size(), " digits; an even number is needed"));
  }
  std::string bytes;
  bytes.reserve(text.size() / 2);
  for (size_t i = 0; i < text.size(); i += 2) {
    int high = HexValue(text[i]);
    int low = HexValue(text[i + 1]);
    if (high < 0 || low < 0) {
      return Malformed(
          absl::StrCat("hex: character ", i + (high < 0 ? 1 : 2), " is none of 0-9 a-f A-F"));
    }
    bytes.push_back(static_cast<char>(high << 4 | low));
  }
  return bytes;
}

absl::StatusOr<uint64_t> FromDecimal(absl::string_view text) {
  if (text.empty()) return Malformed("decimal: empty; digits 0-9 are needed");
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] < '0' || text[i] > '9') {
      return Malformed(absl::StrCat("decimal: character ", i + 1, " is not a digit 0-9"));
    }
  }
  if (text.size() > 1 && text[0] == '0') return Malformed("decimal: has a leading zero");
  uint64_t value = 0;
  if (!absl::SimpleAtoi(text, &value)) {
    return Malformed("decimal: above 18446744073709551615, the largest 64-bit number");
  }
  return value;
}

void AppendBigEndian64(uint64_t value, std::string& out) {
  for (int shift = 56; shift >= 0; shift -= 8) out.push_back(static_cast<char>(value >> shift));
}

uint64_t ReadBigEndian64(absl::string_view bytes) {
  uint64_t value = 0;
  for (size_t i = 0; i < 8; ++i) value = value << 8 | static_cast<uint8_t>(bytes[i]);
  return value;
}

}  // namespace lightship::base
