#include "node/ledger/disk_room.h"

#include "absl/strings/str_cat.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::ledger {
namespace {

constexpr absl::Duration kRetry = absl::Seconds(30);

}  // namespace

void DiskRoom::Mark::See(uint64_t free_bytes) {
  if (free_bytes < bytes.load()) below.store(true);
  if (free_bytes >= until()) below.store(false);
}

void DiskRoom::See(uint64_t free_bytes) {
  free_.store(free_bytes);
  admitting_.See(free_bytes);
  copying_.See(free_bytes);
}

std::string DiskRoom::Text() const {
  if (!admitting_.below.load()) return "";
  const std::string first = absl::StrCat("only keys and withdrawals are admitted until ", admitting_.until(), " bytes are free");
  if (!copying_.below.load()) return absl::StrCat("the disk is nearly full: ", first);
  return absl::StrCat("the disk is nearly full: nothing is admitted, nor copied from peers, until ", copying_.until(), " bytes are free, and ",
                      first);
}

absl::Status DiskRoom::Check(const Mark& mark) const {
  if (!mark.below.load()) return absl::OkStatus();
  return base::RetryLater(absl::StatusCode::kResourceExhausted, base::reason::kDiskFull, Text(), kRetry);
}

}  // namespace lightship::ledger
