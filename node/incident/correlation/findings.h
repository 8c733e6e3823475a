// The parts of a comparison: each looks at one side of two accounts, adds its reasons and tells
// what the verdict needs to know. Pure functions, symmetric but for the order of words, which is
// that of the arguments.
#ifndef LIGHTSHIP_NODE_INCIDENT_CORRELATION_FINDINGS_H_
#define LIGHTSHIP_NODE_INCIDENT_CORRELATION_FINDINGS_H_

#include <optional>
#include <string>
#include <utility>

#include "node/incident/correlation/account.h"
#include "node/incident/correlation/compare.h"

namespace lightship::incident::correlation {

struct Findings {
  std::vector<Reason> reasons;
  double score = 0;

  void Add(double weight, std::string words) {
    score += weight;
    reasons.push_back({weight, std::move(words)});
  }
};

// identity.cc: which ship.
enum class Identity {
  kUnknown,    // at least one report tells no ship
  kSame,       // same number or name
  kPart,       // one name is part of the other
  kMentioned,  // one report's ship stands in the other's text, which is about another ship
  kDifferent,  // names that have nothing in common
  kVeto,       // different valid IMO numbers
};
Identity CompareIdentities(const Account& a, const Account& b, Findings& findings);

// when.cc: days between the two, 0 for the same day; nothing when a time is not known.
struct Occasion {
  std::optional<int> days;
  bool same_hour = false;
  // Between two times of day that differ by more than two clocks do.
  std::optional<double> hours_apart;
};
Occasion CompareTimes(const Account& a, const Account& b, Findings& findings);

// place.cc: nautical miles between the two as stated; nothing when a position is not known.
struct Place {
  std::optional<double> nm;
  bool beyond_doubt = false;  // further apart than their uncertainty allows
  bool repaired = false;      // near one another if a doubt about one of the positions is right
};
Place ComparePlaces(const Account& a, const Account& b, Findings& findings);

// circumstances.cc: kind of ship, what it did, what was done to it, by how many; and wording, 0
// to 1.
void CompareCircumstances(const Account& a, const Account& b, Findings& findings);
std::optional<double> CompareWording(const Account& a, const Account& b, Findings& findings);
// True for two records that one source keeps under different numbers, or two entries of IMO's list.
bool AreRecordsOfOneSource(const Account& a, const Account& b);
bool ShareReference(const Account& a, const Account& b);

}  // namespace lightship::incident::correlation

#endif  // LIGHTSHIP_NODE_INCIDENT_CORRELATION_FINDINGS_H_
