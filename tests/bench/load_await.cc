// Waits for a copy to be whole.
#include <algorithm>

#include "absl/time/clock.h"
#include "tests/bench/load_works.h"
#include "tests/bench/or_die.h"

namespace lightship::bench {
namespace {

constexpr absl::Duration kLook = absl::Milliseconds(10);

uint64_t SizeOf(const v1::GetStatusResponse& status, const std::string& origin) {
  const auto log = std::find_if(status.logs().begin(), status.logs().end(),
                                [&](const v1::LogStatus& held) { return held.origin() == origin; });
  return log == status.logs().end() ? 0 : log->size();
}

}  // namespace

void Await(const Target& target, const std::string& origin, uint64_t size) {
  Peer peer = Connect(target);
  const auto begin = SteadyClock::now();
  while (SizeOf(OrDie(peer.node->GetStatus()), origin) < size) absl::SleepFor(kLook);
  PrintFigure(target.name + "_awaited", Millis(SteadyClock::now() - begin) / 1000, "s");
}

}  // namespace lightship::bench
