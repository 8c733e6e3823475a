#include "absl/strings/str_cat.h"
#include "node/base/quote.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/crypto/certificate.h"
#include "node/crypto/certificate_state.h"

namespace lightship::crypto {
namespace {

// OpenSSL's level for 112 bits of security: no SHA-1 in signatures.
constexpr int kSecurityLevel = 2;

using Store = Owned<X509_STORE, X509_STORE_free>;
using StoreContext = Owned<X509_STORE_CTX, X509_STORE_CTX_free>;

void FreeStack(STACK_OF(X509) * stack) { sk_X509_free(stack); }  // not the certificates in it
using BorrowedCertificates = Owned<STACK_OF(X509), FreeStack>;

absl::Status Untrusted(const X509* certificate, absl::string_view why) {
  return base::Error(absl::StatusCode::kPermissionDenied, base::reason::kUntrustedCertificate,
                     absl::StrCat("certificate ", base::Quoted(CommonNameOf(certificate), 200), ": ", why));
}

// A certificate without extendedKeyUsage is for everything.
absl::Status CheckPurpose(const X509* certificate, uint32_t purpose, absl::string_view name) {
  X509* mutable_certificate = const_cast<X509*>(certificate);  // read only, but not declared so
  if ((X509_get_extension_flags(mutable_certificate) & EXFLAG_XKUSAGE) == 0) return absl::OkStatus();
  if (X509_get_extended_key_usage(mutable_certificate) & (purpose | XKU_ANYEKU)) {
    return absl::OkStatus();
  }
  return Untrusted(certificate, absl::StrCat("its extendedKeyUsage does not have ", name));
}

absl::Status CheckSigner(const X509* certificate, bool is_ca) {
  if (is_ca) {
    return Untrusted(certificate, "is a certificate authority's; an end entity's is needed here");
  }
  X509* mutable_certificate = const_cast<X509*>(certificate);  // read only, but not declared so
  if ((X509_get_extension_flags(mutable_certificate) & EXFLAG_KUSAGE) == 0 ||
      (X509_get_key_usage(mutable_certificate) & KU_DIGITAL_SIGNATURE) == 0) {
    return Untrusted(certificate, "its keyUsage does not have digitalSignature");
  }
  return CheckPurpose(certificate, XKU_SSL_CLIENT, "clientAuth");
}

}  // namespace

absl::Status CheckMayServe(const Certificate& certificate) {
  return CheckPurpose(certificate.state_->x509.get(), XKU_SSL_SERVER, "serverAuth");
}

absl::Status VerifyChain(absl::Span<const Certificate> chain, absl::Span<const Certificate> roots,
                         absl::Time when) {
  ErrorScope errors;
  X509* signer = chain[0].state_->x509.get();
  RETURN_IF_ERROR(CheckSigner(signer, chain[0].is_ca()));
  Store store(X509_STORE_new());
  BorrowedCertificates untrusted(sk_X509_new_null());
  StoreContext context(X509_STORE_CTX_new());
  if (store == nullptr || untrusted == nullptr || context == nullptr) {
    return errors.Internal("cannot verify a certificate");
  }
  for (const Certificate& root : roots) X509_STORE_add_cert(store.get(), root.state_->x509.get());
  for (const Certificate& link : chain.subspan(1)) {
    sk_X509_push(untrusted.get(), link.state_->x509.get());
  }
  if (X509_STORE_CTX_init(context.get(), store.get(), signer, untrusted.get()) != 1) {
    return errors.Internal("cannot verify a certificate");
  }
  X509_VERIFY_PARAM* rules = X509_STORE_CTX_get0_param(context.get());
  X509_VERIFY_PARAM_set_time(rules, absl::ToTimeT(when));
  X509_VERIFY_PARAM_set_flags(rules, X509_V_FLAG_X509_STRICT);
  X509_VERIFY_PARAM_set_auth_level(rules, kSecurityLevel);
  if (X509_verify_cert(context.get()) == 1) return absl::OkStatus();
  const X509* at_fault = X509_STORE_CTX_get_current_cert(context.get());
  return Untrusted(at_fault == nullptr ? signer : at_fault,
                   X509_verify_cert_error_string(X509_STORE_CTX_get_error(context.get())));
}

}  // namespace lightship::crypto
