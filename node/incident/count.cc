#include "node/incident/count.h"

#include <algorithm>
#include <atomic>
#include <limits>
#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/incident/counter.h"
#include "node/incident/filter.h"
#include "node/statement/open.h"

namespace lightship::incident {
namespace {

constexpr int kOffsetLeast = -12 * 60, kOffsetMost = 14 * 60;

absl::Status CheckRequest(const v1::CountIncidentsRequest& request) {
  std::vector<base::Violation> violations = CheckFilter(request.filter());
  if (static_cast<size_t>(request.dimensions_size()) > kDimensionsMost) {
    violations.push_back({"dimensions", absl::StrCat("at most ", kDimensionsMost)});
  }
  std::set<int> seen;
  for (int i = 0; i < request.dimensions_size(); ++i) {
    const int dimension = request.dimensions(i);
    if (dimension == 0 || !v1::Dimension_IsValid(dimension)) {
      violations.push_back({absl::StrCat("dimensions[", i, "]"),
                            absl::StrCat(dimension, " is no dimension that this release knows")});
    } else if (!seen.insert(dimension).second) {
      violations.push_back({absl::StrCat("dimensions[", i, "]"), "named twice"});
    }
  }
  if (request.utc_offset_minutes() < kOffsetLeast || request.utc_offset_minutes() > kOffsetMost) {
    violations.push_back({"utc_offset_minutes", "-720 to 840"});
  }
  if (request.cell_level() > kCellLevelMost) {
    violations.push_back({"cell_level", absl::StrCat("1 to ", kCellLevelMost, "; 0 means ",
                                                     kCellLevelDefault)});
  }
  if (violations.empty()) return absl::OkStatus();
  return base::InvalidFields(base::reason::kInvalidFilter, violations);
}

// The interval asked for, for the middle of an incident's; the filter itself selects by overlap.
struct Period {
  int64_t from_us = std::numeric_limits<int64_t>::min();
  int64_t until_us = std::numeric_limits<int64_t>::max();
  bool any = true;

  bool Holds(int64_t middle_us) const {
    return any || (middle_us != kUnknownTime && middle_us >= from_us && middle_us < until_us);
  }
  bool MayHoldAny(const Outline& outline) const {
    return any || (outline.start_us.least < until_us && outline.end_us.most >= from_us);
  }
  void Narrow(const Chunk& chunk, Selection& selection) const {
    if (any) return;
    for (size_t row = 0; row < chunk.size; ++row) selection[row] &= Holds(MiddleOf(chunk, row)) ? 1 : 0;
  }
};

// REQUIRES: a filter without violations.
Period PeriodOf(const v1::IncidentFilter& filter) {
  Period period;
  period.any = !filter.has_occurred_from() && !filter.has_occurred_until();
  if (filter.has_occurred_from()) {
    period.from_us = absl::ToUnixMicros(*statement::ToTime(filter.occurred_from()));
  }
  if (filter.has_occurred_until()) {
    period.until_us = absl::ToUnixMicros(*statement::ToTime(filter.occurred_until()));
  }
  return period;
}

// One count, of which each thread takes a share of the chunks.
class Shares {
 public:
  Shares(const TableSnapshot& snapshot, const v1::CountIncidentsRequest& request, const Patience& patience)
      : snapshot_(snapshot), period_(PeriodOf(request.filter())), patience_(patience), filter_(FilterOf(request)),
        sought_(filter_.MayMatch(snapshot.regions())) {}

  const CompiledFilter& filter() const { return filter_; }
  size_t chunks() const { return sought_.size(); }

  // Of `shares`, in order. Thread-safe.
  absl::Status Count(size_t share, size_t shares, Counter& counter) {
    absl::Status counted = CountChunks(share, shares, counter);
    if (!counted.ok()) failed_.store(true, std::memory_order_relaxed);
    return counted;
  }

 private:
  static CompiledFilter FilterOf(const v1::CountIncidentsRequest& request) {
    v1::IncidentFilter rest = request.filter();
    rest.clear_occurred_from();
    rest.clear_occurred_until();
    return CompiledFilter::OfChecked(rest);
  }

  absl::Status CountChunks(size_t share, size_t shares, Counter& counter) {
    const size_t begin = chunks() * share / shares, end = chunks() * (share + 1) / shares;
    Selection selection;
    for (size_t i = begin; i < end && !failed_.load(std::memory_order_relaxed); ++i) {
      const Chunk& chunk = *sought_[i].chunk;
      // All shares are taken to have come as far.
      const auto go_on = [&] {
        return patience_ ? patience_((i - begin) * snapshot_.chunks() / (end - begin), snapshot_.chunks()) : absl::OkStatus();
      };
      if (i + 1 < end) {
        filter_.Expect(*sought_[i + 1].chunk);
        counter.Expect(*sought_[i + 1].chunk);
      }
      if (!period_.MayHoldAny(chunk.outline)) continue;
      RETURN_IF_ERROR(filter_.Select(chunk, selection));
      RETURN_IF_ERROR(go_on());
      period_.Narrow(chunk, selection);
      RETURN_IF_ERROR(counter.Add(chunk, selection, go_on));
    }
    return absl::OkStatus();
  }

  const TableSnapshot& snapshot_;
  const Period period_;
  const Patience& patience_;
  const CompiledFilter filter_;
  const std::vector<Sought> sought_;
  std::atomic<bool> failed_{false};  // of the count: no share needs to go on
};

}  // namespace

absl::StatusOr<Counted> Count(const TableSnapshot& snapshot, const v1::CountIncidentsRequest& request,
                              const Patience& patience, Threads* threads) {
  RETURN_IF_ERROR(CheckRequest(request));
  Shares shares(snapshot, request, patience);
  std::vector<Counter> counters;
  const size_t all = threads == nullptr ? 1 : threads->SharesOf(shares.chunks());
  for (size_t i = 0; i < all; ++i) counters.emplace_back(request);
  std::vector<absl::Status> counted(counters.size());
  const auto count = [&](size_t share) { counted[share] = shares.Count(share, counters.size(), counters[share]); };
  if (counters.size() == 1) {
    count(0);
  } else {
    threads->Share(counters.size(), count);
  }
  for (const absl::Status& status : counted) RETURN_IF_ERROR(status);
  for (size_t i = 1; i < counters.size(); ++i) RETURN_IF_ERROR(counters[0].Add(counters[i]));
  return counters[0].Finish(shares.filter(), snapshot.records());
}

}  // namespace lightship::incident
