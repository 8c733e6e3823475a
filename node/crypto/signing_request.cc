#include "node/crypto/signing_request.h"

#include <openssl/pem.h>

#include <string>
#include <utility>

#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/crypto/alternative_names.h"

namespace lightship::crypto {
namespace {

using OwnedRequest = Owned<X509_REQ, X509_REQ_free>;
using OwnedAlgorithm = Owned<X509_ALGOR, X509_ALGOR_free>;

void FreeExtensions(STACK_OF(X509_EXTENSION) * stack) {
  sk_X509_EXTENSION_pop_free(stack, X509_EXTENSION_free);
}
using Extensions = Owned<STACK_OF(X509_EXTENSION), FreeExtensions>;

// Takes `extension` over.
bool Push(STACK_OF(X509_EXTENSION) * to, X509_EXTENSION* extension) {
  if (extension == nullptr) return false;
  if (sk_X509_EXTENSION_push(to, extension) > 0) return true;
  X509_EXTENSION_free(extension);
  return false;
}

// What the certificate should have: the names, and the uses that peers and officers ask for.
bool AddExtensions(X509_REQ* request, GENERAL_NAMES* names) {
  Extensions extensions(sk_X509_EXTENSION_new_null());
  if (extensions == nullptr) return false;
  return Push(extensions.get(), X509V3_EXT_i2d(NID_subject_alt_name, 0, names)) &&
         Push(extensions.get(),
              X509V3_EXT_conf_nid(nullptr, nullptr, NID_key_usage, "critical,digitalSignature")) &&
         Push(extensions.get(),
              X509V3_EXT_conf_nid(nullptr, nullptr, NID_ext_key_usage, "serverAuth,clientAuth")) &&
         X509_REQ_add_extensions(request, extensions.get()) == 1;
}

// By PrivateKey, so that a key on a token can ask too.
absl::Status Sign(X509_REQ* request, const PrivateKey& key, const ErrorScope& errors) {
  const bool ed25519 = key.public_key().algorithm() == Algorithm::kEd25519;
  OwnedAlgorithm algorithm(X509_ALGOR_new());
  if (algorithm == nullptr ||
      X509_ALGOR_set0(algorithm.get(), OBJ_nid2obj(ed25519 ? NID_ED25519 : NID_ecdsa_with_SHA256),
                      V_ASN1_UNDEF, nullptr) != 1 ||
      X509_REQ_set1_signature_algo(request, algorithm.get()) != 1) {
    return errors.Internal("cannot make a certificate request");
  }
  ASSIGN_OR_RETURN(std::string signature, key.Sign(ToDer<X509_REQ>(i2d_re_X509_REQ_tbs, request)));
  ASN1_BIT_STRING* bits = ASN1_BIT_STRING_new();
  ASN1_BIT_STRING_set(bits, const_cast<uint8_t*>(Bytes(signature)), static_cast<int>(signature.size()));
  // All bits of the last byte count.
  bits->flags = (bits->flags & ~(ASN1_STRING_FLAG_BITS_LEFT | 0x07)) | ASN1_STRING_FLAG_BITS_LEFT;
  X509_REQ_set0_signature(request, bits);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> SigningRequestPem(const CertificateRequest& wanted, const PrivateKey& key) {
  ErrorScope errors;
  ASSIGN_OR_RETURN(GeneralNames names, AlternativeNames(wanted));
  OwnedRequest request(X509_REQ_new());
  const uint8_t* spki = Bytes(key.public_key().spki());
  OwnedKey subject_key(d2i_PUBKEY(nullptr, &spki, static_cast<long>(key.public_key().spki().size())));
  if (request == nullptr || X509_REQ_set_pubkey(request.get(), subject_key.get()) != 1) {
    return errors.Internal("cannot make a certificate request");
  }
  if (X509_NAME_add_entry_by_NID(X509_REQ_get_subject_name(request.get()), NID_commonName, MBSTRING_UTF8,
                                 Bytes(wanted.common_name), static_cast<int>(wanted.common_name.size()),
                                 -1, 0) != 1) {
    return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kMalformed,
                       "certificate request: a common name has 1 to 64 characters of UTF-8");
  }
  if (!AddExtensions(request.get(), names.get())) {
    return errors.Internal("cannot make a certificate request");
  }
  RETURN_IF_ERROR(Sign(request.get(), key, errors));
  OwnedBio bio(BIO_new(BIO_s_mem()));
  if (bio == nullptr || PEM_write_bio_X509_REQ(bio.get(), request.get()) != 1) {
    return errors.Internal("cannot write a certificate request");
  }
  return Contents(bio.get());
}

}  // namespace lightship::crypto
