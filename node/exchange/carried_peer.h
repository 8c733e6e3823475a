// A bundle that plays the peer's side of a session: greets, announces, answers what the node fetches as far as the file
// holds it.
#ifndef LIGHTSHIP_NODE_EXCHANGE_CARRIED_PEER_H_
#define LIGHTSHIP_NODE_EXCHANGE_CARRIED_PEER_H_

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>

#include "lightship/v1/exchange.pb.h"
#include "node/exchange/bundle.h"

namespace lightship::exchange {

// Thread-compatible.
class CarriedPeer {
 public:
  explicit CarriedPeer(Bundle bundle) : bundle_(std::move(bundle)) {}

  const Bundle& bundle() const { return bundle_; }

  // A frame that the node sends.
  void Take(const v1::Frame& frame);
  // The next frame for the node; nothing when it has to commit first, or has all.
  std::optional<v1::Frame> Next();
  // Nothing more will come unless the node asks anew. REQUIRES: Next() has just given nothing.
  bool AtRest() const;

 private:
  // What the node wants of a log.
  struct Wanted {
    uint64_t next = 0;
    uint64_t committed = 0;
    uint32_t window_entries = 0;
  };
  std::optional<v1::Frame> NextBatch(const std::string& origin, Wanted& wanted) const;
  v1::Frame Backfill(const v1::Fetch& fetch) const;

  const Bundle bundle_;
  size_t others_sent_ = 0;
  std::deque<v1::Fetch> missing_;
  std::map<std::string, Wanted, std::less<>> wanted_;
};

}  // namespace lightship::exchange

#endif  // LIGHTSHIP_NODE_EXCHANGE_CARRIED_PEER_H_
