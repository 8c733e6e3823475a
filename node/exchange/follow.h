// Copying one log: from which peer, how far ahead of what is durable, and what to do when it does not work out.
//
//   no source --Choose--> Fetch --Batch--> examined, ahead of the ledger --Ingest--> durable --> Committed
//       ^                                     |                            |
//       +-- closed, stalled, refused ---------+----------------------------+   (then from the durable size again)
#ifndef LIGHTSHIP_NODE_EXCHANGE_FOLLOW_H_
#define LIGHTSHIP_NODE_EXCHANGE_FOLLOW_H_

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lightship/v1/exchange.pb.h"
#include "node/exchange/backfill.h"
#include "node/exchange/session.h"
#include "node/ledger/replica.h"

namespace lightship::exchange {

// Thread-compatible.
class Follow {
 public:
  Follow(const Context* context, const statement::Origin& origin);

  // Chooses, leaves or changes the source, and asks for what is missing. Does nothing before it is due.
  void Check(Sessions& sessions, absl::Time now);
  // Something has happened that may concern this log: Check looks again.
  void Wake() { due_ = absl::InfinitePast(); }
  // The log's key has signed two histories: no more of it is wanted, now and later.
  void Freeze(Sessions& sessions);
  // A peer has news; only what is missing may profit.
  void WakeBackfill() { backfill_due_ = absl::InfinitePast(); }

  // Examines a batch and hands it to the ledger. An error is the peer's fault and ends its session, but FAILED_PRECONDITION
  // is not: whoever keeps the log has put into it what may not stand there, or withholds a KEY.
  absl::Status OnBatch(Session& session, v1::Batch batch, absl::Time now);

  // What follows from the ledger's answer.
  struct Ingested {
    SessionId session = 0;
    absl::Status fault;     // as of OnBatch
  };
  Ingested OnIngested(Sessions& sessions, absl::StatusOr<uint64_t> size, absl::Time now);
  // Whom to tell now what has become durable; nullptr: nobody, or not yet. At once while there is more to come, which waits for
  // it; else, with many peers, not so soon after the last time.
  Session* DueReport(Sessions& sessions, absl::Time now);
  // It is being told; up to which size.
  uint64_t Reported(absl::Time now);
  // The session has ended or is about to.
  void OnClosed(const Session& session, absl::Time now);

  // Whether a log that a peer speaks of is to be followed: one that is held, or of an epoch that may well be there. Whoever
  // invents epochs makes no work.
  static bool MayBegin(const statement::Origin& origin, const ledger::Heads& heads);
  // Whether it is of no use any more: nothing of the log is held, and no peer speaks of it.
  bool Idle(const Sessions& sessions) const;

  // For operators.
  FollowView View(const Sessions& sessions) const;

 private:
  struct Pending {
    SessionId session;
    std::string account;
    bool backfill;
    bool late_key;
    size_t bytes;
  };
  struct Blame {
    absl::Time until;
    absl::Duration pause;
    bool lacks_key = false;  // a KEY that is missing here is to blame
  };
  bool Wanted() const;
  ledger::ReplicaState Durable() const;
  void Review(Sessions& sessions, absl::Time now);
  bool Better(const Session& session, const Session& source) const;
  bool IsAuthor(const Session& session) const;
  bool Behind(const Sessions& sessions, const Session& source, absl::Time now);
  bool OtherHasMore(const Sessions& sessions, const Session& source, absl::Time now);
  bool Overtaken(const Sessions& sessions, const Session& source, absl::Time now);
  void Choose(Sessions& sessions, absl::Time now);
  void Start(Session& session);
  void Leave(Session& session);
  bool MayServe(const Session& session, absl::Time now);
  void BlameFor(const std::string& account, absl::Time now);
  absl::Status Examine(Session& session, v1::Batch batch);
  absl::Status Excuse(const Session& session, const absl::Status& why);
  void LookForKey();
  absl::Status CheckCredit(const v1::Batch& batch) const;
  void Ingest(Session& session, ledger::ExaminedBatch batch, size_t bytes);
  bool MayFollowBehind(const ledger::ExaminedBatch& batch) const;

  const Context* context_;
  const std::string origin_;
  const std::string economy_;
  Backfill backfill_;
  bool was_wanted_ = false;
  absl::Time due_ = absl::InfinitePast();
  absl::Time backfill_due_ = absl::InfinitePast();

  std::optional<SessionId> source_;
  ledger::ReplicaState ahead_;     // after the last batch examined from the source
  uint64_t durable_ = 0;           // of what came from the source
  uint64_t reported_ = 0;          // size the source counts credit from
  size_t unreported_bytes_ = 0;
  absl::Time reported_at_ = absl::InfinitePast();
  uint64_t doubted_at_ = 0;        // where a KEY seemed to be missing
  bool awaiting_first_ = false;    // batches of an earlier Fetch may still come
  std::deque<Pending> pending_;    // with the ledger, in order
  size_t pending_bytes_ = 0;
  bool frozen_ = false;
  bool broken_ = false;            // one was refused: those behind it do not fit either
  absl::Time not_before_ = absl::InfinitePast();
  absl::Time behind_since_ = absl::InfiniteFuture();
  absl::Time overtaken_since_ = absl::InfiniteFuture();
  std::map<std::string, Blame> blamed_;  // by Session::account
};

}  // namespace lightship::exchange

#endif  // LIGHTSHIP_NODE_EXCHANGE_FOLLOW_H_
