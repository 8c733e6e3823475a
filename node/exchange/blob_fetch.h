// Fetching attachments' bytes from peers: small ones as soon as a part names them, others when an officer asks. One
// chunk at a time from a peer, each from where the durable bytes end, so that a broken session loses nothing.
//
//   wanted --Check: a peer that is due--> asked --bytes--> storing --more to come--> asked ...
//      ^                                    |                 |
//      +--- nothing, too late, hung up -----+--- refused -----+-- whole: done
#ifndef LIGHTSHIP_NODE_EXCHANGE_BLOB_FETCH_H_
#define LIGHTSHIP_NODE_EXCHANGE_BLOB_FETCH_H_

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lightship/v1/exchange.pb.h"
#include "node/crypto/digest.h"
#include "node/exchange/session.h"
#include "node/ledger/ledger.h"

namespace lightship::exchange {

// Thread-compatible.
class BlobFetch {
 public:
  explicit BlobFetch(const Context* context) : context_(context) {}

  // An officer waits for it: it is fetched whatever its size. Beyond kDemanded at once it is not remembered.
  void Demand(const crypto::Digest& sha256);
  // Asks every peer that has nothing to do for something wanted that it may have: a log's own node before others.
  void Check(Sessions& sessions, absl::Time now);
  // MALFORMED for bytes that were not asked for.
  absl::Status OnChunk(Session& session, const v1::BlobChunk& chunk, absl::Time now);
  // Answer to World::StoreChunk.
  void OnStored(Sessions& sessions, SessionId id, absl::StatusOr<ledger::Outcome> outcome,
                absl::Time now);
  void OnClosed(const Session& session);

  static constexpr size_t kDemanded = 1000;

 private:
  // What one peer is asked for.
  struct Transfer {
    crypto::Digest sha256{};
    uint64_t offset = 0;
    uint64_t request_id = 0;
    absl::Time asked_at;
    bool storing = false;
  };
  // What came of asking a peer.
  struct Try {
    absl::Time next;
    absl::Duration pause;
  };
  using Tries = std::map<std::string, Try, std::less<>>;  // by economy

  void Forget(const ledger::WantedBlobs& wanted);
  bool IsUnderWay(const crypto::Digest& sha256) const;
  Session* Choose(const crypto::Digest& sha256, const ledger::WantedBlob& blob, Sessions& sessions,
                  absl::Time now) const;
  // Whether a peer that has nothing to do may have it.
  bool AnotherHas(const crypto::Digest& sha256, Sessions& sessions, absl::Time now) const;
  void Ask(Session& session, const crypto::Digest& sha256, absl::Time now);
  // Ends the transfer; the peer is asked for that blob again after a pause that doubles.
  void GiveUp(const Session& session, absl::Duration least, absl::Duration most, absl::Time now);

  // The bytes are not those of the digest. Chunks carry none of their own: of several givers, those who left the rest to
  // another wait longest, so that the next round is one peer's.
  void Spoiled(const Session& last, const crypto::Digest& sha256, absl::Time now);

  const Context* context_;
  std::shared_ptr<const ledger::WantedBlobs> wanted_;  // when Forget ran last
  std::map<SessionId, Transfer> transfers_;
  std::map<crypto::Digest, Tries> tries_;
  std::map<crypto::Digest, std::set<std::string>> givers_;  // economies that gave the bytes held
  std::set<crypto::Digest> demanded_;
  uint64_t last_request_ = 0;
};

}  // namespace lightship::exchange

#endif  // LIGHTSHIP_NODE_EXCHANGE_BLOB_FETCH_H_
