#include "node/incident/verdicts.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "node/ledger/audit.h"
#include "node/statement/open.h"

namespace lightship::incident {
namespace {

bool Counts(const Verdict& a, const Verdict& b) {
  return std::forward_as_tuple(b.score.has_value(), a.made_at, b.statement) >
         std::forward_as_tuple(a.score.has_value(), b.made_at, a.statement);
}

// Another economy's part may say anything; what is no score supports nothing.
double PlausibleScore(double score) { return score >= 0 && score <= 1 ? score : 0; }

std::optional<Verdict> VerdictIn(const crypto::Digest& incident, const Member& member) {
  const v1::Manifest& manifest = member.statement->manifest;
  if (manifest.kind() != v1::STATEMENT_KIND_ASSERTION || !member.InForce()) return std::nullopt;
  if (member.statement->doubtful || manifest.subject() != crypto::AsView(incident)) {
    return std::nullopt;
  }
  auto assertion = ParsePart<v1::Assertion>(*member.statement, "assertion");
  if (!assertion.has_value() || !assertion->has_correlation()) return std::nullopt;
  const v1::Correlation& correlation = assertion->correlation();
  absl::StatusOr<crypto::Digest> other = crypto::DigestFromBytes(correlation.other());
  if (!other.ok() || *other == incident) return std::nullopt;
  Verdict verdict;
  verdict.other = *other;
  verdict.economy = member.log.economy;
  verdict.verdict = correlation.verdict();
  if (correlation.has_score()) verdict.score = PlausibleScore(correlation.score());
  verdict.made_at = statement::ToTime(manifest.created_at()).value_or(absl::UnixEpoch());
  verdict.statement = member.statement->id;
  const v1::AuditedRead restricted = ledger::RestrictedAmong(
      member.log.At(member.statement->index).ToString(), manifest, {"assertion"});
  if (restricted.part_names_size() > 0) verdict.restricted_at = restricted.address();
  return verdict;
}

void Tell(const Verdict& verdict, Pair& pair) {
  if (!verdict.restricted_at.empty()) pair.restricted_at.push_back(verdict.restricted_at);
  switch (verdict.verdict) {
    case v1::CORRELATION_VERDICT_SAME_INCIDENT:
      pair.same.insert(verdict.economy);
      pair.score = std::max(pair.score, verdict.score.value_or(1));
      return;
    case v1::CORRELATION_VERDICT_DIFFERENT_INCIDENT:
      pair.different.insert(verdict.economy);
      return;
    case v1::CORRELATION_VERDICT_POSSIBLE_SAME:
      pair.possible.insert(verdict.economy);
      return;
    default:  // of a later release
      return;
  }
}

}  // namespace

std::vector<Verdict> VerdictsOf(const crypto::Digest& incident, absl::Span<const Member> members) {
  std::map<std::pair<crypto::Digest, std::string>, Verdict> counting;
  for (const Member& member : members) {
    std::optional<Verdict> verdict = VerdictIn(incident, member);
    if (!verdict.has_value()) continue;
    auto [known, added] = counting.try_emplace({verdict->other, verdict->economy}, *verdict);
    if (!added && Counts(*verdict, known->second)) known->second = *verdict;
  }
  std::vector<Verdict> verdicts;
  for (auto& [key, verdict] : counting) verdicts.push_back(std::move(verdict));
  return verdicts;
}

std::vector<Pair> PairsOf(absl::Span<const Judged> incidents) {
  using Ends = std::pair<crypto::Digest, crypto::Digest>;
  std::map<Ends, std::map<std::string, const Verdict*>> said;
  for (const Judged& judged : incidents) {
    for (const Verdict& verdict : judged.verdicts) {
      const Verdict*& counting =
          said[std::minmax(judged.incident, verdict.other)][verdict.economy];
      if (counting == nullptr || Counts(verdict, *counting)) counting = &verdict;
    }
  }
  std::vector<Pair> pairs;
  for (const auto& [ends, verdicts] : said) {
    Pair& pair = pairs.emplace_back();
    std::tie(pair.a, pair.b) = ends;
    for (const auto& [economy, verdict] : verdicts) Tell(*verdict, pair);
  }
  return pairs;
}

}  // namespace lightship::incident
