// Signature keys: Ed25519 (RFC 8032) and ECDSA P-256 with SHA-256 (FIPS 186-4).
//
// Ed25519 signatures are verified by libsodium everywhere (twice as fast as OpenSSL 3.0), so there is one acceptance
// rule: RFC 8032 with cofactorless equation, canonical S and R, and small-order keys refused.
#ifndef LIGHTSHIP_NODE_CRYPTO_KEY_H_
#define LIGHTSHIP_NODE_CRYPTO_KEY_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "node/crypto/digest.h"

namespace lightship::crypto {

enum class Algorithm { kEd25519, kEcdsaP256 };

// Immutable, cheap to copy, thread-safe.
class PublicKey {
 public:
  // From DER SubjectPublicKeyInfo. INVALID_ARGUMENT for anything but the two algorithms, and for bytes
  // that are not the canonical DER of the key.
  static absl::StatusOr<PublicKey> FromSpki(absl::string_view der);
  // From the 32 raw bytes of an Ed25519 key.
  static absl::StatusOr<PublicKey> FromRawEd25519(absl::string_view raw);
  // From the 65 bytes of an uncompressed P-256 point (SEC 1).
  static absl::StatusOr<PublicKey> FromP256Point(absl::string_view point);

  Algorithm algorithm() const;
  const std::string& spki() const;
  // SHA-256 of the SubjectPublicKeyInfo.
  const Digest& key_id() const;
  // The 32 raw bytes. REQUIRES: algorithm() == kEd25519.
  absl::string_view raw_ed25519() const;

  // True when `signature` is valid for `message`. Ed25519: 64 bytes; ECDSA: strict DER Ecdsa-Sig-Value.
  bool Verify(absl::string_view message, absl::string_view signature) const;
  struct Signed {
    absl::string_view message;
    absl::string_view signature;
  };
  // Verify of each, in less time than one after the other.
  std::vector<bool> VerifyAll(absl::Span<const Signed> all) const;

 private:
  struct State;
  explicit PublicKey(std::shared_ptr<const State> state) : state_(std::move(state)) {}
  std::shared_ptr<const State> state_;
};

// Whether a key is named by a PKCS#11 URI (RFC 7512, "pkcs11:...") rather than by a file's path.
bool IsTokenUri(absl::string_view key);

// Immutable, cheap to copy, thread-safe. The key material stays inside OpenSSL, in memory
// that libsodium keeps from swap and core dumps, or on its token.
class PrivateKey {
 public:
  static absl::StatusOr<PrivateKey> Generate(Algorithm algorithm);
  // PKCS#8 (or SEC 1) PEM, not encrypted.
  static absl::StatusOr<PrivateKey> FromPem(absl::string_view pem);
  // From the 32-byte seed of RFC 8032.
  static absl::StatusOr<PrivateKey> FromEd25519Seed(absl::string_view seed);
  // A key on a PKCS#11 token, by its URI: token=, object= and id= say which, module-path= which module (else those that the
  // system has registered). The PIN comes from pin-source=file:PATH or the environment variable LIGHTSHIP_PIN, never from
  // the URI. The token must hold the public key too. FAILED_PRECONDITION (CONFIGURATION) says what is missing.
  static absl::StatusOr<PrivateKey> FromToken(absl::string_view uri);

  const PublicKey& public_key() const;
  // UNAVAILABLE when it is on a token that does not answer.
  absl::StatusOr<std::string> Sign(absl::string_view message) const;
  // PKCS#8 PEM. FAILED_PRECONDITION for a key on a token: it does not leave it.
  absl::StatusOr<std::string> ToPem() const;

 private:
  friend class CertificateAuthority;
  struct State;
  explicit PrivateKey(std::shared_ptr<const State> state) : state_(std::move(state)) {}
  std::shared_ptr<const State> state_;
};

}  // namespace lightship::crypto

#endif  // LIGHTSHIP_NODE_CRYPTO_KEY_H_
