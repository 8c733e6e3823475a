// What the sources of this folder share of OpenSSL: owners of its objects, and its errors as text.
// Not for others.
#ifndef LIGHTSHIP_NODE_CRYPTO_OPENSSL_H_
#define LIGHTSHIP_NODE_CRYPTO_OPENSSL_H_

#include <openssl/bio.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace lightship::crypto {

template <auto kFree>
struct FreeWith {
  template <typename T>
  void operator()(T* object) const {
    kFree(object);
  }
};
template <typename T, auto kFree>
using Owned = std::unique_ptr<T, FreeWith<kFree>>;

using OwnedKey = Owned<EVP_PKEY, EVP_PKEY_free>;
using OwnedKeyContext = Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
using OwnedDigestContext = Owned<EVP_MD_CTX, EVP_MD_CTX_free>;
using OwnedCertificate = Owned<X509, X509_free>;
using OwnedBio = Owned<BIO, BIO_free_all>;

// OpenSSL collects errors per thread, and TLS elsewhere in the process looks at what is left there.
// Every public function of this folder that can fail inside OpenSSL opens one of these, which puts
// the collection back as it was.
class ErrorScope {
 public:
  ErrorScope();
  ~ErrorScope();
  ErrorScope(const ErrorScope&) = delete;
  ErrorScope& operator=(const ErrorScope&) = delete;

  // The newest error since the scope opened, in OpenSSL's words.
  std::string Text() const;
  // INVALID_ARGUMENT with reason MALFORMED: "`what`: Text()".
  absl::Status Malformed(absl::string_view what) const;
  // INTERNAL for what cannot fail but for want of memory: "`what`: Text()".
  absl::Status Internal(absl::string_view what) const;
};

inline const uint8_t* Bytes(absl::string_view text) {
  return reinterpret_cast<const uint8_t*>(text.data());
}

// DER of `object` by one of OpenSSL's i2d functions; empty when it fails.
template <typename T>
std::string ToDer(int (*encode)(T*, unsigned char**), T* object) {
  unsigned char* der = nullptr;
  int size = encode(object, &der);
  if (size <= 0) return "";
  std::string bytes(reinterpret_cast<const char*>(der), static_cast<size_t>(size));
  OPENSSL_free(der);
  return bytes;
}

// Reads from `text`, which must outlive it.
OwnedBio ReadFrom(absl::string_view text);
// What was written into a memory BIO.
std::string Contents(BIO* bio);

}  // namespace lightship::crypto

#endif  // LIGHTSHIP_NODE_CRYPTO_OPENSSL_H_
