// What every kind of load needs: whom it asks, as whom, and how it tells what it has measured.
#ifndef LIGHTSHIP_TESTS_BENCH_LOAD_TARGET_H_
#define LIGHTSHIP_TESTS_BENCH_LOAD_TARGET_H_

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "client/sdk/identity.h"
#include "client/sdk/node.h"

namespace lightship::bench {

using SteadyClock = std::chrono::steady_clock;

// `name` begins the name of every figure.
struct Target {
  std::string node, identity, trust, name;
};

struct Peer {
  sdk::OfficerIdentity officer;
  std::unique_ptr<sdk::Node> node;
};

// Connects when first asked; Die()s when it cannot. `stream`: sdk::ConnectionOptions.
Peer Connect(const Target& target, bool stream = false);

double Millis(SteadyClock::duration duration);

// One line: name value unit.
void PrintFigure(const std::string& name, double value, const std::string& unit);
// Lines for the median and the 99th percentile; none for nothing.
void PrintQuantiles(const std::string& name, std::vector<double> millis);

// Seconds of processor time that this process has taken, in all its threads: what the load itself costs.
double OwnProcessorSeconds();

}  // namespace lightship::bench

#endif  // LIGHTSHIP_TESTS_BENCH_LOAD_TARGET_H_
