// The exchange between this node and its peers, without I/O: frames, times and events in, frames and requests
// out. gRPC drives it in production, the simulator in tests, files in air-gapped bundles.
//
// One Exchange per node holds all sessions, because which log is followed from which peer is decided over all of them:
// from the log's own node when it is connected, else from the peer with the newest checkpoint.
//
//   connected --> Hello both ways --> for each log the peer has more of: Fetch --> Batch ... Batch
//                                                                          ^           | examine, verify, commit
//                                                                          +-Committed-+ (credit and cosignature)
#ifndef LIGHTSHIP_NODE_EXCHANGE_EXCHANGE_H_
#define LIGHTSHIP_NODE_EXCHANGE_EXCHANGE_H_

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "lightship/v1/exchange.pb.h"
#include "node/crypto/digest.h"
#include "node/ledger/blobs.h"
#include "node/ledger/heads.h"
#include "node/ledger/ledger.h"
#include "node/ledger/reader.h"
#include "node/ledger/replica.h"
#include "node/statement/address.h"
#include "node/statement/roots.h"

namespace lightship::exchange {

using SessionId = uint64_t;

// What the exchange asks of its surroundings. Calls return at once; none calls back into the Exchange.
class World {
 public:
  virtual ~World() = default;

  // Reads.
  virtual std::shared_ptr<const ledger::Heads> Heads() = 0;
  virtual const ledger::LedgerReader& Reader() = 0;
  // True while the own log is being copied back from peers: only then it is followed.
  virtual bool RecoveringOwnLog() = 0;

  // False while the disk has too little room for what peers could send: nothing is asked for.
  virtual bool HasRoom() { return true; }

  // Checks the batch's signatures and commits it; answered by OnIngested, in the order of the calls for one log.
  virtual void Ingest(SessionId session, ledger::ExaminedBatch batch) = 0;
  // Keeps bytes of an attachment; answered by OnStored. At most one from a session is unanswered.
  virtual void StoreChunk(SessionId session, ledger::BlobChunk chunk) = 0;
  // Not answered: what verifies shows up in the heads. False when there is no room for it now, or `giver` (a peer, or a bundle) has
  // enough waiting: it is to be brought again.
  virtual bool AddCosignatures(absl::string_view giver, absl::string_view origin, absl::string_view note) = 0;

  // Keeps evidence that was verified; the log's head shows it when it is durable.
  virtual void AddEvidence(v1::EvidenceFile evidence) = 0;

  // Puts a frame on the session's stream.
  virtual void Send(SessionId session, const v1::Frame& frame) = 0;
  // Bytes put on the session's stream that its peer has not taken yet.
  virtual size_t Queued(SessionId session) = 0;
  // Ends the stream once frames sent before have gone out. OnClosed still follows.
  virtual void Close(SessionId session) = 0;
};

// Whose officers' signatures are verified behind the commit (node/ledger/unverified.h), batch by batch.
struct SignaturesBehind {
  bool by_default = false;
  std::map<std::string, bool> of_economy;  // instead, for these
  // Fewer reports in a batch are verified before it is committed: it costs less than to come back to them.
  size_t at_least = 32;

  bool Of(const std::string& economy) const {
    const auto own = of_economy.find(economy);
    return own == of_economy.end() ? by_default : own->second;
  }
};

struct Options {
  // Hello.instance of this node.
  std::string instance;
  uint32_t window_entries = 4000;
  uint32_t window_bytes = 8 << 20;
  // Attachments up to this size are fetched as soon as a part names them; larger ones on demand.
  uint64_t eager_bytes = 8 << 20;
  // How often peers are told that a log has grown which passes between them and this node.
  absl::Duration announce_every = absl::Milliseconds(50);
  // How often they are told of cosignatures that came in for it: those of one checkpoint come about together.
  absl::Duration spread_every = absl::Seconds(1);
  // For each pair of them, when that is longer together; up to twenty times as rarely.
  absl::Duration spread_each = absl::Milliseconds(50);
  // How long after it was last told what has become durable of a log a peer is told again, for each peer beyond the fourth, and at
  // most. So a peer hears of several reports together, unless there is more to come.
  absl::Duration report_each = absl::Milliseconds(60);
  absl::Duration report_within = absl::Seconds(1);
  // How often peers are told what this node knows of logs that they copy from others; more rarely when that is much.
  absl::Duration tell_all_every = absl::Seconds(5);
  // How often any one of them is told one note of that; of a log that it has heard of, a third as often.
  absl::Duration tell_one_of_all_every = absl::Milliseconds(50);
  // A session whose peer has not said Hello by then is closed. This and the next count from the last part of a frame.
  absl::Duration hello_within = absl::Seconds(30);
  // A source that announced more of a log but sends none of it for so long is left for another.
  absl::Duration stall_after = absl::Seconds(30);
  // While parts of frames keep coming from it, it is waited for; but only for so long where another could give the same. The
  // largest answer, a chunk of an attachment, takes a quarter of an hour at 2.4 kbit/s.
  absl::Duration drip_for = absl::Minutes(30);
  // Places of one log that a peer is asked about in one round, of those where something is missing.
  size_t round_indexes = 20'000;
  // A session that has been open for so long is not about to be refused as a duplicate node's.
  absl::Duration settle_after = absl::Seconds(2);
  // A peer's word that another node with this identity is connected to it counts for so long after it was given.
  absl::Duration believe_duplicate_for = absl::Minutes(2);
  // Economies whose word for that does not count.
  std::set<std::string> disbelieved;
  // How long a second node of an economy, once refused, is shown.
  absl::Duration show_double_for = absl::Minutes(10);
  // A peer that stalled or sent what does not verify is not asked for that log for so long; doubles, to 32 times.
  absl::Duration blame_for = absl::Seconds(30);
  SignaturesBehind behind;
};

// What operators see of a peer.
struct PeerView {
  SessionId session = 0;
  std::string economy;
  absl::Time since;
  uint64_t frames_in = 0;
  uint64_t frames_out = 0;
};
struct FollowView {
  std::string origin;
  std::string source;         // economy it is followed from; empty when from none
  uint64_t announced_size = 0;
};

// How sure this node can be that it holds all of its own log and is alone in writing it.
struct IdentityView {
  std::set<std::string> heard;       // economies whose sessions have settled: they have shown what they hold of it
  bool behind = false;               // a peer has shown more of it than is held here
  // Economies that have shown more of it, by a key that is not known here as the log's: it may be a newer one, or made up.
  std::set<std::string> claimants;
  std::set<std::string> refused_by;  // economies that have lately said that another node with this identity is connected to them
  std::set<std::string> doubles;     // economies of which a second node was refused here lately

  // Whether that must be believed: two say so, or one, and none has let a session of this node settle. One member alone must
  // not be able to stop another's node.
  bool IsDouble() const { return refused_by.size() >= 2 || (!refused_by.empty() && heard.empty()); }
};

// Thread-compatible: all calls from one thread.
class Exchange {
 public:
  Exchange(const statement::Origin& own, const Options& options,
           const statement::PinnedRoots* roots, World* world);
  ~Exchange();

  // From now on other options, but the same instance; attachments that were left alone for their size stay so until asked for.
  void Adjust(const Options& options);

  // A stream to the authenticated node of `economy` is open (whoever dialled). A second one of the same node replaces the
  // first; one of another node with the same identity is refused.
  void OnConnected(SessionId session, absl::string_view economy, absl::Time now);
  // A bundle that the node of `economy` made speaks in its place (CarriedPeer). It stands beside a stream of the same
  // economy; a log's own node is preferred to it. To operators it is no peer.
  void OnCarried(SessionId session, absl::string_view economy, absl::Time now);
  void OnFrame(SessionId session, v1::Frame frame, absl::Time now);
  // A part of a frame that is still to come has arrived: over a slow link that may be for minutes all that is heard of a peer.
  void OnPiece(SessionId session, absl::Time now);
  void OnClosed(SessionId session, absl::Time now);
  // Ends a session with a peer that may not be talked to any more.
  void Refuse(SessionId session, const absl::Status& why, absl::Time now);

  // Answer to World::Ingest: the log's size after it, or why not.
  void OnIngested(SessionId session, absl::string_view origin, absl::StatusOr<uint64_t> size,
                  absl::Time now);
  // Answer to World::StoreChunk.
  void OnStored(SessionId session, absl::StatusOr<ledger::Outcome> outcome, absl::Time now);
  // An officer waits for an attachment whose bytes are not all here: they are fetched whatever their size.
  void Demand(const crypto::Digest& sha256, absl::Time now);
  // Logs have grown or been cosigned.
  void OnHeadsChanged(absl::Time now);
  // At least every `announce_every`.
  void OnTick(absl::Time now);
  // Says Bye to all.
  void Shutdown(absl::Time now);

  std::vector<PeerView> Peers() const;
  std::vector<FollowView> Follows() const;
  IdentityView Identity(absl::Time now) const;
  // Why a session was ended by us, for the peer's statistics; OK when it was not for misbehaviour.
  absl::Status FaultOf(SessionId session) const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lightship::exchange

#endif  // LIGHTSHIP_NODE_EXCHANGE_EXCHANGE_H_
