// Meeting a peer's node once, with this node's certificate, as the exchange would: does it answer, is it who it should be, does it take us.
#ifndef LIGHTSHIP_CLIENT_DOCTOR_PEERS_H_
#define LIGHTSHIP_CLIENT_DOCTOR_PEERS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "client/doctor/finding.h"
#include "lightship/config/v1/config.pb.h"
#include "node/crypto/certificate.h"

namespace lightship::doctor {

struct Met {
  absl::Status reached;                    // by TCP; nothing else is known when it is not OK
  std::vector<crypto::Certificate> chain;  // shown by the other side
  absl::Status verdict;                    // CheckNodeChain of it
  absl::Status call;
  bool answered = false;  // `call` is the node's own answer, so it took our certificate
};

// Whether the key that this node shows in TLS can be read here: systemd hands credentials to the service alone.
bool KeyIsHere(const config::v1::NodeConfig& config);

// REQUIRES: the configuration's own certificate and key are files that can be read; else `call` says so.
Met Meet(const config::v1::NodeConfig& config, const std::string& economy, const std::string& address,
         absl::Time now, absl::Duration within);

Finding JudgePeer(const config::v1::NodeConfig& config, const config::v1::Peer& peer, const Met& met);

// Each peer that the configuration dials.
Findings CheckPeers(const config::v1::NodeConfig& config, absl::Time now, absl::Duration within);

}  // namespace lightship::doctor

#endif  // LIGHTSHIP_CLIENT_DOCTOR_PEERS_H_
