#include "tests/sim/plan.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/sim/dice.h"

namespace lightship::sim {
namespace {

constexpr uint64_t kStreamOfPlan = 0x706c616e;

// Two in three networks are of three nodes: most faults need no more, and many small runs find more than a few large ones.
int DrawNodes(Dice& dice, int most) {
  const int draw = dice.Below(100);
  const int nodes = draw < 65 ? 3 : draw < 85 ? 4 : draw < 95 ? 5 : 6 + dice.Below(std::max(1, most - 5));
  return std::min(nodes, most);
}

}  // namespace

Plan Swarm(uint64_t seed, int most_nodes) {
  Dice dice(seed, kStreamOfPlan);
  Plan plan;
  plan.seed = seed;
  plan.nodes = DrawNodes(dice, most_nodes);
  plan.submissions = 3 + dice.Below(15);
  plan.withdrawals = dice.Below(8);
  plan.faults = dice.Below(25);
  plan.load_s = 3 + dice.Below(8);
  const bool hostile = dice.Below(3) == 0;
  for (int kind = 0; kind < kFaults; ++kind) {
    const bool may = hostile || kind < static_cast<int>(kFirstHostile);
    plan.weights[static_cast<size_t>(kind)] = may && dice.Below(3) == 0 ? 1 + dice.Below(4) : 0;
  }
  plan.behind = dice.Below(2) * (1 + dice.Below(plan.nodes));
  return plan;
}

std::string ReplayCommand(const Plan& plan) {
  std::string command =
      absl::StrCat("tests/sim/run --seeds 1 --first ", plan.seed, " --nodes ", plan.nodes, " --submissions ",
                   plan.submissions, " --withdrawals ", plan.withdrawals, " --steps ", plan.faults, " --load-s ",
                   plan.load_s, " --behind ", plan.behind, " --faults ", ToString(plan.weights));
  if (!plan.dropped.empty()) absl::StrAppend(&command, " --drop ", absl::StrJoin(plan.dropped, ","));
  return command;
}

}  // namespace lightship::sim
