#include "client/commands/exercise_purge.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/commands/exit_code.h"
#include "client/commands/name.h"
#include "client/commands/questions.h"
#include "client/commands/verb.h"
#include "client/commands/withdrawal.h"
#include "client/formats/json.h"
#include "client/formats/safe_text.h"
#include "client/sdk/sign.h"
#include "client/sdk/wait.h"
#include "google/protobuf/struct.pb.h"
#include "node/base/status.h"
#include "node/statement/canonical.h"

namespace lightship::commands {
namespace {

constexpr uint32_t kPage = 200;
constexpr size_t kInFlight = 32;
constexpr absl::Duration kBetweenPurges = absl::Milliseconds(100);

// How far the erasures of own statements have come.
struct PurgeProgress {
  size_t statements = 0, confirmed = 0;
  std::set<std::string> waiting_for;
};

absl::StatusOr<std::vector<v1::IncidentName>> Exercises(const PurgeFlags& flags, sdk::Node& node) {
  std::vector<v1::IncidentName> names;
  if (!flags.incident.empty()) {
    ASSIGN_OR_RETURN(names.emplace_back(), IncidentNameFrom(flags.incident));
    return names;
  }
  v1::ListIncidentsRequest request;
  request.set_page_size(kPage);
  request.mutable_filter()->set_include_retracted(true);
  for (v1::ExerciseStatus status : {v1::EXERCISE_STATUS_EXERCISE, v1::EXERCISE_STATUS_SYSTEM,
                                    v1::EXERCISE_STATUS_TEST, v1::EXERCISE_STATUS_DRAFT}) {
    request.mutable_filter()->add_exercise_statuses(status);
  }
  do {
    ASSIGN_OR_RETURN(v1::ListIncidentsResponse page, node.ListIncidents(request));
    for (const v1::IncidentSummary& incident : page.incidents()) {
      names.emplace_back().set_incident_id(incident.incident_id());
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return names;
}

bool IsOwn(const v1::IncidentStatement& statement, const std::string& economy) {
  return absl::StartsWith(statement.address(), absl::StrCat(economy, "/"));
}

bool HasParts(const v1::IncidentStatement& statement) {
  return statement.manifest().kind() != v1::STATEMENT_KIND_WITHDRAWAL && statement.manifest().parts_size() > 0;
}

WithdrawalTarget TargetOf(const v1::IncidentStatement& statement, const v1::GetIncidentResponse& incident) {
  WithdrawalTarget target{statement.statement_id(), 0, statement.manifest()};
  const std::string& address = statement.address();
  if (!absl::SimpleAtoi(address.substr(address.find('/') + 1), &target.index)) target.index = 0;
  target.released = std::any_of(incident.statements().begin(), incident.statements().end(), [&](const auto& other) {
    return other.withdrawal().target() == statement.statement_id() && other.withdrawal().has_release();
  });
  return target;
}

class PurgeRun {
 public:
  PurgeRun(sdk::OfficerIdentity officer, sdk::Node& node, Context& context)
      : officer_(std::move(officer)), node_(node), context_(context) {}

  // What is to be erased, of one exercise.
  absl::Status Add(const v1::IncidentName& name) {
    v1::GetIncidentRequest request;
    *request.mutable_incident() = name;
    ASSIGN_OR_RETURN(v1::GetIncidentResponse incident, node_.GetIncident(request));
    if (incident.summary().exercise_status() == v1::EXERCISE_STATUS_ACTUAL) {
      return absl::FailedPreconditionError(
          absl::StrCat(incident.summary().address(), " has happened: it is no exercise and is not purged"));
    }
    bool own = false;
    for (const v1::IncidentStatement& statement : incident.statements()) {
      const bool actual = statement.manifest().exercise_status() == v1::EXERCISE_STATUS_ACTUAL;
      if (!IsOwn(statement, officer_.who.economy) || !HasParts(statement) || actual) continue;
      own = true;
      if (statement.erasures().empty()) targets_.push_back(TargetOf(statement, incident));
    }
    if (own) incidents_.push_back(name);
    return absl::OkStatus();
  }

  size_t targets() const { return targets_.size(); }

  // The first that was refused, if one was.
  absl::Status Send() {
    size_t next = 0;
    absl::Status signing, refused;
    const absl::Status stopped = node_.SubmitMany(
        [&](v1::SubmitRequest& request) {
          if (next == targets_.size() || !signing.ok()) return false;
          auto erasure = Sign(targets_[next++]);
          signing = erasure.status();
          if (!signing.ok()) return false;
          request = *std::move(erasure);
          return true;
        },
        [&](uint64_t, const absl::StatusOr<v1::SubmitResponse>& response) {
          if (!response.ok() && refused.ok()) refused = response.status();
        },
        kInFlight);
    RETURN_IF_ERROR(signing);
    RETURN_IF_ERROR(refused);
    return stopped;
  }

  absl::StatusOr<PurgeProgress> Look() {
    PurgeProgress progress;
    for (const v1::IncidentName& name : incidents_) {
      v1::GetIncidentRequest request;
      *request.mutable_incident() = name;
      ASSIGN_OR_RETURN(v1::GetIncidentResponse incident, node_.GetIncident(request));
      for (const v1::IncidentStatement& statement : incident.statements()) {
        if (!IsOwn(statement, officer_.who.economy) || !HasParts(statement)) continue;
        ++progress.statements;
        bool all = !statement.erasures().empty();
        for (const v1::Erasure& erasure : statement.erasures()) {
          all &= erasure.waiting_for().empty();
          progress.waiting_for.insert(erasure.waiting_for().begin(), erasure.waiting_for().end());
        }
        progress.confirmed += all;
      }
    }
    return progress;
  }

 private:
  absl::StatusOr<v1::SubmitRequest> Sign(const WithdrawalTarget& target) {
    v1::Withdrawal withdrawal;
    withdrawal.mutable_erase()->set_reason(v1::ERASE_REASON_OTHER);
    v1::Manifest manifest = WithdrawalManifest(target, withdrawal);
    return sdk::SignStatement(std::move(manifest),
                              {{"withdrawal", statement::SerializeDeterministic(withdrawal), ""}}, officer_,
                              context_.clock.Now(), context_.entropy);
  }

  const sdk::OfficerIdentity officer_;
  sdk::Node& node_;
  Context& context_;
  std::vector<v1::IncidentName> incidents_;
  std::vector<WithdrawalTarget> targets_;
};

void Print(const PurgeProgress& progress, size_t asked, Context& context) {
  std::ostream& out = context.terminal.out;
  if (context.form() == OutputForm::kJson) {
    google::protobuf::Struct json;
    auto& fields = *json.mutable_fields();
    fields["statements"].set_number_value(static_cast<double>(progress.statements));
    fields["asked_now"].set_number_value(static_cast<double>(asked));
    fields["confirmed_by_all"].set_number_value(static_cast<double>(progress.confirmed));
    auto* waiting = fields["waiting_for"].mutable_list_value();
    for (const std::string& economy : progress.waiting_for) waiting->add_values()->set_string_value(economy);
    out << formats::JsonLine(json);
    return;
  }
  out << "erasure asked of " << asked << " statements; of " << progress.statements << " in all, "
      << progress.confirmed << " confirmed by every holder";
  if (!progress.waiting_for.empty()) {
    out << "; waiting for " << formats::SafeLine(absl::StrJoin(progress.waiting_for, ", "));
  }
  out << "\n";
}

}  // namespace

absl::Status Purge(const PurgeFlags& flags, Context& context) {
  if (flags.incident.empty() != flags.all) return UsageError("say which exercise, or --all");
  ASSIGN_OR_RETURN(sdk::OfficerIdentity officer, context.Officer());
  ASSIGN_OR_RETURN(std::unique_ptr<sdk::Node> node, context.Node());
  ASSIGN_OR_RETURN(std::vector<v1::IncidentName> exercises, Exercises(flags, *node));
  PurgeRun run(std::move(officer), *node, context);
  for (const v1::IncidentName& name : exercises) RETURN_IF_ERROR(run.Add(name));
  Terminal& terminal = context.terminal;
  const std::string question = absl::StrCat("Have ", run.targets(), " statements erased by every holder?");
  if (run.targets() > 0 && terminal.in_is_tty && !flags.yes && !Confirm(question, terminal)) {
    return WithExit(ExitCode::kUsage, absl::CancelledError("nothing was sent"));
  }
  RETURN_IF_ERROR(run.Send());
  const absl::Time until = context.clock.Now() + absl::Seconds(flags.wait_seconds);
  ASSIGN_OR_RETURN(PurgeProgress progress, run.Look());
  while (progress.confirmed < progress.statements && context.clock.Now() < until) {
    sdk::WaitFor(kBetweenPurges);
    ASSIGN_OR_RETURN(progress, run.Look());
  }
  Print(progress, run.targets(), context);
  if (progress.confirmed == progress.statements) return absl::OkStatus();
  return WithExit(ExitCode::kPartly,
                  absl::DeadlineExceededError("not every holder has confirmed yet; the same call tells how far it is"));
}

}  // namespace lightship::commands
