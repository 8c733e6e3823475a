#include "node/incident/correlation/links.h"

#include <utility>

namespace lightship::incident::correlation {
namespace {

constexpr auto kSame = v1::CORRELATION_VERDICT_SAME_INCIDENT;
// How much better the other report must fit: a day, for example.
constexpr double kClearly = 2;

// True when another report of the ship of `a`, of another incident, fits `b` clearly better than
// `score`, that of `a`.
bool HasRival(const Candidates& candidates, const std::string& a,
              const std::vector<std::string>& candidates_of_a, const std::string& b,
              double score) {
  for (const std::string& rival : candidates_of_a) {
    if (rival == b) continue;
    const Fit own = candidates.FitOf(a, rival);
    if (!own.same_ship || own.verdict == kSame) continue;
    const Fit fit = candidates.FitOf(rival, b);
    if (fit.verdict == kSame && fit.score >= score + kClearly) return true;
  }
  return false;
}

}  // namespace

std::vector<Link> LinksOf(const Candidates& candidates, absl::string_view id) {
  const std::string self(id);
  const std::vector<std::string> others = candidates.Of(id);
  std::vector<Link> links;
  for (const std::string& other : others) links.push_back({other, candidates.Judge(id, other)});
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
