#include "node/exchange/session.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/exchange/frames.h"

namespace lightship::exchange {
namespace {

constexpr size_t kFaultsKept = 1024;

absl::Status IdentityError(absl::string_view message) {
  return base::Error(absl::StatusCode::kPermissionDenied, base::reason::kWrongEconomy, message);
}

}  // namespace

absl::Status CheckMember(const Context& context, const Session& session) {
  if (session.economy == context.own.economy) {
    return IdentityError("this is a node of the same economy");
  }
  if (!context.roots->Of(session.economy).empty()) return absl::OkStatus();
  return IdentityError(absl::StrCat("no root of ", session.economy, " is pinned here"));
}

absl::Status CheckPatience(const Context& context, const Session& session, absl::Time now) {
  if (session.stage == Stage::kAwaitingHello &&
      now - session.SilentSince(session.since) >= context.options.hello_within) {
    return ProtocolError("no Hello in time");
  }
  const size_t queued = context.world->Queued(session.id);
  if (session.stage == Stage::kClosing || queued <= base::limits::kOutboxBytes) return absl::OkStatus();
  return base::Error(absl::StatusCode::kResourceExhausted, base::reason::kOverloaded,
                     absl::StrCat(queued, " bytes wait to be taken; at most ", base::limits::kOutboxBytes));
}

absl::Status CheckGreeting(const Session& session, const v1::Hello& hello) {
  const auto& versions = hello.versions();
  if (std::find(versions.begin(), versions.end(), kProtocolVersion) == versions.end()) {
    return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kUnsupportedVersion,
                       absl::StrCat("no common protocol version; this node speaks ",
                                    kProtocolVersion));
  }
  if (hello.economy() == session.economy) return absl::OkStatus();
  return IdentityError(
      absl::StrCat("Hello of ", hello.economy(), " from a node of ", session.economy));
}

absl::Status TakeLate(Session& session, const v1::Batch& batch) {
  auto late = session.late.find(batch.origin());
  if (late == session.late.end()) {
    return ProtocolError(absl::StrCat("Batch of ", batch.origin(), ", which was not asked for"));
  }
  late->second -= std::max(1, batch.items_size());
  if (late->second >= 0) return absl::OkStatus();
  return ProtocolError(absl::StrCat("Batch of ", batch.origin(), " from ", batch.from(),
                                    ", more than was asked for"));
}

void Grant(Session& session, absl::string_view origin, const Options& options) {
  session.late[std::string(origin)] =
      2 * static_cast<int64_t>(options.window_entries) + base::limits::kMissingOfFetch;
}

void Faults::Note(SessionId session, const absl::Status& why) {
  faults_[session] = why;
  while (faults_.size() > kFaultsKept) faults_.erase(faults_.begin());
}

absl::Status Faults::Excuse(SessionId session, absl::Status why) {
  if (!absl::IsFailedPrecondition(why)) return why;
  Note(session, why);
  return absl::OkStatus();
}

absl::Status Faults::Of(SessionId session) const {
  auto fault = faults_.find(session);
  return fault == faults_.end() ? absl::OkStatus() : fault->second;
}

Session* FindOpen(Sessions& sessions, SessionId id) {
  auto session = sessions.find(id);
  return session != sessions.end() && session->second.open() ? &session->second : nullptr;
}

void NotePiece(Sessions& sessions, SessionId id, absl::Time now) {
  auto session = sessions.find(id);
  if (session != sessions.end()) session->second.piece_at = now;
}

std::vector<PeerView> ViewPeers(const Sessions& sessions) {
  std::vector<PeerView> peers;
  for (const auto& [id, session] : sessions) {
    if (session.stage == Stage::kClosing || session.carried) continue;
    peers.push_back({id, session.economy, session.since, session.frames_in, session.frames_out});
  }
  return peers;
}

v1::ByeReason ByeReasonOf(const absl::Status& status) {
  namespace reason = base::reason;
  const std::string why = base::ReasonOf(status);
  if (why == reason::kMalformed || why == reason::kTooLarge) return v1::BYE_REASON_PROTOCOL;
  if (why == reason::kUnsupportedVersion) return v1::BYE_REASON_VERSION;
  if (why == reason::kWrongEconomy || why == reason::kUnknownEconomy) {
    return v1::BYE_REASON_IDENTITY;
  }
  if (why == reason::kOverloaded) return v1::BYE_REASON_OVERLOAD;
  if (why == reason::kDuplicateNode) return v1::BYE_REASON_DUPLICATE;
  return v1::BYE_REASON_VERIFICATION;
}

}  // namespace lightship::exchange
