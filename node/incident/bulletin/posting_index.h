// The index of what stands by itself: keeps in the store which statements are notices, contact cards and withdrawals, the
// statements in memory, and hands out what is derived from them.
#ifndef LIGHTSHIP_NODE_INCIDENT_BULLETIN_POSTING_INDEX_H_
#define LIGHTSHIP_NODE_INCIDENT_BULLETIN_POSTING_INDEX_H_

#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "node/base/mutex.h"
#include "node/incident/bulletin/contacts.h"
#include "node/incident/bulletin/notices.h"
#include "node/ledger/indexer.h"
#include "node/store/store.h"

namespace lightship::incident::bulletin {

// Immutable, thread-safe.
struct Board {
  std::vector<NoticeView> notices;  // DeriveNotices
  std::vector<CardView> cards;      // DeriveCards
  uint64_t newest_change = 0;       // 0 when nothing ever changed
};

// Index, Settle and Discard belong to the writer's thread; board() is thread-safe.
class PostingIndex final : public ledger::Indexer {
 public:
  // Reads every posting. DATA_LOSS names one that is not there or does not parse.
  static absl::StatusOr<std::unique_ptr<PostingIndex>> Open(const store::Store* store);

  absl::Status Index(absl::Span<const ledger::NewStatement> statements,
                     store::WriteBatch& batch) override;
  [[nodiscard]] std::function<void()> Settle() override;
  void Discard() override;

  // Derived anew by the first who asks after a change.
  std::shared_ptr<const Board> board() const;

 private:
  using Postings = std::map<crypto::Digest, std::shared_ptr<const Posting>>;

  explicit PostingIndex(const store::Store* store) : store_(store) {}
  absl::Status Load();
  // As it is, or will be with the batch; nullptr when it is new.
  std::shared_ptr<const Posting> Known(const crypto::Digest& id) const;

  const store::Store* const store_;
  uint64_t next_change_ = 1;
  Postings pending_;  // of the batch between Index and Settle or Discard
  std::shared_ptr<const Postings> settled_ = std::make_shared<Postings>();  // of the batch before, which may not be durable yet

  mutable base::Mutex deriving_;  // taken before mutex_
  mutable base::Mutex mutex_;
  uint64_t newest_change_ ABSL_GUARDED_BY(mutex_) = 0;
  Postings postings_ ABSL_GUARDED_BY(mutex_);
  mutable std::shared_ptr<const Board> board_ ABSL_GUARDED_BY(mutex_);  // nullptr: to be derived
};

}  // namespace lightship::incident::bulletin

#endif  // LIGHTSHIP_NODE_INCIDENT_BULLETIN_POSTING_INDEX_H_
