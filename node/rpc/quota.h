// What one caller may have the node take in, in a stretch of time: nobody fills the disk, and every member's, by a key that was
// lost or a program that runs in a circle. Counted in memory: a restart forgets.
#ifndef LIGHTSHIP_NODE_RPC_QUOTA_H_
#define LIGHTSHIP_NODE_RPC_QUOTA_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "node/base/meter.h"
#include "node/base/mutex.h"

namespace lightship::rpc {

// Of one thing, such as submissions, within all of its bounds at once. Thread-safe; the time is an argument.
class Quota {
 public:
  struct Bound {
    std::string key;   // "submissions_per_day", as in the configuration's block quotas
    std::string what;  // "statements in a day"
    uint64_t most = 0; // 0: as many as one likes
    absl::Duration over;
  };
  explicit Quota(std::vector<Bound> bounds);

  // RESOURCE_EXHAUSTED (OVER_QUOTA) that names the key and says when so much may come; else it counts as come.
  absl::Status Take(absl::string_view caller, uint64_t amount, absl::Time now);
  // The same answer, and nothing counts yet.
  absl::Status Check(absl::string_view caller, uint64_t amount, absl::Time now);
  // What was taken does not count after all. REQUIRES: Take(caller, amount, ...) before.
  void GiveBack(absl::string_view caller, uint64_t amount);

  // As much as this may come from now on (base::Meter::SetMost). REQUIRES: the bounds of the beginning, but for `most`.
  void SetMost(const std::vector<Bound>& bounds, absl::Time now);

  struct Refused {
    std::string key;
    uint64_t times;
  };
  // How often each bound has refused.
  std::vector<Refused> refused() const;
  // Callers of whom something is remembered.
  size_t callers() const;

 private:
  using Meters = std::vector<base::Meter>;

  absl::Status CheckEach(absl::string_view caller, const Meters& meters, uint64_t amount, absl::Time now)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status Refusal(absl::string_view caller, const Bound& bound, absl::Duration wait) const;
  void Forget(absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  mutable base::Mutex mutex_;
  std::vector<Bound> bounds_ ABSL_GUARDED_BY(mutex_);
  std::vector<uint64_t> refused_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, Meters, std::less<>> of_caller_ ABSL_GUARDED_BY(mutex_);
  absl::Time forget_at_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
};

}  // namespace lightship::rpc

#endif  // LIGHTSHIP_NODE_RPC_QUOTA_H_
