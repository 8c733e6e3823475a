// Asking an economy's own authority for a certificate.
#ifndef LIGHTSHIP_NODE_CRYPTO_SIGNING_REQUEST_H_
#define LIGHTSHIP_NODE_CRYPTO_SIGNING_REQUEST_H_

#include <string>

#include "absl/status/statusor.h"
#include "node/crypto/certificate.h"
#include "node/crypto/key.h"

namespace lightship::crypto {

// To certify `key`: PKCS#10 (RFC 2986) in PEM, with the names wanted, keyUsage digitalSignature, and extendedKeyUsage serverAuth
// and clientAuth. Validity and serial are the authority's matter. INVALID_ARGUMENT for names that are none.
absl::StatusOr<std::string> SigningRequestPem(const CertificateRequest& wanted, const PrivateKey& key);

}  // namespace lightship::crypto

#endif  // LIGHTSHIP_NODE_CRYPTO_SIGNING_REQUEST_H_
