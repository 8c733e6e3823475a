#include "node/incident/directory.h"

#include <cstring>

#include "node/incident/row.h"

namespace lightship::incident {

size_t Directory::DigestHash::operator()(const crypto::Digest& digest) const {
  size_t hash;
  static_assert(sizeof(hash) <= crypto::kDigestBytes);
  std::memcpy(&hash, digest.data(), sizeof(hash));
  return hash;
}

std::optional<size_t> Directory::Find(const crypto::Digest& incident) const {
  base::MutexLock lock(mutex_);
  auto found = by_id_.find(incident);
  if (found == by_id_.end()) return std::nullopt;
  return found->second;
}

std::optional<size_t> Directory::Find(const statement::Address& address) const {
  base::MutexLock lock(mutex_);
  auto found = by_address_.find({EconomyNumber(address.economy), address.epoch, address.index});
  if (found == by_address_.end()) return std::nullopt;
  return found->second;
}

void Directory::Reserve(size_t rows) {
  base::MutexLock lock(mutex_);
  by_id_.reserve(rows);
  by_address_.reserve(rows);
}

void Directory::Add(const crypto::Digest& incident, size_t row) {
  base::MutexLock lock(mutex_);
  by_id_[incident] = static_cast<uint32_t>(row);
}

void Directory::AddAddress(const statement::Address& address, size_t row) {
  base::MutexLock lock(mutex_);
  by_address_[{EconomyNumber(address.economy), address.epoch, address.index}] = static_cast<uint32_t>(row);
}

}  // namespace lightship::incident
