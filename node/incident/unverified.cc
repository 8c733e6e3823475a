#include "node/incident/unverified.h"

#include <algorithm>
#include <memory>

#include "node/statement/address.h"

namespace lightship::incident {

Unverified::Unverified(const ledger::Heads& heads) {
  for (const auto& [origin, head] : heads.logs) {
    if (head->verified_until < head->size) logs_[origin] = head->verified_until;
  }
}

bool Unverified::Waits(absl::string_view address) const {
  const absl::StatusOr<statement::Address> place = statement::Address::Parse(address);
  if (!place.ok()) return false;
  const auto log = logs_.find(place->log().ToString());
  return log != logs_.end() && place->index >= log->second;
}

void Unverified::Mark(v1::IncidentSummary& summary) const {
  if (logs_.empty()) return;
  summary.set_verified_by_log(Waits(summary.address()) || std::any_of(summary.joined().begin(), summary.joined().end(),
                                                                      [&](const std::string& address) { return Waits(address); }));
}

void Unverified::MarkAll(std::vector<Shown>& summaries) const {
  if (logs_.empty()) return;
  for (Shown& shown : summaries) {
    v1::IncidentSummary summary;
    if (!summary.ParseFromString(*shown)) continue;
    Mark(summary);
    if (summary.verified_by_log()) shown = std::make_shared<const std::string>(summary.SerializeAsString());
  }
}

}  // namespace lightship::incident
