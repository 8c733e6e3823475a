#include "node/incident/correlation/links.h"

#include <utility>

namespace lightship::incident::correlation {
namespace {

constexpr auto kSame = v1::CORRELATION_VERDICT_SAME_INCIDENT;
// How much better the other report must fit: a day, for example.
constexpr double kClearly = 2;

// True when another report of the ship of `a`, of another incident, fits `b` clearly better than
// `score`, that of `a`.
bool HasRival(const Candidates& candidates, uint32_t a, const std::vector<uint32_t>& candidates_of_a, uint32_t b, double score) {
  for (const uint32_t rival : candidates_of_a) {
    if (rival == b) continue;
    const Fit own = candidates.FitOf(a, rival);
    if (!own.same_ship || own.verdict == kSame) continue;
    const Fit fit = candidates.FitOf(rival, b);
    if (fit.verdict == kSame && fit.score >= score + kClearly) return true;
  }
  return false;
}

}  // namespace

std::vector<Link> LinksOf(const Candidates& candidates, uint32_t self) {
  const std::vector<uint32_t> others = candidates.Of(self);
  std::vector<Link> links;
  for (const uint32_t other : others) links.push_back({other, candidates.Judge(self, other)});
  for (Link& link : links) {
    if (link.judgement.verdict != kSame) continue;
    const double score = link.judgement.score;
    if (!HasRival(candidates, self, others, link.other, score) &&
        !HasRival(candidates, link.other, candidates.Of(link.other), self, score)) {
      continue;
    }
    link.judgement.HoldBack("another report of the ship fits better: perhaps attacked again");
  }
  return links;
}

}  // namespace lightship::incident::correlation
