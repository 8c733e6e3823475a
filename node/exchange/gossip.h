// Passing checkpoints and cosignatures on: what this node's notes are now, and which peer has yet to hear of them.
#ifndef LIGHTSHIP_NODE_EXCHANGE_GOSSIP_H_
#define LIGHTSHIP_NODE_EXCHANGE_GOSSIP_H_

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "lightship/v1/exchange.pb.h"
#include "node/exchange/session.h"
#include "node/ledger/heads.h"

namespace lightship::exchange {

// Thread-compatible.
class Gossip {
 public:
  explicit Gossip(const Context* context) : context_(context) {}

  // Takes in the newest heads. Returns the logs that have changed in any way since the last call; those whose note is
  // another are marked for all sessions.
  std::vector<std::string> Refresh(std::shared_ptr<const ledger::Heads> heads, Sessions& sessions);
  const ledger::Heads& heads() const { return *heads_; }
  // Logs whose signatures, and cosigner's signatures, can be verified.
  size_t logs_with_keys() const;

  v1::Frame MakeHello(Session& session) const;
  // Shows the ledger again what it has not taken in of the own log, and announces to each open session that is not backlogged what
  // it has not been told: that a log has grown which passes between the two at most once in `announce_every`, its new cosignatures
  // in `spread_every`, with many peers less often, and all else in `tell_all_every`, up to twelve times as rarely when that is much.
  void Flush(Sessions& sessions, absl::Time now);

  // The log's note, for a frame to the session that may carry one; empty when it knows it.
  std::string NoteFor(Session& session, absl::string_view origin) const;
  // The session is being sent a batch with this note.
  void MarkSent(Session& session, const v1::Batch& batch) const;
  // Hands the ledger what the peer's note of a log has for it. As PeerHeads::Offer.
  absl::Status Offer(Session& session, absl::string_view origin);
  // A peer's note of the own log. When it is of more than this node holds, the ledger must know before it admits more;
  // it is not forgotten until that has been copied back.
  void OfferOwnHead(const Session& session, absl::string_view origin, absl::string_view note);
  // Whether any peer has shown more of the own log than is held, signed with the log's key.
  bool behind() const;
  // Who has shown more of it by another key.
  std::set<std::string> claimants() const;
  // After a change of `origin`: whatever waited for it, from all sessions. `all`: for any log, since a cosigner's keys
  // have become known. `fail` ends a session that has brought what does not verify.
  using Fail = absl::FunctionRef<void(Session& session, const absl::Status& why)>;
  void OfferWaiting(Sessions& sessions, absl::string_view origin, bool all, Fail fail);
  // Once more what the ledger had no room for.
  void OfferRefused(Sessions& sessions, Fail fail);

 private:
  // A peer's note of more of the own log than is held here.
  struct OwnHead {
    std::string note;
    bool verified = false;
  };
  // False: of no more than is held.
  bool OfferOwnNote(const std::string& account, OwnHead& shown) const;
  // Tells the log's own node, which may have lost what was copied from it, how large it is known to be.
  void TellLarger(const ledger::LogHead& head, Sessions& sessions) const;
  // Of logs that have changed since this was last asked, those that have grown and pass between the two.
  void TellGrown(Session& session) const;
  // False when a batch that is still to be sent brings the larger size with it.
  bool Tell(Session& session, absl::string_view origin, const OwnNote& note) const;
  bool Concerns(const Session& session, absl::string_view origin) const;
  absl::Duration SpreadEvery(size_t peers) const;
  absl::Duration TellAllEvery(size_t notes, int weight) const;

  const Context* context_;
  std::shared_ptr<const ledger::Heads> heads_ = std::make_shared<ledger::Heads>();
  std::map<std::string, OwnNote, std::less<>> notes_;
  uint64_t changes_ = 0;  // of notes, so far
  std::map<uint64_t, std::string> by_change_;  // log of each of notes_
  std::map<std::string, OwnHead> own_heads_;  // by Session::account
  std::set<std::string> refused_;  // logs with notes that the ledger had no room for
  absl::Time flush_at_ = absl::InfinitePast(), spread_at_ = absl::InfinitePast();
};

}  // namespace lightship::exchange

#endif  // LIGHTSHIP_NODE_EXCHANGE_GOSSIP_H_
