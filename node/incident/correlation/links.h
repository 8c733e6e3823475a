// The verdicts of one report about all that it is worth comparing with. Depends on the accounts
// held alone.
#ifndef LIGHTSHIP_NODE_INCIDENT_CORRELATION_LINKS_H_
#define LIGHTSHIP_NODE_INCIDENT_CORRELATION_LINKS_H_

#include <cstdint>
#include <vector>

#include "node/incident/correlation/candidates.h"
#include "node/incident/correlation/compare.h"

namespace lightship::incident::correlation {

struct Link {
  uint32_t other = 0;
  Judgement judgement;
};

// One for each candidate of the report, also for those without a verdict, in the order of their ids. As
// Compare, but that a ship's report is not the SAME as another when a second report of the ship, of
// another incident, fits that other clearly better: a ship attacked on two days, told of by two
// sources, is two incidents and not one. Symmetric: the link of a to b has the judgement of that of
// b to a. When Candidates::Add or Remove returns numbers, every pair whose judgement has changed has an
// end among them: drop the links of these and take them anew.
std::vector<Link> LinksOf(const Candidates& candidates, uint32_t report);

}  // namespace lightship::incident::correlation

#endif  // LIGHTSHIP_NODE_INCIDENT_CORRELATION_LINKS_H_
