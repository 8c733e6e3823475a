#include "node/app/watchdog.h"

#include <algorithm>

namespace lightship::app {

Watchdog::Watchdog(absl::Duration limit, std::vector<const base::Beat*> beats, std::function<void()> tell)
    : limit_(limit), tell_(std::move(tell)) {
  for (const base::Beat* beat : beats) beats_.emplace_back(beat, beat->passes());
}

void Watchdog::Look(absl::Time now) {
  if (limit_ <= absl::ZeroDuration() || now < next_) return;
  const bool alive = std::all_of(beats_.begin(), beats_.end(),
                                 [](const auto& row) { return row.first->passes() != row.second; });
  if (!alive) return;
  for (auto& [beat, passes] : beats_) passes = beat->passes();
  next_ = now + limit_ / 2;
  tell_();
}

}  // namespace lightship::app
