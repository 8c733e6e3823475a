// Which incidents are told by reports that are verified by their log alone so far (node/ledger/unverified.h).
#ifndef LIGHTSHIP_NODE_INCIDENT_UNVERIFIED_H_
#define LIGHTSHIP_NODE_INCIDENT_UNVERIFIED_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "lightship/v1/incident.pb.h"
#include "node/incident/records.h"
#include "node/ledger/heads.h"

namespace lightship::incident {

// As of one picture of the logs. To be taken after the incidents were, so that it knows of all that they tell.
class Unverified {
 public:
  explicit Unverified(const ledger::Heads& heads);

  // Sets verified_by_log.
  void Mark(v1::IncidentSummary& summary) const;
  void MarkAll(std::vector<Shown>& summaries) const;

 private:
  bool Waits(absl::string_view address) const;

  std::map<std::string, uint64_t> logs_;  // by origin: where they are unverified from
};

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_UNVERIFIED_H_
