// An officer's key and certificate chain, as `lightship pki officer` or an economy's own PKI makes them.
#ifndef LIGHTSHIP_CLIENT_SDK_IDENTITY_H_
#define LIGHTSHIP_CLIENT_SDK_IDENTITY_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "node/crypto/certificate.h"
#include "node/crypto/key.h"
#include "node/statement/identity.h"

namespace lightship::sdk {

// Immutable; thread-safe.
struct OfficerIdentity {
  std::vector<crypto::Certificate> chain;  // own certificate first, without the root
  crypto::PrivateKey key;
  statement::Identity who;
  std::string chain_pem;  // the files' own text, for TLS
  std::string key_pem;
};

// From "certificate.pem" and "key.pem" in `directory`. FAILED_PRECONDITION, naming the file, when one is missing, does
// not parse, names no identity, or when the key is not the certificate's.
absl::StatusOr<OfficerIdentity> LoadIdentity(const std::string& directory);

}  // namespace lightship::sdk

#endif  // LIGHTSHIP_CLIENT_SDK_IDENTITY_H_
