#include "tests/sim/shrink.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace lightship::sim {
namespace {

class Shrinker {
 public:
  Shrinker(Plan plan, Judged judge, int runs, const std::function<Findings(const Plan&)>& run)
      : plan_(std::move(plan)), judge_(judge), runs_(runs), run_(run) {}

  Plan Shrunk() {
    DropKinds();
    DropNodes();
    DropSteps();
    DropKinds();
    return plan_;
  }

 private:
  // Takes the smaller plan if it fails alike.
  bool Try(Plan smaller) {
    if (runs_-- <= 0) return false;
    const Findings findings = run_(smaller);
    const bool alike = std::any_of(findings.begin(), findings.end(),
                                   [&](const Finding& finding) { return finding.judge == judge_; });
    if (alike) plan_ = std::move(smaller);
    return alike;
  }

  void DropKinds() {
    for (int& weight : plan_.weights) {
      if (weight == 0) continue;
      Plan smaller = plan_;
      smaller.weights[static_cast<size_t>(&weight - plan_.weights.data())] = 0;
      Try(std::move(smaller));
    }
  }

  void DropNodes() {
    constexpr int kFewest = 2;
    while (plan_.nodes > kFewest) {
      Plan smaller = plan_;
      --smaller.nodes;
      if (!Try(std::move(smaller))) return;
    }
  }

  std::vector<int> Steps() const {
    std::vector<int> steps;
    for (int step = 0; step < plan_.steps(); ++step) {
      if (!plan_.dropped.contains(step)) steps.push_back(step);
    }
    return steps;
  }

  void DropSteps() {
    for (size_t size = std::max<size_t>(1, Steps().size() / 2);; size /= 2) {
      const std::vector<int> steps = Steps();
      for (size_t at = 0; at < steps.size(); at += size) {
        Plan smaller = plan_;
        for (size_t n = at; n < std::min(at + size, steps.size()); ++n) smaller.dropped.insert(steps[n]);
        Try(std::move(smaller));
      }
      if (size <= 1) return;
    }
  }

  Plan plan_;
  const Judged judge_;
  int runs_;
  const std::function<Findings(const Plan&)>& run_;
};

}  // namespace

Plan Shrink(Plan plan, Judged judge, int runs, const std::function<Findings(const Plan&)>& run) {
  return Shrinker(std::move(plan), judge, runs, run).Shrunk();
}

}  // namespace lightship::sim
