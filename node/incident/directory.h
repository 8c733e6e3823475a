// Where an incident's row is, by id and by the founding report's address. Rows are only ever added, so one directory
// serves every snapshot of a table: a snapshot does not look at rows beyond its own end.
#ifndef LIGHTSHIP_NODE_INCIDENT_DIRECTORY_H_
#define LIGHTSHIP_NODE_INCIDENT_DIRECTORY_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "node/base/mutex.h"
#include "node/crypto/digest.h"
#include "node/statement/address.h"

namespace lightship::incident {

// Thread-safe.
class Directory {
 public:
  std::optional<size_t> Find(const crypto::Digest& incident) const;
  std::optional<size_t> Find(const statement::Address& address) const;

  // For so many rows in all.
  void Reserve(size_t rows);
  void Add(const crypto::Digest& incident, size_t row);
  void AddAddress(const statement::Address& address, size_t row);

 private:
  // Digests are uniformly distributed: any eight bytes of one are a hash.
  struct DigestHash {
    size_t operator()(const crypto::Digest& digest) const;
  };

  mutable base::Mutex mutex_;
  absl::flat_hash_map<crypto::Digest, uint32_t, DigestHash> by_id_ ABSL_GUARDED_BY(mutex_);
  // Key: economy, epoch and index.
  absl::flat_hash_map<std::tuple<uint16_t, uint32_t, uint64_t>, uint32_t> by_address_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_DIRECTORY_H_
