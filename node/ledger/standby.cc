#include "node/ledger/standby.h"

#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::ledger {
namespace {

constexpr absl::Duration kRetryStandby = absl::Seconds(5);

}  // namespace

void Standby::Set(Why why, absl::string_view text) {
  base::MutexLock lock(mutex_);
  texts_[why] = std::string(text);
}

void Standby::Clear(Why why) {
  base::MutexLock lock(mutex_);
  texts_.erase(why);
}

bool Standby::Has(Why why) const {
  base::MutexLock lock(mutex_);
  return texts_.contains(why);
}

std::string Standby::Text() const {
  base::MutexLock lock(mutex_);
  return texts_.empty() ? "" : texts_.rbegin()->second;
}

absl::Status Standby::Check() const {
  base::MutexLock lock(mutex_);
  if (texts_.empty()) return absl::OkStatus();
  const auto& [why, text] = *texts_.rbegin();
  return base::RetryLater(
      absl::StatusCode::kUnavailable,
      why == Why::kDuplicate ? base::reason::kDuplicateNode : base::reason::kRecovering, text,
      kRetryStandby);
}

}  // namespace lightship::ledger
