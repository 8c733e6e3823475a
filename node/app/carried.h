// Bundles being taken in: each a session of the exchange whose other side is a file.
#ifndef LIGHTSHIP_NODE_APP_CARRIED_H_
#define LIGHTSHIP_NODE_APP_CARRIED_H_

#include <cstddef>
#include <map>
#include <string>

#include "absl/time/time.h"
#include "node/exchange/carried_peer.h"
#include "node/exchange/exchange.h"
#include "node/rpc/bundle_service.h"

namespace lightship::app {

// Belongs to the exchange's thread.
class Carried {
 public:
  // Both outlive this.
  Carried(exchange::Exchange* exchange, const ledger::HeadsBoard* heads)
      : exchange_(exchange), heads_(heads) {}

  void Begin(exchange::SessionId session, exchange::Bundle bundle, rpc::BundleTaken done,
             absl::Time now);

  // What the exchange asks for the session. False when the session is not a bundle's.
  bool Send(exchange::SessionId session, const v1::Frame& frame);
  bool Close(exchange::SessionId session);
  // A batch of the session has gone to the ledger, or come back.
  void CountIngest(exchange::SessionId session, int change);

  // Lets every bundle say what it can; ends those that have said all.
  void Pump(absl::Time now);
  // The node stops.
  void EndAll();

 private:
  struct Session {
    exchange::CarriedPeer peer;
    rpc::BundleTaken done;
    std::map<std::string, uint64_t> held_before;  // by origin
    int ingesting = 0;
    bool closed = false;
  };
  uint64_t SizeOf(const std::string& origin) const;
  v1::ImportBundleResponse Describe(const Session& session, const absl::Status& fault) const;

  exchange::Exchange* const exchange_;
  const ledger::HeadsBoard* const heads_;
  std::map<exchange::SessionId, Session> sessions_;
};

}  // namespace lightship::app

#endif  // LIGHTSHIP_NODE_APP_CARRIED_H_
