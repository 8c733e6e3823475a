// lightship stats: incidents counted, in tables and charts.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "client/commands/counting.h"
#include "client/commands/exit_code.h"
#include "client/commands/filter.h"
#include "client/commands/stats_question.h"
#include "client/commands/verbs.h"
#include "client/formats/counts_json.h"
#include "client/formats/pivot.h"
#include "client/formats/stat_tables.h"
#include "node/base/status.h"
#include "node/maritime/vocabulary.h"

namespace lightship::commands {
namespace {

constexpr size_t kDimensionsOfTable = 3;

struct StatsFlags {
  FilterFlags filter;
  std::vector<std::string> by;
  std::string table, utc_offset;
  uint32_t cell_level = 0;
  uint64_t least = 0, years = 5, top = 10;
  bool tables = false, by_count = false, as_sources = false;
  bool trend = false, hot_spots = false, map = false, ports = false;
};

absl::StatusOr<v1::Dimension> DimensionFlag(const std::string& text) {
  auto dimension = maritime::ParseValue<v1::Dimension>(text);
  if (dimension.ok()) return *dimension;
  return UsageError(absl::StrCat("--by: ", dimension.status().message(), "; all: ",
                                 absl::StrJoin(maritime::DisplayNames<v1::Dimension>(), ", ")));
}

// "+08:00", "-5" or "UTC" as minutes east of UTC.
absl::StatusOr<int> OffsetFlag(const std::string& text) {
  if (text.empty() || text == "UTC" || text == "Z") return 0;
  const std::vector<std::string> parts = absl::StrSplit(text.substr(1), ':');
  int hours = 0, minutes = 0;
  const bool right = (text[0] == '+' || text[0] == '-') && parts.size() <= 2 &&
                     absl::SimpleAtoi(parts[0], &hours) && hours >= 0 && hours <= 14 &&
                     (parts.size() == 1 || absl::SimpleAtoi(parts[1], &minutes)) && minutes >= 0 &&
                     minutes < 60;
  if (!right) return UsageError(absl::StrCat("--utc-offset: \"", text, "\" should be such as +08:00 or -05:00"));
  return (text[0] == '-' ? -1 : 1) * (hours * 60 + minutes);
}

// The table as asked for: a named one, or one made of --by.
absl::StatusOr<config::v1::Table> TableFlag(const StatsFlags& flags) {
  config::v1::Table table;
  if (!flags.table.empty()) {
    if (!flags.by.empty()) return UsageError("use --table or --by, not both");
    const config::v1::Table* named = formats::FindStatTable(flags.table);
    if (named == nullptr) {
      return UsageError(absl::StrCat("--table: there is no table \"", flags.table, "\"; --tables lists them"));
    }
    table = *named;
  }
  if (flags.by.size() > kDimensionsOfTable) return UsageError("--by: at most three dimensions");
  for (const std::string& name : flags.by) {
    ASSIGN_OR_RETURN(v1::Dimension dimension, DimensionFlag(name));
    table.add_dimensions(dimension);
  }
  if (flags.least > 0) table.set_least(static_cast<uint32_t>(flags.least));
  table.set_by_count(table.by_count() || flags.by_count);
  table.set_as_sources_count(table.as_sources_count() || flags.as_sources);
  return table;
}

absl::StatusOr<v1::CountIncidentsRequest> RequestOf(const StatsFlags& flags, const config::v1::Table& table) {
  v1::CountIncidentsRequest request;
  ASSIGN_OR_RETURN(*request.mutable_filter(), MakeFilter(flags.filter));
  if (!table.filter().ship_statuses().empty() && !request.filter().ship_statuses().empty()) {
    return UsageError(absl::StrCat("--status: the table ", table.name(), " chooses the status itself"));
  }
  request.mutable_filter()->MergeFrom(table.filter());
  *request.mutable_dimensions() = table.dimensions();
  ASSIGN_OR_RETURN(int offset, OffsetFlag(flags.utc_offset));
  request.set_utc_offset_minutes(offset);
  request.set_cell_level(flags.cell_level);
  request.set_as_sources_count(table.as_sources_count());
  return request;
}

absl::StatusOr<formats::Pivot> PivotOf(sdk::Node& node, const v1::CountIncidentsRequest& request,
                                       const v1::CountIncidentsResponse& cells) {
  std::vector<v1::Dimension> down = DimensionsOf(request);
  v1::CountIncidentsResponse lines, columns;
  const std::vector<std::string> names = NamesOf(down);
  if (down.size() > 1) {
    const v1::Dimension across = down.back();
    down.pop_back();
    ASSIGN_OR_RETURN(lines, node.CountIncidents(CountedBy(request, down)));
    ASSIGN_OR_RETURN(columns, node.CountIncidents(CountedBy(request, {across})));
  }
  return formats::MakePivot(names, cells, lines, columns);
}

absl::Status PrintCounts(const config::v1::Table& table, const v1::CountIncidentsRequest& request,
                         Context& context) {
  ASSIGN_OR_RETURN(std::unique_ptr<sdk::Node> node, context.Node());
  ASSIGN_OR_RETURN(v1::CountIncidentsResponse cells, node->CountIncidents(request));
  ASSIGN_OR_RETURN(std::string rule, RuleOf(*node, request, cells));
  if (!table.note().empty()) rule = absl::StrCat(table.note(), " ", rule);
  std::ostream& out = context.terminal.out;
  if (context.form() == OutputForm::kJson) {
    out << formats::CountsJson(table.title(), NamesOf(DimensionsOf(request)), cells, rule);
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(formats::Pivot pivot, PivotOf(*node, request, cells));
  if (table.by_count()) formats::SortByCount(pivot);
  if (table.least() > 0) formats::GatherSmall(table.least(), pivot);
  if (context.form() == OutputForm::kCsv) {
    out << formats::PivotCsv(pivot);
    return absl::OkStatus();
  }
  if (!table.title().empty()) out << table.title() << "\n\n";
  out << formats::RenderPivot(pivot, context.terminal.columns, GlyphsOf(context));
  PrintRule(rule, context);
  return absl::OkStatus();
}

absl::Status Stats(const StatsFlags& flags, Context& context) {
  if (flags.tables) {
    context.terminal.out << formats::StatTableList();
    return absl::OkStatus();
  }
  if (flags.trend + flags.hot_spots + flags.map + flags.ports > 1) {
    return UsageError("use one of --trend, --hot-spots, --map and --port-csv");
  }
  ASSIGN_OR_RETURN(config::v1::Table table, TableFlag(flags));
  ASSIGN_OR_RETURN(v1::CountIncidentsRequest request, RequestOf(flags, table));
  const StatsQuestion question{request, flags.years, flags.top};
  if (flags.trend) return PrintTrend(question, context);
  if (flags.hot_spots) return PrintHotSpots(question, context);
  if (flags.map) return PrintMap(question, context);
  if (flags.ports) return PrintPorts(question, context);
  return PrintCounts(table, request, context);
}

}  // namespace

void AddStats(Verb app, Context& context) {
  auto flags = std::make_shared<StatsFlags>();
  Verb stats = app.Add("stats", "Count incidents: tables as ReCAAP and IMB print them, or by any heading");
  stats.Option("--table", flags->table, "A named table; --tables lists them");
  stats.Switch("--tables", flags->tables, "List the named tables");
  stats.Option("--by", flags->by,
               "year, month, location, act, ship-type, status, arms, ...: the last one given runs across; up to three");
  stats.Switch("--by-count", flags->by_count, "Lines by falling count");
  stats.Option("--least", flags->least, "Gather lines of fewer incidents in one").Range(1, 1'000'000);
  stats.Switch("--trend", flags->trend,
               "Whole months from --since until --until against the same months of earlier years; with one --by");
  stats.Option("--years", flags->years, "Earlier years of --trend").Range(1, 30).ShowDefault();
  stats.Switch("--hot-spots", flags->hot_spots, "Cells with most incidents, against the period before");
  stats.Option("--top", flags->top, "Hot spots to list").Range(1, 10'000).ShowDefault();
  stats.Switch("--map", flags->map, "A map of signs; of --box, if given");
  stats.Switch("--port-csv", flags->ports, "A line of CSV per port: counts, severity, trend, how far to trust them");
  stats.Switch("--as-sources-count", flags->as_sources,
               "Leave out what its source does not count in its own statistics");
  stats.Option("--utc-offset", flags->utc_offset, "Zone of years and months, such as +08:00 (UTC)");
  stats.Option("--cell-level", flags->cell_level, "S2 level of cells (6, about 140 km)").Range(1, 14);
  AddFilterFlags(stats, flags->filter);
  stats.Footer(
      "Examples:\n"
      "  lightship stats --by year --by act --since 2010-01-01\n"
      "  lightship stats --table recaap-location-by-year --csv\n"
      "  lightship stats --trend --by location --since 2020-01-01 --until 2020-07-01\n"
      "  lightship stats --hot-spots --since 2019-01-01 --until 2020-01-01\n"
      "  lightship stats --map --box -5,95,8,141\n"
      "  lightship stats --by ship-type --by-count --near \"01:15.25N 104:02.41E\" --radius 60");
  stats.Runs(context, [=, &context] { return Stats(*flags, context); });
}

}  // namespace lightship::commands
