#include "client/formats/trend.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "client/formats/csv.h"
#include "client/formats/pivot.h"
#include "client/formats/spark_line.h"
#include "client/formats/table.h"

namespace lightship::formats {
namespace {

constexpr std::array<const char*, 12> kMonthNames = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

// "2019-06"; nothing for what is no month.
std::optional<int64_t> MonthOf(absl::string_view key) {
  int64_t year = 0, month = 0;
  const bool right = key.size() == 7 && absl::SimpleAtoi(key.substr(0, 4), &year) &&
                     absl::SimpleAtoi(key.substr(5), &month);
  if (!right) return std::nullopt;
  return year * 12 + month - 1;
}

std::string YearsOf(const Months& months) {
  const int64_t first = months.first / 12, last = (months.first + months.count - 1) / 12;
  return first == last ? absl::StrCat(first) : absl::StrFormat("%d/%02d", first, last % 100);
}

// A line of zeros, with gaps where a year began before anything is known.
Trend::Line Empty(const std::string& name, const Months& period, int years, int64_t oldest_known) {
  Trend::Line line{name, {}};
  for (int64_t back = years; back >= 0; --back) {
    const bool known = period.first - back * 12 >= oldest_known;
    line.counts.push_back(known ? std::optional<uint64_t>(0) : std::nullopt);
  }
  return line;
}

// Which of the years a month belongs to; nothing for one between the periods.
std::optional<size_t> PlaceOf(int64_t month, const Months& period, int years) {
  const int64_t from_oldest = month - (period.first - int64_t{years} * 12);
  if (from_oldest < 0 || from_oldest % 12 >= period.count || from_oldest / 12 > years) return std::nullopt;
  return static_cast<size_t>(from_oldest / 12);
}

std::string Figure(const std::optional<uint64_t>& count) {
  return count.has_value() ? absl::StrCat(*count) : "-";
}

std::string Mean(const Trend::Line& line) {
  std::optional<double> mean = MeanBefore(line);
  return mean.has_value() ? absl::StrFormat("%.1f", *mean) : "-";
}

// Counts, mean, count, change.
std::vector<std::string> CellsOf(const Trend::Line& line) {
  std::vector<std::string> cells;
  for (size_t i = 0; i + 1 < line.counts.size(); ++i) cells.push_back(Figure(line.counts[i]));
  cells.push_back(Mean(line));
  cells.push_back(Figure(line.counts.back()));
  cells.push_back(Change(line));
  return cells;
}

std::vector<std::string> HeadingsOf(const Trend& trend) {
  std::vector<std::string> headings(trend.years.begin(), trend.years.end() - 1);
  headings.insert(headings.end(), {"mean", trend.years.back(), "change"});
  return headings;
}

}  // namespace

std::string Spoken(const Months& months) {
  const int64_t last = months.first + months.count - 1;
  const char* first_name = kMonthNames[static_cast<size_t>(months.first % 12)];
  const char* last_name = kMonthNames[static_cast<size_t>(last % 12)];
  if (months.count == 1) return absl::StrCat(first_name, " ", last / 12);
  if (months.first / 12 == last / 12) return absl::StrCat(first_name, " to ", last_name, " ", last / 12);
  return absl::StrCat(first_name, " ", months.first / 12, " to ", last_name, " ", last / 12);
}

Trend MakeTrend(const std::string& heading, const v1::CountIncidentsResponse& totals,
                const v1::CountIncidentsResponse& cells, const Months& period, int years,
                int64_t oldest_known) {
  Trend trend;
  trend.heading = heading;
  for (int64_t back = years; back >= 0; --back) {
    trend.years.push_back(YearsOf({period.first - back * 12, period.count}));
  }
  trend.total = Empty("total", period, years, oldest_known);
  auto place_of = [&](const v1::CountRow& row) {
    std::optional<int64_t> month = MonthOf(row.keys(0));
    return month.has_value() ? PlaceOf(*month, period, years) : std::nullopt;
  };
  auto add = [](uint64_t count, size_t place, Trend::Line& line) {
    if (line.counts[place].has_value()) *line.counts[place] += count;
  };
  for (const v1::CountRow& row : totals.rows()) {
    std::optional<size_t> place = place_of(row);
    if (place.has_value()) add(row.count(), *place, trend.total);
  }
  std::map<std::string, size_t> line_of;
  for (const v1::CountRow& row : cells.rows()) {
    std::optional<size_t> place = place_of(row);
    if (!place.has_value()) continue;
    const std::string name = row.keys(1).empty() ? kNotStated : row.keys(1);
    auto [found, added] = line_of.emplace(name, trend.lines.size());
    if (added) trend.lines.push_back(Empty(name, period, years, oldest_known));
    add(row.count(), *place, trend.lines[found->second]);
  }
  std::stable_sort(trend.lines.begin(), trend.lines.end(), [](const Trend::Line& a, const Trend::Line& b) {
    return a.counts.back().value_or(0) > b.counts.back().value_or(0);
  });
  return trend;
}

std::optional<double> MeanBefore(const Trend::Line& line) {
  uint64_t sum = 0, known = 0;
  for (size_t i = 0; i + 1 < line.counts.size(); ++i) {
    if (!line.counts[i].has_value()) continue;
    sum += *line.counts[i];
    ++known;
  }
  if (known == 0) return std::nullopt;
  return static_cast<double>(sum) / static_cast<double>(known);
}

std::string Change(const Trend::Line& line) {
  std::optional<double> mean = MeanBefore(line);
  if (!mean.has_value() || !line.counts.back().has_value()) return "";
  const auto now = static_cast<double>(*line.counts.back());
  if (*mean == 0) return now == 0 ? "none" : "new";
  const long percent = std::lround((now - *mean) / *mean * 100);
  return absl::StrCat(percent > 0 ? "+" : "", percent, "%");
}

std::string RenderTrend(const Trend& trend, size_t width, Glyphs glyphs) {
  std::vector<Table::Column> columns = {{trend.heading, 12}};
  for (const std::string& heading : HeadingsOf(trend)) columns.push_back({heading, 0, true});
  columns.push_back({""});
  Table table(columns);
  auto add = [&](const Trend::Line& line) {
    std::vector<std::string> cells = {line.name};
    for (std::string& cell : CellsOf(line)) cells.push_back(std::move(cell));
    cells.push_back(SparkLine(line.counts, glyphs));
    table.Add(cells);
  };
  for (const Trend::Line& line : trend.lines) add(line);
  add(trend.total);
  return table.Render(width);
}

std::string TrendCsv(const Trend& trend) {
  std::vector<std::string> heading = {trend.heading.empty() ? "counted" : trend.heading};
  for (std::string& name : HeadingsOf(trend)) heading.push_back(std::move(name));
  std::string text = CsvLine(heading);
  auto add = [&](const Trend::Line& line) {
    std::vector<std::string> fields = {line.name};
    for (std::string& cell : CellsOf(line)) fields.push_back(std::move(cell));
    // Numbers and blanks, for whoever computes with them.
    for (std::string& field : fields) {
      if (field == "-") field.clear();
    }
    std::string& change = fields.back();
    change.erase(std::remove_if(change.begin(), change.end(), [](char c) { return c == '+' || c == '%'; }), change.end());
    absl::StrAppend(&text, CsvLine(fields));
  };
  for (const Trend::Line& line : trend.lines) add(line);
  add(trend.total);
  return text;
}

}  // namespace lightship::formats
