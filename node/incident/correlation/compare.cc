#include "node/incident/correlation/compare.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "node/incident/correlation/findings.h"

namespace lightship::incident::correlation {
namespace {

// Log-odds that two reports of some days are of one incident, before anything is known of them.
constexpr double kPrior = -3.5;
// 95 % and 18 %.
constexpr double kSameLeast = 3.0;
constexpr double kPossibleLeast = -1.5;
// Wording above which two texts are one text, and above which they tell of one incident.
constexpr double kCopied = 0.6;
constexpr double kSharedMuch = 0.35;
constexpr double kSharedSome = 0.1;
constexpr double kWordForWord = 0.95;
constexpr double kWordForWordNm = 0.5;
// A ship attacked on two days at places further apart than this was attacked twice.
constexpr double kOnePlaceNm = 60;
constexpr double kNearNm = 25;
constexpr double kSpotNm = 2;

struct Seen {
  Identity identity = Identity::kUnknown;
  Occasion occasion;
  Place place;
  double wording = 0;       // 0 also where it cannot be told
  bool reference = false;   // one number of another system in both
  bool one_source = false;  // two numbers of one system
};

// The order in which two accounts are looked at, so that the words do not depend on who is asked
// about whom.
auto OrderOf(const Account& account) {
  const Ship* ship = account.ships.empty() ? nullptr : &account.ships[0];
  return std::tuple(account.source, account.when.has_value() ? account.when->begin_s : 0,
                    account.point.has_value() ? account.point->lat_e7 : 0,
                    account.point.has_value() ? account.point->lon_e7 : 0,
                    ship == nullptr || ship->names.empty() ? "" : ship->names[0].letters,
                    ship == nullptr ? 0u : ship->imo_number, account.prose.letters,
                    account.references.empty() ? "" : account.references[0].id);
}

// A ship on another day at another place.
bool MayBeAnotherAttack(const Seen& seen) {
  return seen.identity == Identity::kSame && seen.occasion.days.value_or(0) > 0 &&
         seen.place.nm.value_or(0) > kOnePlaceNm && !seen.place.repaired;
}

// One source that tells of one incident under two numbers does so in the same words; unnamed ships
// that were robbed alike in one night are told of in nearly the same words.
bool IsCopy(const Seen& seen) {
  if (seen.identity == Identity::kSame) return seen.wording >= kCopied;
  return seen.identity == Identity::kUnknown && seen.wording >= kWordForWord &&
         seen.place.nm.value_or(0) <= kWordForWordNm;
}

// "147 nm in 11.5 h, 13 knots".
std::string Voyage(const Seen& seen) {
  return absl::StrFormat("%.0f nm in %.1f h, %.0f knots", *seen.place.nm,
                         *seen.occasion.hours_apart,
                         *seen.place.nm / *seen.occasion.hours_apart);
}

// Why pairs of this identity are not one incident for sure, as far as it goes; empty: they may be.
std::string DoubtOfIdentity(const Seen& seen) {
  const bool near = !seen.place.nm.has_value() || *seen.place.nm <= kNearNm || seen.place.repaired;
  switch (seen.identity) {
    case Identity::kSame:
      if (MayBeAnotherAttack(seen)) return "a ship on another day at another place";
      return seen.occasion.days.has_value() ? "" : "when it was is not known of both";
    case Identity::kPart:
      return seen.occasion.days == 0 && near ? "" : "the name is not quite the same";
    case Identity::kMentioned:
      return "the ship of one is only named in the other's text";
    case Identity::kUnknown: {
      if (!seen.occasion.days.has_value() || !near) return "no ship that both name";
      const bool spot = seen.occasion.same_hour && seen.wording >= kSharedSome &&
                        seen.place.nm.has_value() && *seen.place.nm <= kSpotNm;
      return seen.wording >= kSharedMuch || spot
                 ? ""
                 : "no ship that both name, and hardly any wording shared";
    }
    case Identity::kDifferent:
    case Identity::kVeto:
      return "different ships";
  }
  return "different ships";
}

// What forbids to call a pair the same whatever its score; empty: nothing does.
std::string DoubtOf(const Seen& seen) {
  if (seen.occasion.days.value_or(0) > 1) return "days apart: perhaps attacked again";
  if (seen.occasion.hours_apart.has_value() && seen.place.beyond_doubt) {
    return absl::StrCat(Voyage(seen), ": perhaps attacked again");
  }
  if (seen.reference) {
    if (seen.identity == Identity::kDifferent) return "different names";
    const bool far = seen.place.nm.value_or(0) > kOnePlaceNm && !seen.place.repaired;
    return far ? "far apart for one number" : "";
  }
  if (seen.one_source) return IsCopy(seen) ? "" : "two records of one source, not in the same words";
  return DoubtOfIdentity(seen);
}

v1::CorrelationVerdict VerdictOf(const Seen& seen, double score) {
  if (seen.identity == Identity::kVeto) return v1::CORRELATION_VERDICT_DIFFERENT_INCIDENT;
  // Two names of one text: a ship renamed, or a name misheard.
  if (seen.identity == Identity::kDifferent && seen.wording < kCopied && !seen.reference) {
    return v1::CORRELATION_VERDICT_DIFFERENT_INCIDENT;
  }
  if (score >= kSameLeast) return v1::CORRELATION_VERDICT_SAME_INCIDENT;
  return score >= kPossibleLeast ? v1::CORRELATION_VERDICT_POSSIBLE_SAME
                                 : v1::CORRELATION_VERDICT_UNSPECIFIED;
}

// What is seen only by looking at several sides together, and speaks against one incident.
void AddDoubts(const Seen& seen, Findings& findings) {
  if (MayBeAnotherAttack(seen)) {
    findings.Add(-1, "another day and another place: perhaps attacked again");
  }
  if (seen.one_source) findings.Add(-3, "two records of one source");
}

}  // namespace

double Judgement::Probability() const {
  const bool same = verdict == v1::CORRELATION_VERDICT_SAME_INCIDENT;
  return 1 / (1 + std::exp(-(same ? score : std::min(score, kSameLeast))));
}

void Judgement::HoldBack(std::string words) {
  verdict = v1::CORRELATION_VERDICT_POSSIBLE_SAME;
  reasons.insert(reasons.begin(), {0, std::move(words)});
}

std::string Judgement::InWords() const {
  return absl::StrJoin(reasons, "; ", [](std::string* out, const Reason& reason) {
    absl::StrAppend(out, absl::StrFormat("%+.1f ", reason.weight), reason.words);
  });
}

Judgement Compare(const Account& first, const Account& second) {
  const bool in_order = OrderOf(first) <= OrderOf(second);
  const Account &a = in_order ? first : second, &b = in_order ? second : first;
  Findings findings;
  Seen seen;
  seen.identity = CompareIdentities(a, b, findings);
  seen.occasion = CompareTimes(a, b, findings);
  seen.place = ComparePlaces(a, b, findings);
  CompareCircumstances(a, b, findings);
  seen.wording = CompareWording(a, b, findings).value_or(0);
  seen.reference = ShareReference(a, b);
  seen.one_source = !seen.reference && AreRecordsOfOneSource(a, b);
  if (seen.reference) findings.Add(9, "same reference");
  AddDoubts(seen, findings);
  Judgement judgement;
  judgement.score = kPrior + findings.score;
  judgement.same_ship = seen.identity == Identity::kSame;
  judgement.verdict = VerdictOf(seen, judgement.score);
  judgement.reasons = std::move(findings.reasons);
  std::stable_sort(
      judgement.reasons.begin(), judgement.reasons.end(),
      [](const Reason& x, const Reason& y) { return std::fabs(x.weight) > std::fabs(y.weight); });
  if (judgement.verdict == v1::CORRELATION_VERDICT_SAME_INCIDENT) {
    if (std::string doubt = DoubtOf(seen); !doubt.empty()) judgement.HoldBack(std::move(doubt));
  }
  return judgement;
}

}  // namespace lightship::incident::correlation
