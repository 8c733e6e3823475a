// lightship_spread: how long reports take to reach every node of a simulated network, and what the nodes send each other meanwhile,
// one figure a line (name value unit). Time is virtual: a frame takes 1 to 80 ms, a step of a node up to 5 ms.
//
//   lightship_spread --nodes N --topology star|chords [--submissions N] [--load-s S] [--seed N]
//
// star: all have one hub. chords: each is connected to the next, and to every 17th.
#include <algorithm>
#include <chrono>
#include <iostream>
#include <memory>

#include "CLI/CLI.hpp"
#include "tests/sim/simulation.h"

namespace lightship::bench {
namespace {

// The seed draws the topology: the first that has the one asked for.
std::unique_ptr<sim::Simulation> Find(sim::Plan plan, const std::string& topology) {
  const auto chain = static_cast<size_t>(plan.nodes - 1);
  while (true) {
    auto simulation = std::make_unique<sim::Simulation>(plan);
    const auto& links = simulation->links();
    const bool star = std::all_of(links.begin(), links.end(), [](const auto& link) { return link.first == 0; });
    if (topology == "star" ? star : !star && links.size() > chain) return simulation;
    ++plan.seed;
  }
}

int Main(int argc, char** argv) {
  CLI::App app("How reports spread through a simulated network");
  sim::Plan plan;
  plan.withdrawals = plan.faults = 0;
  std::string topology = "chords";
  app.add_option("--nodes", plan.nodes)->check(CLI::Range(13, 200));
  app.add_option("--topology", topology)->check(CLI::IsMember({"star", "chords"}));
  app.add_option("--submissions", plan.submissions);
  app.add_option("--load-s", plan.load_s, "virtual seconds in which they are submitted");
  app.add_option("--seed", plan.seed);
  CLI11_PARSE(app, argc, argv);
  const auto begin = std::chrono::steady_clock::now();
  const std::unique_ptr<sim::Simulation> simulation = Find(plan, topology);
  const sim::Spread spread = simulation->RunSpread();
  const auto submitted = static_cast<double>(simulation->acknowledged().size());
  std::cout << "spread_opening " << absl::ToDoubleSeconds(spread.opening) << " s\n"
            << "spread_behind " << absl::ToDoubleSeconds(spread.behind) << " s\n"
            << "spread_opening_bytes " << static_cast<double>(spread.opening_bytes) / plan.nodes << " bytes/node\n"
            << "spread_bytes " << static_cast<double>(spread.bytes) / plan.nodes / std::max(1.0, submitted)
            << " bytes/node and statement\n"
            << "spread_took " << std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count() << " s\n";
  if (!spread.converged) std::cerr << "lightship_spread: not all nodes hold the same\n";
  return spread.converged ? 0 : 1;
}

}  // namespace
}  // namespace lightship::bench

int main(int argc, char** argv) { return lightship::bench::Main(argc, argv); }
