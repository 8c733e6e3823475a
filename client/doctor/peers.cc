#include "client/doctor/peers.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/doctor/chains.h"
#include "client/sdk/file.h"
#include "client/sdk/probe.h"
#include "node/base/status.h"
#include "node/statement/roots.h"

namespace lightship::doctor {
namespace {

constexpr char kArea[] = "peers";

absl::StatusOr<sdk::ShownByUs> Ours(const config::v1::Keys& keys) {
  const bool own_tls = !keys.tls_key().empty();
  sdk::ShownByUs ours;
  ASSIGN_OR_RETURN(ours.chain_pem, sdk::ReadFile(own_tls ? keys.tls_certificate() : keys.node_certificate()));
  ASSIGN_OR_RETURN(ours.key_pem, sdk::ReadFile(own_tls ? keys.tls_key() : keys.node_key()));
  return ours;
}

// A node answers a caller that it knows but that is no officer of its economy with PERMISSION_DENIED.
bool IsAnswer(const absl::Status& call) {
  return call.ok() || (absl::IsPermissionDenied(call) && !base::ReasonOf(call).empty()) ||
         absl::IsResourceExhausted(call);
}

}  // namespace

bool KeyIsHere(const config::v1::NodeConfig& config) {
  const config::v1::Keys& keys = config.keys();
  return !absl::StrContains(keys.tls_key().empty() ? keys.node_key() : keys.tls_key(), "${");
}

Met Meet(const config::v1::NodeConfig& config, const std::string& economy, const std::string& address,
         absl::Time now, absl::Duration within) {
  Met met;
  met.reached = sdk::Reach(address, within);
  if (!met.reached.ok()) return met;
  absl::StatusOr<sdk::ShownByUs> ours = Ours(config.keys());
  auto roots = statement::PinnedRoots::LoadDirectory(config.trust_dir());
  met.call = ours.ok() ? roots.status() : ours.status();
  if (!met.call.ok()) return met;
  sdk::Probed probed =
      sdk::Probe(address, *ours, within, [&, roots = *roots](const std::vector<crypto::Certificate>& chain) {
        return CheckNodeChain(chain, economy, roots, now);
      });
  met.chain = probed.chain;
  met.verdict = probed.verdict;
  met.call = probed.call;
  met.answered = !met.chain.empty() && met.verdict.ok() && IsAnswer(met.call);
  return met;
}

Finding JudgePeer(const config::v1::NodeConfig& config, const config::v1::Peer& peer, const Met& met) {
  const std::string &economy = peer.economy(), &own = config.economy();
  const std::string named = absl::StrCat(economy, " at ", peer.address());
  if (!met.reached.ok()) {
    return Look(kArea, absl::StrCat(named, " cannot be reached: ", met.reached.message()),
                "nothing goes to and from that peer by this address until it can; this node goes on trying",
                absl::StrCat("ask ", economy, " whether its node runs, and whether its firewall and yours let this machine through"));
  }
  if (met.answered) {
    return Ok(kArea, absl::StrCat(named, " answers as ", met.chain.front().uris().front(), " and takes our certificate"));
  }
  if (met.chain.empty()) {
    return Look(kArea, absl::StrCat(named, " takes connections, but no node answers: ", met.call.message()),
                "a firewall or another program stands there, or its node is busy", absl::StrCat("ask ", economy, " what listens there"));
  }
  if (!met.verdict.ok()) {
    return Mend(kArea, absl::StrCat(named, " shows a certificate that is not believed here: ", met.verdict.message()),
                "this node does not talk to it, rightly so: it may be somebody else",
                absl::StrCat("compare by voice with ", economy, " the fingerprint of its root with that of the pinned one: ",
                             "openssl x509 -noout -fingerprint -sha256 -in ",
                             Shell(absl::StrCat(config.trust_dir(), "/", economy, ".pem"))));
  }
  return Mend(kArea, absl::StrCat(named, " does not take our certificate: ", met.call.message()),
              absl::StrCat(economy, " has not pinned the root of ", own, ", or another one"),
              absl::StrCat("send ", economy, " your root and compare its fingerprint by voice; they put it into their trust directory as ",
                           own, ".pem and reload"));
}

Findings CheckPeers(const config::v1::NodeConfig& config, absl::Time now, absl::Duration within) {
  if (config.peers().empty()) {
    return {Look(kArea, "no peers are configured", "reports stay on this machine alone, and nobody holds them in case it is lost",
                 "lightship setup node --peer ID=HOST:PORT --root ID=FILE")};
  }
  if (!KeyIsHere(config)) {
    return {Ok(kArea, "no peer was met: systemd hands this node's key to the service alone", "",
               "lightship doctor --identity DIR says what the node itself sees of its peers")};
  }
  Findings findings;
  for (const config::v1::Peer& peer : config.peers()) {
    findings.push_back(
        peer.address().empty()
            ? Ok(kArea, absl::StrCat(peer.economy(), " dials this node; it must be able to reach ", config.listen()))
            : JudgePeer(config, peer, Meet(config, peer.economy(), peer.address(), now, within)));
  }
  return findings;
}

}  // namespace lightship::doctor
