#include "node/app/scrubber.h"

#include <algorithm>

#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/statement/open.h"
#include "spdlog/spdlog.h"

namespace lightship::app {
namespace {

// Rests of a slow pass, ten in a second.
constexpr absl::Duration kPause = absl::Milliseconds(100);
constexpr uint64_t kPausesOfSecond = 10;
// A call that waits for the end of a pass hears of its progress.
constexpr absl::Duration kAnswerAfter = absl::Seconds(1);
// The clock may jump: no wait for the next pass is longer.
constexpr absl::Duration kLongestWait = absl::Seconds(10);

uint64_t EntriesOfPause(const config::v1::Care& care) {
  return std::max<uint64_t>(1, care.scrub_entries_per_s() / kPausesOfSecond);
}

}  // namespace

Scrubber::Scrubber(const store::Store* store, const ledger::HeadsBoard* heads,
                   const base::Clock* clock, const config::v1::Care& care)
    : store_(store),
      heads_(heads),
      clock_(clock),
      entries_of_pause_(EntriesOfPause(care)),
      every_(absl::Seconds(care.scrub_every_s())),
      thread_([this] { Run(); }) {}

void Scrubber::SetCare(const config::v1::Care& care) {
  base::MutexLock lock(mutex_);
  entries_of_pause_ = EntriesOfPause(care);
  every_ = absl::Seconds(care.scrub_every_s());
  changed_.NotifyOne();
}

void Scrubber::RequestStop() {
  std::vector<Done> waiters;
  {
    base::MutexLock lock(mutex_);
    stopping_ = true;
    changed_.NotifyOne();
    waiters = DueWaiters(true);
  }
  for (const Done& done : waiters) {
    done(base::Error(absl::StatusCode::kUnavailable, base::reason::kShuttingDown,
                     "the node is stopping"));
  }
}

void Scrubber::Stop() {
  RequestStop();
  if (thread_.joinable()) thread_.join();
}

void Scrubber::Ask(bool start, Done done) {
  {
    base::MutexLock lock(mutex_);
    if (start) {
      hurry_ = true;
      status_.set_running(true);
      changed_.NotifyOne();
    }
    if (status_.running() && !stopping_) {
      waiting_.emplace_back(clock_->Now() + kAnswerAfter, std::move(done));
      return;
    }
  }
  done(Status());
}

std::vector<Scrubber::Done> Scrubber::DueWaiters(bool all) {
  std::vector<Done> due;
  const absl::Time now = clock_->Now();
  for (auto& [at, done] : waiting_) {
    if (all || at <= now) due.push_back(std::exchange(done, nullptr));
  }
  std::erase_if(waiting_, [](const auto& waiter) { return waiter.second == nullptr; });
  return due;
}

v1::ScrubStatus Scrubber::Status() const {
  base::MutexLock lock(mutex_);
  return status_;
}

void Scrubber::Show(const ledger::ScrubReport& report) {
  status_.set_files(report.files);
  status_.set_entries(report.entries);
  status_.set_entries_to_come(report.entries_to_come);
  status_.set_parts(report.parts);
  status_.set_tiles(report.tiles);
  status_.set_checkpoints(report.checkpoints);
  status_.set_chunks(report.chunks);
  status_.set_damages(report.damages);
  status_.clear_found();
  for (const ledger::Damage& damage : report.found) {
    v1::ScrubFinding* finding = status_.add_found();
    finding->set_where(damage.where);
    finding->set_why(damage.why);
  }
}

// Rests after so many things that the configured speed is not exceeded.
bool Scrubber::Pace(const ledger::ScrubReport& report) {
  std::vector<Done> due;
  v1::ScrubStatus status;
  bool go_on;
  {
    base::MutexLock lock(mutex_);
    if (++paced_ < entries_of_pause_) return !stopping_;
    paced_ = 0;
    Show(report);
    status = status_;
    due = DueWaiters(false);
    if (!hurry_ && !stopping_) changed_.WaitFor(mutex_, kPause);
    go_on = !stopping_;
  }
  for (const Done& done : due) done(status);
  return go_on;
}

void Scrubber::Run() {
  absl::Time ended = clock_->Now();
  while (true) {
    {
      base::MutexLock lock(mutex_);
      const absl::Duration left = ended + every_ - clock_->Now();
      if (stopping_) return;
      if (!hurry_ && left > absl::ZeroDuration()) {
        changed_.WaitFor(mutex_, std::min(left, kLongestWait));
        continue;
      }
      status_.set_running(true);
    }
    const ledger::ScrubReport report = ledger::Scrub(
        *store_, *heads_->Get(), [this](const ledger::ScrubReport& so_far) { return Pace(so_far); });
    for (const ledger::Damage& damage : report.found) {
      spdlog::error("damage: {}: {}", damage.where, damage.why);
    }
    ended = clock_->Now();
    if (!Finish(report)) return;
  }
}

// Shows how a pass ended; false when it was cut short.
bool Scrubber::Finish(const ledger::ScrubReport& report) {
  std::vector<Done> waiters;
  v1::ScrubStatus status;
  {
    base::MutexLock lock(mutex_);
    Show(report);
    status_.set_running(false);
    if (!report.finished) return false;
    hurry_ = false;
    status_.set_passes(status_.passes() + 1);
    *status_.mutable_finished_at() = statement::ToTimestamp(clock_->Now());
    status = status_;
    waiters = DueWaiters(true);
  }
  for (const Done& done : waiters) done(status);
  return true;
}

}  // namespace lightship::app
