// Incidents that may be the same: knows where each is to be found by those that it may be compared with, reads what a comparison
// looks at out of the store, and judges pairs when asked.
#ifndef LIGHTSHIP_NODE_INCIDENT_MATCHER_H_
#define LIGHTSHIP_NODE_INCIDENT_MATCHER_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "lightship/v1/audit.pb.h"
#include "node/base/mutex.h"
#include "node/crypto/digest.h"
#include "node/incident/correlation/candidates.h"
#include "node/incident/correlation/compare.h"
#include "node/incident/correlation/links.h"
#include "node/incident/patience.h"
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
  uint64_t print = 0;  // of both
};

// Likely ones before possible ones, then by score, ties by id.
bool Better(const Match& a, const Match& b);

// Derived from the reports held, whatever their order. Each incident is looked at alone, not with those that it is told with:
// a verdict must not feed on itself. Exercises and retracted incidents match nothing. Thread-safe.
class Matcher final : private correlation::Reports {
 public:
  explicit Matcher(const store::Store* store) : store_(store) {}

  // Takes in at most `most` changes that it does not know yet; false when there are no more. REQUIRES: snapshots of one table,
  // none older than the one before. TakeChanged knows nothing of what was taken in by kNothing.
  absl::StatusOr<bool> Follow(std::shared_ptr<const TableSnapshot> snapshot, size_t most,
                              correlation::Tells tells = correlation::Tells::kWhoseChange);

  // Of questions, `now`: a snapshot of that table, the newest at hand. What an incident tells there must be what it told when it was
  // taken in, whatever is remembered of it: what was erased or withdrawn since is not drawn on, though nobody has taken that in yet.
  // Reports are read without keeping others from asking.

  // What becomes of an account that has changed since it was taken in: it matches nothing until it is taken in again, or the question
  // is UNAVAILABLE until then, for those who must not take that for a verdict.
  enum class Changed { kLeftOut, kRefused };

  // The likely (SAME_INCIDENT) and the possible ones, the best first. Fails when a report cannot be read, or when patience ends, which
  // is asked at each report that is read.
  absl::StatusOr<std::vector<Match>> Of(const TableSnapshot& now, const crypto::Digest& incident, Changed changed = Changed::kLeftOut,
                                        const Patience& patience = nullptr) const;

  // The incident's parts, not given to all by their author, that its matches' reasons draw on; without parts if there are none.
  // UNAVAILABLE once the incident has changed since it was taken in: nobody can tell any more what they drew on.
  absl::StatusOr<v1::AuditedRead> RestrictedOf(const TableSnapshot& now, const crypto::Digest& incident) const;

  // Their identities exclude one another. UNAVAILABLE once one of them says something else than when it was taken in.
  absl::StatusOr<bool> AreDifferent(const TableSnapshot& now, const crypto::Digest& a, const crypto::Digest& b) const;

  // Comparisons made so far.
  uint64_t compared() const;

  // Changes of the snapshot that are not taken in yet.
  uint64_t Behind(const TableSnapshot& snapshot) const;

  // Incidents whose matches may have changed since the last call.
  std::set<crypto::Digest> TakeChanged();

  // What it has taken in, but for TakeChanged, for Restore by the same program.
  std::string Kept() const;
  // REQUIRES: `kept` of a matcher that followed the table of this snapshot, which is as it was then; that nothing was followed.
  void Restore(absl::string_view kept, std::shared_ptr<const TableSnapshot> snapshot);

 private:
  using ToldPointer = std::shared_ptr<const Told>;
  using ToldByRow = absl::flat_hash_map<uint32_t, ToldPointer>;
  // What is told is at hand for so many, of which the older half goes at once. About 5 MiB.
  static constexpr size_t kToldMost = 2048;

  // Of correlation::Reports, by numbers of rows. REQUIRES: mutex_ is held.
  absl::string_view IdOf(uint32_t number) const override ABSL_NO_THREAD_SAFETY_ANALYSIS;
  std::shared_ptr<const correlation::Account> AccountOf(uint32_t number) const override ABSL_NO_THREAD_SAFETY_ANALYSIS;
  bool IsAsAdded(uint32_t number) const override ABSL_NO_THREAD_SAFETY_ANALYSIS;

  // A question: gone through with what is at hand, again and again until nothing is missing, which is read between.
  struct Asked {
    const TableSnapshot* now;
    std::shared_ptr<const TableSnapshot> followed = nullptr;  // when it was first gone through: `now` if it is newer
    ToldByRow read = {};
    std::set<uint32_t> missing = {};
    bool changed = false;  // an account that was looked for
  };
  void Begin(Asked& asked) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Whether nothing was missing.
  bool End(const Asked& asked) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status ReadMissing(Asked& asked, const Patience& patience) const;
  std::vector<Match> LinkedWith(uint32_t number) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  // nullptr when it tells nothing that can be compared; ToldOf: or something else than when it was taken in, or is missing.
  absl::StatusOr<ToldPointer> Read(const TableSnapshot& snapshot, const RowDetail& row) const;
  ToldPointer ToldOf(uint32_t number) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  ToldPointer Remembered(uint32_t number) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Remember(uint32_t number, ToldPointer told) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // What was told when it was taken in last; nullptr when that is not known any more.
  ToldPointer FormerOf(uint32_t number) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  std::optional<uint32_t> NumberOf(const crypto::Digest& id) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status TakeIn(const TableSnapshot& snapshot, const RowDetail& row, correlation::Tells tells);

  const store::Store* const store_;
  mutable base::Mutex mutex_;
  uint64_t cursor_ ABSL_GUARDED_BY(mutex_) = 0;
  // The newest that was followed, and the newest of which all was taken in.
  std::shared_ptr<const TableSnapshot> snapshot_ ABSL_GUARDED_BY(mutex_) = std::make_shared<TableSnapshot>();
  std::shared_ptr<const TableSnapshot> taken_in_ ABSL_GUARDED_BY(mutex_) = snapshot_;
  correlation::Candidates candidates_ ABSL_GUARDED_BY(mutex_){this};
  mutable ToldByRow newer_ ABSL_GUARDED_BY(mutex_);
  mutable ToldByRow older_ ABSL_GUARDED_BY(mutex_);
  mutable Asked* asked_ ABSL_GUARDED_BY(mutex_) = nullptr;  // that is gone through
  absl::flat_hash_set<crypto::Digest> changed_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_MATCHER_H_
