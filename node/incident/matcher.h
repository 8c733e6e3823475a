// Incidents that may be the same: keeps what a comparison looks at of each incident, and judges pairs when asked.
#ifndef LIGHTSHIP_NODE_INCIDENT_MATCHER_H_
#define LIGHTSHIP_NODE_INCIDENT_MATCHER_H_

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "lightship/v1/audit.pb.h"
#include "node/base/mutex.h"
#include "node/crypto/digest.h"
#include "node/incident/correlation/candidates.h"
#include "node/incident/correlation/compare.h"
#include "node/incident/correlation/links.h"
#include "node/incident/table.h"
#include "node/store/store.h"

namespace lightship::incident {

// An incident that may be the same as the one asked about.
struct Match {
  crypto::Digest incident{};
  correlation::Judgement judgement;
};

// What an incident's best report tells, and its parts that are not for all.
struct Told {
  correlation::Account account;
  v1::AuditedRead restricted;
};

// Likely ones before possible ones, then by score, ties by id.
bool Better(const Match& a, const Match& b);

// Derived from the reports held, whatever their order. Each incident is looked at alone, not with those that it is told with:
// a verdict must not feed on itself. Exercises and retracted incidents match nothing. Thread-safe.
class Matcher {
 public:
  explicit Matcher(const store::Store* store) : store_(store) {}

  // Takes in at most `most` changes that it does not know yet; false when there are no more. REQUIRES: snapshots of one table,
  // none older than the one before. TakeChanged knows nothing of what was taken in by kNothing.
  absl::StatusOr<bool> Follow(const TableSnapshot& snapshot, size_t most,
                              correlation::Tells tells = correlation::Tells::kWhoseChange);

  // The likely (SAME_INCIDENT) and the possible ones, the best first.
  std::vector<Match> Of(const crypto::Digest& incident) const;

  // The incident's parts, not given to all by their author, that its matches' reasons draw on; without parts if there are none.
  v1::AuditedRead RestrictedOf(const crypto::Digest& incident) const;

  // Their identities exclude one another.
  bool AreDifferent(const crypto::Digest& a, const crypto::Digest& b) const;

  // Comparisons made so far.
  uint64_t compared() const;

  // Changes of the snapshot that are not taken in yet.
  uint64_t Behind(const TableSnapshot& snapshot) const;

  // Incidents whose matches may have changed since the last call.
  std::set<crypto::Digest> TakeChanged();

 private:
  // A link between others changed its row, for example: nothing is to be compared anew.
  bool Knows(const crypto::Digest& id, const std::optional<Told>& told) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status TakeIn(const TableSnapshot& snapshot, const RowDetail& row, correlation::Tells tells);

  const store::Store* const store_;
  mutable base::Mutex mutex_;
  uint64_t cursor_ ABSL_GUARDED_BY(mutex_) = 0;
  correlation::Candidates candidates_ ABSL_GUARDED_BY(mutex_);
  std::map<crypto::Digest, v1::AuditedRead> restricted_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_set<crypto::Digest> changed_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_MATCHER_H_
