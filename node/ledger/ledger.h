// The ledger: every log this node holds, its own and its peers', and the only code that writes them.
//
//   submission --Examine--> Admission ----+
//   peer's batch --Examine--> Replication +--> Ledger::Commit --> one synced write --> outcomes
//   peer's cosignatures ------------------+
#ifndef LIGHTSHIP_NODE_LEDGER_LEDGER_H_
#define LIGHTSHIP_NODE_LEDGER_LEDGER_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "lightship/v1/audit.pb.h"
#include "node/base/clock.h"
#include "node/base/entropy.h"
#include "node/crypto/certificate.h"
#include "node/crypto/key.h"
#include "node/ledger/admission.h"
#include "node/ledger/admitted.h"
#include "node/ledger/blobs.h"
#include "node/ledger/heads.h"
#include "node/ledger/indexer.h"
#include "node/ledger/purges.h"
#include "node/ledger/replica.h"
#include "node/ledger/standby.h"
#include "node/statement/address.h"
#include "node/statement/roots.h"
#include "node/store/store.h"

namespace lightship::ledger {

// The keys of this node.
struct NodeKeys {
  std::vector<crypto::Certificate> node_chain;
  crypto::PrivateKey node_key;
  crypto::PrivateKey log_key;       // Ed25519
  crypto::PrivateKey cosigner_key;  // Ed25519
};

// Cosignatures of a checkpoint of any log, as a peer sent them. Those that do not verify are dropped.
struct Cosignatures {
  std::string origin;
  std::string note;
};

// No file holds any more what these erasures deleted: the node says so in its own log.
struct Attest {
  std::vector<Purge> purges;
  // Say also how the audit log stands, if it has grown.
  bool audit = false;
};

// Somebody is about to be sent restricted parts. `previous` is filled in.
struct Audit {
  v1::AuditRecord record;
};

// Deletes parts whose retention date has come, at most limits::kExpiredOfCommit entries' at once.
struct Expire {};

// Keys that the node is to use from now on. What the log must say of it is written: a grant for a node key or certificate that is
// new, a LogKeyChange for a new log key. Nothing happens when nothing is new. FAILED_PRECONDITION (CONFIGURATION) for another
// cosigner key.
struct KeyChange {
  NodeKeys keys;
};

// Every peer has said what it holds of the own log: a restored database counts as an old one no more (store/restored.h).
// UNAVAILABLE while the log is being copied back.
struct OwnLogHeard {};

// The officers' signatures of a log's entries have been checked, from where it was unverified on: all below `until` verify; and the
// entry there has one that does not, if `bad`. A log that is verified further by now, or stands elsewhere, is left as it is.
struct SignaturesChecked {
  std::string origin;
  uint64_t from = 0;
  uint64_t until = 0;
  bool bad = false;
};

using Operation = std::variant<Admission, ExaminedBatch, Cosignatures, BlobChunk, v1::EvidenceFile, Attest, Expire,
                               KeyChange, Audit, OwnLogHeard, SignaturesChecked>;

// What became of an operation.
struct Outcome {
  std::string origin;
  // Admission, Attest: where the statement stands; ExaminedBatch, KeyChange: size of the log after it; BlobChunk: bytes held
  // after it; Expire: entries whose parts went; Audit: number of the record; OwnLogHeard: size of the own log;
  // SignaturesChecked: up to where its log is verified.
  uint64_t index = 0;
  bool already_admitted = false;
  bool whole = false;            // BlobChunk: these bytes are all
  // Admission that this commit appended: shared by all of the commit.
  std::shared_ptr<const Admitted> admitted = nullptr;
};

// Keeps the last signed checkpoint outside the database (store/checkpoint_file.h on disk). Called after a commit is durable.
class CheckpointKeeper {
 public:
  virtual ~CheckpointKeeper() = default;
  // Empty when there is none yet.
  virtual absl::StatusOr<std::string> Load() = 0;
  // By whatever thread tells of a commit (Ledger::Commit), never by two at a time.
  virtual absl::Status Save(absl::string_view checkpoint_note) = 0;
};

// Thread-compatible: Open and Commit belong to one thread (in a node, the writer's). Readers use the HeadsBoard and
// LedgerReader.
class Ledger {
 public:
  struct World {
    store::Store* store;
    const base::Clock* clock;
    base::Entropy* entropy;
    const statement::PinnedRoots* roots;
    Indexer* indexer;
    CheckpointKeeper* keeper;
    HeadsBoard* heads;
    Standby* standby;
    // There never was a log of this name: it may be opened.
    bool new_log = false;
    // Runs it soon, on another thread; none: everything is done by whoever commits.
    std::function<void(std::function<void()>)> aside = {};
  };

  // Reads every log's state, and opens the own log (entry 0) when it is new. When the kept checkpoint is newer than the
  // database, or there is neither although the log is not new, the ledger opens in recovery: it stands by (Why::kCopying)
  // until the own log, copied back from peers like any other, has reached the largest checkpoint seen. It goes into
  // recovery later too, when a peer shows a larger checkpoint with the log's signature (as Cosignatures). DATA_LOSS when
  // database and tiles do not fit together, FAILED_PRECONDITION when the keys are not those of the log, or a log that
  // should be new exists.
  static absl::StatusOr<std::unique_ptr<Ledger>> Open(const statement::Origin& own,
                                                      const NodeKeys& keys, const World& world);
  ~Ledger();

  // Makes all operations durable in one synced write, and gives one outcome for each, in order. An operation that cannot
  // be done (bad place in its log, unknown log, key revoked meanwhile) fails alone; when the write itself fails, all fail and
  // so do all later commits. The same statement twice is one entry and two successes. `done` is called once, by the time that Await
  // returns, for one commit after the other: on another thread if the store writes on one (Store::Begin), while the next commit is
  // made on top of what this one leaves. Nobody is shown anything of a commit before.
  using Committed = std::function<void(std::vector<absl::StatusOr<Outcome>>)>;
  void Commit(std::vector<Operation> operations, Committed done);
  // Not to be called by a `done`.
  void Await() const;
  // Both.
  std::vector<absl::StatusOr<Outcome>> Commit(std::vector<Operation> operations);

  // Thread-safe, as the next.
  bool recovering() const;
  // Why all later commits fail; OK until then.
  absl::Status failure() const;

 private:
  class Impl;
  explicit Ledger(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace lightship::ledger

#endif  // LIGHTSHIP_NODE_LEDGER_LEDGER_H_
