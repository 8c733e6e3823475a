// What the exchange loop keeps of a peer, connected or not.
#ifndef LIGHTSHIP_NODE_APP_PEER_RECORD_H_
#define LIGHTSHIP_NODE_APP_PEER_RECORD_H_

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "lightship/v1/node.pb.h"
#include "node/app/intake.h"
#include "node/exchange/exchange.h"
#include "node/rpc/dialler.h"
#include "node/rpc/peer_stream.h"

namespace lightship::app {

// A peer as configured, or one that came by itself.
struct PeerRecord {
  std::unique_ptr<rpc::Dialler> dialler;  // null: it dials us
  std::shared_ptr<rpc::PeerStream> dialling;
  absl::Time next_try = absl::InfinitePast();
  absl::Duration delay;
  uint64_t faults = 0;
  std::string last_error;
  std::optional<Intake> intake;  // once a frame has come
  absl::Duration held_back;      // in all, so far
  uint64_t received_bytes = 0, sent_bytes = 0;  // on streams that have ended

  void CountFault(const absl::Status& fault) {
    ++faults;
    last_error = std::string(fault.message());
  }
  // It was dialled, and that is over: up to a quarter sooner or later, as `dice` falls, so that two nodes that dial each other do not
  // keep meeting half-way.
  void TryAgain(const absl::Status& why, absl::Time now, uint8_t dice, absl::Duration most) {
    dialling = nullptr;
    if (!why.ok()) last_error = std::string(why.message());
    next_try = now + delay * (0.75 + dice / 512.0);
    delay = std::min(delay * 2, most);
  }
  void SetRates(const Intake::Rates& rates, absl::Time now) {
    if (intake.has_value()) intake->SetRates(rates, now);
  }
};

// What travelled on a stream: added to what is shown while it is open, and kept when it ends.
void AddTraffic(const rpc::PeerStream& stream, v1::PeerStatus& status);
void KeepTraffic(const rpc::PeerStream& stream, PeerRecord& peer);

// A peer that is told that it is a second node is at fault itself.
bool IsAnothersFault(const absl::Status& fault);

// What a peer has passed on that is another's fault: said once.
void NoteExcused(const absl::Status& why, const std::string& economy, PeerRecord& peer);

// What operators see of it. `clock` and `steady` are the same moment.
v1::PeerStatus StatusOf(const std::string& economy, const PeerRecord& peer, const std::vector<exchange::PeerView>& views,
                        absl::Time clock, absl::Time steady);

struct PeerSession {
  exchange::SessionId id = 0;
  std::string economy;
  std::shared_ptr<rpc::PeerStream> stream;
  absl::Time cut_at = absl::InfiniteFuture();   // once closed
  absl::Time read_at = absl::InfiniteFuture();  // while the peer is over a quota: when the next frame is read
  absl::Time held_from;                         // and since when that is not counted in held_back

  // The next frame is read, if it was not: a stream that has ended must not wait for that.
  void ReadOn() {
    if (read_at == absl::InfiniteFuture()) return;
    read_at = absl::InfiniteFuture();
    stream->Taken();
  }
};

}  // namespace lightship::app

#endif  // LIGHTSHIP_NODE_APP_PEER_RECORD_H_
