// The category that ReCAAP's two factors suggest for an incident. A proposal: a verifier judges and signs. Pure.
#ifndef LIGHTSHIP_NODE_MARITIME_RECAAP_H_
#define LIGHTSHIP_NODE_MARITIME_RECAAP_H_

#include <string>
#include <vector>

#include "lightship/v1/report.pb.h"

namespace lightship::maritime {

struct RecaapProposal {
  // As Classification.value of RECAAP_CAT: "1" (very significant) to "4" (least), "attempted", or empty when the act is neither.
  std::string category;
  // Something is not stated (weapons, harm to the crew, loss, number of perpetrators) that could raise the category.
  bool provisional = false;
  // What it rests on, a line each: act, weapons, crew, perpetrators, loss.
  std::vector<std::string> inputs;
};

// By the first rule that holds:
//   attempted  the act did not come to a boarding
//   1          ship hijacked or persons kidnapped, killed or missing; or the ship, cargo or oil taken with firearms, violence
//              against the crew, or more than nine perpetrators
//   2          firearms; or crew injured, assaulted, tied up or held hostage
//   3          other weapons; or crew threatened
//   4          none of these
// Source: ReCAAP ISC annual reports, "violence factor" and "economic factor". The reports describe tendencies, not thresholds;
// the thresholds are this project's.
RecaapProposal ProposeRecaap(const v1::Facts& facts);

}  // namespace lightship::maritime

#endif  // LIGHTSHIP_NODE_MARITIME_RECAAP_H_
