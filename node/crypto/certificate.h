// X.509 certificates (RFC 5280): reading, checking a chain, and issuing for economies without a PKI of their own.
// What identities and roles in a certificate mean is told in node/statement/identity.h.
#ifndef LIGHTSHIP_NODE_CRYPTO_CERTIFICATE_H_
#define LIGHTSHIP_NODE_CRYPTO_CERTIFICATE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "node/crypto/key.h"

namespace lightship::crypto {

// Immutable, cheap to copy, thread-safe.
class Certificate {
 public:
  // Exactly one certificate in canonical DER. INVALID_ARGUMENT for anything else or an unsupported key.
  static absl::StatusOr<Certificate> FromDer(absl::string_view der);

  const std::string& der() const;
  std::string pem() const;
  const PublicKey& public_key() const;
  // Subject's common name, for people.
  const std::string& common_name() const;
  // subjectAltName URIs, in order.
  const std::vector<std::string>& uris() const;
  absl::Time not_before() const;
  absl::Time not_after() const;
  bool is_ca() const;

 private:
  friend class CertificateAuthority;
  friend absl::Status VerifyChain(absl::Span<const Certificate>, absl::Span<const Certificate>,
                                  absl::Time);
  friend absl::Status CheckMayServe(const Certificate&);
  struct State;
  explicit Certificate(std::shared_ptr<const State> state) : state_(std::move(state)) {}
  std::shared_ptr<const State> state_;
};

// All certificates of a PEM text, in order. INVALID_ARGUMENT when there is none or one does not parse.
absl::StatusOr<std::vector<Certificate>> CertificatesFromPem(absl::string_view pem);

// OK when chain[0], through the rest of `chain`, ends at one of `roots`, and every certificate is valid at `when`
// and used as it may be (basicConstraints, keyUsage digitalSignature, extendedKeyUsage clientAuth if any). PERMISSION_DENIED with
// reason UNTRUSTED_CERTIFICATE and OpenSSL's words otherwise. REQUIRES: chain is not empty.
absl::Status VerifyChain(absl::Span<const Certificate> chain, absl::Span<const Certificate> roots,
                         absl::Time when);

// OK when the certificate may stand for a server (extendedKeyUsage serverAuth, or none). Errors as of VerifyChain.
absl::Status CheckMayServe(const Certificate& certificate);

// What goes into a certificate.
struct CertificateRequest {
  std::string common_name;
  std::vector<std::string> uris;       // subjectAltName URI
  std::vector<std::string> dns_names;  // subjectAltName DNS
  std::vector<std::string> addresses;  // subjectAltName IP, textual
  absl::Time not_before;
  absl::Time not_after;
  // 1 to 20 bytes, big-endian, a positive number; empty: 128 random bits.
  std::string serial = {};
};

// A root certificate with its key: signs certificates for one economy.
class CertificateAuthority {
 public:
  // A new self-signed root, pathLenConstraint 1.
  static absl::StatusOr<CertificateAuthority> Create(const CertificateRequest& request,
                                                     const PrivateKey& key);
  // INVALID_ARGUMENT when the key is not the certificate's.
  static absl::StatusOr<CertificateAuthority> FromPem(absl::string_view certificate_pem,
                                                      absl::string_view key_pem);

  const Certificate& certificate() const;
  // An end-entity certificate (digitalSignature; serverAuth and clientAuth) for `subject`.
  absl::StatusOr<Certificate> Issue(const CertificateRequest& request,
                                    const PublicKey& subject) const;

 private:
  CertificateAuthority(Certificate certificate, PrivateKey key)
      : certificate_(std::move(certificate)), key_(std::move(key)) {}
  Certificate certificate_;
  PrivateKey key_;
};

}  // namespace lightship::crypto

#endif  // LIGHTSHIP_NODE_CRYPTO_CERTIFICATE_H_
