#include <openssl/pem.h>
#include <sodium.h>

#include <array>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/crypto/key.h"
#include "node/crypto/key_state.h"

namespace lightship::crypto {
namespace {

constexpr size_t kSeedBytes = 32;

// Without this OpenSSL would ask for the password of an encrypted key at the terminal.
int RefusePassword(char*, int, int, void*) { return -1; }

// Null for want of memory, or for a key that tells no seed.
uint8_t* SecretOf(const EVP_PKEY* key) {
  auto* secret = sodium_init() < 0 ? nullptr : static_cast<uint8_t*>(sodium_malloc(crypto_sign_SECRETKEYBYTES));
  if (secret == nullptr) return nullptr;
  std::array<uint8_t, kSeedBytes> seed;
  std::array<uint8_t, crypto_sign_PUBLICKEYBYTES> public_bytes;
  size_t size = seed.size();
  const bool made = EVP_PKEY_get_raw_private_key(key, seed.data(), &size) == 1 && size == seed.size() &&
                    crypto_sign_seed_keypair(public_bytes.data(), secret, seed.data()) == 0;
  sodium_memzero(seed.data(), seed.size());
  if (made) return secret;
  sodium_free(secret);
  return nullptr;
}

}  // namespace

Ed25519Secret::Ed25519Secret(const EVP_PKEY* key) : secret_(SecretOf(key)) {}

Ed25519Secret::~Ed25519Secret() { sodium_free(secret_); }

absl::StatusOr<std::string> Ed25519Secret::Sign(absl::string_view message) const {
  std::string signature(crypto_sign_BYTES, '\0');
  if (secret_ == nullptr ||
      crypto_sign_detached(reinterpret_cast<uint8_t*>(signature.data()), nullptr, Bytes(message), message.size(), secret_) != 0) {
    return absl::InternalError("cannot sign");
  }
  return signature;
}

OwnedKeyContext P256Signer::Take() const {
  {
    base::MutexLock lock(mutex_);
    if (!ready_.empty()) {
      OwnedKeyContext context = std::move(ready_.back());
      ready_.pop_back();
      return context;
    }
  }
  OwnedKeyContext made(EVP_PKEY_CTX_new(key_, nullptr));
  return made != nullptr && EVP_PKEY_sign_init(made.get()) == 1 ? std::move(made) : nullptr;
}

absl::StatusOr<std::string> P256Signer::Sign(absl::string_view message) const {
  ErrorScope errors;
  const Digest digest = Sha256(message);
  OwnedKeyContext context = Take();
  std::string signature(static_cast<size_t>(EVP_PKEY_get_size(key_)), '\0');  // the most that one can have
  size_t size = signature.size();
  if (context == nullptr || EVP_PKEY_sign(context.get(), reinterpret_cast<uint8_t*>(signature.data()), &size, digest.data(),
                                          digest.size()) != 1) {
    return errors.Internal("cannot sign");
  }
  signature.resize(size);
  base::MutexLock lock(mutex_);
  ready_.push_back(std::move(context));
  return signature;
}

absl::StatusOr<PrivateKey> PrivateKey::State::Wrap(OwnedKey key) {
  std::string spki = ToDer<const EVP_PKEY>(i2d_PUBKEY, key.get());
  ASSIGN_OR_RETURN(PublicKey public_key, PublicKey::FromSpki(spki));
  return PrivateKey(std::make_shared<const State>(std::move(key), std::move(public_key)));
}

absl::StatusOr<PrivateKey> PrivateKey::Generate(Algorithm algorithm) {
  ErrorScope errors;
  OwnedKey key(algorithm == Algorithm::kEd25519 ? EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")
                                                : EVP_EC_gen("P-256"));
  if (key == nullptr) return errors.Internal("cannot make a private key");
  return State::Wrap(std::move(key));
}

absl::StatusOr<PrivateKey> PrivateKey::FromPem(absl::string_view pem) {
  ErrorScope errors;
  OwnedBio bio = ReadFrom(pem);
  OwnedKey key(PEM_read_bio_PrivateKey(bio.get(), nullptr, RefusePassword, nullptr));
  if (key == nullptr) {
    return errors.Malformed("private key: not an unencrypted PKCS#8 or SEC 1 key in PEM");
  }
  return State::Wrap(std::move(key));
}

absl::StatusOr<PrivateKey> PrivateKey::FromEd25519Seed(absl::string_view seed) {
  ErrorScope errors;
  if (seed.size() != kSeedBytes) {
    return base::Error(
        absl::StatusCode::kInvalidArgument, base::reason::kMalformed,
        absl::StrCat("private key: an Ed25519 seed has ", kSeedBytes, " bytes, not ", seed.size()));
  }
  OwnedKey key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, Bytes(seed), seed.size()));
  if (key == nullptr) return errors.Internal("cannot make a private key");
  return State::Wrap(std::move(key));
}

bool IsTokenUri(absl::string_view key) { return absl::StartsWith(key, "pkcs11:"); }

absl::StatusOr<PrivateKey> PrivateKey::FromToken(absl::string_view uri) {
  ASSIGN_OR_RETURN(std::shared_ptr<const TokenKey> token, TokenKey::Open(uri));
  return PrivateKey(std::make_shared<const State>(std::move(token)));
}

const PublicKey& PrivateKey::public_key() const { return state_->public_key; }

absl::StatusOr<std::string> PrivateKey::Sign(absl::string_view message) const {
  if (state_->token != nullptr) return state_->token->Sign(message);
  if (state_->ed25519 != nullptr) return state_->ed25519->Sign(message);
  return state_->p256->Sign(message);
}

absl::StatusOr<std::string> PrivateKey::ToPem() const {
  if (state_->token != nullptr) {
    return base::Error(absl::StatusCode::kFailedPrecondition, base::reason::kConfiguration,
                       "the private key is on a token and does not leave it");
  }
  ErrorScope errors;
  OwnedBio bio(BIO_new(BIO_s_secmem()));
  if (bio == nullptr || PEM_write_bio_PKCS8PrivateKey(bio.get(), state_->key.get(), nullptr,
                                                      nullptr, 0, nullptr, nullptr) != 1) {
    return errors.Internal("cannot write the private key");
  }
  return Contents(bio.get());
}

}  // namespace lightship::crypto
