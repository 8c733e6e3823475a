#include "node/incident/counter.h"

#include <algorithm>
#include <numeric>
#include <set>
#include <string>
#include <type_traits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/statement/open.h"

namespace lightship::incident {
namespace {

// Sorts after every code.
constexpr int64_t kNotKnown = std::numeric_limits<int64_t>::max();

absl::Status TooManyRows() {
  return base::Error(absl::StatusCode::kResourceExhausted, base::reason::kTooLarge,
                     absl::StrCat("more than ", base::limits::kCountRows,
                                  " rows; use fewer dimensions, wider buckets or a narrower filter"));
}

}  // namespace

Counter::Counter(const v1::CountIncidentsRequest& request) : request_(request) {
  CountingFrame frame;
  frame.utc_offset_minutes = request.utc_offset_minutes();
  frame.cell_level = static_cast<int>(request.cell_level() == 0 ? kCellLevelDefault : request.cell_level());
  for (int dimension : request.dimensions()) {
    dimensions_.emplace_back(static_cast<v1::Dimension>(dimension), frame);
  }
}

absl::Status Counter::Add(const Chunk& chunk, Selection& selection, absl::FunctionRef<absl::Status()> go_on) {
  if (request_.as_sources_count()) LeaveOutUncounted(chunk, selection);
  const bool all = Selected(selection) == Chunk::kRows;
  for (size_t i = 0; i < dimensions_.size(); ++i) numbers_[i] = &dimensions_[i].Of(chunk, selection, all);
  Widen();
  RETURN_IF_ERROR(AddSeveral(chunk, selection, go_on));
  AddAll(chunk, RowsOf(chunk, selection));
  return CheckRows();
}

absl::Status Counter::Add(Counter& other) {
  std::array<std::vector<uint32_t>, kDimensionsMost> numbers;  // of this one, by those of the other
  for (size_t i = 0; i < dimensions_.size(); ++i) numbers[i] = dimensions_[i].NumbersOf(other.dimensions_[i]);
  Widen();
  for (const Cell& cell : other.cells_.Finished()) {
    CellKey key{};
    for (size_t i = 0; i < dimensions_.size(); ++i) key[i] = numbers[i][cell.key[i]];
    cells_.Add(key, cell);
  }
  incidents_ += other.incidents_;
  partly_unknown_ += other.partly_unknown_;
  doubtful_ += other.doubtful_;
  linked_ += other.linked_;
  uncounted_ += other.uncounted_;
  AddFirst(other.uncounted_first_, uncounted_first_);
  oldest_ = std::min(oldest_, other.oldest_);
  newest_ = std::max(newest_, other.newest_);
  return CheckRows();
}

void Counter::Expect(const Chunk& chunk) const {
  for (const DimensionNumbers& numbers : dimensions_) numbers.Expect(chunk);
}

absl::StatusOr<Counted> Counter::Finish(const CompiledFilter& filter, const Records* records) {
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
  const std::vector<Cell>& cells = cells_.Finished();
  AddRows(cells, response);
  RETURN_IF_ERROR(AddToldOf(cells, filter, records, counted));
  return counted;
}

void Counter::LeaveOutUncounted(const Chunk& chunk, Selection& selection) {
  for (size_t row = 0; row < chunk.size; ++row) {
    if (selection[row] == 0 || (chunk.counting[row] & kUncountedBySource) == 0) continue;
    selection[row] = 0;
    if (++uncounted_ <= kTellingCount) uncounted_first_.push_back(chunk.detail[row].get());
  }
}

// Calls `visit` with what gives the n-th row, and how many there are.
template <typename Visit>
void Counter::Visited(const Rows& rows, Visit visit) {
  if (rows.size == Chunk::kRows) {
    visit([](size_t at) { return at; }, std::integral_constant<size_t, Chunk::kRows>());
  } else {
    visit([&rows](size_t at) { return size_t{rows.row[at]}; }, rows.size);
  }
}

void Counter::AddAll(const Chunk& chunk, const Rows& rows) {
  Visited(rows, [&](auto row, auto count) {
    if (cells_.has_table()) {
      AddByTable(chunk, row, count);
    } else {
      for (size_t at = 0; at < count; ++at) cells_.Add(KeyOf(row(at)), chunk.detail[row(at)].get());
    }
    Describe(chunk, row, count);
  });
}

template <typename Row, typename Count>
void Counter::Describe(const Chunk& chunk, Row row, Count count) {
  incidents_ += count;
  std::array<uint32_t, Chunk::kRows> unknown{};
  for (size_t i = 0; i < dimensions_.size(); ++i) {
    const DimensionNumbers::Column& numbers = *numbers_[i];
    for (size_t at = 0; at < count; ++at) unknown[at] |= numbers[row(at)] == DimensionNumbers::kNotKnown ? 1 : 0;
  }
  partly_unknown_ += std::accumulate(unknown.begin(), unknown.end(), 0u);
  const Outline& outline = chunk.outline;
  if ((outline.counting & (kDoubtful | kLinked)) != 0) {
    for (size_t at = 0; at < count; ++at) {
      doubtful_ += (chunk.counting[row(at)] & kDoubtful) != 0;
      linked_ += (chunk.counting[row(at)] & kLinked) != 0;
    }
  }
  if (newest_ != kUnknownTime && outline.start_us.least >= oldest_ && outline.end_us.most <= newest_) return;
  for (size_t at = 0; at < count; ++at) {
    const int64_t middle = MiddleOf(chunk, row(at));
    newest_ = std::max(newest_, middle);
    oldest_ = std::min(oldest_, middle == kUnknownTime ? oldest_ : middle);
  }
}

void Counter::Widen() {
  CellKey sizes{};
  for (size_t i = 0; i < dimensions_.size(); ++i) sizes[i] = dimensions_[i].size();
  cells_.Widen(sizes);
}

Counter::Rows Counter::RowsOf(const Chunk& chunk, const Selection& selection) {
  Rows rows;
  rows.size = Selected(selection);
  if (rows.size == Chunk::kRows) return rows;
  rows.size = 0;
  for (size_t row = 0; row < chunk.size; ++row) {
    rows.row[rows.size] = static_cast<uint16_t>(row);
    rows.size += selection[row];
  }
  return rows;
}

CellKey Counter::KeyOf(size_t row) const {
  CellKey key{};
  for (size_t i = 0; i < dimensions_.size(); ++i) key[i] = (*numbers_[i])[row];
  return key;
}

absl::Status Counter::CheckRows() const {
  return cells_.size() > base::limits::kCountRows ? TooManyRows() : absl::OkStatus();
}

// Rows that have several values are added one by one and taken out of the selection.
absl::Status Counter::AddSeveral(const Chunk& chunk, Selection& selection, absl::FunctionRef<absl::Status()> go_on) {
  for (size_t i = 0; i < dimensions_.size(); ++i) {
    if (!dimensions_[i].met_several()) continue;
    for (size_t row = 0; row < chunk.size; ++row) {
      if (selection[row] == 0 || (*numbers_[i])[row] != DimensionNumbers::kSeveral) continue;
      RETURN_IF_ERROR(AddUnderAll(chunk, row));
      Describe(chunk, [row](size_t) { return row; }, size_t{1});
      selection[row] = 0;
      if (steps_ < base::limits::kCountSteps) continue;
      steps_ = 0;
      RETURN_IF_ERROR(go_on());
    }
  }
  return absl::OkStatus();
}

// Value by value, since the sums of whole columns are quickest.
template <typename Row, typename Count>
void Counter::AddByTable(const Chunk& chunk, Row row, Count count) {
  std::array<uint32_t, Chunk::kRows> places{};
  for (size_t i = 0; i < dimensions_.size(); ++i) {
    const DimensionNumbers::Column& numbers = *numbers_[i];
    const int shift = cells_.shift(i);
    for (size_t at = 0; at < count; ++at) places[at] += numbers[row(at)] << shift;
  }
  for (size_t at = 0; at < count; ++at) {
    cells_.AddAt(places[at], [&] { return KeyOf(row(at)); }, [&] { return chunk.detail[row(at)].get(); });
  }
}

// Under every combination of the row's values, each of which is a row of the count.
absl::Status Counter::AddUnderAll(const Chunk& chunk, size_t row) {
  std::vector<CellKey> keys = {CellKey{}};
  for (size_t i = 0; i < dimensions_.size(); ++i) {
    const std::vector<uint32_t> numbers = dimensions_[i].OfSeveral(chunk, row);
    if (keys.size() * numbers.size() > base::limits::kCountRows) return TooManyRows();
    std::vector<CellKey> longer;
    for (uint32_t number : numbers) {
      for (CellKey key : keys) {
        key[i] = number;
        longer.push_back(key);
      }
    }
    keys = std::move(longer);
  }
  Widen();
  steps_ += keys.size();
  for (const CellKey& key : keys) cells_.Add(key, chunk.detail[row].get());
  return CheckRows();
}

// Sorts as the response does: by name where the codes have no order of their own.
struct Counter::NamedRow {
  std::vector<std::pair<int64_t, std::string>> order;
  v1::CountRow row;
};

Counter::NamedRow Counter::Named(const Cell& cell) const {
  NamedRow named;
  named.row.set_count(cell.count);
  for (size_t i = 0; i < dimensions_.size(); ++i) {
    const bool known = cell.key[i] != DimensionNumbers::kNotKnown;
    const int64_t code = known ? dimensions_[i].CodeOf(cell.key[i]) : kNotKnown;
    std::string name = known ? dimensions_[i].reader().NameOf(code) : "";
    const bool by_code = !known || dimensions_[i].reader().in_code_order();
    named.order.emplace_back(by_code ? code : 0, by_code ? "" : name);
    named.row.add_keys(std::move(name));
  }
  return named;
}

void Counter::AddRows(const std::vector<Cell>& cells, v1::CountIncidentsResponse& response) const {
  if (dimensions_.empty() && incidents_ == 0) return;
  std::vector<NamedRow> rows;
  for (const Cell& cell : cells) rows.push_back(Named(cell));
  std::sort(rows.begin(), rows.end(), [](const NamedRow& a, const NamedRow& b) { return a.order < b.order; });
  for (NamedRow& named : rows) *response.add_rows() = std::move(named.row);
}

absl::Status Counter::AddToldOf(const std::vector<Cell>& cells, const CompiledFilter& filter, const Records* records,
                                Counted& counted) const {
  std::set<const RowDetail*> told_of;
  if (uncounted_ <= kTellingCount) told_of.insert(uncounted_first_.begin(), uncounted_first_.end());
  for (const Cell& cell : cells) {
    if (cell.count <= kTellingCount) told_of.insert(cell.first.begin(), cell.first.end());
  }
  for (const RowDetail* detail : told_of) {
    RETURN_IF_ERROR(filter.AddReads(*detail, records, counted.reads));
    if (!detail->restricted()) continue;
    counted.told_of.emplace_back().ParseFromString(std::string(detail->told()));
  }
  return absl::OkStatus();
}

}  // namespace lightship::incident
