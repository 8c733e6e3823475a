// Questions of `lightship stats` put to the node.
#ifndef LIGHTSHIP_CLIENT_COMMANDS_COUNTING_H_
#define LIGHTSHIP_CLIENT_COMMANDS_COUNTING_H_

#include <initializer_list>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "client/formats/glyphs.h"
#include "client/commands/context.h"
#include "lightship/v1/statistics.pb.h"

namespace lightship::commands {

// The same incidents, counted by other dimensions.
v1::CountIncidentsRequest CountedBy(const v1::CountIncidentsRequest& request,
                                    const std::vector<v1::Dimension>& dimensions);

std::vector<v1::Dimension> DimensionsOf(const v1::CountIncidentsRequest& request);

// "ship type", ... for people; with hyphens, as they are typed.
std::vector<std::string> NamesOf(const std::vector<v1::Dimension>& dimensions);

// What CountingRule says of this count; asks the node for the sources.
absl::StatusOr<std::string> RuleOf(sdk::Node& node, const v1::CountIncidentsRequest& request,
                                   const v1::CountIncidentsResponse& cells);

// Below a table: wrapped to the terminal.
void PrintRule(const std::string& rule, const Context& context);

formats::Glyphs GlyphsOf(const Context& context);

}  // namespace lightship::commands

#endif  // LIGHTSHIP_CLIENT_COMMANDS_COUNTING_H_
