// SHA-256 (FIPS 180-4), the only hash in Lightship.
#ifndef LIGHTSHIP_NODE_CRYPTO_DIGEST_H_
#define LIGHTSHIP_NODE_CRYPTO_DIGEST_H_

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace lightship::crypto {

inline constexpr size_t kDigestBytes = 32;

using Digest = std::array<uint8_t, kDigestBytes>;

Digest Sha256(absl::string_view data);
// Digest of the concatenation, without copying it together.
Digest Sha256(std::initializer_list<absl::string_view> pieces);
// Digest of what `next` puts into `piece`, piece after piece, until it returns false.
Digest Sha256(absl::FunctionRef<bool(std::string& piece)> next);

// The digest's bytes; valid as long as `digest` is.
absl::string_view AsView(const Digest& digest);
std::string AsString(const Digest& digest);
// INVALID_ARGUMENT unless exactly 32 bytes.
absl::StatusOr<Digest> DigestFromBytes(absl::string_view bytes);

}  // namespace lightship::crypto

#endif  // LIGHTSHIP_NODE_CRYPTO_DIGEST_H_
