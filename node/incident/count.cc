#include "node/incident/count.h"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/container/inlined_vector.h"
#include "absl/strings/str_cat.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/incident/dimension.h"
#include "node/incident/filter.h"
#include "node/statement/open.h"

namespace lightship::incident {
namespace {

constexpr int kDimensionsMost = 4;
constexpr int kOffsetLeast = -12 * 60, kOffsetMost = 14 * 60;
constexpr uint32_t kCellLevelDefault = 6, kCellLevelMost = 14;
// Sorts after every code.
constexpr int64_t kNotKnown = std::numeric_limits<int64_t>::max();

using Key = std::array<int64_t, kDimensionsMost>;

struct Cell {
  uint64_t count = 0;
  absl::InlinedVector<const RowDetail*, kTellingCount> first;  // all of them while the count tells of them
};

absl::Status CheckRequest(const v1::CountIncidentsRequest& request) {
  std::vector<base::Violation> violations = CheckFilter(request.filter());
  if (request.dimensions_size() > kDimensionsMost) {
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

// One count, row after row.
class Counter {
 public:
  explicit Counter(const v1::CountIncidentsRequest& request) : request_(request) {
    CountingFrame frame;
    frame.utc_offset_minutes = request.utc_offset_minutes();
    frame.cell_level =
        static_cast<int>(request.cell_level() == 0 ? kCellLevelDefault : request.cell_level());
    for (int dimension : request.dimensions()) {
      readers_.emplace_back(static_cast<v1::Dimension>(dimension), frame);
    }
  }

  void Add(const Chunk& chunk, size_t row) {
    const RowDetail& detail = *chunk.detail[row];
    if (request_.as_sources_count() && detail.countable.uncounted_by_source) {
      if (++uncounted_ <= kTellingCount) uncounted_first_.push_back(&detail);
      return;
    }
    bool unknown = false;
    for (size_t i = 0; i < readers_.size(); ++i) {
      readers_[i].Read(chunk, row, codes_[i]);
      if (!codes_[i].empty()) continue;
      codes_[i].push_back(kNotKnown);
      unknown = true;
    }
    Key key;
    key.fill(0);
    AddUnder(0, key, detail);
    ++incidents_;
    partly_unknown_ += unknown;
    doubtful_ += detail.countable.doubtful;
    linked_ += detail.countable.linked;
    const int64_t middle = MiddleOf(chunk, row);
    if (middle == kUnknownTime) return;
    oldest_ = std::min(oldest_, middle);
    newest_ = std::max(newest_, middle);
  }

  bool TooMuch() const {
    return cells_.size() > base::limits::kCountRows || steps_ > base::limits::kCountSteps;
  }

  Counted Finish(const CompiledFilter& filter) const {
    Counted counted;
    v1::CountIncidentsResponse& response = counted.response;
    response.set_incidents(incidents_);
    response.set_partly_unknown(partly_unknown_);
    response.set_doubtful(doubtful_);
    response.set_linked(linked_);
    response.set_uncounted_by_source(uncounted_);
    if (newest_ != kUnknownTime) {
      *response.mutable_oldest() = statement::ToTimestamp(absl::FromUnixMicros(oldest_));
      *response.mutable_newest() = statement::ToTimestamp(absl::FromUnixMicros(newest_));
    }
    AddRows(response);
    AddToldOf(filter, counted);
    return counted;
  }

 private:
  // Under every combination of the values from dimension `at` on.
  void AddUnder(size_t at, Key& key, const RowDetail& detail) {
    if (at < readers_.size()) {
      for (int64_t code : codes_[at]) {
        key[at] = code;
        AddUnder(at + 1, key, detail);
      }
      return;
    }
    ++steps_;
    Cell& cell = cells_[key];
    if (++cell.count <= kTellingCount) cell.first.push_back(&detail);
  }

  // Sorts as the response does: by name where the codes have no order of their own.
  struct NamedRow {
    std::vector<std::pair<int64_t, std::string>> order;
    v1::CountRow row;
  };

  NamedRow Named(const Key& key, uint64_t count) const {
    NamedRow named;
    named.row.set_count(count);
    for (size_t i = 0; i < readers_.size(); ++i) {
      std::string name = key[i] == kNotKnown ? "" : readers_[i].NameOf(key[i]);
      const bool by_code = key[i] == kNotKnown || readers_[i].in_code_order();
      named.order.emplace_back(by_code ? key[i] : 0, by_code ? "" : name);
      named.row.add_keys(std::move(name));
    }
    return named;
  }

  void AddRows(v1::CountIncidentsResponse& response) const {
    if (readers_.empty() && incidents_ == 0) return;
    std::vector<NamedRow> rows;
    for (const auto& [key, cell] : cells_) rows.push_back(Named(key, cell.count));
    std::sort(rows.begin(), rows.end(), [](const NamedRow& a, const NamedRow& b) {
      return a.order < b.order;
    });
    for (NamedRow& named : rows) *response.add_rows() = std::move(named.row);
  }

  void AddToldOf(const CompiledFilter& filter, Counted& counted) const {
    std::set<const RowDetail*> told_of;
    if (uncounted_ <= kTellingCount) told_of.insert(uncounted_first_.begin(), uncounted_first_.end());
    for (const auto& [key, cell] : cells_) {
      if (cell.count <= kTellingCount) told_of.insert(cell.first.begin(), cell.first.end());
    }
    for (const RowDetail* detail : told_of) {
      filter.AddReads(*detail, counted.reads);
      if (!detail->countable.restricted) continue;
      counted.told_of.emplace_back().ParseFromString(detail->summary);
    }
  }

  const v1::CountIncidentsRequest& request_;
  std::vector<DimensionReader> readers_;
  std::array<Codes, kDimensionsMost> codes_;
  std::map<Key, Cell> cells_;
  uint64_t incidents_ = 0, partly_unknown_ = 0, doubtful_ = 0, linked_ = 0, uncounted_ = 0, steps_ = 0;
  absl::InlinedVector<const RowDetail*, kTellingCount> uncounted_first_;
  int64_t oldest_ = std::numeric_limits<int64_t>::max();
  int64_t newest_ = kUnknownTime;
};

absl::Status TooMuch() {
  return base::Error(absl::StatusCode::kResourceExhausted, base::reason::kTooLarge,
                     absl::StrCat("more than ", base::limits::kCountRows, " rows, or incidents under more than ",
                                  base::limits::kCountSteps,
                                  " values; use fewer dimensions, wider buckets or a narrower filter"));
}

}  // namespace

absl::StatusOr<Counted> Count(const TableSnapshot& snapshot,
                              const v1::CountIncidentsRequest& request,
                              const Patience& patience) {
  RETURN_IF_ERROR(CheckRequest(request));
  const Period period = PeriodOf(request.filter());
  v1::IncidentFilter rest = request.filter();
  rest.clear_occurred_from();
  rest.clear_occurred_until();
  ASSIGN_OR_RETURN(CompiledFilter filter, CompiledFilter::Compile(rest));
  Counter counter(request);
  Selection selection;
  size_t looked_at = 0;
  for (const std::shared_ptr<const Chunk>& chunk : snapshot.chunks()) {
    if (patience) RETURN_IF_ERROR(patience(looked_at++, snapshot.chunks().size()));
    filter.Select(*chunk, selection);
    for (size_t row = 0; row < chunk->size; ++row) {
      if (selection[row] == 0 || !period.Holds(MiddleOf(*chunk, row))) continue;
      counter.Add(*chunk, row);
      if (counter.TooMuch()) return TooMuch();
    }
  }
  return counter.Finish(filter);
}

}  // namespace lightship::incident
