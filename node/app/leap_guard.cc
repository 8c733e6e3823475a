#include "node/app/leap_guard.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "spdlog/spdlog.h"

namespace lightship::app {
namespace {

constexpr absl::string_view kClock = "CLOCK";

}  // namespace

LeapGuard::LeapGuard(const base::Clock* clock, std::function<absl::Duration()> uptime, Tell tell)
    : clock_(clock),
      uptime_(std::move(uptime)),
      tell_(std::move(tell)),
      furthest_(clock->Now()),
      at_(uptime_()) {}

void LeapGuard::KnowNewest(absl::Time admitted_at) {
  base::MutexLock lock(mutex_);
  newest_ = admitted_at;
}

absl::Time LeapGuard::Now() const {
  absl::Time now;
  absl::Duration ahead;
  bool changed = false;
  {
    base::MutexLock lock(mutex_);
    const absl::Duration uptime = uptime_();
    const absl::Time furthest = furthest_ + (uptime - at_);
    now = clock_->Now();
    if (now - furthest > kMost && furthest >= newest_) {
      ahead = now - furthest;
      now = furthest;
    } else if (now > furthest) {
      furthest_ = now;
      at_ = uptime;
    }
    const bool leapt = ahead > absl::ZeroDuration();
    changed = std::exchange(told_, leapt) != leapt;
  }
  if (changed) tell_(ahead, now);
  return now;
}

LeapGuard::Tell WarningOfLeap(rpc::WarningBoard* warnings) {
  return [warnings](absl::Duration ahead, absl::Time now) {
    if (ahead == absl::ZeroDuration()) {
      spdlog::info("the machine's clock is followed again");
      return warnings->Clear(kClock, "");
    }
    const std::string text =
        absl::StrCat("the machine's clock was set ahead by ", absl::ToInt64Hours(ahead + absl::Hours(12)) / 24,
                     " days; the node goes on from the time before. Set the clock right; if it is right "
                     "now, start the node again");
    if (warnings->Raise(kClock, "", text, now)) spdlog::warn("{}", text);
  };
}

}  // namespace lightship::app
