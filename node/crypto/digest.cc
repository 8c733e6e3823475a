#include "node/crypto/digest.h"

// SHA256_* is deprecated in OpenSSL 3.0, but its replacement fetches and allocates for each digest,
// which makes a Merkle node cost four times as much.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::crypto {

Digest Sha256(absl::string_view data) { return Sha256({data}); }

Digest Sha256(std::initializer_list<absl::string_view> pieces) {
  SHA256_CTX context;
  SHA256_Init(&context);
  for (absl::string_view piece : pieces) SHA256_Update(&context, piece.data(), piece.size());
  Digest digest;
  SHA256_Final(digest.data(), &context);
  return digest;
}

Digest Sha256(absl::FunctionRef<bool(std::string& piece)> next) {
  SHA256_CTX context;
  SHA256_Init(&context);
  std::string piece;
  while (next(piece)) SHA256_Update(&context, piece.data(), piece.size());
  Digest digest;
  SHA256_Final(digest.data(), &context);
  return digest;
}

absl::string_view AsView(const Digest& digest) {
  return absl::string_view(reinterpret_cast<const char*>(digest.data()), digest.size());
}

std::string AsString(const Digest& digest) { return std::string(AsView(digest)); }

absl::StatusOr<Digest> DigestFromBytes(absl::string_view bytes) {
  if (bytes.size() != kDigestBytes) {
    return base::Error(
        absl::StatusCode::kInvalidArgument, base::reason::kMalformed,
        absl::StrCat("a SHA-256 digest has ", kDigestBytes, " bytes, not ", bytes.size()));
  }
  Digest digest;
  std::copy(bytes.begin(), bytes.end(), digest.begin());
  return digest;
}

}  // namespace lightship::crypto
