// Whether two reports tell of one incident: a verdict, a score and the reasons in words. Pure
// functions; for any thread. Nothing is repaired: a doubt that would bring two reports together is
// named among the reasons.
//
// The score is a sum of log-odds (natural logarithm): what each likeness or difference is worth,
// measured on pairs of IMB and ASAM reports that are known to be one incident or two.
#ifndef LIGHTSHIP_NODE_INCIDENT_CORRELATION_COMPARE_H_
#define LIGHTSHIP_NODE_INCIDENT_CORRELATION_COMPARE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "lightship/v1/claims.pb.h"
#include "node/incident/correlation/account.h"

namespace lightship::incident::correlation {

// For v1::Correlation.method: changes whenever a pair of reports could be judged otherwise.
inline constexpr absl::string_view kMethod = "lightship-correlation/2";

struct Reason {
  double weight = 0;  // log-odds; above 0 speaks for one incident
  std::string words;  // "0.4 nm apart", "same name BLUE STAR"
};

struct Judgement {
  // UNSPECIFIED: nothing that speaks for one incident.
  // SAME_INCIDENT: never by place and time alone, never for a ship that may have been attacked
  // again, and never by a number of another system against place or time. DIFFERENT_INCIDENT: the identities exclude one
  // another.
  v1::CorrelationVerdict verdict = v1::CORRELATION_VERDICT_UNSPECIFIED;
  double score = 0;
  // Name or number tell that both are of one ship, in whatever incidents.
  bool same_ship = false;
  // The weightiest first, before them what alone held a likely pair back to POSSIBLE, if anything.
  std::vector<Reason> reasons;

  // 0 to 1, for v1::Correlation.score; below what SAME_INCIDENT needs where that is not the verdict.
  double Probability() const;
  // "+7.0 same name ...", apart by "; ".
  std::string InWords() const;
  // Makes of a likely pair a possible one, with the reason in words.
  void HoldBack(std::string words);
};

// Symmetric: Compare(a, b) and Compare(b, a) are the same in every member.
Judgement Compare(const Account& a, const Account& b);

}  // namespace lightship::incident::correlation

#endif  // LIGHTSHIP_NODE_INCIDENT_CORRELATION_COMPARE_H_
