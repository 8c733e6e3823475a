#include "node/store/store.h"

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

}  // namespace lightship::store
