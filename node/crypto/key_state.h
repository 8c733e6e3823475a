// What is inside keys. Only for sources of this folder.
#ifndef LIGHTSHIP_NODE_CRYPTO_KEY_STATE_H_
#define LIGHTSHIP_NODE_CRYPTO_KEY_STATE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "node/base/mutex.h"
#include "node/crypto/digest.h"
#include "node/crypto/key.h"
#include "node/crypto/openssl.h"
#include "node/crypto/p256_table.h"
#include "node/crypto/token.h"

namespace lightship::crypto {

struct PublicKey::State {
  Algorithm algorithm = Algorithm::kEd25519;
  std::string spki;
  Digest key_id;
  OwnedKey key;  // null for Ed25519, which libsodium verifies from the raw bytes
  P256TableOnceWorthIt table = {};
};

// Seed and public key, as libsodium signs with them, in memory of its own: locked, between guard pages, wiped at the end.
class Ed25519Secret {
 public:
  // REQUIRES: an Ed25519 key that is not on a token.
  explicit Ed25519Secret(const EVP_PKEY* key);
  ~Ed25519Secret();
  Ed25519Secret(const Ed25519Secret&) = delete;
  Ed25519Secret& operator=(const Ed25519Secret&) = delete;

  absl::StatusOr<std::string> Sign(absl::string_view message) const;

 private:
  uint8_t* const secret_;  // null when it cannot sign
};

// Signs with a P-256 key that is not on a token. What OpenSSL makes ready for it takes a third as long as a signature and is kept.
class P256Signer {
 public:
  // `key` outlives it.
  explicit P256Signer(EVP_PKEY* key) : key_(key) {}
  // Thread-safe.
  absl::StatusOr<std::string> Sign(absl::string_view message) const;

 private:
  OwnedKeyContext Take() const;

  EVP_PKEY* const key_;
  mutable base::Mutex mutex_;
  mutable std::vector<OwnedKeyContext> ready_ ABSL_GUARDED_BY(mutex_);  // those that nobody signs with just now
};

struct PrivateKey::State {
  State(OwnedKey k, PublicKey p)
      : key(std::move(k)),
        ed25519(p.algorithm() == Algorithm::kEd25519 ? std::make_unique<const Ed25519Secret>(key.get()) : nullptr),
        p256(p.algorithm() == Algorithm::kEcdsaP256 ? std::make_unique<const P256Signer>(key.get()) : nullptr),
        public_key(std::move(p)) {}
  explicit State(std::shared_ptr<const TokenKey> t) : public_key(t->public_key()), token(std::move(t)) {}

  // From a key of any kind: INVALID_ARGUMENT unless it is one of our algorithms.
  static absl::StatusOr<PrivateKey> Wrap(OwnedKey key);

  OwnedKey key;  // null for one on a token
  std::unique_ptr<const Ed25519Secret> ed25519;  // of such a key: libsodium signs in half of OpenSSL's time, the same bytes
  std::unique_ptr<const P256Signer> p256;        // of such a key
  PublicKey public_key;
  std::shared_ptr<const TokenKey> token;
};

}  // namespace lightship::crypto

#endif  // LIGHTSHIP_NODE_CRYPTO_KEY_STATE_H_
