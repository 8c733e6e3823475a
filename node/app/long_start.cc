#include "node/app/long_start.h"

#include <sys/resource.h>

#include <utility>

namespace lightship::app {
namespace {

// Of one processor; the threads that wait for peers and time use less.
constexpr double kIdleShare = 0.05;

}  // namespace

Usage UsageOfProcess() {
  rusage used{};
  if (getrusage(RUSAGE_SELF, &used) != 0) return {};
  return {absl::DurationFromTimeval(used.ru_utime) + absl::DurationFromTimeval(used.ru_stime), used.ru_inblock + used.ru_oublock};
}

LongStart::LongStart(absl::Duration period, std::function<Usage()> usage, std::function<void()> tell)
    : period_(period), usage_(std::move(usage)), tell_(std::move(tell)) {
  tell_();
  thread_ = std::thread([this] { Run(); });
}

LongStart::~LongStart() {
  {
    base::MutexLock lock(mutex_);
    over_ = true;
    changed_.NotifyOne();
  }
  thread_.join();
}

void LongStart::Run() {
  Usage before = usage_();
  while (true) {
    {
      base::MutexLock lock(mutex_);
      bool waited = false;
      while (!over_ && !waited) waited = !changed_.WaitFor(mutex_, period_);
      if (over_) return;
    }
    const Usage now = usage_();
    if (now.blocks > before.blocks || now.processor - before.processor > period_ * kIdleShare) tell_();
    before = now;
  }
}

}  // namespace lightship::app
