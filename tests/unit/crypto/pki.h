// The certificates of tests/data/pki, made by the openssl command, and an authority of our own.
#ifndef LIGHTSHIP_TESTS_UNIT_CRYPTO_PKI_H_
#define LIGHTSHIP_TESTS_UNIT_CRYPTO_PKI_H_

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "node/crypto/certificate.h"

namespace lightship::crypto {

// A time at which all of them are valid.
inline absl::Time When() {
  return absl::FromCivil(absl::CivilDay(2030, 6, 1), absl::UTCTimeZone());
}

inline std::string PemOf(const std::string& name) {
  std::ifstream file(std::string(TEST_DATA) + "/pki/" + name + ".pem");
  return std::string(std::istreambuf_iterator<char>(file), {});
}

inline Certificate Read(const std::string& name) {
  return CertificatesFromPem(PemOf(name)).value().front();
}

inline std::vector<Certificate> ReadAll(const std::vector<std::string>& names) {
  std::vector<Certificate> certificates;
  for (const std::string& name : names) certificates.push_back(Read(name));
  return certificates;
}

// Valid for a year on either side of When().
inline CertificateRequest RequestFor(const std::string& common_name) {
  return {.common_name = common_name,
          .uris = {"lightship:sg:officer:" + common_name, "lightship:role:submitter"},
          .dns_names = {},
          .addresses = {},
          .not_before = When() - absl::Hours(24 * 365),
          .not_after = When() + absl::Hours(24 * 365)};
}

inline CertificateAuthority NewAuthority(const std::string& common_name,
                                         Algorithm algorithm = Algorithm::kEd25519) {
  CertificateRequest request = RequestFor(common_name);
  request.uris.clear();
  return CertificateAuthority::Create(request, PrivateKey::Generate(algorithm).value()).value();
}

}  // namespace lightship::crypto

#endif  // LIGHTSHIP_TESTS_UNIT_CRYPTO_PKI_H_
