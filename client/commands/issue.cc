#include "client/commands/issue.h"

#include <filesystem>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "client/commands/exit_code.h"
#include "client/sdk/file.h"
#include "node/base/status.h"
#include "node/crypto/certificate.h"
#include "node/crypto/key.h"
#include "node/crypto/signing_request.h"
#include "node/statement/address.h"

namespace lightship::commands {
namespace {

using crypto::Algorithm;
using statement::Role;

// Tells which economy a root is for, so that nobody has to repeat it when issuing.
constexpr absl::string_view kRootUriPrefix = "lightship:";
constexpr absl::string_view kRootUriSuffix = ":root";

struct Authority {
  crypto::CertificateAuthority ca;
  std::string economy;
};

// Files are made together or, when one is there already, not at all.
struct NewFile {
  std::string name;
  std::string bytes;
  sdk::Access access;
};

absl::Status WriteNew(const std::string& directory, const std::vector<NewFile>& files) {
  for (const NewFile& file : files) {
    std::string path = absl::StrCat(directory, "/", file.name);
    if (std::filesystem::exists(path)) {
      return UsageError(absl::StrCat(path, " exists; keys are never overwritten. Choose another --dir"));
    }
  }
  RETURN_IF_ERROR(WithExit(ExitCode::kUsage,
                           sdk::MakeDirectory(directory, sdk::Access::kOwnerOnly)));
  for (const NewFile& file : files) {
    RETURN_IF_ERROR(WithExit(
        ExitCode::kUsage,
        sdk::CreateFile(absl::StrCat(directory, "/", file.name), file.bytes, file.access)));
  }
  return absl::OkStatus();
}

absl::StatusOr<Authority> LoadAuthority(const std::string& directory) {
  auto certificate = sdk::ReadFile(absl::StrCat(directory, "/root.pem"));
  if (!certificate.ok()) return WithExit(ExitCode::kUsage, certificate.status());
  auto key = sdk::ReadFile(absl::StrCat(directory, "/root.key"));
  if (!key.ok()) return WithExit(ExitCode::kUsage, key.status());
  auto ca = crypto::CertificateAuthority::FromPem(*certificate, *key);
  if (!ca.ok()) return UsageError(absl::StrCat(directory, ": ", ca.status().message()));
  for (absl::string_view uri : ca->certificate().uris()) {
    if (!absl::ConsumePrefix(&uri, kRootUriPrefix) || !absl::ConsumeSuffix(&uri, kRootUriSuffix)) {
      continue;
    }
    std::string economy = absl::AsciiStrToUpper(uri);
    if (statement::IsEconomyCode(economy)) return Authority{*std::move(ca), std::move(economy)};
  }
  return UsageError(absl::StrCat(directory, "/root.pem was not made by `lightship pki root`: it does not "
                                            "say which economy it is for"));
}

crypto::CertificateRequest RequestFor(const Subject& subject, const statement::Identity& identity,
                                      absl::Time now) {
  crypto::CertificateRequest request;
  request.common_name = absl::StrCat(identity.economy, " ", identity.name);
  request.uris.push_back(identity.Uri());
  for (Role role : identity.roles) request.uris.push_back(statement::RoleUri(role));
  request.dns_names = subject.dns_names;
  request.addresses = subject.addresses;
  request.not_before = now - absl::Hours(1);
  request.not_after = now + absl::Hours(24) * subject.days;
  return request;
}

absl::Status CheckSubject(const Subject& subject) {
  if (!statement::IsLabel(subject.name)) {
    return UsageError(absl::StrCat("--name \"", subject.name,
                                   "\" should be 1 to 40 lower-case letters, digits and hyphens, such "
                                   "as watch-1"));
  }
  if (subject.days < 1) return UsageError("--days should be 1 or more");
  return absl::OkStatus();
}

struct Pair {
  std::string certificate_pem, key_pem;
};

absl::StatusOr<std::string> Certify(const Authority& authority,
                                    const crypto::CertificateRequest& request,
                                    const crypto::PublicKey& key) {
  auto certificate = authority.ca.Issue(request, key);
  if (!certificate.ok()) return WithExit(ExitCode::kUsage, certificate.status());
  return certificate->pem();
}

absl::StatusOr<Pair> NewPair(const Authority& authority,
                             const crypto::CertificateRequest& request) {
  ASSIGN_OR_RETURN(crypto::PrivateKey key, crypto::PrivateKey::Generate(Algorithm::kEcdsaP256));
  Pair pair;
  ASSIGN_OR_RETURN(pair.certificate_pem, Certify(authority, request, key.public_key()));
  ASSIGN_OR_RETURN(pair.key_pem, key.ToPem());
  return pair;
}

// The files of an identity.
absl::StatusOr<std::vector<NewFile>> Issue(const Authority& authority, const Subject& subject,
                                           const statement::Identity& identity, absl::Time now) {
  const crypto::CertificateRequest request = RequestFor(subject, identity, now);
  ASSIGN_OR_RETURN(Pair pair, NewPair(authority, request));
  if (subject.token_key.empty()) {
    return std::vector<NewFile>{{"certificate.pem", pair.certificate_pem, sdk::Access::kEverybody},
                                {"key.pem", pair.key_pem, sdk::Access::kOwnerOnly}};
  }
  auto key = crypto::PrivateKey::FromToken(subject.token_key);
  if (!key.ok()) return WithExit(ExitCode::kUsage, key.status());
  ASSIGN_OR_RETURN(std::string certificate, Certify(authority, request, key->public_key()));
  return std::vector<NewFile>{
      {"certificate.pem", certificate, sdk::Access::kEverybody},
      {"tls-certificate.pem", pair.certificate_pem, sdk::Access::kEverybody},
      {"tls-key.pem", pair.key_pem, sdk::Access::kOwnerOnly}};
}

absl::StatusOr<std::string> NewEd25519Pem() {
  ASSIGN_OR_RETURN(crypto::PrivateKey key, crypto::PrivateKey::Generate(Algorithm::kEd25519));
  return key.ToPem();
}

absl::StatusOr<statement::Identity> OfficerOf(const std::string& economy, const Subject& subject) {
  statement::Identity identity{economy, false, subject.name, {}};
  for (const std::string& name : subject.roles) {
    auto role = statement::ParseRole(name);
    if (!role.ok()) return WithExit(ExitCode::kUsage, role.status());
    if (*role == Role::kNode) return UsageError("--role node is for nodes: use `lightship pki node`");
    identity.roles.insert(*role);
  }
  return identity;
}

// The key in the file, made first if there is none.
absl::StatusOr<crypto::PrivateKey> KeyIn(const std::string& path, Algorithm algorithm) {
  if (std::filesystem::exists(path)) {
    auto pem = sdk::ReadFile(path);
    if (!pem.ok()) return WithExit(ExitCode::kUsage, pem.status());
    auto key = crypto::PrivateKey::FromPem(*pem);
    if (!key.ok()) return UsageError(absl::StrCat(path, ": ", key.status().message()));
    return key;
  }
  ASSIGN_OR_RETURN(crypto::PrivateKey key, crypto::PrivateKey::Generate(algorithm));
  ASSIGN_OR_RETURN(std::string pem, key.ToPem());
  RETURN_IF_ERROR(WithExit(ExitCode::kUsage, sdk::CreateFile(path, pem, sdk::Access::kOwnerOnly)));
  return key;
}

}  // namespace

absl::Status IssueRoot(const std::string& economy, int days, absl::Time now,
                       const std::string& directory) {
  if (!statement::IsEconomyCode(economy)) {
    return UsageError(absl::StrCat("--economy \"", economy,
                                   "\" should be two capital letters (ISO 3166-1 alpha-2), such as SG"));
  }
  if (days < 1) return UsageError("--days should be 1 or more");
  ASSIGN_OR_RETURN(crypto::PrivateKey key, crypto::PrivateKey::Generate(Algorithm::kEcdsaP256));
  crypto::CertificateRequest request;
  request.common_name = absl::StrCat("Lightship root of ", economy);
  request.uris.push_back(
      absl::StrCat(kRootUriPrefix, absl::AsciiStrToLower(economy), kRootUriSuffix));
  request.not_before = now - absl::Hours(1);
  request.not_after = now + absl::Hours(24) * days;
  ASSIGN_OR_RETURN(crypto::CertificateAuthority ca,
                   crypto::CertificateAuthority::Create(request, key));
  ASSIGN_OR_RETURN(std::string key_pem, key.ToPem());
  return WriteNew(directory, {{"root.pem", ca.certificate().pem(), sdk::Access::kEverybody},
                              {"root.key", key_pem, sdk::Access::kOwnerOnly}});
}

absl::StatusOr<std::string> IssueNode(const std::string& ca_directory, const Subject& subject,
                                      absl::Time now, const std::string& directory) {
  RETURN_IF_ERROR(CheckSubject(subject));
  ASSIGN_OR_RETURN(Authority authority, LoadAuthority(ca_directory));
  statement::Identity identity{authority.economy, true, subject.name, {Role::kNode}};
  ASSIGN_OR_RETURN(std::vector<NewFile> files, Issue(authority, subject, identity, now));
  ASSIGN_OR_RETURN(std::string log_key, NewEd25519Pem());
  ASSIGN_OR_RETURN(std::string cosigner_key, NewEd25519Pem());
  files.push_back({"log.key", log_key, sdk::Access::kOwnerOnly});
  files.push_back({"cosigner.key", cosigner_key, sdk::Access::kOwnerOnly});
  RETURN_IF_ERROR(WriteNew(directory, files));
  return identity.Uri();
}

absl::StatusOr<std::string> IssueOfficer(const std::string& ca_directory, const Subject& subject,
                                         absl::Time now, const std::string& directory) {
  RETURN_IF_ERROR(CheckSubject(subject));
  ASSIGN_OR_RETURN(Authority authority, LoadAuthority(ca_directory));
  ASSIGN_OR_RETURN(statement::Identity identity, OfficerOf(authority.economy, subject));
  ASSIGN_OR_RETURN(std::vector<NewFile> files, Issue(authority, subject, identity, now));
  RETURN_IF_ERROR(WriteNew(directory, files));
  return identity.Uri();
}

absl::StatusOr<statement::Identity> AskForCertificate(const std::string& economy, bool is_node, const Subject& subject,
                                                      const std::string& directory) {
  RETURN_IF_ERROR(CheckSubject(subject));
  statement::Identity identity{economy, true, subject.name, {Role::kNode}};
  if (!is_node) {
    ASSIGN_OR_RETURN(identity, OfficerOf(economy, subject));
  }
  RETURN_IF_ERROR(WithExit(ExitCode::kUsage, sdk::MakeDirectory(directory, sdk::Access::kOwnerOnly)));
  ASSIGN_OR_RETURN(crypto::PrivateKey key, KeyIn(absl::StrCat(directory, "/key.pem"), Algorithm::kEcdsaP256));
  if (is_node) {
    RETURN_IF_ERROR(KeyIn(absl::StrCat(directory, "/log.key"), Algorithm::kEd25519).status());
    RETURN_IF_ERROR(KeyIn(absl::StrCat(directory, "/cosigner.key"), Algorithm::kEd25519).status());
  }
  auto request = crypto::SigningRequestPem(RequestFor(subject, identity, absl::UnixEpoch()), key);
  if (!request.ok()) return WithExit(ExitCode::kUsage, request.status());
  RETURN_IF_ERROR(WithExit(ExitCode::kUsage, sdk::ReplaceFile(absl::StrCat(directory, "/request.pem"), *request,
                                                              sdk::Access::kEverybody)));
  return identity;
}

}  // namespace lightship::commands
