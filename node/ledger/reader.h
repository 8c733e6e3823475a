// Reading what the ledger has made durable: entries, receipts, and batches for peers.
#ifndef LIGHTSHIP_NODE_LEDGER_READER_H_
#define LIGHTSHIP_NODE_LEDGER_READER_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "lightship/storage/v1/storage.pb.h"
#include "lightship/v1/exchange.pb.h"
#include "lightship/v1/incident.pb.h"
#include "lightship/v1/log.pb.h"
#include "node/crypto/digest.h"
#include "node/ledger/admitted.h"
#include "node/ledger/blobs.h"
#include "node/ledger/heads.h"
#include "node/ledger/recent_tiles.h"
#include "node/merkle/checkpoint.h"
#include "node/statement/open.h"
#include "node/statement/roots.h"
#include "node/store/store.h"

namespace lightship::ledger {

struct Location {
  std::string origin;
  uint64_t index = 0;
  uint64_t receipt_size = 0;  // own log: tree size of the first receipt
};

// How much a batch may hold.
struct BatchLimits {
  size_t entries;
  size_t bytes;
};

// Thread-safe.
class LedgerReader {
 public:
  LedgerReader(const store::Store* store, const HeadsBoard* heads,
               const statement::PinnedRoots* roots)
      : store_(store), heads_(heads), roots_(roots), blobs_(store, heads), recent_(store) {}

  absl::StatusOr<Location> Locate(const crypto::Digest& statement_id) const;  // NOT_FOUND
  // The entry with all parts held, checked against their hashes: DATA_LOSS when one does not match. NOT_FOUND beyond the
  // log's size or when only the leaf is held.
  absl::StatusOr<v1::HeldEntry> Read(absl::string_view origin, uint64_t index) const;
  absl::StatusOr<crypto::Digest> LeafAt(absl::string_view origin, uint64_t index) const;

  // Consecutive entries from `from` on as `economy` may have them: its own log whole, of others what each statement's and
  // part's audience allows, leaves for the rest. OUT_OF_RANGE when there is nothing at `from` yet.
  absl::StatusOr<v1::Batch> ReadBatch(absl::string_view origin, uint64_t from,
                                      const BatchLimits& limits, absl::string_view economy) const;
  // Just these entries, in order (Fetch.missing): held and allowed ones whole; held ones that `economy` may not have as
  // leaves with their index, so that it stops asking; others are left out. Stops, after at least one item, where the next
  // would exceed limits::kBatchBytes, or limits::kBackfillReadBytes have been read: who asked asks again for what comes after the last item.
  absl::StatusOr<v1::Batch> ReadBackfill(absl::string_view origin,
                                         absl::Span<const uint64_t> indexes,
                                         absl::string_view economy) const;
  // Indexes whose leaf came from a relay that lacked the entry; where none, those with parts the author lacks. In order.
  absl::StatusOr<std::vector<uint64_t>> Unresolved(absl::string_view origin, size_t most) const;
  // Indexes from `from` on that are not for this node by a relay's word alone, in order.
  absl::StatusOr<std::vector<uint64_t>> Hearsay(absl::string_view origin, uint64_t from, size_t most) const;
  // Indexes from `from` on, at most `most`, of which only the leaf or not every part is held, for whatever reason.
  absl::StatusOr<std::vector<uint64_t>> Stubs(absl::string_view origin, uint64_t from,
                                              size_t most) const;

  // Receipt in the checkpoint with the most cosigners (the newest of these) that covers the entry; with
  // `first`, in the checkpoint that the entry was first acknowledged with.
  absl::StatusOr<v1::Receipt> MakeReceipt(absl::string_view origin, uint64_t index,
                                          bool first) const;
  // The same for one of what a commit has just admitted, in its checkpoint.
  absl::StatusOr<v1::Receipt> MakeFirstReceipt(const Admitted& admitted, uint64_t index, const crypto::Digest& id) const;
  // What `lightship verify` needs beside `receipt`.
  absl::StatusOr<v1::StatementFile> MakeStatementFile(absl::string_view origin, uint64_t index,
                                                      const v1::Receipt& receipt) const;

  // Economies that hold the entry (own log's economy first) and all parts that are for them, as their cosignatures
  // of the log say, and those in its audience. `cosigned`: sizes by economy.
  struct Holders {
    std::vector<std::string> holders;
    std::vector<std::string> audience;
  };
  absl::StatusOr<Holders> HoldersOf(const statement::OpenedEntry& entry, absl::string_view origin,
                                    const std::map<std::string, uint64_t>& cosigned) const;
  // By the newest cosignatures known.
  absl::StatusOr<Holders> HoldersOf(const statement::OpenedEntry& entry,
                                    absl::string_view origin) const;
  // What was to be erased of the entry, by statement and by its date, and who says that it is gone.
  absl::StatusOr<std::vector<v1::Erasure>> ErasuresOf(const statement::OpenedEntry& entry,
                                                      absl::string_view origin) const;
  // What later statements did to this one.
  absl::StatusOr<storage::v1::Acts> ActsOn(absl::string_view origin, uint64_t index) const;

  // Whether the tree here has this root at this size.
  bool IsOfTree(const merkle::Checkpoint& checkpoint) const;
  // Evidence of a fork, when the log's key has signed `note` and its newest checkpoint held, not smaller, says otherwise of the
  // tree at that size. Nothing when they agree, the note is larger than what is held, or it is not the log's.
  absl::StatusOr<std::optional<v1::EvidenceFile>> FindFork(
      const merkle::SignedCheckpoint& note) const;

  const BlobReader& blobs() const { return blobs_; }

  // The newest picture of all logs, for judging what was read.
  std::shared_ptr<const Heads> heads() const { return heads_->Get(); }

 private:
  // The entry alone, as Read gives it.
  absl::StatusOr<statement::OpenedEntry> ReadOpened(absl::string_view origin, uint64_t index) const;
  static absl::StatusOr<v1::Receipt> ReceiptOf(absl::string_view origin, const merkle::TlogProof& proof, const Holders& holders);
  Holders HoldersOf(const v1::Manifest& manifest, const crypto::Digest& id, uint64_t index, const storage::v1::Acts& acts,
                    const std::map<std::string, uint64_t>& cosigned) const;
  absl::StatusOr<merkle::Proof> ProveInclusion(absl::string_view origin, uint64_t index, uint64_t size) const;
  absl::StatusOr<v1::ProvenEntry> Prove(absl::string_view origin, uint64_t index, uint64_t size) const;
  // DATA_LOSS, and the store is told, unless this is what was written there.
  absl::StatusOr<statement::OpenedEntry> CheckRead(absl::string_view origin, uint64_t index, const v1::HeldEntry& held) const;
  // Entry 0, the grants of who signed `entry` (if any), and what says which key signs the log's checkpoint of `size`: in
  // order, proven in that checkpoint.
  absl::StatusOr<google::protobuf::RepeatedPtrField<v1::ProvenEntry>> ProveKeys(
      const LogHead& log, const v1::Entry* entry, uint64_t size) const;
  // A leaf whose entry is not held, with what can be said of it to others.
  absl::StatusOr<v1::BatchItem> ReadStub(absl::string_view origin, uint64_t index) const;
  // What the receiver may have of an entry. `read` grows by the bytes that this took.
  struct Receiver;
  absl::StatusOr<v1::BatchItem> ReadItem(const Receiver& receiver, absl::string_view origin,
                                         uint64_t index, size_t& read) const;

  const store::Store* store_;
  const HeadsBoard* heads_;
  const statement::PinnedRoots* roots_;
  const BlobReader blobs_;
  mutable RecentTiles recent_;
};

}  // namespace lightship::ledger

#endif  // LIGHTSHIP_NODE_LEDGER_READER_H_
