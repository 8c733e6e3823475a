#include "node/incident/locate.h"

#include "absl/strings/str_cat.h"
#include "node/base/encoding.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/statement/address.h"

namespace lightship::incident {
namespace {

absl::Status NotFound(absl::string_view what) {
  return base::Error(absl::StatusCode::kNotFound, base::reason::kNotFound,
                     absl::StrCat("no incident ", what, " is known here"));
}

}  // namespace

absl::StatusOr<const RowDetail*> Locate(const TableSnapshot& snapshot,
                                        const v1::IncidentName& name) {
  if (name.has_address()) {
    ASSIGN_OR_RETURN(statement::Address address, statement::Address::Parse(name.address()));
    const RowDetail* found = snapshot.Find(address);
    if (found == nullptr) return NotFound(name.address());
    return found;
  }
  absl::StatusOr<crypto::Digest> id = crypto::DigestFromBytes(name.incident_id());
  if (!id.ok()) {
    return base::InvalidFields(
        base::reason::kMalformed,
        {{"incident.incident_id", "the founding report's statement id, 32 bytes, or an address"}});
  }
  const RowDetail* found = snapshot.Find(*id);
  if (found == nullptr) return NotFound(base::Hex(name.incident_id()));
  return found;
}

const RowDetail* ToldIn(const TableSnapshot& snapshot, const RowDetail* incident) {
  if (!incident->has_group()) return incident;
  const RowDetail* first = snapshot.Find(incident->group().front());
  return first == nullptr ? incident : first;
}

}  // namespace lightship::incident
