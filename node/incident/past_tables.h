// The table of incidents as it was known at a moment: what the statements admitted before it add up to.
#ifndef LIGHTSHIP_NODE_INCIDENT_PAST_TABLES_H_
#define LIGHTSHIP_NODE_INCIDENT_PAST_TABLES_H_

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "node/base/mutex.h"
#include "node/base/uptime.h"
#include "node/incident/table.h"
#include "node/store/store.h"

namespace lightship::incident {

// Thread-safe. Keeps the last table that it made.
class PastTables {
 public:
  // `uptime`: time that nobody sets.
  explicit PastTables(const store::Store* store, std::function<absl::Duration()> uptime = base::Uptime)
      : store_(store), uptime_(std::move(uptime)) {}

  // Incidents whose founding report was admitted before `at` (by the clock of the log that admitted it, so the same on every
  // node that holds the same statements), folded and grouped from the statements admitted before it. What was erased since is
  // not there, and a key that was revoked since is doubted. Reads every record, and the statements of those that changed
  // since: for a worker thread. DATA_LOSS as LoadMember. RESOURCE_EXHAUSTED (OVERLOADED) while another call makes one, as no
  // thread waits for another; the next is made for the caller who has come back for the longest, whatever others ask for.
  // `now`: the newest snapshot, which tells whether the last table still holds.
  absl::StatusOr<std::shared_ptr<const TableSnapshot>> At(absl::Time at, const TableSnapshot& now,
                                                          absl::string_view caller);

 private:
  // Whoever has been refused.
  struct Waiting {
    std::string caller;
    absl::Duration asked;  // uptime when last
  };
  // OK when the caller shall make a table now.
  absl::Status TakeTurn(absl::string_view caller) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Leave(absl::string_view caller) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const store::Store* const store_;
  const std::function<absl::Duration()> uptime_;
  base::Mutex mutex_;
  std::deque<Waiting> waiting_ ABSL_GUARDED_BY(mutex_);  // the longest first
  bool making_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Time last_at_ ABSL_GUARDED_BY(mutex_);
  uint64_t last_change_ ABSL_GUARDED_BY(mutex_) = 0;
  std::shared_ptr<const TableSnapshot> last_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_PAST_TABLES_H_
