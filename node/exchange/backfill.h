// Asking again, for one log, for entries of which only the leaf is held because a relay did not have them, and for parts that
// are missing: the log's own node first, then any other peer, each in rounds that end.
#ifndef LIGHTSHIP_NODE_EXCHANGE_BACKFILL_H_
#define LIGHTSHIP_NODE_EXCHANGE_BACKFILL_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lightship/v1/exchange.pb.h"
#include "node/exchange/session.h"
#include "node/ledger/replica.h"

namespace lightship::exchange {

// Thread-compatible.
class Backfill {
 public:
  Backfill(const Context* context, std::string origin, std::string economy)
      : context_(context), origin_(std::move(origin)), economy_(std::move(economy)) {}

  // Asks, when there is someone to ask. Returns when to call again without an event.
  absl::Time Check(Sessions& sessions, absl::Time now);

  bool AskedOf(const Session& session) const { return asking_ && asked_ == session.id; }
  // Takes the answer; a batch to ingest when there is something in it. REQUIRES: AskedOf(session).
  absl::StatusOr<std::optional<ledger::ExaminedBatch>> OnBatch(
      v1::Batch batch, const ledger::ReplicaState& state, absl::Time now);
  // The ledger has taken the batch or refused it.
  void OnIngested(bool committed, absl::Time now);
  void OnClosed(const Session& session, absl::Time now);
  // Among the leaves held there seems to be a KEY, which nobody may withhold: all are asked for, until Trust().
  void Doubt() { doubting_ = true; }
  // The log goes on: another's word was true.
  void Trust() { doubting_ = false; }
  // A KEY that was missing came from the account: should there be another, it and the log's own node are asked at once. The others
  // are not, or an author who withholds one KEY after another would have all ask all for all leaves without end.
  void TrustGiver(const std::string& account);

 private:
  // What came of asking a peer.
  struct Try {
    uint64_t news = 0;       // the peer's, then
    absl::Time at = absl::UnixEpoch();
    absl::Time fresh_at = absl::UnixEpoch();  // when about hearsay that was new
    absl::Duration pause = absl::ZeroDuration();
    uint64_t next = 0;       // where the next round of doubt or about hearsay begins
    uint64_t end = 0;        // behind all that it was asked about
    uint64_t wanted = 0;     // when it was asked
  };
  using Tries = std::map<std::string, Try>;  // by Session::account
  // What a round asks for: leaves among which a KEY is missing, what is missing, or what relays have said is not for this node.
  enum Round { kDoubt, kMissing, kHearsay };
  absl::Time NextTry(const Session& session, Round round) const;
  bool HasFresh(const Try& last) const;
  bool MayAnswer(const Session& session, Round round) const;
  bool Wants(Round round) const;
  bool WantsNothing() const;
  Session* Choose(Sessions& sessions, Round round, absl::Time now, absl::Time& next);
  // When the answer under way is waited for no longer.
  absl::Time Deadline(const Sessions& sessions, absl::Time now) const;
  bool BeginRound(Sessions& sessions, absl::Time now, absl::Time& next);
  void Begin(Session& session, Round round, absl::Time now);
  void Ask(Session& session, absl::Time now);
  void End(absl::Time now);
  uint64_t CountWanted(Round round) const;
  uint64_t OfLog(uint64_t ledger::LogHead::*count) const;  // 0 when nothing of it is held
  bool Urgent() const;  // cosigning waits for it

  const Context* context_;
  const std::string origin_;
  const std::string economy_;
  std::map<Round, Tries> tries_;
  // The round under way.
  Round round_ = kMissing;
  bool hastened_ = false;   // the pause since the last one was not over
  SessionId asked_ = 0;
  std::string asked_account_;
  uint64_t asked_news_ = 0;
  bool asking_ = false;     // a question is out
  bool ingesting_ = false;  // an answer is with the ledger
  bool doubting_ = false;
  uint64_t wanted_ = 0;     // when the round began
  absl::Time asked_at_;
  std::vector<uint64_t> left_;   // descending: not asked yet in this round
  std::vector<uint64_t> chunk_;  // ascending: asked now
};

}  // namespace lightship::exchange

#endif  // LIGHTSHIP_NODE_EXCHANGE_BACKFILL_H_
