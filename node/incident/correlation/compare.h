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
inline constexpr absl::string_view kMethod = "lightship-correlation/1";

struct Reason {
  double weight = 0;  // log-odds; above 0 speaks for one incident
  std::string words;  // "0.4 nm apart", "same name BLUE STAR"
  // Names or numbers a ship: only for those who may see both reports' vessel part and narrative.
  bool identifies = false;
};

struct Judgement {
  // UNSPECIFIED: nothing that speaks for one incident.
  // SAME_INCIDENT: never by place and time alone when both reports carry an identity, and never for
  // a ship that may have been attacked again. DIFFERENT_INCIDENT: the identities exclude one
  // another.
  v1::CorrelationVerdict verdict = v1::CORRELATION_VERDICT_UNSPECIFIED;
  double score = 0;
  // Name or number tell that both are of one ship, in whatever incidents.
  bool same_ship = false;
  std::vector<Reason> reasons;  // the weightiest first

  // 0 to 1, for v1::Correlation.score.
  double Probability() const;
  // "+7.0 same name ...", apart by "; ".
  std::string InWords() const;
};

// Symmetric: Compare(a, b) and Compare(b, a) are the same in every member.
Judgement Compare(const Account& a, const Account& b);

}  // namespace lightship::incident::correlation

#endif  // LIGHTSHIP_NODE_INCIDENT_CORRELATION_COMPARE_H_
