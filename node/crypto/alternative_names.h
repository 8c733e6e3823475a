// The subjectAltName of a certificate or of a request for one. Only for sources of this folder.
#ifndef LIGHTSHIP_NODE_CRYPTO_ALTERNATIVE_NAMES_H_
#define LIGHTSHIP_NODE_CRYPTO_ALTERNATIVE_NAMES_H_

#include "absl/status/statusor.h"
#include "node/crypto/certificate.h"
#include "node/crypto/openssl.h"

namespace lightship::crypto {

using GeneralNames = Owned<GENERAL_NAMES, GENERAL_NAMES_free>;

// URIs, DNS names and addresses, in this order. INVALID_ARGUMENT names the first that is none.
absl::StatusOr<GeneralNames> AlternativeNames(const CertificateRequest& request);

}  // namespace lightship::crypto

#endif  // LIGHTSHIP_NODE_CRYPTO_ALTERNATIVE_NAMES_H_
