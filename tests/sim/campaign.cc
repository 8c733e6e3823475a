#include "tests/sim/campaign.h"

#include <sys/wait.h>
#include <unistd.h>

#include <iostream>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "tests/sim/shrink.h"
#include "tests/sim/simulation.h"

namespace lightship::sim {
namespace {

constexpr int kRunsOfShrinking = 150;

// In one piece, so that lines of several processes do not mix.
void Say(const std::string& text) { std::cout << text << std::flush; }

void Report(const Campaign& campaign, const Plan& plan, const Findings& findings) {
  Say(absl::StrCat("seed ", plan.seed, " FAILED\n", ToString(findings), "\nreplay: ", ReplayCommand(plan), "\n"));
  if (!campaign.shrink) return;
  const Plan shrunk = Shrink(plan, findings.front().judge, kRunsOfShrinking,
                             [](const Plan& smaller) { return Simulation(smaller).Run(); });
  Say(absl::StrCat("shrunk: ", ReplayCommand(shrunk), "\n", ToString(Simulation(shrunk).Run()), "\n"));
}

void Count(const Plan& plan, const Simulation& simulation, const Findings& findings, absl::Duration took, Tally& tally) {
  ++tally.seeds;
  tally.failed += !findings.empty();
  tally.nodes += static_cast<uint64_t>(plan.nodes);
  tally.acknowledged += simulation.acknowledged().size();
  tally.withdrawals += static_cast<uint64_t>(simulation.withdrawn());
  tally.frames += simulation.frames();
  tally.virtual_s += static_cast<uint64_t>(absl::ToInt64Seconds(took));
  std::array<bool, kJudges> found{};
  for (const Finding& finding : findings) found[static_cast<size_t>(finding.judge)] = true;
  for (size_t n = 0; n < kJudges; ++n) tally.findings[n] += found[n];
  for (size_t n = 0; n < kFaults; ++n) {
    tally.faults[n] += simulation.injected()[n];
    tally.on[n] += plan.weights[n] > 0;
  }
}

void RunOne(const Campaign& campaign, uint64_t seed, Tally& tally) {
  Plan plan = campaign.plan;
  plan.seed = seed;
  if (campaign.swarm) plan = Swarm(seed, campaign.plan.nodes);
  Simulation simulation(plan);
  const absl::Time start = simulation.Now();
  const Findings findings = simulation.Run();
  Count(plan, simulation, findings, simulation.Now() - start, tally);
  if (campaign.verbose) {
    Say(absl::StrCat("seed ", seed, ": ", plan.nodes, " nodes, ", simulation.acknowledged().size(), " acknowledged, ",
                     simulation.withdrawn(), " withdrawals, ", simulation.frames(), " frames, trace ",
                     absl::BytesToHexString(crypto::AsView(simulation.trace())), "\n"));
  }
  if (!findings.empty()) Report(campaign, plan, findings);
}

Tally RunShare(const Campaign& campaign, int job) {
  Tally tally;
  const absl::Time end = absl::Now() + campaign.at_most;
  for (uint64_t n = static_cast<uint64_t>(job); n < campaign.seeds && absl::Now() < end;
       n += static_cast<uint64_t>(campaign.jobs)) {
    RunOne(campaign, campaign.plan.seed + n, tally);
  }
  return tally;
}

// The share of a process of its own; its tally comes through the pipe.
int Fork(const Campaign& campaign, int job) {
  int ends[2];
  if (pipe(ends) != 0) return -1;
  std::cout.flush();
  const pid_t child = fork();
  if (child == 0) {
    const Tally tally = RunShare(campaign, job);
    const bool written = write(ends[1], &tally, sizeof tally) == static_cast<ssize_t>(sizeof tally);
    _exit(written ? 0 : 1);
  }
  close(ends[1]);
  return child < 0 ? -1 : ends[0];
}

void PrintTable(const Tally& tally, absl::Duration took) {
  std::string text = absl::StrFormat(
      "%u seeds, %u failed; %.1f seeds/s; %u nodes, %u virtual seconds, %u frames, %u statements acknowledged, "
      "%u withdrawals\n\n%-12s %10s %12s\n",
      tally.seeds, tally.failed, static_cast<double>(tally.seeds) / absl::ToDoubleSeconds(took), tally.nodes,
      tally.virtual_s, tally.frames, tally.acknowledged, tally.withdrawals, "fault", "seeds", "injected");
  for (int kind = 0; kind < kFaults; ++kind) {
    const auto at = static_cast<size_t>(kind);
    absl::StrAppendFormat(&text, "%-12s %10u %12u\n", NameOf(static_cast<Fault>(kind)), tally.on[at], tally.faults[at]);
  }
  absl::StrAppendFormat(&text, "\n%-16s %10s %8s\n", "judge", "content", "not");
  for (int judge = 0; judge < kJudges; ++judge) {
    const uint64_t found = tally.findings[static_cast<size_t>(judge)];
    absl::StrAppendFormat(&text, "%-16s %10u %8u\n", NameOf(static_cast<Judged>(judge)), tally.seeds - found, found);
  }
  Say(text);
}

}  // namespace

void Tally::Add(const Tally& other) {
  seeds += other.seeds;
  failed += other.failed;
  nodes += other.nodes;
  acknowledged += other.acknowledged;
  withdrawals += other.withdrawals;
  frames += other.frames;
  virtual_s += other.virtual_s;
  for (size_t n = 0; n < kFaults; ++n) {
    faults[n] += other.faults[n];
    on[n] += other.on[n];
  }
  for (size_t n = 0; n < kJudges; ++n) findings[n] += other.findings[n];
}

bool Run(const Campaign& campaign) {
  const absl::Time start = absl::Now();
  Tally sum;
  bool whole = true;
  if (campaign.jobs == 1) {
    sum = RunShare(campaign, 0);
  } else {
    std::vector<int> shares;
    for (int job = 0; job < campaign.jobs; ++job) shares.push_back(Fork(campaign, job));
    for (const int share : shares) {
      Tally tally;
      whole &= share >= 0 && read(share, &tally, sizeof tally) == static_cast<ssize_t>(sizeof tally);
      if (whole) sum.Add(tally);
    }
    while (wait(nullptr) > 0) {
    }
  }
  PrintTable(sum, absl::Now() - start);
  if (!whole) Say("a process ended early: run its seeds again with --jobs 1\n");
  return whole && sum.failed == 0;
}

}  // namespace lightship::sim
