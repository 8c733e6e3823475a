// Many simulations, side by side in processes of their own, and what came of them.
#ifndef LIGHTSHIP_TESTS_SIM_CAMPAIGN_H_
#define LIGHTSHIP_TESTS_SIM_CAMPAIGN_H_

#include <array>
#include <cstdint>

#include "absl/time/time.h"
#include "tests/sim/judge.h"
#include "tests/sim/plan.h"

namespace lightship::sim {

struct Campaign {
  Plan plan;                 // with the first seed
  uint64_t seeds = 200;
  absl::Duration at_most = absl::InfiniteDuration();  // by the machine's clock
  int jobs = 1;
  bool swarm = false;        // each seed draws its own plan (plan.h); plan.nodes is the most
  bool verbose = false;      // a line for every seed
  bool shrink = true;        // a plan that fails is made smaller
};

// Sums; plain numbers, so that a process can hand them to another.
struct Tally {
  uint64_t seeds = 0, failed = 0, nodes = 0, acknowledged = 0, withdrawals = 0, frames = 0, virtual_s = 0;
  FaultCounts faults{};                    // injected, by kind
  std::array<uint64_t, kFaults> on{};      // seeds with the kind on
  std::array<uint64_t, kJudges> findings{};  // seeds in which the judge found something

  void Add(const Tally& other);
};

// Prints each failing seed with the command that replays it, and a table at the end. False when a seed failed.
bool Run(const Campaign& campaign);

}  // namespace lightship::sim

#endif  // LIGHTSHIP_TESTS_SIM_CAMPAIGN_H_
