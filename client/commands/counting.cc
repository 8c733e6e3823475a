#include "client/commands/counting.h"

#include <algorithm>

#include "client/formats/counting_rule.h"
#include "client/formats/safe_text.h"
#include "node/base/status.h"
#include "node/maritime/vocabulary.h"

namespace lightship::commands {
namespace {

// Lines of prose are read more easily when they are not as wide as a table.
constexpr size_t kProseColumns = 110;

}  // namespace

v1::CountIncidentsRequest CountedBy(const v1::CountIncidentsRequest& request,
                                    const std::vector<v1::Dimension>& dimensions) {
  v1::CountIncidentsRequest other = request;
  other.clear_dimensions();
  for (v1::Dimension dimension : dimensions) other.add_dimensions(dimension);
  return other;
}

std::vector<v1::Dimension> DimensionsOf(const v1::CountIncidentsRequest& request) {
  std::vector<v1::Dimension> dimensions;
  for (int dimension : request.dimensions()) dimensions.push_back(static_cast<v1::Dimension>(dimension));
  return dimensions;
}

std::vector<std::string> NamesOf(const std::vector<v1::Dimension>& dimensions) {
  std::vector<std::string> names;
  for (v1::Dimension dimension : dimensions) names.push_back(maritime::DisplayName(dimension));
  return names;
}

absl::StatusOr<std::string> RuleOf(sdk::Node& node, const v1::CountIncidentsRequest& request,
                                   const v1::CountIncidentsResponse& cells) {
  ASSIGN_OR_RETURN(v1::CountIncidentsResponse sources,
                   node.CountIncidents(CountedBy(request, {v1::DIMENSION_SOURCE})));
  return formats::CountingRule(request, cells, sources);
}

void PrintRule(const std::string& rule, const Context& context) {
  context.terminal.out << "\n" << formats::Wrap(rule, std::min(context.terminal.columns, kProseColumns), 0);
}

formats::Glyphs GlyphsOf(const Context& context) {
  return context.terminal.utf8 ? formats::Glyphs::kUtf8 : formats::Glyphs::kAscii;
}

}  // namespace lightship::commands
