#include "node/statement/identity.h"

#include <array>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/statement/address.h"

namespace lightship::statement {
namespace {

constexpr absl::string_view kScheme = "lightship:";
constexpr absl::string_view kRolePrefix = "lightship:role:";

constexpr std::array<std::pair<Role, absl::string_view>, 6> kRoles = {{
    {Role::kSubmitter, "submitter"},
    {Role::kVerifier, "verifier"},
    {Role::kAnalyst, "analyst"},
    {Role::kLiaison, "liaison"},
    {Role::kAdministrator, "administrator"},
    {Role::kNode, "node"},
}};

absl::Status Untrusted(absl::StatusCode code, absl::string_view message) {
  return base::Error(code, base::reason::kUntrustedCertificate, message);
}

absl::Status NoIdentity(const crypto::Certificate& certificate, absl::string_view what) {
  return Untrusted(
      absl::StatusCode::kInvalidArgument,
      absl::StrCat("certificate of '", absl::CHexEscape(certificate.common_name()), "': ", what,
                   "; subjectAltName needs exactly one URI such as "
                   "lightship:sg:officer:watch-1 or lightship:sg:node:sg-1"));
}

// "lightship:sg:officer:watch-1", without its roles.
absl::StatusOr<Identity> ParseIdentityUri(absl::string_view uri) {
  const std::vector<absl::string_view> pieces = absl::StrSplit(uri, ':');
  Identity identity;
  if (pieces.size() == 4 && (pieces[2] == "officer" || pieces[2] == "node") && IsLabel(pieces[3])) {
    identity.economy = absl::AsciiStrToUpper(pieces[1]);
    identity.is_node = pieces[2] == "node";
    identity.name = std::string(pieces[3]);
    // Upper-case letters in the URI would give a second spelling of one identity.
    if (IsEconomyCode(identity.economy) && identity.Uri() == uri) return identity;
  }
  return absl::InvalidArgumentError("malformed");
}

}  // namespace

absl::string_view RoleName(Role role) {
  for (const auto& [known, name] : kRoles) {
    if (known == role) return name;
  }
  return "";
}

absl::StatusOr<Role> ParseRole(absl::string_view name) {
  for (const auto& [role, known] : kRoles) {
    if (known == name) return role;
  }
  return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kMalformed,
                     absl::StrCat("no role '", absl::CHexEscape(name.substr(0, 80)),
                                  "'; roles are submitter, verifier, analyst, liaison, "
                                  "administrator and node"));
}

std::string RoleUri(Role role) { return absl::StrCat(kRolePrefix, RoleName(role)); }

std::string Identity::Uri() const {
  return absl::StrCat(kScheme, absl::AsciiStrToLower(economy),
                      is_node ? ":node:" : ":officer:", name);
}

absl::StatusOr<Identity> IdentityOf(const crypto::Certificate& certificate) {
  Identity identity;
  std::set<Role> roles;
  for (const std::string& uri : certificate.uris()) {
    if (!absl::StartsWith(uri, kScheme)) continue;
    if (absl::StartsWith(uri, kRolePrefix)) {
      absl::StatusOr<Role> role = ParseRole(absl::StripPrefix(uri, kRolePrefix));
      if (role.ok()) roles.insert(*role);
      continue;
    }
    absl::StatusOr<Identity> parsed = ParseIdentityUri(uri);
    if (!parsed.ok()) {
      return NoIdentity(certificate,
                        absl::StrCat("malformed URI '", absl::CHexEscape(uri.substr(0, 120)), "'"));
    }
    if (!identity.name.empty()) return NoIdentity(certificate, "more than one identity");
    identity = *std::move(parsed);
  }
  if (identity.name.empty()) return NoIdentity(certificate, "no identity");
  identity.roles = std::move(roles);
  return identity;
}

absl::StatusOr<Identity> VerifyIdentity(absl::Span<const crypto::Certificate> chain,
                                        const PinnedRoots& roots, absl::Time when) {
  if (chain.empty()) {
    return Untrusted(absl::StatusCode::kPermissionDenied, "no certificate was given");
  }
  absl::StatusOr<Identity> identity = IdentityOf(chain[0]);
  if (!identity.ok()) {
    return Untrusted(absl::StatusCode::kPermissionDenied, identity.status().message());
  }
  const std::vector<crypto::Certificate> pinned = roots.Of(identity->economy);
  if (pinned.empty()) {
    return base::Error(
        absl::StatusCode::kPermissionDenied, base::reason::kUnknownEconomy,
        absl::StrCat(identity->Uri(), ": no root of ", identity->economy, " is pinned"));
  }
  absl::Status verified = crypto::VerifyChain(chain, pinned, when);
  if (!verified.ok()) {
    return base::Annotate(verified, absl::StrCat(identity->Uri(), " against the pinned roots of ",
                                                 identity->economy));
  }
  return identity;
}

absl::StatusOr<std::vector<crypto::Certificate>> ParseChain(absl::Span<const std::string> ders) {
  namespace limits = base::limits;
  if (ders.empty() || ders.size() > limits::kCertificatesOfChain) {
    return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kMalformed,
                       absl::StrCat("a chain of ", ders.size(), " certificates; 1 to ",
                                    limits::kCertificatesOfChain, " are allowed"));
  }
  std::vector<crypto::Certificate> chain;
  for (size_t i = 0; i < ders.size(); ++i) {
    if (ders[i].size() > limits::kCertificateBytes) {
      return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kTooLarge,
                         absl::StrCat("certificate ", i, " has ", ders[i].size(),
                                      " bytes; at most ", limits::kCertificateBytes));
    }
    absl::StatusOr<crypto::Certificate> certificate = crypto::Certificate::FromDer(ders[i]);
    if (!certificate.ok()) {
      return base::Annotate(certificate.status(), absl::StrCat("certificate ", i, " of the chain"));
    }
    chain.push_back(*std::move(certificate));
  }
  return chain;
}

}  // namespace lightship::statement
