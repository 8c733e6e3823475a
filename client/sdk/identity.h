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
  std::string chain_pem;  // for TLS, the files' own text
  std::string key_pem;
};

// From "certificate.pem" and "key.pem" in `directory`. With `token_key`, a PKCS#11 URI, that key signs, and connections, for
// which gRPC needs a key in a file, are made with "tls-certificate.pem" and "tls-key.pem". FAILED_PRECONDITION, naming the file,
// when one is missing, does not parse, names no identity, or when the key is not the certificate's.
absl::StatusOr<OfficerIdentity> LoadIdentity(const std::string& directory,
                                             const std::string& token_key = "");

}  // namespace lightship::sdk

#endif  // LIGHTSHIP_CLIENT_SDK_IDENTITY_H_
