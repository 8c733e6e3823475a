#include "node/app/correlator.h"

#include <future>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "node/base/status.h"
#include "node/statement/canonical.h"
#include "node/statement/identity.h"
#include "node/statement/open.h"
#include "node/statement/seal.h"

namespace lightship::app {
namespace {

constexpr char kCorrelation[] = "CORRELATION";
// Changes taken in between two looks at whether the node stops.
constexpr size_t kAtOnce = 500;
// Assertions on the way to the log: its inbox is for others too.
constexpr size_t kInFlight = 128;

}  // namespace

absl::Status Correlator::Follow() {
  bool more = true;
  while (more && !world_.stopping()) {
    ASSIGN_OR_RETURN(more, world_.matcher->Follow(*world_.incidents->snapshot(), kAtOnce));
  }
  return absl::OkStatus();
}

absl::StatusOr<ledger::Admission> Correlator::Seal(const incident::Proposal& proposal,
                                                   const ledger::NodeKeys& keys) const {
  const absl::Time now = world_.clock->Now();
  v1::Manifest manifest;
  manifest.set_economy(world_.rules.economy);
  manifest.set_kind(v1::STATEMENT_KIND_ASSERTION);
  *manifest.mutable_created_at() = statement::ToTimestamp(now);
  manifest.set_subject(crypto::AsString(proposal.incident));
  manifest.set_exercise_status(v1::EXERCISE_STATUS_ACTUAL);
  manifest.set_tlp(v1::TLP_GREEN);
  manifest.set_audience("all");
  v1::Assertion assertion;
  *assertion.mutable_correlation() = proposal.correlation;
  v1::SubmitRequest request;
  ASSIGN_OR_RETURN(*request.mutable_statement(),
                   statement::Seal(std::move(manifest),
                                   {{"assertion", statement::SerializeDeterministic(assertion), ""}},
                                   {&keys.node_key, 1}, *world_.entropy));
  ASSIGN_OR_RETURN(statement::Identity self,
                   statement::VerifyIdentity(keys.node_chain, *world_.roots, now));
  const std::shared_ptr<const ledger::Heads> heads = world_.heads->Get();
  return ledger::Examine(request, self, world_.rules, *heads->Find(world_.own_origin)->keys,
                         *world_.roots, now);
}

absl::Status Correlator::AssertSame() {
  const std::optional<ledger::NodeKeys> keys = world_.keys();
  if (changed_.empty() || !keys.has_value() || world_.writer->recovering()) return absl::OkStatus();
  ASSIGN_OR_RETURN(
      std::vector<incident::Proposal> proposals,
      incident::Propose(*world_.store, *world_.incidents->snapshot(), *world_.matcher, changed_,
                        world_.rules.economy, world_.assert_same_from));
  for (size_t at = 0; at < proposals.size() && !world_.stopping(); at += kInFlight) {
    RETURN_IF_ERROR(Admit(absl::MakeSpan(proposals).subspan(at, kInFlight), *keys));
  }
  if (!world_.stopping()) changed_.clear();
  return absl::OkStatus();
}

absl::Status Correlator::Admit(absl::Span<const incident::Proposal> proposals,
                               const ledger::NodeKeys& keys) {
  std::vector<std::future<absl::Status>> answers;
  absl::Status all;
  for (const incident::Proposal& proposal : proposals) {
    absl::StatusOr<ledger::Admission> admission = Seal(proposal, keys);
    all.Update(admission.status());
    if (!all.ok()) break;
    auto answered = std::make_shared<std::promise<absl::Status>>();
    answers.push_back(answered->get_future());
    world_.writer->Submit(*std::move(admission), [answered](absl::StatusOr<ledger::Outcome> done) {
      answered->set_value(done.status());
    });
  }
  for (std::future<absl::Status>& answer : answers) all.Update(answer.get());
  return all;
}

void Correlator::Run() {
  absl::Status done = Follow();
  std::set<crypto::Digest> changed = world_.matcher->TakeChanged();
  if (world_.assert_same_from > 0) {
    changed_.merge(changed);
    if (done.ok() && !world_.stopping()) done = AssertSame();
  }
  if (done.ok()) return world_.warnings->Clear(kCorrelation, "");
  world_.warnings->Raise(
      kCorrelation, "",
      absl::StrCat("incidents are not compared: ", std::string(done.message())),
      world_.clock->Now());
}

}  // namespace lightship::app
