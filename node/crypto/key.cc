#include "node/crypto/key.h"

#include <sodium.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/crypto/key_state.h"

namespace lightship::crypto {
namespace {

constexpr size_t kRawEd25519Bytes = 32;
constexpr size_t kUncompressedPointBytes = 65;

// Canonical SubjectPublicKeyInfo up to the key itself (RFC 8410 section 4, RFC 5480 section 2):
// with the algorithm and the length of the key fixed, so is every byte before it.
constexpr absl::string_view kEd25519Prefix("\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00", 12);
constexpr absl::string_view kP256Prefix(
    "\x30\x59\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07"
    "\x03\x42\x00",
    26);
constexpr char kUncompressed = '\x04';

absl::Status Malformed(absl::string_view what) {
  return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kMalformed, what);
}

bool IsEd25519(absl::string_view spki) {
  return spki.size() == kEd25519Prefix.size() + kRawEd25519Bytes &&
         absl::StartsWith(spki, kEd25519Prefix);
}

bool IsP256(absl::string_view spki) {
  return spki.size() == kP256Prefix.size() + kUncompressedPointBytes &&
         absl::StartsWith(spki, kP256Prefix) && spki[kP256Prefix.size()] == kUncompressed;
}

bool VerifyEd25519(absl::string_view raw, absl::string_view message, absl::string_view signature) {
  static const bool ready = sodium_init() >= 0;
  return ready && signature.size() == crypto_sign_BYTES &&
         crypto_sign_verify_detached(Bytes(signature), Bytes(message), message.size(),
                                     Bytes(raw)) == 0;
}

// OpenSSL writes the signature anew and compares, so only strict DER gets through (the tests see to
// it that it stays so).
bool VerifyP256(EVP_PKEY* key, const Digest& digest, absl::string_view signature) {
  ErrorScope errors;
  OwnedKeyContext context(EVP_PKEY_CTX_new(key, nullptr));
  return context != nullptr && EVP_PKEY_verify_init(context.get()) == 1 &&
         EVP_PKEY_verify(context.get(), Bytes(signature), signature.size(), digest.data(),
                         digest.size()) == 1;
}

}  // namespace

absl::StatusOr<PublicKey> PublicKey::FromSpki(absl::string_view der) {
  ErrorScope errors;
  auto state = std::make_shared<State>();
  state->spki = std::string(der);
  state->key_id = Sha256(der);
  if (IsP256(der)) {
    state->algorithm = Algorithm::kEcdsaP256;
    const uint8_t* at = Bytes(der);
    state->key.reset(d2i_PUBKEY(nullptr, &at, static_cast<long>(der.size())));
    if (state->key == nullptr) return errors.Malformed("public key: not a point of P-256");
  } else if (!IsEd25519(der)) {
    return Malformed(absl::StrCat(
        "public key: ", der.size(),
        " bytes that are not the canonical SubjectPublicKeyInfo of an Ed25519 or (with "
        "an uncompressed point) ECDSA P-256 key"));
  }
  return PublicKey(std::move(state));
}

absl::StatusOr<PublicKey> PublicKey::FromRawEd25519(absl::string_view raw) {
  if (raw.size() != kRawEd25519Bytes) {
    return Malformed(absl::StrCat("public key: an Ed25519 key has ", kRawEd25519Bytes,
                                  " bytes, not ", raw.size()));
  }
  return FromSpki(absl::StrCat(kEd25519Prefix, raw));
}

absl::StatusOr<PublicKey> PublicKey::FromP256Point(absl::string_view point) {
  return FromSpki(absl::StrCat(kP256Prefix, point));
}

Algorithm PublicKey::algorithm() const { return state_->algorithm; }
const std::string& PublicKey::spki() const { return state_->spki; }
const Digest& PublicKey::key_id() const { return state_->key_id; }

absl::string_view PublicKey::raw_ed25519() const {
  return absl::string_view(state_->spki).substr(kEd25519Prefix.size());
}

bool PublicKey::Verify(absl::string_view message, absl::string_view signature) const {
  const Signed one{message, signature};
  return VerifyAll({&one, 1}).front();
}

std::vector<bool> PublicKey::VerifyAll(absl::Span<const Signed> all) const {
  std::vector<bool> valid(all.size());
  if (algorithm() == Algorithm::kEd25519) {
    for (size_t i = 0; i < all.size(); ++i) valid[i] = VerifyEd25519(raw_ed25519(), all[i].message, all[i].signature);
    return valid;
  }
  std::vector<P256Table::Claim> claims;
  claims.reserve(all.size());
  for (const Signed& one : all) claims.push_back({Sha256(one.message), one.signature});
  const auto* table = state_->table.Get(absl::string_view(state_->spki).substr(kP256Prefix.size()), all.size());
  if (table != nullptr) valid = table->Confirm(claims);
  for (size_t i = 0; i < all.size(); ++i) {
    valid[i] = valid[i] || VerifyP256(state_->key.get(), claims[i].digest, claims[i].signature);
  }
  return valid;
}

}  // namespace lightship::crypto
