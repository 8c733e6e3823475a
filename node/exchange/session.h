// One stream to a peer, and what all parts of the exchange share.
#ifndef LIGHTSHIP_NODE_EXCHANGE_SESSION_H_
#define LIGHTSHIP_NODE_EXCHANGE_SESSION_H_

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "lightship/v1/exchange.pb.h"
#include "node/base/limits.h"
#include "node/exchange/blob_serving.h"
#include "node/exchange/exchange.h"
#include "node/exchange/peer_heads.h"
#include "node/exchange/serving.h"

namespace lightship::exchange {

// awaiting Hello --Hello--> open --Bye of either side--> closing --OnClosed--> (forgotten)
enum class Stage { kAwaitingHello, kOpen, kClosing };

struct Session {
  SessionId id = 0;
  std::string economy;
  bool carried = false;  // a bundle that the economy's node made, not the node itself
  absl::Time since;
  absl::Time open_since = absl::InfiniteFuture();
  absl::Time piece_at = absl::InfinitePast();  // when a part of a frame came last
  std::string instance;  // of its Hello
  Stage stage = Stage::kAwaitingHello;
  uint64_t frames_in = 0;
  uint64_t frames_out = 0;
  PeerHeads heads;   // what it holds, and has been told
  Serving serving;   // what it copies from here
  BlobServing blobs; // attachments that it asked for
  std::set<std::string, std::less<>> told_forks;  // logs of whose fork it has, or has been sent, the evidence
  uint64_t seen_change = 0;  // up to which changed notes (OwnNote::change) have been looked at for what has grown
  // When it is next told of logs that it has not heard of, and of others that it copies from elsewhere.
  absl::Time tell_new_at = absl::InfinitePast(), tell_all_at = absl::InfinitePast();
  // Grows when the peer is known to hold something new: then it is worth asking again for what it lacked.
  uint64_t news = 0;
  // Logs asked for on this stream, with the entries that may still arrive although they are no longer wanted.
  std::map<std::string, int64_t, std::less<>> late;
  std::set<std::string, std::less<>> copied;  // logs that are copied from it now

  bool open() const { return stage == Stage::kOpen; }
  // Since when it keeps one waiting for something that it has owed from `owed` on: not while a frame is coming in, for `most` at the
  // longest, since any frame will do for that.
  absl::Time SilentSince(absl::Time owed, absl::Duration most = absl::InfiniteDuration()) const {
    return std::max(owed, std::min(piece_at, owed + most));
  }
  // Under what its failures are kept: a bundle's are not the economy's.
  std::string account() const { return carried ? absl::StrCat(economy, "/", id) : economy; }
};

using Sessions = std::map<SessionId, Session>;

// The node and its surroundings.
struct Context {
  statement::Origin own;
  std::string own_origin;
  Options options;
  const statement::PinnedRoots* roots;
  World* world;

  void Send(Session& session, const v1::Frame& frame) const {
    ++session.frames_out;
    world->Send(session.id, frame);
  }
  // Whether so much waits for the peer that whatever can wait is not sent.
  bool Backlogged(const Session& session) const {
    return world->Queued(session.id) >= base::limits::kOutboxMarkBytes;
  }
};

// A batch that was asked for but is no longer wanted: nothing wrong, within what was granted.
absl::Status TakeLate(Session& session, const v1::Batch& batch);
// Grants a log to a session: what is asked for may arrive, if late then within twice the window.
void Grant(Session& session, absl::string_view origin, const Options& options);

// The open session with a peer; nullptr when there is none.
Session* FindOpen(Sessions& sessions, SessionId id);

// A part of a frame has come.
void NotePiece(Sessions& sessions, SessionId id, absl::Time now);

// The live peers, for operators.
std::vector<PeerView> ViewPeers(const Sessions& sessions);

// Why sessions were ended by us, or what they brought that others are to blame for; of the last ones only. Thread-compatible.
class Faults {
 public:
  void Note(SessionId session, const absl::Status& why);
  // Notes what is not the session's own fault (FAILED_PRECONDITION); the rest is for it to pay for.
  absl::Status Excuse(SessionId session, absl::Status why);
  // OK when it was not for misbehaviour.
  absl::Status Of(SessionId session) const;

 private:
  std::map<SessionId, absl::Status> faults_;
};

// Whether there may be a session with the economy at all.
absl::Status CheckMember(const Context& context, const Session& session);
// Whether the peer has greeted in time, and takes what it is sent.
absl::Status CheckPatience(const Context& context, const Session& session, absl::Time now);
// Whether the peer's first frame is one to go on from.
absl::Status CheckGreeting(const Session& session, const v1::Hello& hello);

// What a peer that caused `status` is told.
v1::ByeReason ByeReasonOf(const absl::Status& status);

}  // namespace lightship::exchange

#endif  // LIGHTSHIP_NODE_EXCHANGE_SESSION_H_
