#include "node/app/caretaker.h"

#include <sys/resource.h>

#include <algorithm>
#include <utility>

namespace lightship::app {
namespace {

// The clock may jump: no wait is longer.
constexpr absl::Duration kPatience = absl::Seconds(1);
constexpr int kNiceness = 10;

}  // namespace

void Caretaker::Add(absl::Duration pause, std::function<void()> duty) {
  duties_.push_back({pause, std::move(duty)});
}

void Caretaker::Start() {
  thread_ = std::thread([this] { Run(); });
}

void Caretaker::Nudge() {
  base::MutexLock lock(mutex_);
  nudged_ = true;
  changed_.NotifyOne();
}

void Caretaker::RequestStop() {
  base::MutexLock lock(mutex_);
  stopping_ = true;
  changed_.NotifyOne();
}

void Caretaker::Stop() {
  RequestStop();
  if (thread_.joinable()) thread_.join();
}

bool Caretaker::stopping() const {
  base::MutexLock lock(mutex_);
  return stopping_;
}

void Caretaker::Run() {
  // Of this thread alone, on Linux: reports and peers come first where all processors are busy.
  setpriority(PRIO_PROCESS, 0, kNiceness);
  while (!stopping()) {
    bool nudged = false;
    {
      base::MutexLock lock(mutex_);
      nudged = std::exchange(nudged_, false);
    }
    const absl::Time now = clock_->Now();
    for (Duty& duty : duties_) {
      const bool due = nudged || now >= duty.due || duty.due - now > duty.pause;
      if (!due || stopping()) continue;
      duty.work();
      duty.due = clock_->Now() + duty.pause;
    }
    base::MutexLock lock(mutex_);
    if (!nudged_ && !stopping_) changed_.WaitFor(mutex_, kPatience);
  }
}

}  // namespace lightship::app
