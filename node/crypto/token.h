// Private keys that stay on a PKCS#11 token (hardware module or smart card). Only for sources of this folder; others use
// PrivateKey::FromToken.
//
// Spoken to through p11-kit, not OpenSSL's engine: the engine of Debian 12 knows no Ed25519, which log keys are.
#ifndef LIGHTSHIP_NODE_CRYPTO_TOKEN_H_
#define LIGHTSHIP_NODE_CRYPTO_TOKEN_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "node/base/mutex.h"
#include "node/crypto/key.h"

namespace lightship::crypto {

// Thread-safe; one signature at a time.
class TokenKey {
 public:
  // Opens a session and logs in. Errors as of PrivateKey::FromToken.
  static absl::StatusOr<std::shared_ptr<const TokenKey>> Open(absl::string_view uri);
  ~TokenKey();

  const PublicKey& public_key() const;
  // As PrivateKey::Sign. A token that does not answer is asked once more, in a new session; then UNAVAILABLE.
  absl::StatusOr<std::string> Sign(absl::string_view message) const;

 private:
  class Session;
  TokenKey(absl::string_view uri, std::unique_ptr<Session> session);
  static absl::StatusOr<std::unique_ptr<Session>> Begin(absl::string_view uri);

  const std::string uri_;
  const PublicKey public_key_;
  mutable base::Mutex mutex_;  // a session does one thing at a time
  mutable std::unique_ptr<Session> session_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lightship::crypto

#endif  // LIGHTSHIP_NODE_CRYPTO_TOKEN_H_
