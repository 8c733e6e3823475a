// A peer's log, batch by batch: what is checked before a copied entry is believed. Pure: no I/O, clock or threads.
#ifndef LIGHTSHIP_NODE_LEDGER_REPLICA_H_
#define LIGHTSHIP_NODE_LEDGER_REPLICA_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "lightship/v1/exchange.pb.h"
#include "lightship/v1/key.pb.h"
#include "lightship/v1/statement.pb.h"
#include "node/crypto/key.h"
#include "node/ledger/indexer.h"
#include "node/merkle/checkpoint.h"
#include "node/merkle/tree.h"
#include "node/statement/open.h"
#include "node/statement/roots.h"
#include "node/trust/key_state.h"

namespace lightship::ledger {

// What must be known of a log to check what comes next. A value.
struct ReplicaState {
  std::string origin;
  merkle::Frontier frontier;
  absl::Time last_admitted_at = absl::InfinitePast();
  std::shared_ptr<const trust::KeyState> keys;  // null before entry 0
  // Of some entries only the leaf is held: a KEY that should not have been withheld may be among them.
  bool has_stubs = false;
  bool forked = false;  // its key has signed two histories: an honest peer may hold the other one
};

// Whether a batch was refused because a KEY may be missing here that a peer sent as a leaf alone: what it brings cannot be
// judged before that KEY has come, and is not its sender's fault.
bool LacksKey(const absl::Status& status);
// Of an entry that the log is proven to have: FAILED_PRECONDITION; LacksKey() if one can help, else the log's own fault.
absl::Status NotItsSendersFault(const absl::Status& why);

// One signature that must verify. Independent of all others: check them in parallel.
struct SignatureCheck {
  crypto::PublicKey key;
  uint64_t index = 0;               // of the entry, for messages
  const std::string* manifest;      // points into ExaminedBatch::items
  const std::string* signature;
  bool may_wait = false;            // MayWait(), of the entry

  // BAD_SIGNATURE, naming the entry.
  absl::Status Failure(absl::string_view origin) const;
};
absl::Status BadSignature(absl::string_view origin, uint64_t index);


struct ExaminedItem {
  uint64_t index = 0;
  merkle::Digest leaf;
  // Unset: only the leaf was sent.
  std::optional<statement::OpenedEntry> opened;
  std::string entry;                // bytes, when opened
  std::vector<v1::Part> parts;
  v1::WithheldReason withheld = v1::WITHHELD_REASON_UNSPECIFIED;  // when not opened
  bool unresolved = false;          // withheld by a relay that does not hold it
  std::shared_ptr<const Derived> derived;  // DeriveAhead, when opened
};

// A batch that fits the log, but for `checks`.
struct ExaminedBatch {
  std::string origin;
  bool backfill = false;
  // Sent by the log's own node: what it does not send is not to be had.
  bool authoritative = false;
  std::vector<ExaminedItem> items;
  std::string checkpoint;           // note, verbatim
  merkle::Checkpoint head;          // what it says
  std::vector<std::unique_ptr<SignatureCheck>> checks;
  // From there on some that may wait are not among `checks` (LeaveForLater).
  std::optional<uint64_t> unverified_from;
  std::shared_ptr<const trust::KeyState> judged_by;  // the keys before it
  ReplicaState after;

  bool BringsKey() const;
};

// The grants that the entry's signatures are judged by, in order: each signer may do at this place what the entry does. An
// error as of trust::KeyState::Judge otherwise. Who renews a certificate may sign the grant of it with the key itself.
// The same for entries that are copied and for those that this node is about to add.
absl::StatusOr<std::vector<const trust::GrantedKey*>> JudgeSigners(
    const statement::OpenedEntry& entry, absl::Span<const v1::Part> parts,
    const trust::KeyState& keys);

// What a KEY entry says. INCONSISTENT_LOG when its part is not there.
absl::StatusOr<v1::KeyStatement> KeyIn(absl::Span<const v1::Part> parts);

// Checks everything but the officers' signatures: entries are canonical, consecutive and in time; each leaf, added
// to `before`, leads to a root that the signed checkpoint proves; parts match their manifests; every signer may sign at its
// index; KEY statements apply. The first error says which entry and why (BAD_PROOF, INCONSISTENT_LOG, UNKNOWN_KEY, ...).
// For a backfill, `leaf_of` gives the leaf hash already held at an index; it is taken up to the first KEY, by which what
// follows is judged; what a peer holds of a forked log's other history counts as not held by it. NotItsSendersFault() when
// the log has the entry, but it may not stand there.
absl::StatusOr<ExaminedBatch> ExamineBatch(
    const ReplicaState& before, v1::Batch batch, const statement::PinnedRoots& roots,
    absl::FunctionRef<absl::StatusOr<merkle::Digest>(uint64_t index)> leaf_of);

// What the indexer can know of an item of `origin`'s log before it is committed. Independent of all others, as checks are.
void DeriveAhead(const Indexer& indexer, const std::string& origin, ExaminedItem& item);

// The place of a check that does not hold; nothing when all do. Those of one key take less time together than one by one.
std::optional<size_t> FindBad(absl::Span<const std::unique_ptr<SignatureCheck>> checks);

// Runs all checks. BAD_SIGNATURE names the entry.
absl::Status CheckSignatures(const ExaminedBatch& batch);

}  // namespace lightship::ledger

#endif  // LIGHTSHIP_NODE_LEDGER_REPLICA_H_
