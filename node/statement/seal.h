// Making statements: parts get salts and digests, the manifest its nonce, and keys sign its exact bytes.
#ifndef LIGHTSHIP_NODE_STATEMENT_SEAL_H_
#define LIGHTSHIP_NODE_STATEMENT_SEAL_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "lightship/v1/statement.pb.h"
#include "node/base/entropy.h"
#include "node/crypto/key.h"

namespace lightship::statement {

inline constexpr uint32_t kFormatVersion = 1;
inline constexpr absl::string_view kPayloadType = "application/vnd.lightship.manifest.v1";

// DSSE pre-authentication encoding of a manifest: what is signed.
std::string Pae(absl::string_view payload_type, absl::string_view body);

struct PartDraft {
  std::string name;
  std::string content;   // serialized message of the part's type
  std::string audience;  // empty: the statement's
};

// Sets format_version, nonce and part references in `manifest`, serializes it once, and signs those bytes
// with every key. INVALID_ARGUMENT over a limit. Content is not judged here (validate.h).
absl::StatusOr<v1::SignedStatement> Seal(v1::Manifest manifest, std::vector<PartDraft> parts,
                                         absl::Span<const crypto::PrivateKey> signers,
                                         base::Entropy& entropy);

// The same without signatures: what would be signed.
absl::StatusOr<v1::SignedStatement> SealUnsigned(v1::Manifest manifest, std::vector<PartDraft> parts,
                                                 base::Entropy& entropy);

// Signs the manifest's exact bytes.
absl::StatusOr<v1::Signature> SignManifest(absl::string_view manifest_bytes,
                                           const crypto::PrivateKey& signer);

}  // namespace lightship::statement

#endif  // LIGHTSHIP_NODE_STATEMENT_SEAL_H_
