#include <utility>

#include "absl/strings/str_cat.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/crypto/alternative_names.h"
#include "node/crypto/certificate.h"
#include "node/crypto/certificate_state.h"
#include "node/crypto/key_state.h"

namespace lightship::crypto {
namespace {

constexpr int kSerialBits = 128;
constexpr size_t kKeyIdentifierBytes = 20;
constexpr int kRootPathLength = 1;

using OctetString = Owned<ASN1_OCTET_STRING, ASN1_OCTET_STRING_free>;

absl::Status Invalid(absl::string_view what) {
  return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kMalformed, what);
}

bool AddExtension(X509* x509, int nid, void* value, bool critical) {
  return value != nullptr &&
         X509_add1_ext_i2d(x509, nid, value, critical ? 1 : 0, X509V3_ADD_DEFAULT) == 1;
}

absl::Status AddAlternativeNames(X509* x509, const CertificateRequest& request) {
  ASSIGN_OR_RETURN(GeneralNames names, AlternativeNames(request));
  if (sk_GENERAL_NAME_num(names.get()) == 0) return absl::OkStatus();
  if (!AddExtension(x509, NID_subject_alt_name, names.get(), false)) {
    return Invalid("certificate request: its alternative names cannot be encoded");
  }
  return absl::OkStatus();
}

bool AddBasicConstraints(X509* x509, bool is_ca) {
  Owned<BASIC_CONSTRAINTS, BASIC_CONSTRAINTS_free> constraints(BASIC_CONSTRAINTS_new());
  if (constraints == nullptr) return false;
  constraints->ca = is_ca ? 0xff : 0;
  if (is_ca) {
    constraints->pathlen = ASN1_INTEGER_new();
    ASN1_INTEGER_set(constraints->pathlen, kRootPathLength);
  }
  return AddExtension(x509, NID_basic_constraints, constraints.get(), true);
}

bool AddKeyUsage(X509* x509, bool is_ca) {
  // Bits of KeyUsage, RFC 5280 section 4.2.1.3.
  constexpr int kDigitalSignature = 0;
  constexpr int kKeyCertSign = 5;
  constexpr int kCrlSign = 6;
  Owned<ASN1_BIT_STRING, ASN1_BIT_STRING_free> usage(ASN1_BIT_STRING_new());
  if (usage == nullptr) return false;
  if (is_ca) {
    ASN1_BIT_STRING_set_bit(usage.get(), kKeyCertSign, 1);
    ASN1_BIT_STRING_set_bit(usage.get(), kCrlSign, 1);
  } else {
    ASN1_BIT_STRING_set_bit(usage.get(), kDigitalSignature, 1);
  }
  return AddExtension(x509, NID_key_usage, usage.get(), true);
}

bool AddExtendedKeyUsage(X509* x509) {
  Owned<EXTENDED_KEY_USAGE, EXTENDED_KEY_USAGE_free> usage(EXTENDED_KEY_USAGE_new());
  if (usage == nullptr) return false;
  sk_ASN1_OBJECT_push(usage.get(), OBJ_nid2obj(NID_server_auth));
  sk_ASN1_OBJECT_push(usage.get(), OBJ_nid2obj(NID_client_auth));
  return AddExtension(x509, NID_ext_key_usage, usage.get(), false);
}

// Key identifiers are the first bytes of our key ids (RFC 7093 section 2 allows any such method).
bool AddKeyIdentifiers(X509* x509, const PublicKey& subject, const ASN1_OCTET_STRING* issuer_id) {
  OctetString subject_id(ASN1_OCTET_STRING_new());
  Owned<AUTHORITY_KEYID, AUTHORITY_KEYID_free> authority(AUTHORITY_KEYID_new());
  if (subject_id == nullptr || authority == nullptr) return false;
  ASN1_OCTET_STRING_set(subject_id.get(), subject.key_id().data(), kKeyIdentifierBytes);
  authority->keyid = ASN1_OCTET_STRING_dup(issuer_id == nullptr ? subject_id.get() : issuer_id);
  return AddExtension(x509, NID_subject_key_identifier, subject_id.get(), false) &&
         AddExtension(x509, NID_authority_key_identifier, authority.get(), false);
}

bool SetSerial(X509* x509, const std::string& given) {
  Owned<BIGNUM, BN_free> serial(BN_new());
  if (serial == nullptr) return false;
  const bool set = given.empty()
                       ? BN_rand(serial.get(), kSerialBits, BN_RAND_TOP_ANY, BN_RAND_BOTTOM_ANY) == 1
                       : BN_bin2bn(Bytes(given), static_cast<int>(given.size()), serial.get()) != nullptr;
  return set && BN_to_ASN1_INTEGER(serial.get(), X509_get_serialNumber(x509)) != nullptr;
}

absl::Status SetSubjectAndValidity(X509* x509, const CertificateRequest& request) {
  if (request.not_before >= request.not_after) {
    return Invalid("certificate request: not_before is not earlier than not_after");
  }
  if (X509_NAME_add_entry_by_NID(X509_get_subject_name(x509), NID_commonName, MBSTRING_UTF8,
                                 Bytes(request.common_name),
                                 static_cast<int>(request.common_name.size()), -1, 0) != 1) {
    return Invalid("certificate request: a common name has 1 to 64 characters of UTF-8");
  }
  if (ASN1_TIME_set(X509_getm_notBefore(x509), absl::ToTimeT(request.not_before)) == nullptr ||
      ASN1_TIME_set(X509_getm_notAfter(x509), absl::ToTimeT(request.not_after)) == nullptr) {
    return Invalid("certificate request: its validity is outside the years 1950 to 9999");
  }
  return absl::OkStatus();
}

// `issuer` is null for a root that signs itself.
absl::StatusOr<Certificate> MakeCertificate(const CertificateRequest& request,
                                            const PublicKey& subject, X509* issuer,
                                            const PublicKey& signer, EVP_PKEY* signing_key) {
  ErrorScope errors;
  const bool is_ca = issuer == nullptr;
  OwnedCertificate x509(X509_new());
  const uint8_t* at = Bytes(subject.spki());
  OwnedKey subject_key(d2i_PUBKEY(nullptr, &at, static_cast<long>(subject.spki().size())));
  if (x509 == nullptr || subject_key == nullptr || !SetSerial(x509.get(), request.serial)) {
    return errors.Internal("cannot make a certificate");
  }
  RETURN_IF_ERROR(SetSubjectAndValidity(x509.get(), request));
  RETURN_IF_ERROR(AddAlternativeNames(x509.get(), request));
  const X509* named_issuer = is_ca ? x509.get() : issuer;
  const EVP_MD* digest = signer.algorithm() == Algorithm::kEd25519 ? nullptr : EVP_sha256();
  if (X509_set_version(x509.get(), X509_VERSION_3) != 1 ||
      X509_set_issuer_name(x509.get(), X509_get_subject_name(named_issuer)) != 1 ||
      X509_set_pubkey(x509.get(), subject_key.get()) != 1 ||
      !AddBasicConstraints(x509.get(), is_ca) || !AddKeyUsage(x509.get(), is_ca) ||
      (!is_ca && !AddExtendedKeyUsage(x509.get())) ||
      !AddKeyIdentifiers(x509.get(), subject, is_ca ? nullptr : X509_get0_subject_key_id(issuer)) ||
      X509_sign(x509.get(), signing_key, digest) <= 0) {
    return errors.Internal("cannot make a certificate");
  }
  return Certificate::FromDer(ToDer<const X509>(i2d_X509, x509.get()));
}

}  // namespace

absl::StatusOr<CertificateAuthority> CertificateAuthority::Create(const CertificateRequest& request,
                                                                  const PrivateKey& key) {
  ASSIGN_OR_RETURN(
      Certificate certificate,
      MakeCertificate(request, key.public_key(), nullptr, key.public_key(), key.state_->key.get()));
  return CertificateAuthority(std::move(certificate), key);
}

absl::StatusOr<CertificateAuthority> CertificateAuthority::FromPem(
    absl::string_view certificate_pem, absl::string_view key_pem) {
  ASSIGN_OR_RETURN(std::vector<Certificate> certificates, CertificatesFromPem(certificate_pem));
  ASSIGN_OR_RETURN(PrivateKey key, PrivateKey::FromPem(key_pem));
  const Certificate& certificate = certificates.front();
  if (!certificate.is_ca() || X509_get0_subject_key_id(certificate.state_->x509.get()) == nullptr) {
    return Invalid(absl::StrCat("certificate \"", certificate.common_name(),
                                "\": not a certificate authority's with a subjectKeyIdentifier"));
  }
  if (certificate.public_key().spki() != key.public_key().spki()) {
    return Invalid(absl::StrCat("certificate \"", certificate.common_name(),
                                "\": the private key given is not this certificate's"));
  }
  return CertificateAuthority(certificate, std::move(key));
}

const Certificate& CertificateAuthority::certificate() const { return certificate_; }

absl::StatusOr<Certificate> CertificateAuthority::Issue(const CertificateRequest& request,
                                                        const PublicKey& subject) const {
  return MakeCertificate(request, subject, certificate_.state_->x509.get(), key_.public_key(),
                         key_.state_->key.get());
}

}  // namespace lightship::crypto
