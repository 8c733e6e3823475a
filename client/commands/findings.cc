#include "client/commands/findings.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "client/formats/json.h"
#include "client/formats/safe_text.h"
#include "google/protobuf/struct.pb.h"

namespace lightship::commands {
namespace {

constexpr size_t kIndent = 6;

std::string JsonOf(const doctor::Finding& finding) {
  google::protobuf::Struct object;
  auto& fields = *object.mutable_fields();
  fields["level"].set_string_value(std::string(doctor::LevelName(finding.level)));
  fields["area"].set_string_value(finding.area);
  fields["what"].set_string_value(formats::SafeLine(finding.what));
  fields["means"].set_string_value(formats::SafeLine(finding.means));
  fields["looked"].set_bool_value(finding.looked);
  fields["do"].set_string_value(formats::SafeLine(finding.todo));
  return formats::JsonLine(object);
}

void PrintLine(absl::string_view label, const std::string& text, Context& context) {
  if (text.empty()) return;
  const std::string wrapped = formats::Wrap(absl::StrCat(label, formats::SafeLine(text)),
                                            std::max<size_t>(context.terminal.columns, 40), kIndent);
  context.terminal.out << wrapped << (!wrapped.empty() && wrapped.back() == '\n' ? "" : "\n");
}

}  // namespace

void PrintFindings(const doctor::Findings& findings, Context& context) {
  for (const doctor::Finding& finding : findings) {
    if (context.form() == OutputForm::kJson) {
      context.terminal.out << JsonOf(finding);
      continue;
    }
    const bool good = finding.level == doctor::Level::kOk;
    context.terminal.out << absl::StrFormat("%-5s %s\n", !finding.looked ? "?" : good ? "ok" : finding.level == doctor::Level::kLook ? "LOOK" : "MEND",
                                            formats::SafeLine(finding.what));
    PrintLine("means: ", finding.means, context);
    PrintLine("do: ", finding.todo, context);
  }
}

std::string WellText(const doctor::Findings& findings) {
  std::set<std::string> areas;
  for (const doctor::Finding& finding : findings) {
    if (!finding.looked) areas.insert(finding.area);
  }
  if (areas.empty()) return "All is well.";
  return absl::StrCat("All that was looked at is well. Not looked at, see \"?\" above: ", absl::StrJoin(areas, ", "), ".");
}

std::string CountText(const doctor::Findings& findings) {
  const auto count = [&](doctor::Level level) {
    return std::count_if(findings.begin(), findings.end(),
                         [&](const doctor::Finding& finding) { return finding.level == level; });
  };
  return absl::StrCat(count(doctor::Level::kMend), " to mend, ", count(doctor::Level::kLook), " to look at");
}

}  // namespace lightship::commands
