#include "client/commands/drill_summary.h"

#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "client/formats/csv.h"
#include "client/formats/json.h"
#include "client/formats/safe_text.h"
#include "client/formats/table.h"
#include "client/formats/times.h"
#include "client/formats/words.h"
#include "google/protobuf/struct.pb.h"

namespace lightship::commands {
namespace {

using google::protobuf::Struct;

// Those to whom anything went, or should have gone.
std::set<std::string> Economies(const std::vector<StepOutcome>& outcomes) {
  std::set<std::string> economies;
  for (const StepOutcome& outcome : outcomes) {
    for (const auto& [economy, after] : outcome.held) economies.insert(economy);
    if (!outcome.address.empty()) economies.insert(outcome.missing.begin(), outcome.missing.end());
  }
  return economies;
}

// "0.21", "never", "" for an economy that it was not meant for.
std::string HeldText(const StepOutcome& outcome, const std::string& economy) {
  const auto held = outcome.held.find(economy);
  if (held != outcome.held.end()) return absl::StrFormat("%.2f", absl::ToDoubleSeconds(held->second));
  const bool missing =
      std::find(outcome.missing.begin(), outcome.missing.end(), economy) != outcome.missing.end();
  return missing ? "NEVER" : "";
}

std::vector<std::string> CellsOf(const StepOutcome& outcome, const std::set<std::string>& economies) {
  std::vector<std::string> cells = {
      outcome.name, outcome.by, outcome.what, outcome.address.empty() ? "REFUSED" : outcome.address,
      formats::TimeTextSeconds(outcome.submitted),
      outcome.address.empty() ? "" : formats::TimeTextSeconds(outcome.admitted)};
  for (const std::string& economy : economies) cells.push_back(HeldText(outcome, economy));
  return cells;
}

void PrintJson(const config::v1::Scenario& scenario, const std::vector<StepOutcome>& outcomes,
               absl::Time begin, std::ostream& out) {
  Struct json;
  auto& fields = *json.mutable_fields();
  fields["title"].set_string_value(scenario.title());
  fields["exercise_status"].set_string_value(v1::ExerciseStatus_Name(scenario.exercise_status()));
  fields["begin"].set_string_value(absl::FormatTime(begin, absl::UTCTimeZone()));
  auto* steps = fields["steps"].mutable_list_value();
  for (const StepOutcome& outcome : outcomes) {
    auto& step = *steps->add_values()->mutable_struct_value()->mutable_fields();
    step["name"].set_string_value(outcome.name);
    step["by"].set_string_value(outcome.by);
    step["what"].set_string_value(outcome.what);
    step["submitted"].set_string_value(absl::FormatTime(outcome.submitted, absl::UTCTimeZone()));
    if (outcome.address.empty()) {
      step["refused"].set_string_value(outcome.refused);
      continue;
    }
    step["address"].set_string_value(outcome.address);
    step["admitted"].set_string_value(absl::FormatTime(outcome.admitted, absl::UTCTimeZone()));
    auto& held = *step["held_after_seconds"].mutable_struct_value()->mutable_fields();
    for (const auto& [economy, after] : outcome.held) {
      held[economy].set_number_value(absl::ToDoubleSeconds(after));
    }
    auto* missing = step["not_held_by"].mutable_list_value();
    for (const std::string& economy : outcome.missing) missing->add_values()->set_string_value(economy);
  }
  out << formats::JsonLine(json);
}

}  // namespace

void PrintDrill(const config::v1::Scenario& scenario, const std::vector<StepOutcome>& outcomes,
                absl::Time begin, Context& context) {
  std::ostream& out = context.terminal.out;
  if (context.form() == OutputForm::kJson) return PrintJson(scenario, outcomes, begin, out);
  const std::set<std::string> economies = Economies(outcomes);
  std::vector<std::string> headings = {"step", "by", "what", "address", "submitted", "admitted"};
  for (const std::string& economy : economies) headings.push_back(absl::StrCat(economy, " after s"));
  if (context.form() == OutputForm::kCsv) {
    out << formats::CsvLine(headings);
    for (const StepOutcome& outcome : outcomes) out << formats::CsvLine(CellsOf(outcome, economies));
    return;
  }
  out << "\n" << absl::AsciiStrToUpper(formats::Words(scenario.exercise_status())) << ": "
      << formats::SafeLine(scenario.title()) << "\n";
  std::vector<formats::Table::Column> columns;
  for (const std::string& heading : headings) columns.push_back({heading});
  columns[0].least = columns[2].least = 12;
  for (size_t i = 6; i < columns.size(); ++i) columns[i].right = true;
  formats::Table table(std::move(columns));
  for (const StepOutcome& outcome : outcomes) table.Add(CellsOf(outcome, economies));
  out << table.Render(context.terminal.columns);
  const auto complete = std::count_if(outcomes.begin(), outcomes.end(), [](const StepOutcome& outcome) {
    return IsComplete({outcome});
  });
  out << complete << " of " << outcomes.size() << " steps reached all of their audience within "
      << scenario.deadline_seconds() << " s\n";
}

bool IsComplete(const std::vector<StepOutcome>& outcomes) {
  return std::all_of(outcomes.begin(), outcomes.end(), [](const StepOutcome& outcome) {
    return !outcome.address.empty() && outcome.missing.empty();
  });
}

}  // namespace lightship::commands
