#include "node/app/peer_record.h"

#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/statement/open.h"
#include "spdlog/spdlog.h"

namespace lightship::app {

bool IsAnothersFault(const absl::Status& fault) {
  return absl::IsFailedPrecondition(fault) && base::ReasonOf(fault) != base::reason::kDuplicateNode;
}

void NoteExcused(const absl::Status& why, const std::string& economy, PeerRecord& peer) {
  if (!IsAnothersFault(why) || peer.last_error == why.message()) return;
  peer.last_error = std::string(why.message());
  spdlog::warn("peer {} passed on what cannot be taken: {}", economy, peer.last_error);
}

void AddTraffic(const rpc::PeerStream& stream, v1::PeerStatus& status) {
  status.set_bytes_in(status.bytes_in() + stream.received_bytes());
  status.set_bytes_out(status.bytes_out() + stream.sent_bytes());
}

void KeepTraffic(const rpc::PeerStream& stream, PeerRecord& peer) {
  peer.received_bytes += stream.received_bytes();
  peer.sent_bytes += stream.sent_bytes();
}

v1::PeerStatus StatusOf(const std::string& economy, const PeerRecord& peer, const std::vector<exchange::PeerView>& views,
                        absl::Time clock, absl::Time steady) {
  v1::PeerStatus status;
  status.set_economy(economy);
  if (peer.dialler != nullptr) status.set_address(peer.dialler->address());
  status.set_faults(peer.faults);
  status.set_last_error(peer.last_error);
  status.set_bytes_in(peer.received_bytes);
  status.set_bytes_out(peer.sent_bytes);
  status.set_held_back_ms(static_cast<uint64_t>(absl::ToInt64Milliseconds(peer.held_back)));
  for (const exchange::PeerView& view : views) {
    if (view.economy != economy) continue;
    status.set_connected(true);
    *status.mutable_since() = statement::ToTimestamp(clock - (steady - view.since));
    status.set_frames_in(view.frames_in);
    status.set_frames_out(view.frames_out);
  }
  return status;
}

}  // namespace lightship::app
