// Times are narrowed by the day of an interval's middle as far as that tells; here every row's beginning and end are asked.
#include <algorithm>
#include <limits>
#include <random>
#include <vector>

#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "node/incident/filter.h"
#include "node/incident/table.h"
#include "node/statement/open.h"

namespace lightship::incident {
namespace {

constexpr int64_t kDayUs = int64_t{86400} * 1'000'000;
constexpr int64_t kFarUs = kDayUs * kFarDay;

// An interval of a row, in microseconds since 1970.
struct Interval {
  int64_t start_us = 0, end_us = 0;
};

Row RowAt(uint64_t number, const Interval& interval) {
  Record record;
  record.document.id = crypto::Sha256({std::to_string(number)});
  v1::IncidentSummary& summary = record.document.summary;
  summary.set_incident_id(crypto::AsString(record.document.id));
  summary.set_exercise_status(v1::EXERCISE_STATUS_ACTUAL);
  *summary.mutable_occurred()->mutable_start() = statement::ToTimestamp(absl::FromUnixMicros(interval.start_us));
  *summary.mutable_occurred()->mutable_end() = statement::ToTimestamp(absl::FromUnixMicros(interval.end_us));
  if (number % 20 == 0) summary.clear_occurred();
  record.changed = number;
  return MakeKeptRow(std::move(record));
}

// Lasting no longer than this, around borders of days, before what a column of days holds and after it.
std::vector<Interval> Intervals(int64_t longest_us, std::mt19937_64& random) {
  std::vector<Interval> intervals;
  const auto below = [&](int64_t most) { return static_cast<int64_t>(random() % static_cast<uint64_t>(most)); };
  for (size_t i = 0; i < Chunk::kRows; ++i) {
    int64_t start = kDayUs * (below(400) + 17'000);
    if (i % 3 == 0) start += below(3) - 1;
    if (i % 3 == 1) start += below(kDayUs);
    if (i % 31 == 0) start = kFarUs - kDayUs + below(3 * kDayUs);
    if (i % 37 == 0) start = below(3 * kDayUs) - 2 * kDayUs;
    intervals.push_back({start, start + (i % 5 == 0 ? 0 : below(longest_us + 1))});
  }
  return intervals;
}

void ExpectSelected(const Chunk& chunk, const v1::IncidentFilter& wanted) {
  const auto us = [](const google::protobuf::Timestamp& time) { return absl::ToUnixMicros(*statement::ToTime(time)); };
  const int64_t from = wanted.has_occurred_from() ? us(wanted.occurred_from()) : std::numeric_limits<int64_t>::min();
  const int64_t until = wanted.has_occurred_until() ? us(wanted.occurred_until()) : std::numeric_limits<int64_t>::max();
  Selection selection;
  ASSERT_TRUE(CompiledFilter::Compile(wanted)->Select(chunk, selection).ok());
  for (size_t row = 0; row < chunk.size; ++row) {
    const bool known = chunk.start_us[row] != kUnknownTime;
    EXPECT_EQ(selection[row] != 0, known && chunk.start_us[row] < until && chunk.end_us[row] > from)
        << chunk.start_us[row] << " to " << chunk.end_us[row] << " of day " << chunk.day[row] << ": " << wanted.ShortDebugString();
  }
}

TEST(FilterTime, SelectsWhatOverlapsHoweverLongItLasts) {
  std::mt19937_64 random(8);
  for (const int64_t longest_us : {int64_t{0}, int64_t{1}, kDayUs / 2, kDayUs, 40 * kDayUs, 500 * kDayUs, 70'000 * kDayUs}) {
    IncidentTable table;
    const std::vector<Interval> intervals = Intervals(longest_us, random);
    for (size_t i = 0; i < intervals.size(); ++i) table.Put(RowAt(i + 1, intervals[i]));
    const auto snapshot = table.Publish();
    ASSERT_EQ(snapshot->chunks(), 1u);
    const Chunk& chunk = snapshot->chunk(0);
    for (int round = 0; round < 300; ++round) {
      // Borders of intervals and of days, exactly or by a microsecond.
      const auto border = [&] {
        const Interval& near = intervals[random() % intervals.size()];
        const int64_t exact[] = {near.start_us, near.end_us, near.start_us / kDayUs * kDayUs, (near.end_us / kDayUs + 1) * kDayUs};
        return exact[random() % 4] + static_cast<int64_t>(random() % 3) - 1;
      };
      const int64_t one = border(), other = border();
      v1::IncidentFilter wanted;
      if (round % 5 != 0) *wanted.mutable_occurred_from() = statement::ToTimestamp(absl::FromUnixMicros(std::min(one, other)));
      if (round % 5 != 1) *wanted.mutable_occurred_until() = statement::ToTimestamp(absl::FromUnixMicros(std::max(one, other) + 1));
      ExpectSelected(chunk, wanted);
    }
  }
}

}  // namespace
}  // namespace lightship::incident
