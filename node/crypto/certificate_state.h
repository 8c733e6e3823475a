// What is inside a certificate. Only for sources of this folder.
#ifndef LIGHTSHIP_NODE_CRYPTO_CERTIFICATE_STATE_H_
#define LIGHTSHIP_NODE_CRYPTO_CERTIFICATE_STATE_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "node/crypto/certificate.h"
#include "node/crypto/key.h"
#include "node/crypto/openssl.h"

namespace lightship::crypto {

struct Certificate::State {
  OwnedCertificate x509;
  std::string der;
  PublicKey public_key;
  std::string common_name;
  std::vector<std::string> uris;
  absl::Time not_before;
  absl::Time not_after;
  bool is_ca;
};

// Subject's common name; empty when it has none.
std::string CommonNameOf(const X509* certificate);

}  // namespace lightship::crypto

#endif  // LIGHTSHIP_NODE_CRYPTO_CERTIFICATE_STATE_H_
