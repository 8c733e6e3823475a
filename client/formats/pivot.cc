#include "client/formats/pivot.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "client/formats/bar_chart.h"
#include "client/formats/csv.h"
#include "client/formats/safe_text.h"
#include "client/formats/table.h"

namespace lightship::formats {
namespace {

constexpr size_t kPivotGap = 2;
constexpr size_t kNameLeast = 12;
constexpr size_t kBarMost = 60, kBarLeast = 8;

std::vector<std::string> KeysOf(const v1::CountRow& row) {
  return {row.keys().begin(), row.keys().end()};
}

bool NotStated(const Pivot::Line& line) {
  return std::any_of(line.names.begin(), line.names.end(),
                     [](const std::string& name) { return name.empty(); });
}

std::string Spoken(const std::string& name) { return name.empty() ? kNotStated : name; }

std::string Percent(uint64_t part, uint64_t whole) {
  if (whole == 0) return "";
  return absl::StrFormat("%.1f%%", 100.0 * static_cast<double>(part) / static_cast<double>(whole));
}

// Zeros would hide the figures.
std::string Figure(uint64_t count) { return count == 0 ? "." : absl::StrCat(count); }

size_t WidthOfNames(const Pivot& pivot) {
  size_t width = 0;
  for (size_t i = 0; i < pivot.headings.size(); ++i) {
    size_t widest = DisplayWidth(pivot.headings[i]);
    for (const Pivot::Line& line : pivot.lines) {
      widest = std::max(widest, DisplayWidth(Spoken(line.names[i])));
    }
    width += widest + kPivotGap;
  }
  return width;
}

// The lines with columns [from, until), and with the totals if `totals`.
std::string Block(const Pivot& pivot, size_t from, size_t until, bool totals, size_t width) {
  std::vector<Table::Column> columns;
  for (const std::string& heading : pivot.headings) columns.push_back({heading, kNameLeast});
  for (size_t i = from; i < until; ++i) columns.push_back({Spoken(pivot.columns[i]), 0, true});
  if (totals) columns.push_back({"total", 0, true});
  Table table(columns);
  for (const Pivot::Line& line : pivot.lines) {
    std::vector<std::string> cells;
    for (const std::string& name : line.names) cells.push_back(Spoken(name));
    for (size_t i = from; i < until; ++i) cells.push_back(Figure(line.cells[i]));
    if (totals) cells.push_back(Figure(line.total));
    table.Add(cells);
  }
  std::vector<std::string> sums(pivot.headings.size());
  sums[0] = "total";
  for (size_t i = from; i < until; ++i) sums.push_back(Figure(pivot.column_totals[i]));
  if (totals) sums.push_back(Figure(pivot.total));
  table.Add(sums);
  return table.Render(width);
}

std::string Blocks(const Pivot& pivot, size_t width) {
  const size_t names = std::min(WidthOfNames(pivot), width / 2);
  const size_t total = std::max<size_t>(5, absl::StrCat(pivot.total).size()) + kPivotGap;
  std::string text;
  for (size_t from = 0; from < pivot.columns.size();) {
    size_t until = from, used = names;
    while (until < pivot.columns.size()) {
      const size_t wide = std::max(DisplayWidth(Spoken(pivot.columns[until])),
                                   absl::StrCat(pivot.column_totals[until]).size()) + kPivotGap;
      const bool last = until + 1 == pivot.columns.size();
      if (until > from && used + wide + (last ? total : 0) > width) break;
      used += wide;
      ++until;
    }
    const bool last = until == pivot.columns.size();
    absl::StrAppend(&text, from == 0 ? "" : "\n", Block(pivot, from, until, last, width));
    from = until;
  }
  return text;
}

std::string Bars(const Pivot& pivot, size_t width, Glyphs glyphs) {
  std::vector<Table::Column> columns;
  for (const std::string& heading : pivot.headings) columns.push_back({heading, kNameLeast});
  columns.push_back({"count", 0, true});
  columns.push_back({"share", 0, true});
  columns.push_back({""});
  Table table(columns);
  uint64_t most = 0;
  for (const Pivot::Line& line : pivot.lines) most = std::max(most, line.total);
  const size_t used = WidthOfNames(pivot) + 16;
  const size_t room = width > used ? width - used : 0;
  const size_t bar = std::clamp(room, kBarLeast, kBarMost);
  for (const Pivot::Line& line : pivot.lines) {
    std::vector<std::string> cells;
    for (const std::string& name : line.names) cells.push_back(Spoken(name));
    cells.push_back(absl::StrCat(line.total));
    cells.push_back(Percent(line.total, pivot.total));
    cells.push_back(Bar(line.total, most, bar, glyphs));
    table.Add(cells);
  }
  std::vector<std::string> sums(pivot.headings.size());
  if (sums.empty()) return absl::StrCat(pivot.total, pivot.total == 1 ? " incident\n" : " incidents\n");
  sums[0] = "total";
  sums.insert(sums.end(), {absl::StrCat(pivot.total), "", ""});
  table.Add(sums);
  return table.Render(width);
}

}  // namespace

Pivot MakePivot(const std::vector<std::string>& dimensions, const v1::CountIncidentsResponse& cells,
                const v1::CountIncidentsResponse& lines,
                const v1::CountIncidentsResponse& columns) {
  Pivot pivot;
  pivot.headings = dimensions;
  pivot.total = cells.incidents();
  if (dimensions.size() < 2) {
    for (const v1::CountRow& row : cells.rows()) {
      if (!dimensions.empty()) pivot.lines.push_back({KeysOf(row), {}, row.count()});
    }
    return pivot;
  }
  pivot.headings.pop_back();
  std::map<std::string, size_t> column_of;
  for (const v1::CountRow& row : columns.rows()) {
    column_of[row.keys(0)] = pivot.columns.size();
    pivot.columns.push_back(row.keys(0));
    pivot.column_totals.push_back(row.count());
  }
  std::map<std::vector<std::string>, size_t> line_of;
  for (const v1::CountRow& row : lines.rows()) {
    line_of[KeysOf(row)] = pivot.lines.size();
    pivot.lines.push_back({KeysOf(row), std::vector<uint64_t>(pivot.columns.size()), row.count()});
  }
  for (const v1::CountRow& row : cells.rows()) {
    std::vector<std::string> keys = KeysOf(row);
    auto column = column_of.find(keys.back());
    keys.pop_back();
    auto line = line_of.find(keys);
    // A count that came while others were admitted may hold a line more.
    if (column == column_of.end() || line == line_of.end()) continue;
    pivot.lines[line->second].cells[column->second] += row.count();
  }
  return pivot;
}

void SortByCount(Pivot& pivot) {
  std::stable_sort(pivot.lines.begin(), pivot.lines.end(),
                   [](const Pivot::Line& a, const Pivot::Line& b) {
                     if (NotStated(a) != NotStated(b)) return NotStated(b);
                     return a.total > b.total;
                   });
}

void GatherSmall(uint64_t least, Pivot& pivot) {
  Pivot::Line others{{}, std::vector<uint64_t>(pivot.columns.size()), 0};
  size_t gathered = 0;
  std::vector<Pivot::Line> kept;
  for (Pivot::Line& line : pivot.lines) {
    if (line.total >= least || NotStated(line)) {
      kept.push_back(std::move(line));
      continue;
    }
    for (size_t i = 0; i < line.cells.size(); ++i) others.cells[i] += line.cells[i];
    others.total += line.total;
    ++gathered;
  }
  if (gathered > 0) {
    others.names.assign(pivot.headings.size(), absl::StrCat("(under ", least, ")"));
    others.names[0] = absl::StrCat("(", gathered, gathered == 1 ? " other" : " others", " under ", least, ")");
    auto at = std::find_if(kept.begin(), kept.end(), NotStated);
    kept.insert(at, std::move(others));
  }
  pivot.lines = std::move(kept);
}

std::string RenderPivot(const Pivot& pivot, size_t width, Glyphs glyphs) {
  return pivot.columns.empty() ? Bars(pivot, width, glyphs) : Blocks(pivot, width);
}

std::string PivotCsv(const Pivot& pivot) {
  std::vector<std::string> heading = pivot.headings;
  for (const std::string& column : pivot.columns) heading.push_back(Spoken(column));
  heading.push_back("total");
  std::string text = CsvLine(heading);
  for (const Pivot::Line& line : pivot.lines) {
    std::vector<std::string> fields;
    for (const std::string& name : line.names) fields.push_back(Spoken(name));
    for (uint64_t count : line.cells) fields.push_back(absl::StrCat(count));
    fields.push_back(absl::StrCat(line.total));
    absl::StrAppend(&text, CsvLine(fields));
  }
  std::vector<std::string> sums(pivot.headings.size());
  if (!sums.empty()) sums[0] = "total";
  for (uint64_t count : pivot.column_totals) sums.push_back(absl::StrCat(count));
  sums.push_back(absl::StrCat(pivot.total));
  return absl::StrCat(text, CsvLine(sums));
}

}  // namespace lightship::formats
