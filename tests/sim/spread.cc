// How fast and at what cost reports spread through a network in which nothing goes wrong.
#include <algorithm>

#include "tests/sim/simulation.h"

namespace lightship::sim {
namespace {

constexpr absl::Duration kLook = absl::Milliseconds(50), kPatience = absl::Hours(1);

std::map<std::string, uint64_t> SizesOf(const ledger::Heads& heads) {
  std::map<std::string, uint64_t> sizes;
  for (const auto& [origin, head] : heads.logs) sizes[origin] = head->size;
  return sizes;
}

}  // namespace

bool Simulation::AllHoldTheSame() const {
  const std::map<std::string, uint64_t> first = SizesOf(*nodes_.front()->Heads());
  return first.size() == nodes_.size() && std::all_of(nodes_.begin(), nodes_.end(), [&](const auto& node) {
           return SizesOf(*node->Heads()) == first;
         });
}

absl::Duration Simulation::RunUntilAllHoldTheSame() {
  const absl::Time begin = Now();
  while (!AllHoldTheSame() && Now() < begin + kPatience) RunUntil(Now() + kLook);
  return Now() - begin;
}

Spread Simulation::RunSpread() {
  for (int n = 0; n < plan_.nodes; ++n) BootNode(n);
  Tick();
  Spread spread;
  spread.opening = RunUntilAllHoldTheSame();
  spread.opening_bytes = bytes_;
  PlanSteps(Now());
  RunUntil(Now() + absl::Seconds(plan_.load_s));
  spread.behind = RunUntilAllHoldTheSame();
  spread.bytes = bytes_ - spread.opening_bytes;
  spread.converged = AllHoldTheSame();
  return spread;
}

}  // namespace lightship::sim
