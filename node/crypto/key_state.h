// What is inside keys. Only for sources of this folder.
#ifndef LIGHTSHIP_NODE_CRYPTO_KEY_STATE_H_
#define LIGHTSHIP_NODE_CRYPTO_KEY_STATE_H_

#include <memory>
#include <string>
#include <utility>

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

struct PrivateKey::State {
  State(OwnedKey k, PublicKey p) : key(std::move(k)), public_key(std::move(p)) {}
  explicit State(std::shared_ptr<const TokenKey> t) : public_key(t->public_key()), token(std::move(t)) {}

  // From a key of any kind: INVALID_ARGUMENT unless it is one of our algorithms.
  static absl::StatusOr<PrivateKey> Wrap(OwnedKey key);

  OwnedKey key;  // null for one on a token
  PublicKey public_key;
  std::shared_ptr<const TokenKey> token;
};

}  // namespace lightship::crypto

#endif  // LIGHTSHIP_NODE_CRYPTO_KEY_STATE_H_
