#include "node/store/store.h"

#include <algorithm>
#include <utility>

namespace lightship::store {

void WriteBatch::Put(Table table, std::string key, std::string value) {
  changes_.push_back({Op::kPut, table, std::move(key), std::move(value)});
}

void WriteBatch::Append(Table table, std::string key, std::string bytes) {
  changes_.push_back({Op::kAppend, table, std::move(key), std::move(bytes)});
}

void WriteBatch::Delete(Table table, std::string key) {
  changes_.push_back({Op::kDelete, table, std::move(key), ""});
}

size_t WriteBatch::Bytes() const {
  constexpr size_t kOfAChange = 16;
  size_t bytes = 0;
  for (const Change& change : changes_) bytes += change.key.size() + change.value.size() + kOfAChange;
  return bytes;
}

std::vector<const WriteBatch::Change*> WriteBatch::ByKey() const {
  std::vector<const Change*> changes;
  changes.reserve(changes_.size());
  for (const Change& change : changes_) changes.push_back(&change);
  std::stable_sort(changes.begin(), changes.end(), [](const Change* a, const Change* b) {
    return a->table != b->table ? a->table < b->table : a->key < b->key;
  });
  return changes;
}

}  // namespace lightship::store
