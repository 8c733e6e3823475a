// Text forms of bytes, strict: exactly one text decodes to given bytes, so that a changed character is
// always noticed.
#ifndef LIGHTSHIP_NODE_BASE_ENCODING_H_
#define LIGHTSHIP_NODE_BASE_ENCODING_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace lightship::base {

// RFC 4648 base64 with padding. Decoding refuses white space, missing padding and non-zero trailing bits.
std::string Base64(absl::string_view bytes);
absl::StatusOr<std::string> FromBase64(absl::string_view text);

// RFC 4648 base32 in upper case, without padding. Decoding refuses lower case and non-zero trailing bits.
std::string Base32(absl::string_view bytes);
absl::StatusOr<std::string> FromBase32(absl::string_view text);

// Lower-case hexadecimal. Decoding accepts either case and refuses anything else.
std::string Hex(absl::string_view bytes);
absl::StatusOr<std::string> FromHex(absl::string_view text);

// Decimal without sign, leading zeroes or surplus characters.
absl::StatusOr<uint64_t> FromDecimal(absl::string_view text);

// Fixed-width big-endian, for keys that must sort as numbers and for wire formats.
void AppendBigEndian64(uint64_t value, std::string& out);
// REQUIRES: bytes.size() >= 8.
uint64_t ReadBigEndian64(absl::string_view bytes);

}  // namespace lightship::base

#endif  // LIGHTSHIP_NODE_BASE_ENCODING_H_
