#include "node/incident/bulletin/posting_index.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "lightship/storage/v1/storage.pb.h"
#include "node/base/encoding.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/incident/members.h"
#include "node/statement/address.h"

namespace lightship::incident::bulletin {
namespace {

bool IsPosting(const v1::Manifest& manifest) {
  return manifest.kind() == v1::STATEMENT_KIND_NOTICE ||
         manifest.kind() == v1::STATEMENT_KIND_CONTACT ||
         manifest.kind() == v1::STATEMENT_KIND_WITHDRAWAL;
}

absl::StatusOr<Posting> ReadPosting(const store::Store& store, absl::string_view key,
                                    absl::string_view value) {
  storage::v1::PostingRecord record;
  absl::StatusOr<crypto::Digest> id = crypto::DigestFromBytes(key);
  if (!id.ok() || !record.ParseFromArray(value.data(), static_cast<int>(value.size()))) {
    return base::Error(absl::StatusCode::kDataLoss, base::reason::kStorage,
                       absl::StrCat("posting ", base::Hex(key), " does not parse"));
  }
  ASSIGN_OR_RETURN(ledger::NewStatement statement,
                   LoadMember(store, {*id, record.origin(), record.index(), record.doubtful()},
                              Reading::kToPost));
  return Posting{std::move(statement), record.changed()};
}

std::string Encode(const Posting& posting) {
  storage::v1::PostingRecord record;
  record.set_origin(posting.statement.origin);
  record.set_index(posting.statement.index);
  record.set_doubtful(posting.statement.doubtful);
  record.set_changed(posting.changed);
  return record.SerializeAsString();
}

// A statement and the same one told again. Admitted twice, it counts where it came first, whichever this node met first.
ledger::NewStatement Joined(ledger::NewStatement held, const ledger::NewStatement& again) {
  const auto place = [](const ledger::NewStatement& statement) {
    return std::pair(statement::Origin::Parse(statement.origin).value_or(statement::Origin()),
                     statement.index);
  };
  TakeAgain(again, held);
  if (place(again) < place(held)) {
    held.origin = again.origin;
    held.index = again.index;
    held.admitted_at = again.admitted_at;
  }
  return held;
}

}  // namespace

absl::Status PostingIndex::Load() {
  absl::Status damage;
  Postings postings;
  auto take = [&](absl::string_view key, absl::string_view value) {
    absl::StatusOr<Posting> read = ReadPosting(*store_, key, value);
    damage = read.status();
    if (!damage.ok()) return false;
    next_change_ = std::max(next_change_, read->changed + 1);
    const crypto::Digest id = read->statement.id;
    postings[id] = std::make_shared<const Posting>(*std::move(read));
    return true;
  };
  RETURN_IF_ERROR(store_->Scan(store::Table::kPostings, "", "", take));
  RETURN_IF_ERROR(damage);
  base::MutexLock lock(mutex_);
  postings_ = std::move(postings);
  newest_change_ = next_change_ - 1;
  return absl::OkStatus();
}

std::shared_ptr<const Posting> PostingIndex::Known(const crypto::Digest& id) const {
  auto pending = pending_.find(id);
  if (pending != pending_.end()) return pending->second;
  auto settled = settled_->find(id);
  if (settled != settled_->end()) return settled->second;
  base::MutexLock lock(mutex_);
  auto found = postings_.find(id);
  return found == postings_.end() ? nullptr : found->second;
}

absl::Status PostingIndex::Index(absl::Span<const ledger::NewStatement> statements,
                                 store::WriteBatch& batch) {
  Discard();
  uint64_t change = next_change_;
  for (const ledger::NewStatement& statement : statements) {
    if (!IsPosting(statement.manifest)) continue;
    Posting posting{statement};
    if (std::shared_ptr<const Posting> known = Known(statement.id)) {
      posting.statement = Joined(known->statement, statement);
    }
    posting.changed = change++;
    batch.Put(store::Table::kPostings, crypto::AsString(statement.id), Encode(posting));
    pending_[statement.id] = std::make_shared<const Posting>(std::move(posting));
  }
  return absl::OkStatus();
}

std::function<void()> PostingIndex::Settle() {
  settled_ = std::make_shared<const Postings>(std::exchange(pending_, {}));
  if (settled_->empty()) return [] {};
  for (const auto& [id, posting] : *settled_) next_change_ = std::max(next_change_, posting->changed + 1);
  return [this, settled = settled_] {
    base::MutexLock lock(mutex_);
    for (const auto& [id, posting] : *settled) {
      newest_change_ = std::max(newest_change_, posting->changed);
      postings_[id] = posting;
    }
    board_ = nullptr;
  };
}

void PostingIndex::Discard() { pending_.clear(); }

std::shared_ptr<const Board> PostingIndex::board() const {
  // The writer needs mutex_ alone, and never waits for what is derived.
  base::MutexLock deriving(deriving_);
  auto board = std::make_shared<Board>();
  std::vector<std::shared_ptr<const Posting>> kept;
  {
    base::MutexLock lock(mutex_);
    if (board_ != nullptr) return board_;
    for (const auto& [id, posting] : postings_) {
      kept.push_back(posting);
      board->newest_change = std::max(board->newest_change, posting->changed);
    }
  }
  std::vector<const Posting*> postings;
  for (const std::shared_ptr<const Posting>& posting : kept) postings.push_back(posting.get());
  board->notices = DeriveNotices(postings);
  board->cards = DeriveCards(postings);
  base::MutexLock lock(mutex_);
  // What was published meanwhile is for who asks next.
  if (newest_change_ == board->newest_change) board_ = board;
  return board;
}

absl::StatusOr<std::unique_ptr<PostingIndex>> PostingIndex::Open(const store::Store* store) {
  auto index = std::unique_ptr<PostingIndex>(new PostingIndex(store));
  RETURN_IF_ERROR(index->Load());
  return index;
}

}  // namespace lightship::incident::bulletin
