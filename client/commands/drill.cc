#include "client/commands/drill.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "client/commands/drill_statement.h"
#include "client/formats/safe_text.h"
#include "client/sdk/wait.h"
#include "node/base/status.h"
#include "node/statement/open.h"

namespace lightship::commands {
namespace {

using config::v1::Step;

constexpr absl::Duration kBetweenLooks = absl::Milliseconds(25);

}  // namespace

Drill::Drill(const config::v1::Scenario& scenario, Players& players, Context& context)
    : scenario_(scenario), players_(players), context_(context) {
  for (const Step& step : scenario.steps()) {
    Played& played = steps_.emplace_back();
    played.step = &step;
    played.outcome.name = step.name();
    played.outcome.by = step.by();
    played.outcome.what = WhatIsDone(step);
  }
}

std::vector<StepOutcome> Drill::Play() {
  begin_ = context_.clock.Now();
  auto settled = [](const Played& played) { return played.settled; };
  while (!std::all_of(steps_.begin(), steps_.end(), settled)) {
    for (Played& played : steps_) {
      const absl::Time now = context_.clock.Now();
      if (!played.submitted && IsDue(played, now)) Submit(played, now);
      if (played.submitted && !played.settled) Follow(played);
    }
    sdk::WaitFor(kBetweenLooks);
  }
  std::vector<StepOutcome> outcomes;
  for (const Played& played : steps_) outcomes.push_back(played.outcome);
  return outcomes;
}

Drill::Played& Drill::Named(const std::string& name) {
  return *std::find_if(steps_.begin(), steps_.end(), [&](const Played& one) { return one.step->name() == name; });
}

bool Drill::IsDue(const Played& played, absl::Time now) {
  absl::Time from = begin_;
  if (!played.step->about().empty() && !Named(played.step->about()).submitted) return false;
  if (!played.step->after().empty()) {
    const Played& first = Named(played.step->after());
    if (!first.settled) return false;
    from = first.settled_at;
  }
  return now >= from + absl::Seconds(played.step->at_seconds() / scenario_.speed());
}

absl::StatusOr<v1::SubmitRequest> Drill::Sign(const Played& played, absl::Time now) {
  std::optional<Spoken> about;
  if (!played.step->about().empty()) {
    const Played& spoken = Named(played.step->about());
    if (spoken.outcome.address.empty()) {
      return absl::FailedPreconditionError(absl::StrCat("\"", spoken.step->name(), "\" was not admitted"));
    }
    about = Spoken{{spoken.statement_id, spoken.index, spoken.manifest}, spoken.incident};
  }
  return DrillStatement(*played.step, scenario_.exercise_status(), about ? &*about : nullptr,
                        players_.at(played.step->by()).officer, now, context_.entropy);
}

void Drill::Submit(Played& played, absl::Time now) {
  played.submitted = true;
  played.outcome.submitted = now;
  absl::StatusOr<v1::SubmitRequest> request = Sign(played, now);
  absl::StatusOr<v1::SubmitResponse> response =
      request.ok() ? players_.at(played.step->by()).node->Submit(*request)
                   : absl::StatusOr<v1::SubmitResponse>(request.status());
  if (!response.ok()) {
    played.outcome.refused = std::string(response.status().message());
    Tell(played, now, absl::StrCat("NOT ADMITTED: ", played.outcome.refused));
    return Settle(played, now);
  }
  played.statement_id = response->statement_id();
  played.manifest.ParseFromString(request->statement().manifest());
  played.incident = played.manifest.subject().empty() ? played.statement_id : played.manifest.subject();
  played.outcome.address = response->receipt().address();
  Tell(played, now, absl::StrCat(played.outcome.what, ", admitted as ", played.outcome.address));
}

// A node that does not answer for a while is asked again until the deadline.
void Drill::Follow(Played& played) {
  v1::GetReceiptRequest request;
  request.set_statement_id(played.statement_id);
  absl::StatusOr<v1::GetReceiptResponse> response = players_.at(played.step->by()).node->GetReceipt(request);
  const absl::Time now = context_.clock.Now();
  std::vector<std::string> missing = {"its author's node, which does not answer"};
  if (response.ok()) {
    auto entry = statement::OpenEntry(response->file().statement().entry());
    if (entry.ok()) {
      played.index = entry->entry.index();
      played.outcome.admitted = statement::ToTime(entry->entry.admitted_at()).value_or(now);
    }
    const v1::Receipt& receipt = response->receipt();
    for (const std::string& economy : receipt.holders()) {
      if (!played.outcome.held.emplace(economy, now - played.outcome.submitted).second) continue;
      Tell(played, now, absl::StrCat("held by ", economy));
    }
    missing.clear();
    for (const std::string& economy : receipt.audience()) {
      if (!played.outcome.held.contains(economy)) missing.push_back(economy);
    }
  }
  if (missing.empty()) return Settle(played, now);
  if (now - played.outcome.submitted < absl::Seconds(scenario_.deadline_seconds())) return;
  Tell(played, now, absl::StrCat("NOT HELD within ", scenario_.deadline_seconds(), " s by ", absl::StrJoin(missing, ", ")));
  played.outcome.missing = std::move(missing);
  Settle(played, now);
}

void Drill::Settle(Played& played, absl::Time now) {
  played.settled = true;
  played.settled_at = now;
}

void Drill::Tell(const Played& played, absl::Time now, const std::string& what) {
  if (context_.form() != OutputForm::kTable) return;
  context_.terminal.out << absl::StreamFormat("%+9.2f s  %s  %s: ", absl::ToDoubleSeconds(now - begin_),
                                              played.step->by(), formats::SafeLine(played.step->name()))
                        << formats::SafeLine(what) << std::endl;
}

}  // namespace lightship::commands
