// lightship_sim: runs simulated networks, one seed after the other, until one fails or all are done.
#include <cstdint>
#include <iostream>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/strings/escaping.h"
#include "tests/sim/simulation.h"

int main(int argc, char** argv) {
  CLI::App app("Simulates networks of Lightship nodes with faults; each seed is one run");
  uint64_t seeds = 200;
  lightship::sim::Plan plan;
  bool verbose = false;
  app.add_option("--seeds", seeds, "How many seeds (200)");
  app.add_option("--first", plan.seed, "First seed (1)");
  app.add_option("--nodes", plan.nodes, "Nodes in each network (5)")->check(CLI::Range(2, 10));
  app.add_option("--submissions", plan.submissions, "Statements submitted in each run (20)");
  app.add_option("--withdrawals", plan.withdrawals, "Withdrawals tried in each run (12)");
  app.add_flag("--verbose", verbose, "A line for every seed");
  CLI11_PARSE(app, argc, argv);
  const uint64_t first = plan.seed;
  for (; plan.seed < first + seeds; ++plan.seed) {
    lightship::sim::Simulation simulation(plan);
    std::string verdict = simulation.Run();
    if (verbose) {
      std::cout << "seed " << plan.seed << ": " << simulation.acknowledged().size()
                << " acknowledged, " << simulation.withdrawn() << " withdrawals, "
                << simulation.accidents() << " lost disks, trace "
                << absl::BytesToHexString(lightship::crypto::AsView(simulation.trace())) << std::endl;
    }
    if (!verdict.empty()) {
      std::cout << "seed " << plan.seed << " FAILED: " << verdict << "\nreplay: lightship_sim --seeds 1 --first "
                << plan.seed << " --nodes " << plan.nodes << " --submissions " << plan.submissions
                << " --withdrawals " << plan.withdrawals << "\n";
      return 1;
    }
  }
  std::cout << seeds << " seeds, all judges content\n";
  return 0;
}
