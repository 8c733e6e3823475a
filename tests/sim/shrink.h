// Makes a failing plan smaller.
#ifndef LIGHTSHIP_TESTS_SIM_SHRINK_H_
#define LIGHTSHIP_TESTS_SIM_SHRINK_H_

#include <functional>

#include "tests/sim/judge.h"
#include "tests/sim/plan.h"

namespace lightship::sim {

// Leaves out kinds of faults, then nodes, then submissions, withdrawals and faults by halves, quarters, ... and one by one, as
// long as the same judge finds something; at most `runs` runs. REQUIRES: `plan` fails so.
Plan Shrink(Plan plan, Judged judge, int runs, const std::function<Findings(const Plan&)>& run);

}  // namespace lightship::sim

#endif  // LIGHTSHIP_TESTS_SIM_SHRINK_H_
