#include "client/commands/scenario.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"
#include "node/base/status.h"
#include "node/maritime/vocabulary.h"

namespace lightship::commands {
namespace {

using config::v1::Participant;
using config::v1::Scenario;
using config::v1::Step;

constexpr double kLeastSpeed = 0.1, kMostSpeed = 3600;
constexpr uint32_t kDeadlineSeconds = 60, kMostDeadlineSeconds = 86400;
constexpr int kMostSteps = 1000;

// Keeps the first syntax error, with its place as editors count (from 1).
class FirstError final : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, google::protobuf::io::ColumnNumber column,
                const std::string& message) override {
    if (text.empty()) text = absl::StrCat("line ", line + 1, ", column ", column + 1, ": ", message);
  }
  std::string text;
};

absl::Status Wrong(const Step& step, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("step \"", step.name(), "\": ", what));
}

bool IsParticipant(const Scenario& scenario, const std::string& economy) {
  return std::any_of(scenario.participants().begin(), scenario.participants().end(),
                     [&](const Participant& one) { return one.economy() == economy; });
}

absl::Status CheckWhole(const Scenario& scenario) {
  if (scenario.exercise_status() == v1::EXERCISE_STATUS_ACTUAL ||
      !v1::ExerciseStatus_IsValid(scenario.exercise_status())) {
    return absl::InvalidArgumentError(
        "exercise_status: a scenario is never played as what has happened; should be EXERCISE_STATUS_EXERCISE or _TEST");
  }
  if (scenario.speed() < kLeastSpeed || scenario.speed() > kMostSpeed) {
    return absl::InvalidArgumentError(absl::StrCat("speed: should be from ", kLeastSpeed, " to ", kMostSpeed));
  }
  if (scenario.deadline_seconds() > kMostDeadlineSeconds) {
    return absl::InvalidArgumentError(absl::StrCat("deadline_seconds: should be at most ", kMostDeadlineSeconds));
  }
  if (scenario.steps().empty() || scenario.steps_size() > kMostSteps) {
    return absl::InvalidArgumentError(absl::StrCat("steps: should be from 1 to ", kMostSteps));
  }
  return absl::OkStatus();
}

// `earlier` holds the steps before, by name.
absl::Status CheckStep(const Step& step, const std::map<std::string, const Step*>& earlier,
                       const Scenario& scenario) {
  if (step.name().empty()) return absl::InvalidArgumentError("steps: one has no name");
  if (earlier.contains(step.name())) return Wrong(step, "its name is used twice");
  if (!IsParticipant(scenario, step.by())) return Wrong(step, "by: is no participant of the scenario");
  if (step.action_case() == Step::ACTION_NOT_SET) {
    return Wrong(step, "does nothing; should have one of report, response, notice, retract, comment");
  }
  for (const auto& [field, name] : {std::pair("after", step.after()), std::pair("about", step.about())}) {
    if (!name.empty() && !earlier.contains(name)) {
      return Wrong(step, absl::StrCat(field, ": there is no step \"", name, "\" before it"));
    }
  }
  if (step.about().empty() && !step.has_report()) return Wrong(step, "about: is missing");
  const bool replaces = step.has_retract() || step.report().amends();
  if (!replaces) return absl::OkStatus();
  if (step.about().empty()) return Wrong(step, "about: is missing; it says what is amended");
  if (earlier.at(step.about())->by() != step.by()) {
    return Wrong(step, absl::StrCat("\"", step.about(), "\" is not by ", step.by(), "; one amends and retracts one's own"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Scenario> ReadScenario(absl::string_view text) {
  Scenario scenario;
  google::protobuf::TextFormat::Parser parser;
  FirstError error;
  parser.RecordErrorsTo(&error);
  if (!parser.ParseFromString(std::string(text), &scenario)) return absl::InvalidArgumentError(error.text);
  if (scenario.exercise_status() == v1::EXERCISE_STATUS_UNSPECIFIED) {
    scenario.set_exercise_status(v1::EXERCISE_STATUS_EXERCISE);
  }
  if (scenario.speed() == 0) scenario.set_speed(1);
  if (scenario.deadline_seconds() == 0) scenario.set_deadline_seconds(kDeadlineSeconds);
  RETURN_IF_ERROR(CheckWhole(scenario));
  std::map<std::string, const Step*> earlier;
  for (const Step& step : scenario.steps()) {
    RETURN_IF_ERROR(CheckStep(step, earlier, scenario));
    earlier[step.name()] = &step;
  }
  return scenario;
}

absl::Status SetParticipant(absl::string_view text, Scenario& scenario) {
  const std::pair<std::string, std::string> named = absl::StrSplit(text, absl::MaxSplits('=', 1));
  const std::pair<std::string, std::string> where = absl::StrSplit(named.second, absl::MaxSplits(',', 1));
  if (where.first.empty() || where.second.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("--participant: \"", text, "\" should be like SG=127.0.0.1:7001,identities/sg"));
  }
  for (Participant& one : *scenario.mutable_participants()) {
    if (one.economy() != named.first) continue;
    one.set_node(where.first);
    one.set_identity(where.second);
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      absl::StrCat("--participant: \"", named.first, "\" is no participant of the scenario"));
}

}  // namespace lightship::commands
