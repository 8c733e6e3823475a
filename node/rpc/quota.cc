#include "node/rpc/quota.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::rpc {
namespace {

// A program that submits many at once would else come back with all of them for the place of one.
constexpr absl::Duration kComeBackLeast = absl::Seconds(1);
constexpr absl::Duration kForgetEvery = absl::Minutes(1);

}  // namespace

Quota::Quota(std::vector<Bound> bounds) : bounds_(std::move(bounds)), refused_(bounds_.size()) {}

absl::Status Quota::Take(absl::string_view caller, uint64_t amount, absl::Time now) {
  base::MutexLock lock(mutex_);
  Forget(now);
  auto own = of_caller_.find(caller);
  if (own == of_caller_.end()) {
    Meters fresh;
    for (const Bound& bound : bounds_) fresh.emplace_back(bound.most, bound.over);
    own = of_caller_.emplace(std::string(caller), std::move(fresh)).first;
  }
  RETURN_IF_ERROR(CheckEach(caller, own->second, amount, now));
  for (base::Meter& meter : own->second) meter.Add(amount, now);
  return absl::OkStatus();
}

absl::Status Quota::Check(absl::string_view caller, uint64_t amount, absl::Time now) {
  base::MutexLock lock(mutex_);
  const auto own = of_caller_.find(caller);
  return own == of_caller_.end() ? absl::OkStatus() : CheckEach(caller, own->second, amount, now);
}

absl::Status Quota::CheckEach(absl::string_view caller, const Meters& meters, uint64_t amount, absl::Time now) {
  for (size_t i = 0; i < bounds_.size(); ++i) {
    const absl::Duration wait = meters[i].WaitFor(amount, now);
    if (wait <= absl::ZeroDuration()) continue;
    ++refused_[i];
    return Refusal(caller, bounds_[i], wait);
  }
  return absl::OkStatus();
}

void Quota::GiveBack(absl::string_view caller, uint64_t amount) {
  base::MutexLock lock(mutex_);
  const auto own = of_caller_.find(caller);
  if (own == of_caller_.end()) return;  // time has given back all
  for (base::Meter& meter : own->second) meter.TakeBack(amount);
}

void Quota::SetMost(const std::vector<Bound>& bounds, absl::Time now) {
  base::MutexLock lock(mutex_);
  bounds_ = bounds;
  for (auto& [caller, meters] : of_caller_) {
    for (size_t i = 0; i < meters.size(); ++i) meters[i].SetMost(bounds[i].most, now);
  }
}

std::vector<Quota::Refused> Quota::refused() const {
  base::MutexLock lock(mutex_);
  std::vector<Refused> refused;
  for (size_t i = 0; i < bounds_.size(); ++i) refused.push_back({bounds_[i].key, refused_[i]});
  return refused;
}

size_t Quota::callers() const {
  base::MutexLock lock(mutex_);
  return of_caller_.size();
}

absl::Status Quota::Refusal(absl::string_view caller, const Bound& bound, absl::Duration wait) const {
  const absl::Duration back = absl::Ceil(std::max(wait, kComeBackLeast), absl::Seconds(1));
  return base::RetryLater(absl::StatusCode::kResourceExhausted, base::reason::kOverQuota,
                          absl::StrCat(caller, " has sent as many ", bound.what, " as one may (quotas.", bound.key, ": ", bound.most,
                                       "); there is room again in ", absl::FormatDuration(back)),
                          back);
}

void Quota::Forget(absl::Time now) {
  if (now < forget_at_) return;
  forget_at_ = now + kForgetEvery;
  std::erase_if(of_caller_, [now](const auto& row) {
    return std::all_of(row.second.begin(), row.second.end(), [now](const base::Meter& meter) { return meter.IsFull(now); });
  });
}

}  // namespace lightship::rpc
