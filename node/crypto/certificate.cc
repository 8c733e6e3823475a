#include "node/crypto/certificate.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <ctime>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/crypto/certificate_state.h"

namespace lightship::crypto {
namespace {

absl::Status Malformed(absl::string_view what) {
  return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kMalformed, what);
}

OwnedCertificate Parse(absl::string_view der) {
  const uint8_t* at = Bytes(der);
  return OwnedCertificate(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
}

// True when writing the certificate anew gives the very bytes.
bool IsCanonical(absl::string_view der) {
  OwnedCertificate copy = Parse(der);
  if (copy == nullptr) return false;
  // A parsed certificate remembers its to-be-signed bytes; this makes it forget and write them from
  // its fields.
  ToDer<X509>(i2d_re_X509_tbs, copy.get());
  return ToDer<const X509>(i2d_X509, copy.get()) == der;
}

absl::StatusOr<absl::Time> ToTime(const ASN1_TIME* time) {
  std::tm tm{};
  if (ASN1_TIME_to_tm(time, &tm) != 1) return Malformed("certificate: its validity is not a time");
  return absl::FromCivil(absl::CivilSecond(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour,
                                           tm.tm_min, tm.tm_sec),
                         absl::UTCTimeZone());
}

std::string ToText(const ASN1_STRING* string) {
  return std::string(reinterpret_cast<const char*>(ASN1_STRING_get0_data(string)),
                     static_cast<size_t>(ASN1_STRING_length(string)));
}

absl::StatusOr<std::vector<std::string>> UrisOf(const X509* certificate) {
  constexpr int kAbsent = -1;
  int critical = 0;
  Owned<GENERAL_NAMES, GENERAL_NAMES_free> names(static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(certificate, NID_subject_alt_name, &critical, nullptr)));
  std::vector<std::string> uris;
  if (names == nullptr) {
    if (critical == kAbsent) return uris;
    return Malformed("certificate: its subjectAltName does not parse or stands twice");
  }
  for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type == GEN_URI) uris.push_back(ToText(name->d.uniformResourceIdentifier));
  }
  return uris;
}

absl::StatusOr<PublicKey> KeyOf(const X509* certificate) {
  std::string spki = ToDer<const X509_PUBKEY>(i2d_X509_PUBKEY, X509_get_X509_PUBKEY(certificate));
  absl::StatusOr<PublicKey> key = PublicKey::FromSpki(spki);
  if (!key.ok()) return base::Annotate(key.status(), "certificate");
  return key;
}

}  // namespace

std::string CommonNameOf(const X509* certificate) {
  const X509_NAME* subject = X509_get_subject_name(certificate);
  int at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
  if (at < 0) return "";
  unsigned char* utf8 = nullptr;
  int size = ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at)));
  if (size < 0) return "";
  std::string name(reinterpret_cast<const char*>(utf8), static_cast<size_t>(size));
  OPENSSL_free(utf8);
  return name;
}

absl::StatusOr<Certificate> Certificate::FromDer(absl::string_view der) {
  ErrorScope errors;
  if (der.size() > base::limits::kCertificateBytes) {
    return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kTooLarge,
                       absl::StrCat("certificate: ", der.size(), " bytes; at most ",
                                    base::limits::kCertificateBytes, " are taken"));
  }
  OwnedCertificate x509 = Parse(der);
  if (x509 == nullptr) return errors.Malformed("certificate: does not parse as DER");
  if (!IsCanonical(der)) return Malformed("certificate: not canonical DER, or bytes after it");
  // Makes OpenSSL read the extensions now, once.
  if (X509_check_purpose(x509.get(), -1, 0) != 1) {
    return errors.Malformed("certificate: its extensions do not parse");
  }
  ASSIGN_OR_RETURN(PublicKey key, KeyOf(x509.get()));
  ASSIGN_OR_RETURN(std::vector<std::string> uris, UrisOf(x509.get()));
  ASSIGN_OR_RETURN(absl::Time not_before, ToTime(X509_get0_notBefore(x509.get())));
  ASSIGN_OR_RETURN(absl::Time not_after, ToTime(X509_get0_notAfter(x509.get())));
  std::string common_name = CommonNameOf(x509.get());
  constexpr int kVersion3Ca = 1;
  bool is_ca = X509_check_ca(x509.get()) == kVersion3Ca;
  return Certificate(std::make_shared<const State>(State{.x509 = std::move(x509),
                                                         .der = std::string(der),
                                                         .public_key = std::move(key),
                                                         .common_name = std::move(common_name),
                                                         .uris = std::move(uris),
                                                         .not_before = not_before,
                                                         .not_after = not_after,
                                                         .is_ca = is_ca}));
}

const std::string& Certificate::der() const { return state_->der; }
const PublicKey& Certificate::public_key() const { return state_->public_key; }
const std::string& Certificate::common_name() const { return state_->common_name; }
const std::vector<std::string>& Certificate::uris() const { return state_->uris; }
absl::Time Certificate::not_before() const { return state_->not_before; }
absl::Time Certificate::not_after() const { return state_->not_after; }
bool Certificate::is_ca() const { return state_->is_ca; }

std::string Certificate::pem() const {
  ErrorScope errors;
  OwnedBio bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(bio.get(), state_->x509.get());
  return Contents(bio.get());
}

absl::StatusOr<std::vector<Certificate>> CertificatesFromPem(absl::string_view pem) {
  ErrorScope errors;
  OwnedBio bio = ReadFrom(pem);
  std::vector<Certificate> certificates;
  char* name = nullptr;
  char* header = nullptr;
  unsigned char* data = nullptr;
  long size = 0;
  while (PEM_read_bio(bio.get(), &name, &header, &data, &size) == 1) {
    bool is_certificate = absl::string_view(name) == PEM_STRING_X509;
    std::string der(reinterpret_cast<const char*>(data), static_cast<size_t>(size));
    OPENSSL_free(name);
    OPENSSL_free(header);
    OPENSSL_free(data);
    if (!is_certificate) continue;  // a file may hold its key too
    ASSIGN_OR_RETURN(Certificate certificate, Certificate::FromDer(der));
    certificates.push_back(std::move(certificate));
  }
  if (ERR_GET_REASON(ERR_peek_last_error()) != PEM_R_NO_START_LINE) {
    return errors.Malformed("certificates: not PEM");
  }
  if (certificates.empty()) {
    return Malformed("certificates: no -----BEGIN CERTIFICATE----- in the text");
  }
  return certificates;
}

}  // namespace lightship::crypto
