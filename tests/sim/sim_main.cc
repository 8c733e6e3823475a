// lightship_sim: runs simulated networks, each seed one run, and judges them.
#include <cstdint>
#include <iostream>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/time/time.h"
#include "tests/sim/campaign.h"

int main(int argc, char** argv) {
  using namespace lightship::sim;
  CLI::App app("Simulates networks of Lightship nodes with faults; each seed is one exact run");
  Campaign campaign;
  Plan& plan = campaign.plan;
  double minutes = 0;
  std::string faults;
  std::vector<int> dropped;
  bool no_shrink = false;
  app.add_option("--seeds", campaign.seeds, "How many seeds, at most (200)");
  app.add_option("--minutes", minutes, "For how long, at most");
  app.add_option("--first", plan.seed, "First seed (1)");
  app.add_option("--jobs", campaign.jobs, "Processes that share the seeds (1)")->check(CLI::Range(1, 64));
  app.add_option("--nodes", plan.nodes, "Nodes in each network (5); with --swarm, at most")->check(CLI::Range(2, 200));
  app.add_flag("--swarm", campaign.swarm, "Each seed draws its size, the kinds of faults that are on, and their rates");
  app.add_option("--faults", faults, "Kinds of faults, with weights: all, none, crash,rot:3 (tests/sim/fault.h)");
  app.add_option("--submissions", plan.submissions, "Statements submitted in each run (20)");
  app.add_option("--withdrawals", plan.withdrawals, "Withdrawals tried in each run (12)");
  app.add_option("--steps", plan.faults, "Faults tried in each run (12)");
  app.add_option("--load-s", plan.load_s, "Virtual seconds in which all that happens (20)")->check(CLI::Range(1, 3600));
  app.add_option("--behind", plan.behind, "Nodes, the first ones, that verify officers' signatures behind the commit (0)");
  app.add_option("--drop", dropped, "Submissions, withdrawals and faults to leave out, by number")->delimiter(',');
  app.add_flag("--no-shrink", no_shrink, "Do not look for a smaller run that fails alike");
  app.add_flag("--print", plan.print, "Every frame, shortened, on standard error; not with --swarm");
  app.add_flag("--verbose", campaign.verbose, "A line for every seed");
  CLI11_PARSE(app, argc, argv);
  if (!faults.empty()) {
    const std::optional<FaultWeights> weights = ParseFaults(faults);
    if (!weights.has_value()) {
      std::cerr << "--faults: names are " << ToString(*ParseFaults("all")) << ", all and none\n";
      return 2;
    }
    plan.weights = *weights;
  }
  plan.dropped.insert(dropped.begin(), dropped.end());
  campaign.shrink = !no_shrink;
  if (minutes > 0) campaign.at_most = absl::Minutes(minutes);
  return Run(campaign) ? 0 : 1;
}
