#include "tests/sim/fault.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace lightship::sim {
namespace {

constexpr std::array<absl::string_view, kFaults> kNames = {
    "break", "loss",       "delay",    "duplicate",      "partition", "one-way",  "slow",  "tamper", "crash",
    "crash-step", "full",  "broken",   "rot",            "clock",     "wipe",     "restore", "clone",
    "equivocate", "withhold", "withhold-relayed", "replay", "oversize", "flood",  "forge", "revoked-key"};

}  // namespace

absl::string_view NameOf(Fault fault) { return kNames[static_cast<size_t>(fault)]; }

std::optional<FaultWeights> ParseFaults(absl::string_view list) {
  FaultWeights weights{};
  if (list == "none") return weights;
  if (list == "all") {
    weights.fill(1);
    return weights;
  }
  for (absl::string_view item : absl::StrSplit(list, ',')) {
    const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(item, absl::MaxSplits(':', 1));
    int weight = 1;
    if (!parts.second.empty() && (!absl::SimpleAtoi(parts.second, &weight) || weight < 1)) return std::nullopt;
    bool known = false;
    for (int kind = 0; kind < kFaults; ++kind) {
      if (kNames[static_cast<size_t>(kind)] != parts.first) continue;
      weights[static_cast<size_t>(kind)] = weight;
      known = true;
    }
    if (!known) return std::nullopt;
  }
  return weights;
}

std::string ToString(const FaultWeights& weights) {
  std::string list;
  for (int kind = 0; kind < kFaults; ++kind) {
    const int weight = weights[static_cast<size_t>(kind)];
    if (weight == 0) continue;
    absl::StrAppend(&list, list.empty() ? "" : ",", kNames[static_cast<size_t>(kind)]);
    if (weight > 1) absl::StrAppend(&list, ":", weight);
  }
  return list.empty() ? "none" : list;
}

bool AnyHostile(const FaultWeights& weights) {
  for (int kind = static_cast<int>(kFirstHostile); kind < kFaults; ++kind) {
    if (weights[static_cast<size_t>(kind)] > 0) return true;
  }
  return false;
}

}  // namespace lightship::sim
