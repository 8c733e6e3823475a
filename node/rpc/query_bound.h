// How long one query may keep a thread of the pool: callers take turns there, but nobody shall have all the threads by questions
// that are answered once in minutes.
#ifndef LIGHTSHIP_NODE_RPC_QUERY_BOUND_H_
#define LIGHTSHIP_NODE_RPC_QUERY_BOUND_H_

#include <atomic>
#include <cstdint>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "node/base/clock.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/incident/patience.h"

namespace lightship::rpc {

// Thread-safe.
class QueryBound {
 public:
  // `steady` outlives the queries.
  QueryBound(const base::Clock* steady, absl::Duration most) : steady_(steady), most_(most) {}

  // Of a query that begins now. INVALID_ARGUMENT (QUERY_TOO_LONG), which nobody asks again, once it has taken longer.
  incident::Patience Begin() {
    return [this, began = steady_->Now(), given_up = std::make_shared<std::atomic<bool>>(false)](size_t looked_at, size_t all) {
      if (steady_->Now() - began <= most_) return absl::OkStatus();
      // Each thread that takes part in it asks.
      if (!given_up->exchange(true)) refused_.fetch_add(1, std::memory_order_relaxed);
      return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kQueryTooLong,
                         absl::StrCat("after ", absl::FormatDuration(most_), " this had looked at ", 100 * looked_at / all,
                                      " % of the incidents: ask for less, such as a shorter time, a smaller area of fewer corners, one "
                                      "economy or ship, whole words instead of beginnings (word*) and phrases, or fewer dimensions"));
    };
  }
  // Queries that were given up.
  uint64_t refused() const { return refused_.load(std::memory_order_relaxed); }

 private:
  const base::Clock* const steady_;
  const absl::Duration most_;
  std::atomic<uint64_t> refused_{0};
};

}  // namespace lightship::rpc

#endif  // LIGHTSHIP_NODE_RPC_QUERY_BOUND_H_
