#include "node/incident/membership.h"

#include "absl/status/statusor.h"

namespace lightship::incident {

std::optional<crypto::Digest> IncidentOf(const crypto::Digest& statement_id,
                                         const v1::Manifest& manifest) {
  if (manifest.subject().empty()) {
    if (manifest.kind() != v1::STATEMENT_KIND_REPORT) return std::nullopt;
    return statement_id;
  }
  absl::StatusOr<crypto::Digest> subject = crypto::DigestFromBytes(manifest.subject());
  if (!subject.ok()) return std::nullopt;
  return *subject;
}

bool Founds(const crypto::Digest& incident, const crypto::Digest& statement_id,
            const v1::Manifest& manifest) {
  return statement_id == incident && manifest.subject().empty() &&
         manifest.kind() == v1::STATEMENT_KIND_REPORT;
}

}  // namespace lightship::incident
