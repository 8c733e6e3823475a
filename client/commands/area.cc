// lightship area: the areas that filters and statistics know by name.
#include <memory>
#include <string>

#include "client/commands/verbs.h"
#include "client/formats/table.h"
#include "node/base/status.h"
#include "node/maritime/named_area.h"
#include "node/maritime/vocabulary.h"

namespace lightship::commands {
namespace {

absl::Status ListAreas(Context& context) {
  formats::Table table({{"NAME"}, {"TITLE"}, {"REPORTING AREA"}});
  for (const maritime::NamedArea& area : maritime::NamedAreas()) {
    const bool stands_for_one = area.reporting_area != v1::REPORTING_AREA_UNSPECIFIED;
    table.Add({area.name, area.title,
               stands_for_one ? maritime::DisplayName(area.reporting_area) : ""});
  }
  context.terminal.out << table.Render(context.terminal.columns);
  return absl::OkStatus();
}

absl::Status ShowArea(const std::string& name, Context& context) {
  ASSIGN_OR_RETURN(const maritime::NamedArea* area, maritime::FindNamedArea(name));
  context.terminal.out << maritime::AreaGeoJson(*area);
  return absl::OkStatus();
}

}  // namespace

void AddArea(Verb app, Context& context) {
  auto name = std::make_shared<std::string>();
  Verb area = app.Add("area", "Areas by name, as in --area");
  area.NeedsVerb();
  Verb list = area.Add("list", "Their names");
  list.Runs(context, [&context] { return ListAreas(context); });
  Verb show = area.Add("show", "One area as GeoJSON, for a map");
  show.Option("name", *name, "singapore-strait").Required();
  show.Footer(
      "Example:\n"
      "  lightship area show singapore-strait > strait.geojson\n"
      "Drawn coarsely, for searches and statistics: nobody's limits, and not for navigation.");
  show.Runs(context, [=, &context] { return ShowArea(*name, context); });
}

}  // namespace lightship::commands
