#include "tests/support/pki.h"

#include <cstdlib>
#include <map>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "node/crypto/digest.h"

namespace lightship::testing {
namespace {

using statement::Role;

crypto::CertificateAuthority NewAuthority(absl::string_view code) {
  crypto::CertificateRequest request;
  request.common_name = absl::StrCat("Lightship test root ", code);
  request.not_before = Period().from;
  request.not_after = Period().to;
  return crypto::CertificateAuthority::Create(request, NewKey()).value();
}

Signer NewSigner(const crypto::CertificateAuthority& authority, statement::Identity identity,
                 crypto::Algorithm algorithm, Period period) {
  crypto::CertificateRequest request;
  request.common_name = identity.name;
  request.uris.push_back(identity.Uri());
  for (Role role : identity.roles) request.uris.push_back(statement::RoleUri(role));
  request.dns_names = {"localhost"};
  request.addresses = {"127.0.0.1"};
  request.not_before = period.from;
  request.not_after = period.to;
  crypto::PrivateKey key = NewKey(algorithm);
  crypto::Certificate certificate = authority.Issue(request, key.public_key()).value();
  return {std::move(key), {std::move(certificate)}, std::move(identity)};
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
    found = economies.emplace(std::string(code), std::make_unique<TestEconomy>(code)).first;
  }
  return *found->second;
}

TestEconomy::TestEconomy(absl::string_view code)
    : code_(code),
      authority_(NewAuthority(code)),
      node_(NewSigner(authority_, {code_, true, "node-1", {Role::kNode}},
                      crypto::Algorithm::kEd25519, {})),
      log_key_(NewKey()),
      cosigner_key_(NewKey()) {
  for (Role role :
       {Role::kSubmitter, Role::kVerifier, Role::kAnalyst, Role::kLiaison, Role::kAdministrator}) {
    officers_.push_back(MakeOfficer(absl::StrCat(statement::RoleName(role), "-1"), {role}));
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
  return NewSigner(authority_, {code_, false, std::string(name), roles}, algorithm, period);
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
