// Certificates, keys and the text forms of bytes.
#include <algorithm>
#include <vector>

#include "node/base/encoding.h"
#include "node/crypto/certificate.h"
#include "node/crypto/key.h"
#include "node/statement/field_rules.h"
#include "node/statement/identity.h"
#include "tests/fuzz/material.h"
#include "tests/fuzz/targets.h"

namespace lightship::fuzz {
namespace {

using crypto::Certificate;
using testing::TestEconomy;

const TestEconomy& Sg() { return TestEconomy::Of("SG"); }

// Those that SG's root has signed: nobody else's may pass for one.
bool IsGenuine(absl::string_view der) {
  if (der == Sg().authority().certificate().der() || der == Sg().node().chain[0].der()) return true;
  for (statement::Role role : {statement::Role::kSubmitter, statement::Role::kVerifier, statement::Role::kAnalyst,
                               statement::Role::kLiaison, statement::Role::kAdministrator}) {
    if (der == Sg().officer(role).chain[0].der()) return true;
  }
  return false;
}

bool RunCertificate(absl::string_view input) {
  const absl::StatusOr<Certificate> certificate = Certificate::FromDer(input);
  if (!certificate.ok()) return false;
  Must(certificate->der() == input, "a certificate has one form");
  const absl::StatusOr<std::vector<Certificate>> again = crypto::CertificatesFromPem(certificate->pem());
  Must(again.ok() && again->size() == 1 && (*again)[0].der() == input, "a certificate comes back from PEM");
  const absl::StatusOr<statement::Identity> identity = statement::IdentityOf(*certificate);
  if (identity.ok()) {
    const auto& uris = certificate->uris();
    Must(std::find(uris.begin(), uris.end(), identity->Uri()) != uris.end(), "an identity has one form");
  }
  static_cast<void>(crypto::CheckMayServe(*certificate).ok());
  if (statement::VerifyIdentity({*certificate}, Roots(), testing::Noon()).ok()) {
    Must(IsGenuine(input), "nobody certifies but the root");
  }
  static_cast<void>(certificate->public_key().Verify("message", input.substr(0, 64)));
  return true;
}

Seeds CertificateSeeds() {
  return {{"root", Sg().authority().certificate().der()},
          {"node", Sg().node().chain[0].der()},
          {"officer", Sg().officer(statement::Role::kSubmitter).chain[0].der()}};
}

// PEM of any kind: chains, pinned roots, key files.
bool RunPem(absl::string_view input) {
  const absl::StatusOr<std::vector<Certificate>> certificates = crypto::CertificatesFromPem(input);
  const absl::StatusOr<crypto::PrivateKey> key = crypto::PrivateKey::FromPem(input);
  const absl::StatusOr<crypto::CertificateAuthority> authority = crypto::CertificateAuthority::FromPem(input, input);
  Must(!authority.ok() || (certificates.ok() && key.ok()), "an authority has certificate and key");
  statement::PinnedRoots roots;
  Must(!roots.Add("SG", input).ok() || certificates.ok(), "a root is a certificate");
  if (certificates.ok()) {
    Must(!certificates->empty(), "PEM without certificates is refused");
    std::string pem;
    for (const Certificate& one : *certificates) pem += one.pem();
    Must(crypto::CertificatesFromPem(pem)->size() == certificates->size(), "all come back");
  }
  if (key.ok()) {
    const absl::StatusOr<std::string> pem = key->ToPem();
    Must(pem.ok(), "a key that was read can be written");
    Must(crypto::PrivateKey::FromPem(*pem)->public_key().spki() == key->public_key().spki(), "a key comes back");
  }
  return certificates.ok() || key.ok();
}

Seeds PemSeeds() {
  return {{"root", Sg().authority().certificate().pem()},
          {"chain", Sg().node().chain[0].pem() + Sg().authority().certificate().pem()},
          {"key", Sg().node().key.ToPem().value()}};
}

bool RunPublicKey(absl::string_view input) {
  Bytes bytes(input);
  const absl::string_view encoded = bytes.Piece();
  const auto spki = crypto::PublicKey::FromSpki(encoded);
  const auto raw = crypto::PublicKey::FromRawEd25519(encoded);
  const auto point = crypto::PublicKey::FromP256Point(encoded);
  for (const auto* key : {&spki, &raw, &point}) {
    if (!key->ok()) continue;
    Must(crypto::PublicKey::FromSpki((**key).spki()).ok(), "a key comes back");
    Must((**key).key_id() == crypto::Sha256((**key).spki()), "a key's id is of its form");
    Must(!(**key).Verify("message", bytes.Rest()), "nobody signs but who holds the key");
  }
  Must(!spki.ok() || spki->spki() == encoded, "a key has one form");
  Must(!raw.ok() || raw->raw_ed25519() == encoded, "a raw key is itself");
  return spki.ok() || raw.ok() || point.ok();
}

Seeds PublicKeySeeds() {
  const crypto::PublicKey key = Sg().log_key().public_key();
  // The base point of P-256 (SEC 2 section 2.4.2).
  const std::string point = base::FromHex("046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
                                          "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5")
                                .value();
  return {{"spki", PieceOf(key.spki()) + std::string(64, '\x01')},
          {"raw", PieceOf(key.raw_ed25519()) + std::string(64, '\x01')},
          {"point", PieceOf(point)},
          {"p256", PieceOf(crypto::PublicKey::FromP256Point(point)->spki())}};
}

bool RunEncoding(absl::string_view input) {
  const auto base64 = base::FromBase64(input), base32 = base::FromBase32(input), hex = base::FromHex(input);
  Must(!base64.ok() || base::Base64(*base64) == input, "base64 has one form");
  Must(!base32.ok() || base::Base32(*base32) == input, "base32 has one form");
  const auto number = base::FromDecimal(input);
  Must(!number.ok() || std::to_string(*number) == input, "a number has one form");
  Must(base::FromBase64(base::Base64(input)).value() == input, "base64 comes back");
  Must(base::FromBase32(base::Base32(input)).value() == input, "base32 comes back");
  Must(base::FromHex(base::Hex(input)).value() == input, "hexadecimal comes back");
  return base64.ok() || base32.ok() || hex.ok() || number.ok();
}

Seeds EncodingSeeds() {
  return {{"base64", base::Base64("lightship")}, {"base32", base::Base32("lightship")}, {"hex", "00ff"}, {"number", "18446744073709551615"}};
}

}  // namespace

const Target kCertificate = {"certificate", RunCertificate, CertificateSeeds};
const Target kPem = {"pem", RunPem, PemSeeds};
const Target kPublicKey = {"public_key", RunPublicKey, PublicKeySeeds};
const Target kEncoding = {"encoding", RunEncoding, EncodingSeeds};

}  // namespace lightship::fuzz
