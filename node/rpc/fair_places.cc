#include "node/rpc/fair_places.h"

#include <algorithm>
#include <utility>

namespace lightship::rpc {
namespace {

size_t Less(size_t a, size_t b) { return a - std::min(a, b); }

}  // namespace

size_t FairPlaces::Take(absl::string_view caller, size_t wanted, bool& waits) {
  base::MutexLock lock(mutex_);
  const auto own = callers_.try_emplace(std::string(caller)).first;
  const size_t share = std::min(most_of_caller_, std::max<size_t>(most_ / callers_.size(), 1));
  const size_t taken = std::min({wanted, Less(most_, held_), Less(share, own->second.held)});
  held_ += taken;
  own->second.held += taken;
  SetWaits(taken < wanted, waits, own->second);
  ForgetIdle(own);
  return taken;
}

void FairPlaces::Leave(absl::string_view caller, size_t places) {
  if (places == 0) return;
  base::MutexLock lock(mutex_);
  const auto own = callers_.find(caller);
  held_ -= places;
  own->second.held -= places;
  ForgetIdle(own);
}

void FairPlaces::GiveUp(absl::string_view caller, bool& waits) {
  if (!waits) return;
  base::MutexLock lock(mutex_);
  const auto own = callers_.find(caller);
  SetWaits(false, waits, own->second);
  ForgetIdle(own);
}

void FairPlaces::SetWaits(bool now, bool& waits, Caller& caller) {
  if (std::exchange(waits, now) == now) return;
  now ? ++caller.waiting : --caller.waiting;
}

void FairPlaces::ForgetIdle(Callers::iterator caller) {
  if (caller->second.held == 0 && caller->second.waiting == 0) callers_.erase(caller);
}

}  // namespace lightship::rpc
