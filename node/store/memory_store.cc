#include "node/store/memory_store.h"

#include "absl/strings/str_cat.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::store {

absl::StatusOr<std::string> MemoryStore::Get(Table table, absl::string_view key) const {
  base::MutexLock lock(mutex_);
  RETURN_IF_ERROR(CheckRead(table));
  const Rows& rows = tables_[static_cast<size_t>(table)];
  auto found = rows.find(key);
  if (found == rows.end()) {
    return base::Error(absl::StatusCode::kNotFound, base::reason::kNotFound, "no such key");
  }
  return found->second;
}

absl::Status MemoryStore::Scan(
    Table table, absl::string_view first, absl::string_view limit,
    absl::FunctionRef<bool(absl::string_view, absl::string_view)> visit) const {
  Rows picture;
  {
    base::MutexLock lock(mutex_);
    RETURN_IF_ERROR(CheckRead(table));
    const Rows& rows = tables_[static_cast<size_t>(table)];
    auto end = limit.empty() ? rows.end() : rows.lower_bound(limit);
    for (auto row = rows.lower_bound(first); row != end && row != rows.end(); ++row) {
      if (!limit.empty() && absl::string_view(row->first) >= limit) break;
      picture.insert(picture.end(), *row);
    }
  }
  for (const auto& [key, value] : picture) {
    if (!visit(key, value)) break;
  }
  return absl::OkStatus();
}

std::unique_ptr<const View> MemoryStore::Snapshot() const {
  auto copy = std::make_unique<MemoryStore>();
  base::MutexLock lock(mutex_);
  base::MutexLock copy_lock(copy->mutex_);
  copy->tables_ = tables_;
  return copy;
}

std::string MemoryStore::Moment() const {
  base::MutexLock lock(mutex_);
  return absl::StrCat(writes_, " writes");
}

absl::Status MemoryStore::Write(const WriteBatch& batch) {
  base::MutexLock lock(mutex_);
  if (writes_until_failure_ == 0) {
    return base::Error(absl::StatusCode::kUnavailable, base::reason::kStorage,
                       "the disk failed; nothing was written");
  }
  if (writes_until_failure_ > 0) --writes_until_failure_;
  ++writes_;
  for (const WriteBatch::Change& change : batch.changes()) {
    Rows& rows = tables_[static_cast<size_t>(change.table)];
    switch (change.op) {
      case WriteBatch::Op::kPut:
        rows.insert_or_assign(change.key, change.value);
        break;
      case WriteBatch::Op::kAppend:
        rows[change.key] += change.value;
        break;
      case WriteBatch::Op::kDelete:
        rows.erase(change.key);
        break;
    }
  }
  return absl::OkStatus();
}

void MemoryStore::FailWritesFrom(int n) {
  base::MutexLock lock(mutex_);
  writes_until_failure_ = n - 1;
}

void MemoryStore::FailReadsOf(std::optional<Table> table) {
  base::MutexLock lock(mutex_);
  unreadable_ = table;
}

absl::Status MemoryStore::CheckRead(Table table) const {
  if (unreadable_ != table) return absl::OkStatus();
  return base::Error(absl::StatusCode::kUnavailable, base::reason::kStorage, "the disk failed; nothing was read");
}

}  // namespace lightship::store
