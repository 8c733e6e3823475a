#include <filesystem>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "client/commands/exit_code.h"
#include "client/commands/issue.h"
#include "client/commands/setup_node.h"
#include "client/doctor/chains.h"
#include "client/doctor/installation.h"
#include "client/formats/times.h"
#include "client/sdk/file.h"
#include "node/base/status.h"
#include "node/crypto/key.h"

namespace lightship::commands {
namespace {

constexpr int kRootDays = 3650;

bool IsThere(const std::string& path) {
  std::error_code error;
  return std::filesystem::exists(path, error);
}

absl::Status MakeOfficers(const NodeSetup& setup, Context& context) {
  const std::string beside = std::filesystem::path(setup.config).parent_path().string();
  for (const std::string& text : setup.officers) {
    ASSIGN_OR_RETURN(auto officer, ParseOfficer(text));
    const std::string directory = absl::StrCat(beside.empty() ? "." : beside, "/officers/", officer.first);
    if (IsThere(directory + "/certificate.pem")) {
      context.terminal.out << "Kept the officer in " << directory << "\n";
      continue;
    }
    Subject subject{officer.first, officer.second, {}, {}, setup.days};
    ASSIGN_OR_RETURN(std::string uri, IssueOfficer(setup.ca, subject, context.clock.Now(), directory));
    context.terminal.out << "Made the officer " << uri << " in " << directory << "; hand it over whole, and keep no copy\n";
  }
  return absl::OkStatus();
}

// Those of the chain that are not pinned roots themselves.
std::vector<crypto::Certificate> WithoutRoots(const std::vector<crypto::Certificate>& chain,
                                              const std::vector<crypto::Certificate>& roots) {
  std::vector<crypto::Certificate> rest;
  for (const crypto::Certificate& link : chain) {
    bool root = false;
    for (const crypto::Certificate& pinned : roots) root = root || pinned.der() == link.der();
    if (!root) rest.push_back(link);
  }
  return rest;
}

absl::Status CheckFits(const std::string& file, const std::vector<crypto::Certificate>& chain,
                       const std::string& key_file) {
  auto pem = sdk::ReadFile(key_file);
  if (!pem.ok()) return WithExit(ExitCode::kUsage, pem.status());
  auto key = crypto::PrivateKey::FromPem(*pem);
  if (!key.ok()) return UsageError(absl::StrCat(key_file, ": ", key.status().message()));
  if (!chain.empty() && chain.front().public_key().spki() == key->public_key().spki()) return absl::OkStatus();
  return UsageError(absl::StrCat(file, ": its first certificate is not of the key ", key_file,
                                 "; it must be made from the request that lies beside that key, own certificate first"));
}

}  // namespace

absl::Status MakeOwnPki(const NodeSetup& setup, Context& context) {
  std::ostream& out = context.terminal.out;
  if (IsThere(setup.ca + "/root.pem")) {
    out << "Kept the root in " << setup.ca << "\n";
  } else {
    RETURN_IF_ERROR(IssueRoot(setup.economy, kRootDays, context.clock.Now(), setup.ca));
    out << "Made the root of " << setup.economy << " in " << setup.ca
        << ": root.pem is for every member; root.key is SECRET: move it off this machine, it is\n"
           "needed only to issue certificates\n";
  }
  if (IsThere(setup.keys + "/certificate.pem")) {
    out << "Kept the node's keys and certificate in " << setup.keys << "\n";
  } else {
    Subject subject{setup.name, {}, setup.dns_names, {}, setup.days};
    ASSIGN_OR_RETURN(std::string uri, IssueNode(setup.ca, subject, context.clock.Now(), setup.keys));
    out << "Made the node " << uri << " in " << setup.keys << "\n";
  }
  RETURN_IF_ERROR(MakeOfficers(setup, context));
  return PinRoots({absl::StrCat(setup.economy, "=", setup.ca, "/root.pem")}, setup.trust, setup.economy, context);
}

void TellAuthority(const statement::Identity& identity, const std::string& directory, Context& context) {
  std::ostream& out = context.terminal.out;
  out << "Made the keys in " << directory << ", and a request for your certificate authority:\n  " << directory
      << "/request.pem\nThe certificate that it makes of it must have:\n"
         "  subjectAltName    URI:" << identity.Uri() << "\n";
  for (statement::Role role : identity.roles) out << "                    URI:" << statement::RoleUri(role) << "\n";
  out << "  keyUsage          digitalSignature\n"
         "  extendedKeyUsage  serverAuth, clientAuth\n"
         "  basicConstraints  CA:FALSE, and subjectKeyIdentifier and authorityKeyIdentifier as RFC 5280 has them\n"
         "and be signed with SHA-256 or better. Many authorities drop the names of a request unless they are told to keep\n"
         "them (openssl: copy_extensions = copy). They give back a PEM file, own certificate first, then those between it\n"
         "and the root. Then:\n";
}

absl::Status MakeRequest(const NodeSetup& setup, Context& context) {
  Subject subject{setup.name, {}, setup.dns_names, {}, setup.days};
  ASSIGN_OR_RETURN(statement::Identity identity, AskForCertificate(setup.economy, true, subject, setup.keys));
  TellAuthority(identity, setup.keys, context);
  context.terminal.out << "  lightship setup node --config " << doctor::Shell(setup.config) << " --certificate FILE --root "
                       << setup.economy << "=ROOT-FILE\n";
  return absl::OkStatus();
}

absl::Status InstallChain(const std::string& file, const std::string& key_file, const std::string& to, const std::string& economy,
                          const statement::PinnedRoots& roots, const ChainCheck& check, Context& context) {
  auto pem = sdk::ReadFile(file);
  if (!pem.ok()) return WithExit(ExitCode::kUsage, pem.status());
  auto shown = crypto::CertificatesFromPem(*pem);
  if (!shown.ok()) return UsageError(absl::StrCat(file, ": ", shown.status().message()));
  const auto chain = WithoutRoots(*shown, roots.Of(economy));
  RETURN_IF_ERROR(CheckFits(file, chain, key_file));
  absl::Status right = check(chain);
  if (!right.ok()) return UsageError(absl::StrCat(file, ": ", right.message(), ". Nothing was installed"));
  std::string text;
  for (const crypto::Certificate& link : chain) text += link.pem();
  RETURN_IF_ERROR(WithExit(ExitCode::kUsage, sdk::ReplaceFile(to, text, sdk::Access::kEverybody)));
  context.terminal.out << "Installed the certificate of " << chain.front().uris().front() << ", valid until "
                       << formats::TimeText(chain.front().not_after()) << ", as " << to << "\n";
  return absl::OkStatus();
}

absl::Status InstallCertificate(const std::string& file, const std::string& config_file, Context& context) {
  auto config = doctor::ReadConfig(config_file);
  if (!config.ok()) return WithExit(ExitCode::kUsage, config.status());
  auto roots = statement::PinnedRoots::LoadDirectory(config->trust_dir());
  if (!roots.ok()) {
    return UsageError(absl::StrCat(roots.status().message(), ". Give the root that it ends at too: --root ", config->economy(), "=FILE"));
  }
  const std::string& to = config->keys().node_certificate();
  RETURN_IF_ERROR(InstallChain(
      file, config->keys().node_key(), to, config->economy(), *roots,
      [&](const std::vector<crypto::Certificate>& chain) {
        return doctor::CheckNodeChain(chain, config->economy(), *roots, context.clock.Now());
      },
      context));
  return GiveToNode(to);
}

}  // namespace lightship::commands
