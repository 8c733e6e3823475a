// lightship exercise: playing a scripted drill, and having drills erased.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/commands/drill.h"
#include "client/commands/drill_summary.h"
#include "client/commands/exercise_purge.h"
#include "client/commands/exit_code.h"
#include "client/commands/scenario.h"
#include "client/commands/verbs.h"
#include "client/sdk/file.h"
#include "node/base/status.h"

namespace lightship::commands {
namespace {

struct PlayFlags {
  std::string file;
  std::vector<std::string> participants;
  double speed = 0;  // 0: the scenario's
};

absl::StatusOr<config::v1::Scenario> ScenarioFrom(const PlayFlags& flags) {
  absl::StatusOr<std::string> text = sdk::ReadFile(flags.file);
  if (!text.ok()) return WithExit(ExitCode::kUsage, text.status());
  absl::StatusOr<config::v1::Scenario> scenario = ReadScenario(*text);
  if (!scenario.ok()) return WithExit(ExitCode::kUsage, base::Annotate(scenario.status(), flags.file));
  for (const std::string& participant : flags.participants) {
    RETURN_IF_ERROR(WithExit(ExitCode::kUsage, SetParticipant(participant, *scenario)));
  }
  if (flags.speed > 0) scenario->set_speed(flags.speed);
  return scenario;
}

absl::StatusOr<Players> PlayersOf(const config::v1::Scenario& scenario, Context& context) {
  ASSIGN_OR_RETURN(statement::PinnedRoots roots, context.Roots());
  Players players;
  for (const config::v1::Participant& one : scenario.participants()) {
    if (one.node().empty() || one.identity().empty()) {
      return UsageError(absl::StrCat("say where ", one.economy(), " is: --participant ", one.economy(),
                                     "=HOST:PORT,IDENTITY-DIRECTORY"));
    }
    auto officer = sdk::LoadIdentity(one.identity());
    if (!officer.ok()) return WithExit(ExitCode::kUsage, officer.status());
    if (officer->who.economy != one.economy()) {
      return UsageError(absl::StrCat(one.identity(), " is not of ", one.economy()));
    }
    auto node = context.connect(one.node(), *officer, roots);
    if (!node.ok()) return WithExit(ExitCode::kUsage, node.status());
    players.emplace(one.economy(), Player{*std::move(officer), *std::move(node)});
  }
  return players;
}

absl::Status Play(const PlayFlags& flags, Context& context) {
  ASSIGN_OR_RETURN(config::v1::Scenario scenario, ScenarioFrom(flags));
  ASSIGN_OR_RETURN(Players players, PlayersOf(scenario, context));
  Drill drill(scenario, players, context);
  const std::vector<StepOutcome> outcomes = drill.Play();
  PrintDrill(scenario, outcomes, drill.begin(), context);
  if (IsComplete(outcomes)) return absl::OkStatus();
  return WithExit(ExitCode::kPartly,
                  absl::FailedPreconditionError("not every step was admitted and held by all in time"));
}

void AddPlay(Verb exercise, Context& context) {
  auto flags = std::make_shared<PlayFlags>();
  Verb play = exercise.Add("play", "Play a scripted drill and tell who received what when");
  play.Option("file", flags->file, "The scenario, as config/exercises/straits-drill.textproto").Required();
  play.Option("--participant", flags->participants,
              "Where an economy's node and officer are: SG=127.0.0.1:7001,identities/sg; one each");
  play.Option("--speed", flags->speed, "Exercise seconds a second, instead of the scenario's");
  play.Footer(
      "Example:\n"
      "  lightship exercise play straits-drill.textproto --trust trust \\\n"
      "      --participant SG=sg:7001,ids/sg --participant ID=id:7001,ids/id --participant PH=ph:7001,ids/ph\n"
      "All that is said is marked as an exercise for ever. `lightship exercise purge` has it erased.");
  play.Runs(context, [=, &context] { return Play(*flags, context); });
}

void AddPurge(Verb exercise, Context& context) {
  auto flags = std::make_shared<PurgeFlags>();
  Verb purge = exercise.Add("purge", "Have what your economy said in exercises erased by every holder");
  purge.Option("incident", flags->incident, "Address of a report of the exercise (SG/12)");
  purge.Switch("--all", flags->all, "All exercises and tests");
  purge.Option("--wait", flags->wait_seconds, "Seconds to wait for the holders to confirm").ShowDefault();
  purge.Switch("-y,--yes", flags->yes, "Do not ask before signing and sending");
  purge.Footer(
      "Examples:\n"
      "  lightship exercise purge SG/12      (role administrator)\n"
      "  lightship exercise purge --all\n"
      "Each economy purges its own statements. Digests stay, so that all proofs hold.");
  purge.Runs(context, [=, &context] { return Purge(*flags, context); });
}

}  // namespace

void AddExercise(Verb app, Context& context) {
  Verb exercise = app.Add("exercise", "Drills: play one, have them erased");
  exercise.NeedsVerb();
  AddPlay(exercise, context);
  AddPurge(exercise, context);
}

}  // namespace lightship::commands
