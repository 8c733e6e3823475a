// Receipts and saved statements: LedgerReader's part for officers.
#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/ledger/cosigning.h"
#include "node/ledger/log.h"
#include "node/ledger/reader.h"
#include "node/merkle/checkpoint.h"
#include "node/merkle/tile.h"
#include "node/statement/open.h"
#include "node/store/schema.h"

namespace lightship::ledger {
namespace {

// Size of the checkpoint with the most cosigners (the newest of these) that covers the entry.
absl::StatusOr<uint64_t> BestCheckpoint(const store::Store& store, const LogHead& log,
                                        uint64_t index) {
  uint64_t best = 0;
  size_t most = 0;
  for (uint64_t size : log.receipt_sizes) {
    if (size <= index) break;
    ASSIGN_OR_RETURN(std::string note,
                     store.Get(store::Table::kCheckpoints, store::NumberedKey(log.origin, size)));
    ASSIGN_OR_RETURN(auto cosigners, CosignersOf(note));
    if (best == 0 || cosigners.size() > most) {
      best = size;
      most = cosigners.size();
    }
  }
  if (best > 0) return best;
  return base::Error(absl::StatusCode::kNotFound, base::reason::kNotFound,
                     absl::StrCat("no checkpoint held here covers entry ", index, " of ", log.origin,
                                  " yet"));
}

// Where the keys that signed the entry were granted.
void AddGrants(const v1::Entry& entry, const trust::KeyState& keys, std::set<uint64_t>& indexes) {
  for (const crypto::Digest& signer : statement::SignersOf(entry)) {
    const trust::GrantedKey* key = keys.FindBefore(signer, entry.index());
    if (key != nullptr) indexes.insert(key->granted_index);
  }
}

absl::Status NoSuchLog(absl::string_view origin) {
  return base::Error(absl::StatusCode::kNotFound, base::reason::kNotFound,
                     absl::StrCat("this node holds no log ", std::string(origin)));
}

}  // namespace

absl::StatusOr<merkle::Proof> LedgerReader::ProveInclusion(absl::string_view origin, uint64_t index,
                                                           uint64_t size) const {
  return merkle::InclusionProof(RememberedTiles(store_, &recent_, origin), index, size);
}

absl::StatusOr<v1::ProvenEntry> LedgerReader::Prove(absl::string_view origin, uint64_t index, uint64_t size) const {
  v1::ProvenEntry proven;
  ASSIGN_OR_RETURN(*proven.mutable_held(), ReadHeld(*store_, origin, index));
  ASSIGN_OR_RETURN(merkle::Proof proof, ProveInclusion(origin, index, size));
  for (const merkle::Digest& hash : proof) proven.add_inclusion(crypto::AsString(hash));
  return proven;
}

absl::StatusOr<v1::Receipt> LedgerReader::MakeReceipt(absl::string_view origin, uint64_t index,
                                                      bool first) const {
  std::shared_ptr<const Heads> heads = heads_->Get();
  const LogHead* log = heads->Find(origin);
  if (log == nullptr) return NoSuchLog(origin);
  ASSIGN_OR_RETURN(statement::OpenedEntry opened, ReadOpened(origin, index));
  uint64_t size = 0;
  if (first) {
    ASSIGN_OR_RETURN(Location location, Locate(opened.statement_id));
    size = location.receipt_size;
  }
  if (size == 0) {
    ASSIGN_OR_RETURN(size, BestCheckpoint(*store_, *log, index));
  }
  merkle::TlogProof proof;
  proof.index = index;
  ASSIGN_OR_RETURN(proof.inclusion, ProveInclusion(origin, index, size));
  ASSIGN_OR_RETURN(proof.checkpoint,
                   store_->Get(store::Table::kCheckpoints, store::NumberedKey(origin, size)));
  ASSIGN_OR_RETURN(auto cosigners, CosignersOf(proof.checkpoint));
  std::map<std::string, uint64_t> cosigned;
  for (const auto& [economy, at] : cosigners) cosigned[economy] = size;
  ASSIGN_OR_RETURN(Holders holders, HoldersOf(opened, origin, cosigned));
  return ReceiptOf(origin, proof, holders);
}

absl::StatusOr<v1::Receipt> LedgerReader::MakeFirstReceipt(const Admitted& admitted, uint64_t index,
                                                           const crypto::Digest& id) const {
  for (const GrownTile& grown : admitted.tiles) recent_.Grow(admitted.origin, grown);
  merkle::TlogProof proof;
  proof.index = index;
  ASSIGN_OR_RETURN(proof.inclusion, ProveInclusion(admitted.origin, index, admitted.size));
  proof.checkpoint = admitted.checkpoint;
  return ReceiptOf(admitted.origin, proof, HoldersOf(admitted.manifests.at(index), id, index, {}, {}));
}

absl::StatusOr<v1::Receipt> LedgerReader::ReceiptOf(absl::string_view origin, const merkle::TlogProof& proof,
                                                    const Holders& holders) {
  v1::Receipt receipt;
  ASSIGN_OR_RETURN(statement::Origin name, statement::Origin::Parse(origin));
  receipt.set_address(name.At(proof.index).ToString());
  receipt.set_tlog_proof(proof.ToText());
  receipt.mutable_audience()->Assign(holders.audience.begin(), holders.audience.end());
  receipt.mutable_holders()->Assign(holders.holders.begin(), holders.holders.end());
  return receipt;
}

absl::StatusOr<google::protobuf::RepeatedPtrField<v1::ProvenEntry>> LedgerReader::ProveKeys(
    const LogHead& log, const v1::Entry* entry, uint64_t size) const {
  std::set<uint64_t> indexes = {0};
  if (entry != nullptr) AddGrants(*entry, *log.keys, indexes);
  if (const uint64_t change = log.keys->LogKeyAt(size).since; change > 0) {
    indexes.insert(change);
    ASSIGN_OR_RETURN(statement::OpenedEntry changed, ReadOpened(log.origin, change));
    AddGrants(changed.entry, *log.keys, indexes);
  }
  google::protobuf::RepeatedPtrField<v1::ProvenEntry> proven;
  for (uint64_t index : indexes) {
    ASSIGN_OR_RETURN(*proven.Add(), Prove(log.origin, index, size));
  }
  return proven;
}

absl::StatusOr<v1::StatementFile> LedgerReader::MakeStatementFile(
    absl::string_view origin, uint64_t index, const v1::Receipt& receipt) const {
  std::shared_ptr<const Heads> heads = heads_->Get();
  const LogHead* log = heads->Find(origin);
  if (log == nullptr || log->keys == nullptr) return NoSuchLog(origin);
  ASSIGN_OR_RETURN(merkle::TlogProof proof, merkle::TlogProof::FromText(receipt.tlog_proof()));
  ASSIGN_OR_RETURN(merkle::SignedCheckpoint head,
                   merkle::SignedCheckpoint::FromNote(proof.checkpoint));
  v1::StatementFile file;
  file.set_origin(std::string(origin));
  ASSIGN_OR_RETURN(*file.mutable_statement(), Read(origin, index));
  ASSIGN_OR_RETURN(statement::OpenedEntry opened, statement::OpenEntry(file.statement().entry()));
  ASSIGN_OR_RETURN(*file.mutable_keys(), ProveKeys(*log, &opened.entry, head.checkpoint.size));
  for (const crypto::NoteSignature& signature : head.note.signatures) {
    if (signature.name == origin) continue;
    ASSIGN_OR_RETURN(*file.add_cosigners(), ReadHeld(*store_, signature.name, 0));
  }
  return file;
}

}  // namespace lightship::ledger
