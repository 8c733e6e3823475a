// Passing checkpoints and cosignatures on: what this node's notes are now, and which peer has yet to hear of them.
#ifndef LIGHTSHIP_NODE_EXCHANGE_GOSSIP_H_
#define LIGHTSHIP_NODE_EXCHANGE_GOSSIP_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

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

  v1::Frame MakeHello(Session& session) const;
  // Announces to each open session what it has not been told, at most once in `announce_every`.
  void Flush(Sessions& sessions, absl::Time now);

  // The log's note, for a frame to the session that may carry one; empty when it knows it.
  std::string NoteFor(Session& session, absl::string_view origin) const;
  // The session is being sent a batch with this note.
  void MarkSent(Session& session, const v1::Batch& batch) const;
  // Hands the ledger what the peer's note of a log has for it.
  void Offer(Session& session, absl::string_view origin) const;
  // The peer's note of the own log, when it is of more than this node holds: the ledger must know before it admits more.
  void OfferOwnHead(const Session& session, absl::string_view origin, absl::string_view note) const;
  // After a change of `origin`: whatever waited for it, from all sessions. `all`: for any log, since a cosigner's keys
  // have become known.
  void OfferWaiting(Sessions& sessions, absl::string_view origin, bool all) const;

 private:
  const Context* context_;
  std::shared_ptr<const ledger::Heads> heads_ = std::make_shared<ledger::Heads>();
  std::map<std::string, OwnNote, std::less<>> notes_;
  absl::Time flush_at_ = absl::InfinitePast();
};

}  // namespace lightship::exchange

#endif  // LIGHTSHIP_NODE_EXCHANGE_GOSSIP_H_
