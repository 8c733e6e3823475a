#include "node/incident/correlation/links.h"

#include <utility>

namespace lightship::incident::correlation {
namespace {

constexpr auto kSame = v1::CORRELATION_VERDICT_SAME_INCIDENT;
// How much better the other report must fit: a day, for example.
constexpr double kClearly = 2;

// Each with each, without regard to rivals.
std::vector<Link> CompareAll(const Candidates& candidates, absl::string_view id) {
  std::vector<Link> links;
  const Account* account = candidates.Find(id);
  if (account == nullptr) return links;
  for (std::string& other : candidates.Of(id)) {
    Judgement judgement = Compare(*account, *candidates.Find(other));
    links.push_back({std::move(other), std::move(judgement)});
  }
  return links;
}

// True when another report of the ship of `a`, of another incident, fits `b` clearly better than
// `score`, that of `a`.
bool HasRival(const Candidates& candidates, const std::vector<Link>& links_of_a,
              const std::string& b, double score) {
  for (const Link& rival : links_of_a) {
    if (rival.other == b || !rival.judgement.same_ship || rival.judgement.verdict == kSame)
      continue;
    const Judgement fit = Compare(*candidates.Find(rival.other), *candidates.Find(b));
    if (fit.verdict == kSame && fit.score >= score + kClearly) return true;
  }
  return false;
}

}  // namespace

std::vector<Link> LinksOf(const Candidates& candidates, absl::string_view id) {
  const std::string self(id);
  const std::vector<Link> compared = CompareAll(candidates, id);
  std::vector<Link> links = compared;
  for (Link& link : links) {
    if (link.judgement.verdict != kSame) continue;
    const double score = link.judgement.score;
    if (!HasRival(candidates, compared, link.other, score) &&
        !HasRival(candidates, CompareAll(candidates, link.other), self, score)) {
      continue;
    }
    link.judgement.HoldBack("another report of the ship fits better: perhaps attacked again");
  }
  return links;
}

}  // namespace lightship::incident::correlation
