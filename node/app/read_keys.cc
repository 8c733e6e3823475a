#include "node/app/read_keys.h"

#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/crypto/certificate.h"
#include "node/crypto/key.h"
#include "node/statement/identity.h"

namespace lightship::app {
namespace {

absl::Status WrongKeys(absl::string_view what) {
  return base::Error(absl::StatusCode::kFailedPrecondition, base::reason::kConfiguration, what);
}

absl::StatusOr<std::string> ReadFile(absl::string_view key, const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return WrongKeys(absl::StrCat(key, ": cannot read ", path));
  return std::string((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
}

absl::StatusOr<crypto::PrivateKey> ReadKey(absl::string_view name, const std::string& key) {
  if (crypto::IsTokenUri(key)) {
    absl::StatusOr<crypto::PrivateKey> on_token = crypto::PrivateKey::FromToken(key);
    if (!on_token.ok()) return base::Annotate(on_token.status(), name);
    return on_token;
  }
  ASSIGN_OR_RETURN(std::string pem, ReadFile(name, key));
  absl::StatusOr<crypto::PrivateKey> read = crypto::PrivateKey::FromPem(pem);
  if (!read.ok()) return base::Annotate(read.status(), absl::StrCat(name, ": ", key));
  return read;
}

absl::StatusOr<std::vector<crypto::Certificate>> ReadChain(absl::string_view name,
                                                           const std::string& path) {
  ASSIGN_OR_RETURN(std::string pem, ReadFile(name, path));
  auto chain = crypto::CertificatesFromPem(pem);
  if (!chain.ok()) return base::Annotate(chain.status(), absl::StrCat(name, ": ", path));
  return chain;
}

// The certificate must be for this economy's node, now, and of this key.
absl::Status CheckIdentity(absl::string_view name, const std::vector<crypto::Certificate>& chain,
                           const crypto::PrivateKey& key, const std::string& economy,
                           const statement::PinnedRoots& roots, absl::Time now) {
  absl::StatusOr<statement::Identity> identity = statement::VerifyIdentity(chain, roots, now);
  if (!identity.ok()) return base::Annotate(identity.status(), name);
  if (identity->economy != economy || !identity->is_node ||
      !identity->Has(statement::Role::kNode)) {
    return WrongKeys(absl::StrCat(name, ": names ", identity->Uri(), "; a node of ", economy,
                                      " with role node is needed"));
  }
  if (chain.front().public_key().spki() == key.public_key().spki()) return absl::OkStatus();
  return WrongKeys(absl::StrCat(name, ": is not the certificate of the configured key"));
}

}  // namespace

absl::StatusOr<ledger::NodeKeys> ReadKeys(const config::v1::NodeConfig& config,
                                          const statement::PinnedRoots& roots, absl::Time now) {
  const config::v1::Keys& keys = config.keys();
  ASSIGN_OR_RETURN(auto chain, ReadChain("keys.node_certificate", keys.node_certificate()));
  ASSIGN_OR_RETURN(auto node, ReadKey("keys.node_key", keys.node_key()));
  ASSIGN_OR_RETURN(auto log, ReadKey("keys.log_key", keys.log_key()));
  ASSIGN_OR_RETURN(auto cosigner, ReadKey("keys.cosigner_key", keys.cosigner_key()));
  RETURN_IF_ERROR(
      CheckIdentity("keys.node_certificate", chain, node, config.economy(), roots, now));
  if (!keys.tls_key().empty()) {
    ASSIGN_OR_RETURN(auto tls_chain, ReadChain("keys.tls_certificate", keys.tls_certificate()));
    ASSIGN_OR_RETURN(auto tls_key, ReadKey("keys.tls_key", keys.tls_key()));
    RETURN_IF_ERROR(
        CheckIdentity("keys.tls_certificate", tls_chain, tls_key, config.economy(), roots, now));
  }
  return ledger::NodeKeys{std::move(chain), std::move(node), std::move(log), std::move(cosigner)};
}

rpc::TlsIdentity TlsFilesOf(const config::v1::Keys& keys) {
  if (!keys.tls_key().empty()) return {keys.tls_certificate(), keys.tls_key()};
  return {keys.node_certificate(), keys.node_key()};
}

bool MustWait(const absl::Status& used) {
  const std::string why = base::ReasonOf(used);
  return why == base::reason::kRecovering || why == base::reason::kDuplicateNode ||
         why == base::reason::kFrozen || why == base::reason::kNodeKeyUnfit || why == base::reason::kOverloaded;
}

}  // namespace lightship::app
