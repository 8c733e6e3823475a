// All that decides a simulated run.
#ifndef LIGHTSHIP_TESTS_SIM_PLAN_H_
#define LIGHTSHIP_TESTS_SIM_PLAN_H_

#include <cstdint>
#include <set>
#include <string>

#include "tests/sim/fault.h"

namespace lightship::sim {

// Faults of the code under test, put in on purpose to see that the judges notice.
enum class Sabotage {
  kNone, kLoseEntry, kLeakPart, kForgeEntry, kSendNarrowed, kNeverForget, kNeverAttest, kLieAboutSync, kServeRot,
  kForgeCosignature, kHoard, kAnotherIncident, kSignTwice, kStayDown, kSpoilTiles, kWrongPlace, kForgetRetractions,
  kDropStatement, kTellApart, kTellTogether, kLoseFile, kSendFile, kBelieveRevoked,
  kDropAtRebuild, kBelieveUnverified
};

struct Plan {
  uint64_t seed = 1;
  int nodes = 5;         // the last one is malicious when a hostile kind is on
  int submissions = 20;
  int withdrawals = 12;
  int faults = 12;       // drawn by `weights`
  int behind = 0;        // so many nodes, the first ones, verify officers' signatures behind the commit
  int load_s = 20;       // virtual seconds in which all that happens; then everything heals
  FaultWeights weights = *ParseFaults("break,partition,tamper,crash,broken,wipe,restore");
  std::set<int> dropped; // of submissions, withdrawals and faults, numbered in that order: what does not happen
  Sabotage sabotage = Sabotage::kNone;
  bool print = false;    // every frame, shortened, on standard error

  int steps() const { return submissions + withdrawals + faults; }
};

// The seed draws everything else: a size, mostly small and up to `most_nodes`, a subset of the kinds of faults, and rates.
Plan Swarm(uint64_t seed, int most_nodes);

// The arguments that run the plan again.
std::string ReplayCommand(const Plan& plan);

}  // namespace lightship::sim

#endif  // LIGHTSHIP_TESTS_SIM_PLAN_H_
