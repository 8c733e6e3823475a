#include "tests/bench/load_target.h"

#include <sys/resource.h>

#include <algorithm>
#include <iostream>
#include <utility>

#include "client/sdk/connection.h"
#include "node/base/clock.h"
#include "node/statement/roots.h"
#include "tests/bench/or_die.h"

namespace lightship::bench {

Peer Connect(const Target& target, bool stream) {
  static const base::SystemClock clock;
  static const auto roots = OrDie(statement::PinnedRoots::LoadDirectory(target.trust));
  sdk::OfficerIdentity officer = OrDie(sdk::LoadIdentity(target.identity));
  sdk::ConnectionOptions options;
  options.address = target.node;
  options.stream = stream;
  auto node = OrDie(sdk::Connect(options, officer, roots, clock));
  return {std::move(officer), std::move(node)};
}

double Millis(SteadyClock::duration duration) {
  return std::chrono::duration<double, std::milli>(duration).count();
}

void PrintFigure(const std::string& name, double value, const std::string& unit) {
  std::cout << name << " " << value << " " << unit << std::endl;
}

void PrintQuantiles(const std::string& name, std::vector<double> millis) {
  if (millis.empty()) return;
  std::sort(millis.begin(), millis.end());
  auto at = [&](double q) { return millis[static_cast<size_t>(q * static_cast<double>(millis.size() - 1))]; };
  PrintFigure(name + "_p50", at(0.5), "ms");
  PrintFigure(name + "_p99", at(0.99), "ms");
}

double OwnProcessorSeconds() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  auto seconds = [](const timeval& t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6; };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

}  // namespace lightship::bench
