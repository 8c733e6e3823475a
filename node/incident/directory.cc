#include "node/incident/directory.h"

#include <cstring>

#include "absl/hash/hash.h"

namespace lightship::incident {
namespace {

// Digests are uniformly distributed: any eight bytes of one are a hash.
size_t HashOfId(const crypto::Digest& id) {
  size_t hash;
  static_assert(sizeof(hash) <= crypto::kDigestBytes);
  std::memcpy(&hash, id.data(), sizeof(hash));
  return hash;
}

}  // namespace

size_t Directory::Hash::operator()(const SoughtId& sought) const { return HashOfId(sought.id); }
size_t Directory::Hash::operator()(const SoughtAddress& sought) const { return absl::HashOf(sought.name); }
size_t Directory::Hash::operator()(uint32_t row) const {
  const RowDetail& detail = (*rows)(row);
  return by_address ? absl::HashOf(detail.name()) : HashOfId(detail.id);
}

bool Directory::Equal::Is(const SoughtId& sought, uint32_t row) {
  const RowDetail* known = sought.at(row);
  return known != nullptr && known->id == sought.id;
}

bool Directory::Equal::Is(const SoughtAddress& sought, uint32_t row) {
  const RowDetail* known = sought.at(row);
  return known != nullptr && known->name() == sought.name;
}

Directory::Directory(Rows rows)
    : rows_(std::move(rows)), by_id_(0, Hash{&rows_, false}), by_address_(0, Hash{&rows_, true}) {}

std::optional<size_t> Directory::Find(const crypto::Digest& incident, RowAt at) const {
  base::MutexLock lock(mutex_);
  const auto found = by_id_.find(SoughtId{incident, at});
  return found == by_id_.end() ? std::nullopt : std::optional<size_t>(*found);
}

std::optional<size_t> Directory::Find(const statement::Address& address, RowAt at) const {
  const std::string name = address.ToString();
  base::MutexLock lock(mutex_);
  const auto found = by_address_.find(SoughtAddress{name, at});
  return found == by_address_.end() ? std::nullopt : std::optional<size_t>(*found);
}

void Directory::Reserve(size_t rows) {
  base::MutexLock lock(mutex_);
  by_id_.reserve(rows);
  by_address_.reserve(rows);
}

void Directory::Add(size_t row) {
  base::MutexLock lock(mutex_);
  by_id_.insert(static_cast<uint32_t>(row));
}

void Directory::AddAddress(size_t row) {
  base::MutexLock lock(mutex_);
  by_address_.insert(static_cast<uint32_t>(row));
}

}  // namespace lightship::incident
