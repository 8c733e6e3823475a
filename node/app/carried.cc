#include "node/app/carried.h"

#include <utility>

#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::app {

using exchange::SessionId;

uint64_t Carried::SizeOf(const std::string& origin) const {
  const auto heads = heads_->Get();
  const ledger::LogHead* head = heads->Find(origin);
  return head == nullptr ? 0 : head->size;
}

void Carried::Begin(SessionId id, exchange::Bundle bundle, rpc::BundleTaken done, absl::Time now) {
  const std::string maker = bundle.header().maker();
  Session session{exchange::CarriedPeer(std::move(bundle)), std::move(done)};
  for (const auto& [origin, pieces] : session.peer.bundle().logs()) {
    session.held_before[origin] = SizeOf(origin);
  }
  sessions_.emplace(id, std::move(session));
  exchange_->OnCarried(id, maker, now);
}

bool Carried::Send(SessionId id, const v1::Frame& frame) {
  auto session = sessions_.find(id);
  if (session == sessions_.end()) return false;
  session->second.peer.Take(frame);
  return true;
}

bool Carried::Close(SessionId id) {
  auto session = sessions_.find(id);
  if (session == sessions_.end()) return false;
  session->second.closed = true;
  return true;
}

void Carried::CountIngest(SessionId id, int change) {
  auto session = sessions_.find(id);
  if (session != sessions_.end()) session->second.ingesting += change;
}

void Carried::Pump(absl::Time now) {
  for (auto at = sessions_.begin(); at != sessions_.end();) {
    auto& [id, session] = *at;
    while (!session.closed) {
      std::optional<v1::Frame> frame = session.peer.Next();
      if (!frame) break;
      exchange_->OnFrame(id, *std::move(frame), now);
    }
    if (session.ingesting > 0 || (!session.closed && !session.peer.AtRest())) {
      ++at;
      continue;
    }
    const absl::Status fault = exchange_->FaultOf(id);
    exchange_->OnClosed(id, now);
    session.done(Describe(session, fault));
    at = sessions_.erase(at);
  }
}

v1::ImportBundleResponse Carried::Describe(const Session& session,
                                           const absl::Status& fault) const {
  v1::ImportBundleResponse response;
  const exchange::Bundle& bundle = session.peer.bundle();
  response.set_maker(bundle.header().maker());
  *response.mutable_made_at() = bundle.header().made_at();
  for (const auto& [origin, pieces] : bundle.logs()) {
    v1::ImportedLog& log = *response.add_logs();
    log.mutable_range()->set_origin(origin);
    log.mutable_range()->set_from(pieces.front().from);
    log.mutable_range()->set_until(pieces.back().until);
    log.set_held_before(session.held_before.at(origin));
    log.set_held_after(SizeOf(origin));
  }
  response.set_fault(std::string(fault.message()));
  response.set_fault_reason(base::ReasonOf(fault));
  return response;
}

void Carried::EndAll() {
  for (auto& [id, session] : std::exchange(sessions_, {})) {
    session.done(base::Error(absl::StatusCode::kUnavailable, base::reason::kShuttingDown,
                             "the node is stopping; take the bundle in again later"));
  }
}

}  // namespace lightship::app
