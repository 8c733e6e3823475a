// What the configuration means to the parts of a node.
#ifndef LIGHTSHIP_NODE_APP_SETTINGS_H_
#define LIGHTSHIP_NODE_APP_SETTINGS_H_

#include <string>
#include <vector>

#include "lightship/config/v1/config.pb.h"
#include "node/app/exchange_loop.h"
#include "node/ledger/admission.h"

namespace lightship::app {

ledger::AdmissionRules AdmissionRulesOf(const config::v1::NodeConfig& config);

// All but what the moment decides: the instance.
ExchangeLoop::Options ExchangeOptionsOf(const config::v1::NodeConfig& config);
std::vector<ExchangeLoop::PeerAddress> PeersOf(const config::v1::NodeConfig& config);

}  // namespace lightship::app

#endif  // LIGHTSHIP_NODE_APP_SETTINGS_H_
