#include "node/ledger/purges.h"

#include <utility>

#include "node/base/encoding.h"
#include "node/base/status.h"
#include "node/crypto/digest.h"
#include "node/store/schema.h"

namespace lightship::ledger {
namespace {

using store::Table;

void AddRanges(const Purge& purge, absl::string_view blobs, std::vector<store::KeyRange>& ranges) {
  ranges.push_back({Table::kParts, store::NumberedKey(purge.origin, purge.index),
                    store::NumberedKey(purge.origin, purge.index + 1)});
  for (; blobs.size() >= crypto::kDigestBytes; blobs.remove_prefix(crypto::kDigestBytes)) {
    const absl::string_view sha256 = blobs.substr(0, crypto::kDigestBytes);
    ranges.push_back({Table::kBlobs, std::string(sha256), store::AfterPrefix(sha256)});
  }
}

}  // namespace

absl::StatusOr<PendingPurges> ReadPendingPurges(const store::Store& store, size_t most,
                                                const Purges& forgotten) {
  PendingPurges pending;
  absl::Status damaged;
  RETURN_IF_ERROR(store.Scan(
      Table::kPurges, "", "", [&](absl::string_view key, absl::string_view blobs) {
        if (forgotten.contains(std::string(key))) return true;
        absl::StatusOr<store::Place> place = store::PlaceInKey(key, 0);
        absl::StatusOr<uint64_t> withdrawal = store::NumberOfKey(key);
        damaged = place.ok() ? withdrawal.status() : place.status();
        if (!damaged.ok()) return false;
        Purge& purge = pending.purges[std::string(key)];
        purge = {std::move(place->origin), place->index, *withdrawal};
        AddRanges(purge, blobs, pending.ranges);
        return pending.purges.size() < most;
      }));
  RETURN_IF_ERROR(damaged);
  // Which incidents showed a part is not kept: all of the table is small.
  if (!pending.purges.empty()) pending.ranges.push_back({Table::kIncidents, "", ""});
  return pending;
}

absl::StatusOr<std::vector<std::string>> DueRetention(const store::Store& store, absl::Time now,
                                                      size_t most) {
  std::vector<std::string> due;
  const int64_t seconds = absl::ToUnixSeconds(now);
  if (seconds < 0) return due;
  std::string limit;
  base::AppendBigEndian64(static_cast<uint64_t>(seconds), limit);
  RETURN_IF_ERROR(store.Scan(Table::kRetention, "", limit,
                             [&](absl::string_view key, absl::string_view) {
                               due.emplace_back(key);
                               return due.size() < most;
                             }));
  return due;
}

}  // namespace lightship::ledger
