#include "node/incident/correlation/compare.h"

#include <algorithm>
#include <cmath>
#include <tuple>

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
  double wording = 0;         // 0 also where it cannot be told
  bool unlike_texts = false;  // hardly any wording shared
  bool reference = false;     // one number of another system in both
  bool one_source = false;    // two numbers of one system
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

bool MayBeSame(const Seen& seen) {
  if (seen.reference) return seen.identity != Identity::kDifferent;
  if (seen.occasion.days.value_or(0) > 1) return false;
  if (seen.one_source) return IsCopy(seen);
  const bool near = !seen.place.nm.has_value() || *seen.place.nm <= kNearNm || seen.place.repaired;
  switch (seen.identity) {
    case Identity::kSame:
      return seen.occasion.days.has_value() && !MayBeAnotherAttack(seen);
    case Identity::kPart:
      return seen.occasion.days == 0 && near;
    case Identity::kMentioned:
      return false;
    case Identity::kUnknown: {
      const bool spot = seen.occasion.same_hour && !seen.unlike_texts &&
                        seen.place.nm.has_value() && *seen.place.nm <= kSpotNm;
      return seen.occasion.days.has_value() && near && (seen.wording >= kSharedMuch || spot);
    }
    case Identity::kDifferent:
    case Identity::kVeto:
      return false;
  }
  return false;
}

v1::CorrelationVerdict VerdictOf(const Seen& seen, double score) {
  if (seen.identity == Identity::kVeto) return v1::CORRELATION_VERDICT_DIFFERENT_INCIDENT;
  // Two names of one text: a ship renamed, or a name misheard.
  if (seen.identity == Identity::kDifferent && seen.wording < kCopied && !seen.reference) {
    return v1::CORRELATION_VERDICT_DIFFERENT_INCIDENT;
  }
  if (score >= kSameLeast && MayBeSame(seen)) return v1::CORRELATION_VERDICT_SAME_INCIDENT;
  return score >= kPossibleLeast ? v1::CORRELATION_VERDICT_POSSIBLE_SAME
                                 : v1::CORRELATION_VERDICT_UNSPECIFIED;
}

// What is seen only by looking at several sides together.
void AddDoubts(const Seen& seen, Findings& findings) {
  if (MayBeAnotherAttack(seen)) {
    findings.Add(-1, "another day and another place: perhaps attacked again");
  }
  if (seen.one_source) findings.Add(-3, "two records of one source");
}

}  // namespace

double Judgement::Probability() const { return 1 / (1 + std::exp(-score)); }

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
  const std::optional<double> wording = CompareWording(a, b, findings);
  seen.wording = wording.value_or(0);
  seen.unlike_texts = wording.value_or(1) < kSharedSome;
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
  return judgement;
}

}  // namespace lightship::incident::correlation
