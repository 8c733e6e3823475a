#include "node/app/settings.h"

#include <algorithm>

#include "absl/status/statusor.h"
#include "node/statement/operation.h"

namespace lightship::app {

ledger::AdmissionRules AdmissionRulesOf(const config::v1::NodeConfig& config) {
  ledger::AdmissionRules rules{config.economy(), {}};
  for (const std::string& name : config.two_person()) {
    absl::StatusOr<statement::Operation> operation = statement::ParseOperation(name);
    if (operation.ok()) rules.two_person.insert(*operation);
  }
  return rules;
}

ExchangeLoop::Options ExchangeOptionsOf(const config::v1::NodeConfig& config) {
  ExchangeLoop::Options options;
  options.exchange.window_entries = config.limits().window_entries();
  options.exchange.window_bytes = config.limits().window_bytes();
  options.exchange.eager_bytes = config.attachments().eager_bytes();
  options.exchange.behind.by_default = config.signatures_behind();
  options.start_wait = absl::Milliseconds(config.start_wait_ms());
  options.redial_first = absl::Milliseconds(config.limits().redial_first_ms());
  options.redial_most = absl::Milliseconds(config.limits().redial_most_ms());
  // A peer that this node dials can say it again only when it is dialled again.
  options.exchange.believe_duplicate_for =
      std::max(options.exchange.believe_duplicate_for, 2 * options.redial_most);
  for (const config::v1::Peer& peer : config.peers()) {
    if (peer.has_signatures_behind()) options.exchange.behind.of_economy[peer.economy()] = peer.signatures_behind();
    if (peer.ignore_duplicate()) options.exchange.disbelieved.insert(peer.economy());
  }
  return options;
}

std::vector<ExchangeLoop::PeerAddress> PeersOf(const config::v1::NodeConfig& config) {
  std::vector<ExchangeLoop::PeerAddress> peers;
  for (const config::v1::Peer& peer : config.peers()) peers.push_back({peer.economy(), peer.address()});
  return peers;
}

}  // namespace lightship::app
