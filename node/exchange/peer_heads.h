// What one peer and this node have told each other of logs' checkpoints and cosignatures: how large its logs are, which
// of its notes still hold something for the ledger, and what it has yet to be told.
#ifndef LIGHTSHIP_NODE_EXCHANGE_PEER_HEADS_H_
#define LIGHTSHIP_NODE_EXCHANGE_PEER_HEADS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/node_hash_set.h"
#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "node/ledger/heads.h"
#include "node/merkle/checkpoint.h"
#include "node/statement/roots.h"

namespace lightship::exchange {

// Identity of "this checkpoint with these signers", the same whatever the order of signatures and the time of
// cosigning, so that two nodes who know the same have nothing more to say. Not collision-proof: whoever forges one only keeps
// itself from being told.
uint64_t FingerprintOf(const merkle::SignedCheckpoint& signed_checkpoint);

// This node's newest note of a log.
struct OwnNote {
  uint64_t size = 0;
  size_t length = 0;  // of the note; signers are only ever added
  uint64_t fingerprint = 0;
  uint64_t change = 0;  // which of this node's changes of notes it came with
  bool own = false;  // of this node's own log
};

// Thread-compatible.
class PeerHeads {
 public:
  // Takes in a note that the peer sent. False when it says nothing new, speaks of an economy without pinned roots, or is not
  // signed with the log's key as this node knows it. Errors: MALFORMED, BAD_SIGNATURE, TOO_LARGE (more than kLogsOfPeer).
  absl::StatusOr<bool> Learn(absl::string_view origin, absl::string_view note,
                             const ledger::Heads& heads, const statement::PinnedRoots& roots);

  // True once for a log of which the peer has shown a checkpoint by a key that is not known here as the log's.
  bool TakeStranger(absl::string_view origin);

  // Whether the peer has spoken of the log, and the largest size it has announced.
  bool Knows(absl::string_view origin) const;
  uint64_t SizeOf(absl::string_view origin) const;
  // Every log it has spoken of.
  std::vector<std::string> Origins() const;

  // Offers the cosignatures of the peer's note of the log that the ledger lacks and that verify, as a note with these and the log's
  // own line alone. What `take` takes is offered once; what it does not take (false), and what cannot be verified yet (log behind, or
  // cosigner's log not held), is kept for a later call. BAD_SIGNATURE when one does not verify: no honest node passes it on.
  absl::Status Offer(absl::string_view origin, const ledger::Heads& heads, absl::FunctionRef<bool(const std::string& note)> take);
  // Whether any note is kept for later; and of which logs.
  bool waits() const { return waiting_bytes_ > 0; }
  std::vector<std::string> Waiting() const;

  // A note of the log of at most `size`, to be compared with the tree here. Given out once.
  std::optional<merkle::SignedCheckpoint> TakeUnjudged(absl::string_view origin, uint64_t size);

  // This node's note of the log has changed.
  void MarkChanged(absl::string_view origin) {
    if (!changed_.contains(origin)) changed_.emplace(origin);
  }
  // The peer has been sent it.
  void MarkTold(absl::string_view origin, const OwnNote& note);
  // It has been sent another note of this size.
  void MarkToldSize(absl::string_view origin, uint64_t size);
  // Whether it needs not be sent it: it knows as much, and that this node holds some of the log. Of how much of its own log a node
  // holds it is told by that node, whoever else has said so.
  bool Told(absl::string_view origin, const OwnNote& note) const;
  // Changed logs that the peer has not been told of; forgets those about which it knows as much.
  // Valid until the next call.
  std::vector<absl::string_view> Untold(const std::map<std::string, OwnNote, std::less<>>& notes);
  uint64_t ToldSize(absl::string_view origin) const;

 private:
  struct Note {
    std::optional<merkle::SignedCheckpoint> shown;  // parsed: its cosigners' keys become known one by one
    size_t bytes = 0;                               // of the note
    std::set<std::string> cosigners;                // key names not offered yet
    bool judged = false;                            // compared with the tree here

    uint64_t size() const { return shown->checkpoint.size; }
    bool done() const { return judged && cosigners.empty(); }
  };
  struct Log {
    uint64_t size = 0;
    uint64_t fingerprint = 0;
    uint64_t told_size = 0;
    uint64_t told_fingerprint = 0;
    Note waiting;
  };
  void Keep(Log& log, size_t bytes, merkle::SignedCheckpoint shown);
  void Drop(Note& note);

  // Looked at for each log that changes, of every peer. What follows from them is told in order of origin.
  absl::flat_hash_map<std::string, Log> logs_;
  absl::node_hash_set<std::string> changed_;
  std::map<std::string, bool, std::less<>> strangers_;  // by log held; true until it is taken
  size_t waiting_bytes_ = 0;
};

}  // namespace lightship::exchange

#endif  // LIGHTSHIP_NODE_EXCHANGE_PEER_HEADS_H_
