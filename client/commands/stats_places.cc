// lightship stats --hot-spots and --map
#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "client/commands/counting.h"
#include "client/commands/stats_question.h"
#include "client/formats/counts_json.h"
#include "client/formats/csv.h"
#include "client/formats/table.h"
#include "client/formats/world_map.h"
#include "node/base/status.h"
#include "node/maritime/position.h"

namespace lightship::commands {
namespace {

// About 10 km: finer than a sign of any map.
constexpr uint32_t kMapCellLevel = 10;

struct HotSpot {
  std::string cell;
  uint64_t count = 0, before = 0;
  std::string place;  // the one written most often
  uint64_t of_place = 0;
};

// From counts by cell and port, the greatest first.
std::vector<HotSpot> HotSpotsOf(const v1::CountIncidentsResponse& cells) {
  std::map<std::string, HotSpot> by_cell;
  for (const v1::CountRow& row : cells.rows()) {
    if (row.keys(0).empty()) continue;
    HotSpot& spot = by_cell[row.keys(0)];
    spot.cell = row.keys(0);
    spot.count += row.count();
    if (row.count() > spot.of_place && !row.keys(1).empty()) {
      spot.of_place = row.count();
      spot.place = row.keys(1);
    }
  }
  std::vector<HotSpot> spots;
  for (auto& [cell, spot] : by_cell) spots.push_back(std::move(spot));
  std::stable_sort(spots.begin(), spots.end(),
                   [](const HotSpot& a, const HotSpot& b) { return a.count > b.count; });
  return spots;
}

// The same question of the period of the same length before; nothing where the period is open.
std::optional<v1::CountIncidentsRequest> Before(const v1::CountIncidentsRequest& request) {
  const v1::IncidentFilter& filter = request.filter();
  if (!filter.has_occurred_from() || !filter.has_occurred_until()) return std::nullopt;
  v1::CountIncidentsRequest before = request;
  const int64_t from = filter.occurred_from().seconds(), until = filter.occurred_until().seconds();
  before.mutable_filter()->mutable_occurred_from()->set_seconds(from - (until - from));
  *before.mutable_filter()->mutable_occurred_until() = filter.occurred_from();
  return before;
}

std::string CentreOf(const std::string& cell) {
  auto centre = maritime::CellCentre(cell);
  return centre.has_value() ? maritime::FormatPosition(centre->lat_e7, centre->lon_e7) : cell;
}

std::string ChangeOf(const HotSpot& spot) {
  if (spot.before == 0) return "new";
  const double change = (static_cast<double>(spot.count) / static_cast<double>(spot.before) - 1) * 100;
  return absl::StrFormat("%+.0f%%", change);
}

std::string ShareOf(uint64_t part, uint64_t whole) {
  return absl::StrFormat("%.1f%%", whole == 0 ? 0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole));
}

std::vector<std::string> CellsOf(size_t rank, const HotSpot& spot, uint64_t all, bool compared) {
  std::vector<std::string> cells = {absl::StrCat(rank), CentreOf(spot.cell), absl::StrCat(spot.count), ShareOf(spot.count, all)};
  if (compared) cells.insert(cells.end(), {absl::StrCat(spot.before), ChangeOf(spot)});
  cells.push_back(spot.place);
  return cells;
}

std::string HotSpotCsv(const std::vector<HotSpot>& spots, uint64_t all) {
  std::string text = formats::CsvLine({"rank", "cell", "centre", "incidents", "share", "before", "place"});
  for (size_t i = 0; i < spots.size(); ++i) {
    const HotSpot& spot = spots[i];
    absl::StrAppend(&text, formats::CsvLine({absl::StrCat(i + 1), spot.cell, CentreOf(spot.cell), absl::StrCat(spot.count),
                                             ShareOf(spot.count, all), absl::StrCat(spot.before), spot.place}));
  }
  return text;
}

std::string HotSpotTable(const std::vector<HotSpot>& spots, uint64_t all, bool compared, size_t width) {
  std::vector<formats::Table::Column> columns = {{"", 0, true}, {"centre"}, {"incidents", 0, true}, {"share", 0, true}};
  if (compared) columns.insert(columns.end(), {{"before", 0, true}, {"change", 0, true}});
  columns.push_back({"place most often named", 16});
  formats::Table table(columns);
  for (size_t i = 0; i < spots.size(); ++i) table.Add(CellsOf(i + 1, spots[i], all, compared));
  return table.Render(width);
}

}  // namespace

absl::Status PrintHotSpots(const StatsQuestion& question, Context& context) {
  const v1::CountIncidentsRequest request = CountedBy(question.request, {v1::DIMENSION_CELL, v1::DIMENSION_PORT});
  ASSIGN_OR_RETURN(std::unique_ptr<sdk::Node> node, context.Node());
  ASSIGN_OR_RETURN(v1::CountIncidentsResponse cells, node->CountIncidents(request));
  std::vector<HotSpot> spots = HotSpotsOf(cells);
  const size_t found = spots.size();
  if (spots.size() > question.top) spots.resize(question.top);
  std::optional<v1::CountIncidentsRequest> before = Before(CountedBy(request, {v1::DIMENSION_CELL}));
  if (before.has_value()) {
    ASSIGN_OR_RETURN(v1::CountIncidentsResponse earlier, node->CountIncidents(*before));
    std::map<std::string, uint64_t> counts;
    for (const v1::CountRow& row : earlier.rows()) counts[row.keys(0)] = row.count();
    for (HotSpot& spot : spots) spot.before = counts[spot.cell];
  }
  std::ostream& out = context.terminal.out;
  if (context.form() == OutputForm::kCsv) {
    out << HotSpotCsv(spots, cells.incidents());
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(std::string rule, RuleOf(*node, request, cells));
  rule = absl::StrCat("Cells of the S2 grid, of which ", found, " have incidents. ",
                      before.has_value() ? "Before: the period of the same length just before. "
                                         : "With --since and --until the period before is compared. ", rule);
  if (context.form() == OutputForm::kJson) {
    out << formats::CountsJson("Hot spots", NamesOf(DimensionsOf(request)), cells, rule);
    return absl::OkStatus();
  }
  out << HotSpotTable(spots, cells.incidents(), before.has_value(), context.terminal.columns);
  PrintRule(rule, context);
  return absl::OkStatus();
}

absl::Status PrintMap(const StatsQuestion& question, Context& context) {
  v1::CountIncidentsRequest request = CountedBy(question.request, {v1::DIMENSION_CELL});
  if (request.cell_level() == 0) request.set_cell_level(kMapCellLevel);
  ASSIGN_OR_RETURN(std::unique_ptr<sdk::Node> node, context.Node());
  ASSIGN_OR_RETURN(v1::CountIncidentsResponse cells, node->CountIncidents(request));
  std::vector<formats::MapSpot> spots;
  for (const v1::CountRow& row : cells.rows()) {
    auto centre = maritime::CellCentre(row.keys(0));
    if (centre.has_value()) spots.push_back({*centre, row.count()});
  }
  ASSIGN_OR_RETURN(std::string rule, RuleOf(*node, request, cells));
  if (context.form() == OutputForm::kJson) {
    context.terminal.out << formats::CountsJson("Map", NamesOf(DimensionsOf(request)), cells, rule);
    return absl::OkStatus();
  }
  const v1::Box view = request.filter().has_box() ? request.filter().box() : formats::ViewOf(spots);
  // Wider than this a map shows no more.
  const size_t columns = std::min<size_t>(context.terminal.columns, 140);
  context.terminal.out << formats::DrawMap(spots, view, columns, GlyphsOf(context), formats::IsLand);
  PrintRule(absl::StrCat(rule, " Outlines of land are coarse."), context);
  return absl::OkStatus();
}

}  // namespace lightship::commands
