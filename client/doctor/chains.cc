#include "client/doctor/chains.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "client/doctor/installation.h"
#include "client/formats/times.h"
#include "client/sdk/file.h"
#include "node/base/limits.h"
#include "node/base/status.h"
#include "node/crypto/digest.h"
#include "node/crypto/key.h"

namespace lightship::doctor {
namespace {

constexpr char kArea[] = "certificates";
// Below this the next holiday is enough for the node to fall silent.
constexpr absl::Duration kUrgent = absl::Hours(24 * 7);
constexpr absl::Duration kRootNotice = absl::Hours(24 * 180);

const char kRenew[] =
    "have it renewed for the same key and names, then `lightship setup node --certificate FILE` and `systemctl reload lightshipd`";

absl::Status ChainOfKey(const std::vector<crypto::Certificate>& chain, const std::string& key) {
  if (crypto::IsTokenUri(key)) return absl::OkStatus();
  absl::StatusOr<std::string> pem = sdk::ReadFile(key);
  if (!pem.ok()) return absl::OkStatus();
  auto read = crypto::PrivateKey::FromPem(*pem);
  if (!read.ok()) return absl::InvalidArgumentError(absl::StrCat(key, ": ", read.status().message()));
  if (read->public_key().spki() == chain.front().public_key().spki()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("it is not the certificate of the key ", key));
}

// One certificate with its key. Nothing where there is none, or where it cannot be read.
Findings CheckPair(const char* what, const std::string& certificate, const std::string& key,
                   const config::v1::NodeConfig& config, const statement::PinnedRoots& roots,
                   absl::Time now) {
  absl::StatusOr<std::string> pem = sdk::ReadFile(certificate);
  if (certificate.empty() || !pem.ok()) return {};
  const std::string named = absl::StrCat(what, " ", certificate);
  auto chain = crypto::CertificatesFromPem(*pem);
  if (!chain.ok()) {
    return {Mend(kArea, absl::StrCat(named, ": ", chain.status().message()), "the node does not start",
                 "put the chain there that your certificate authority gave you, own certificate first")};
  }
  Findings findings;
  if (now < chain->front().not_after() && now >= chain->front().not_before()) {
    absl::Status fits = ChainOfKey(*chain, key);
    if (fits.ok()) fits = CheckNodeChain(*chain, config.economy(), roots, now);
    findings.push_back(
        fits.ok() ? Ok(kArea, absl::StrCat(named, " names ", chain->front().uris().front(),
                                           ", fits its key and ends at a pinned root"))
                  : Mend(kArea, absl::StrCat(named, ": ", fits.message()),
                         "officers and peers refuse this node, or it does not start",
                         "install the right one: `lightship setup node --certificate FILE` checks it first"));
  }
  findings.push_back(JudgeValidity(named, chain->front(), false, now));
  return findings;
}

Findings CheckRoots(const config::v1::NodeConfig& config, const statement::PinnedRoots& roots,
                    absl::Time now) {
  Findings findings;
  std::vector<std::string> needed = {config.economy()};
  for (const config::v1::Peer& peer : config.peers()) needed.push_back(peer.economy());
  for (const std::string& economy : needed) {
    if (!roots.Of(economy).empty()) continue;
    findings.push_back(Mend(kArea, absl::StrCat("no root of ", economy, " is pinned in ", config.trust_dir()),
                            "nothing that comes from there is believed",
                            absl::StrCat("lightship setup node --root ", economy,
                                         "=FILE, with the file that they gave you")));
  }
  for (const std::string& economy : roots.Economies()) {
    for (const crypto::Certificate& root : roots.Of(economy)) {
      findings.push_back(JudgeValidity(
          absl::StrCat("root of ", economy, " (", Fingerprint(root).substr(0, 11), "...)"), root, true, now));
    }
  }
  return findings;
}

}  // namespace

std::string Fingerprint(const crypto::Certificate& certificate) {
  std::string text;
  for (uint8_t byte : crypto::Sha256(certificate.der())) {
    absl::StrAppendFormat(&text, "%s%02X", text.empty() ? "" : ":", byte);
  }
  return text;
}

Finding JudgeValidity(const std::string& what, const crypto::Certificate& certificate, bool root,
                      absl::Time now) {
  const absl::Duration left = certificate.not_after() - now;
  const std::string todo =
      root ? "ask that economy for its next root, compare the fingerprint by voice, and put both into its .pem file"
           : kRenew;
  if (now < certificate.not_before()) {
    return Mend(kArea, absl::StrCat(what, " is valid only from ", formats::TimeText(certificate.not_before())),
                "until then nobody accepts it; or the clock of this machine is behind", "timedatectl");
  }
  if (left <= absl::ZeroDuration()) {
    return Mend(kArea, absl::StrCat(what, " has expired, on ", formats::TimeText(certificate.not_after())),
                root ? "nothing newer is believed of that economy" : "officers and peers refuse this node", todo);
  }
  const std::string days = absl::StrCat(what, " is valid for ", absl::ToInt64Hours(left) / 24, " more days, until ",
                                        formats::TimeText(certificate.not_after()));
  if (!root && left <= kUrgent) return Mend(kArea, days, "then officers and peers refuse this node", todo);
  if (left <= (root ? kRootNotice : base::limits::kExpiryNotice)) {
    return Look(kArea, days, "it must be renewed before", todo);
  }
  return Ok(kArea, days);
}

absl::Status CheckNodeChain(const std::vector<crypto::Certificate>& chain, const std::string& economy,
                            const statement::PinnedRoots& roots, absl::Time now) {
  ASSIGN_OR_RETURN(statement::Identity named, statement::IdentityOf(chain.front()));
  if (named.economy != economy || !named.is_node || !named.Has(statement::Role::kNode)) {
    return absl::PermissionDeniedError(absl::StrCat("it is of ", named.Uri(), "; a node of ", economy,
                                                    " with the role node is needed (lightship:",
                                                    "..:node:NAME and lightship:role:node)"));
  }
  RETURN_IF_ERROR(statement::VerifyIdentity(chain, roots, now).status());
  return crypto::CheckMayServe(chain.front());
}

Findings CheckChains(const config::v1::NodeConfig& config, absl::Time now) {
  auto roots = statement::PinnedRoots::LoadDirectory(config.trust_dir());
  if (!roots.ok()) {
    return {Mend(kArea, std::string(roots.status().message()), "the node does not start",
                 "trust_dir holds one <CODE>.pem for each economy, such as SG.pem, and nothing else")};
  }
  const config::v1::Keys& keys = config.keys();
  Findings findings = CheckPair("keys.node_certificate", keys.node_certificate(), keys.node_key(), config, *roots, now);
  Append(CheckPair("keys.tls_certificate", keys.tls_certificate(), keys.tls_key(), config, *roots, now), findings);
  Append(CheckRoots(config, *roots, now), findings);
  return findings;
}

}  // namespace lightship::doctor
