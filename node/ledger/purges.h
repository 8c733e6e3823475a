// What has been deleted and may still be on the disk, and what is to be deleted because its date has come. Read by the
// caretaker (app/purger.h), which has the store forget it and the ledger attest it.
#ifndef LIGHTSHIP_NODE_LEDGER_PURGES_H_
#define LIGHTSHIP_NODE_LEDGER_PURGES_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "node/store/store.h"

namespace lightship::ledger {

// Instead of a WITHDRAWAL's index: the retention date had come. No WITHDRAWAL stands there.
inline constexpr uint64_t kByRetention = 0;

// Parts of the entry at `index` were deleted as the WITHDRAWAL of that index asked.
struct Purge {
  std::string origin;
  uint64_t index = 0;
  uint64_t withdrawal = kByRetention;
};

// By the keys of their rows.
using Purges = std::map<std::string, Purge>;

struct PendingPurges {
  Purges purges;
  // Where traces of them may be.
  std::vector<store::KeyRange> ranges;
};

// The first `most` that are not among `forgotten`. DATA_LOSS when a row is damaged.
absl::StatusOr<PendingPurges> ReadPendingPurges(const store::Store& store, size_t most,
                                                const Purges& forgotten);

// Keys of kRetention whose time has come, the oldest first, at most `most`.
absl::StatusOr<std::vector<std::string>> DueRetention(const store::Store& store, absl::Time now,
                                                      size_t most);

}  // namespace lightship::ledger

#endif  // LIGHTSHIP_NODE_LEDGER_PURGES_H_
