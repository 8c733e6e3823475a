#include "tests/support/pki.h"

#include <cstdlib>
#include <map>
#include <memory>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "node/crypto/digest.h"

namespace lightship::testing {
namespace {

using statement::Role;

// The Ed25519 key that `label` stands for: PKCS #8 (RFC 8410) with a digest of it as the seed.
crypto::PrivateKey KeyOf(absl::string_view label) {
  constexpr absl::string_view kHead("\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20", 16);
  const std::string der = absl::StrCat(kHead, crypto::AsString(crypto::Sha256(label)));
  return crypto::PrivateKey::FromPem(absl::StrCat("-----BEGIN PRIVATE KEY-----\n",
                                                  absl::Base64Escape(der),
                                                  "\n-----END PRIVATE KEY-----\n"))
      .value();
}

// A positive serial number of sixteen bytes.
std::string SerialOf(absl::string_view label) {
  std::string serial = crypto::AsString(crypto::Sha256(absl::StrCat("serial of ", label))).substr(0, 16);
  serial[0] = static_cast<char>((serial[0] & 0x3f) | 0x40);
  return serial;
}

crypto::CertificateAuthority NewAuthority(absl::string_view code, const std::string& label) {
  crypto::CertificateRequest request;
  request.common_name = absl::StrCat("Lightship test root ", code);
  request.not_before = Period().from;
  request.not_after = Period().to;
  request.serial = SerialOf(label);
  return crypto::CertificateAuthority::Create(request, KeyOf(label)).value();
}

// `serial` as in CertificateRequest.
Signer NewSigner(const crypto::CertificateAuthority& authority, statement::Identity identity,
                 crypto::PrivateKey key, Period period, std::string serial = {}) {
  crypto::CertificateRequest request;
  request.common_name = identity.name;
  request.uris.push_back(identity.Uri());
  for (Role role : identity.roles) request.uris.push_back(statement::RoleUri(role));
  request.dns_names = {"localhost"};
  request.addresses = {"127.0.0.1"};
  request.not_before = period.from;
  request.not_after = period.to;
  request.serial = std::move(serial);
  crypto::Certificate certificate = authority.Issue(request, key.public_key()).value();
  return {std::move(key), {std::move(certificate)}, std::move(identity)};
}

Signer SignerOf(const crypto::CertificateAuthority& authority, statement::Identity identity,
                const std::string& label) {
  const std::string own = absl::StrCat(label, "/", identity.name);
  return NewSigner(authority, std::move(identity), KeyOf(own), {}, SerialOf(own));
}

}  // namespace

absl::Time Noon() { return absl::FromCivil(absl::CivilHour(2026, 3, 1, 12), absl::UTCTimeZone()); }

std::string SeededEntropy::Bytes(size_t size) {
  std::string bytes;
  while (bytes.size() < size) {
    bytes += crypto::AsString(crypto::Sha256(absl::StrCat(seed_, ":", drawn_++)));
  }
  bytes.resize(size);
  return bytes;
}

crypto::PrivateKey NewKey(crypto::Algorithm algorithm) {
  return crypto::PrivateKey::Generate(algorithm).value();
}

const TestEconomy& TestEconomy::Of(absl::string_view code) {
  static auto& economies = *new std::map<std::string, std::unique_ptr<TestEconomy>, std::less<>>();
  auto found = economies.find(code);
  if (found == economies.end()) {
    std::unique_ptr<TestEconomy> made(new TestEconomy(code, absl::StrCat("economy ", code)));
    found = economies.emplace(std::string(code), std::move(made)).first;
  }
  return *found->second;
}

TestEconomy::TestEconomy(absl::string_view code)
    : TestEconomy(code, absl::StrCat("impostor ", crypto::AsView(NewKey().public_key().key_id()))) {}

TestEconomy::TestEconomy(absl::string_view code, const std::string& label)
    : code_(code),
      authority_(NewAuthority(code, label)),
      node_(SignerOf(authority_, {code_, true, "node-1", {Role::kNode}}, label)),
      log_key_(KeyOf(label + "/log")),
      cosigner_key_(KeyOf(label + "/cosigner")) {
  for (Role role :
       {Role::kSubmitter, Role::kVerifier, Role::kAnalyst, Role::kLiaison, Role::kAdministrator}) {
    officers_.push_back(SignerOf(
        authority_, {code_, false, absl::StrCat(statement::RoleName(role), "-1"), {role}}, label));
  }
}

crypto::NoteKey TestEconomy::log_note_key() const {
  return {origin().ToString(), crypto::NoteKeyType::kEd25519, log_key_.public_key()};
}

crypto::NoteKey TestEconomy::cosigner_note_key() const {
  return {origin().ToString(), crypto::NoteKeyType::kCosignatureV1, cosigner_key_.public_key()};
}

const Signer& TestEconomy::officer(Role role) const {
  for (const Signer& officer : officers_) {
    if (officer.identity.Has(role)) return officer;
  }
  std::abort();  // the node is no officer
}

Signer TestEconomy::MakeOfficer(absl::string_view name, std::initializer_list<Role> roles,
                                crypto::Algorithm algorithm, Period period) const {
  return NewSigner(authority_, {code_, false, std::string(name), roles}, NewKey(algorithm), period);
}

crypto::Certificate TestEconomy::Certify(const crypto::PublicKey& key,
                                         std::vector<std::string> uris, Period period) const {
  crypto::CertificateRequest request;
  request.common_name = "certified for a test";
  request.uris = std::move(uris);
  request.not_before = period.from;
  request.not_after = period.to;
  return authority_.Issue(request, key).value();
}

statement::PinnedRoots RootsOf(std::initializer_list<absl::string_view> codes) {
  statement::PinnedRoots roots;
  for (absl::string_view code : codes) {
    if (!roots.Add(code, TestEconomy::Of(code).authority().certificate().pem()).ok()) std::abort();
  }
  return roots;
}

}  // namespace lightship::testing
