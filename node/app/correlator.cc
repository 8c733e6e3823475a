#include "node/app/correlator.h"

#include <algorithm>
#include <future>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/statement/canonical.h"
#include "node/statement/identity.h"
#include "node/statement/open.h"
#include "node/statement/seal.h"

namespace lightship::app {
namespace {

constexpr char kCorrelation[] = "CORRELATION";
// Changes taken in between two looks at whether the node stops: fewer, and looking for the next ones takes longer than taking them in.
constexpr size_t kAtOnce = 5000;
// Assertions on the way to the log: its inbox is for others too.
constexpr size_t kInFlight = 128;
// Incidents looked at together, and comparisons after which a round leaves the others to the next one: about a second, because
// the caretaker has other duties.
constexpr size_t kIncidentsAtOnce = 32;
constexpr uint64_t kComparedInARound = 20'000;

}  // namespace

absl::StatusOr<bool> Correlator::Follow() {
  // Whose matches change only those want to know who speak of it.
  const auto tells = world_.assert_same_from > 0 ? incident::correlation::Tells::kWhoseChange : incident::correlation::Tells::kNothing;
  bool more = true;
  while (more && !world_.stopping() && !world_.waits()) {
    ASSIGN_OR_RETURN(more, world_.matcher->Follow(world_.incidents->snapshot(), kAtOnce, tells));
  }
  return !more;
}

absl::StatusOr<ledger::Admission> Correlator::Seal(const Claim& claim,
                                                   const ledger::NodeKeys& keys) const {
  const absl::Time now = world_.clock->Now();
  v1::Manifest manifest;
  manifest.set_economy(world_.rules.economy);
  manifest.set_kind(claim.kind);
  *manifest.mutable_created_at() = statement::ToTimestamp(now);
  manifest.set_subject(crypto::AsString(claim.incident));
  manifest.set_exercise_status(v1::EXERCISE_STATUS_ACTUAL);
  manifest.set_tlp(v1::TLP_GREEN);
  manifest.set_audience("all");
  v1::SubmitRequest request;
  ASSIGN_OR_RETURN(*request.mutable_statement(),
                   statement::Seal(std::move(manifest),
                                   {{claim.part_name, claim.content, ""}},
                                   {&keys.node_key, 1}, *world_.entropy));
  ASSIGN_OR_RETURN(statement::Identity self,
                   statement::VerifyIdentity(keys.node_chain, *world_.roots, now));
  const std::shared_ptr<const ledger::Heads> heads = world_.heads->Get();
  return ledger::Examine(request, self, world_.rules, *heads->Find(world_.own_origin)->keys,
                         *world_.roots, now);
}

std::vector<Correlator::Claim> Correlator::ClaimsOf(const incident::Proposals& proposals) {
  std::vector<Claim> claims;
  for (const incident::Stale& stale : proposals.stale) {
    v1::Withdrawal withdrawal;
    withdrawal.set_target(crypto::AsString(stale.statement));
    withdrawal.set_target_index(stale.index);
    withdrawal.mutable_retract()->set_reason(v1::RETRACT_REASON_OTHER);
    withdrawal.mutable_retract()->set_text(std::string(incident::kNoLongerLikely));
    claims.push_back({v1::STATEMENT_KIND_WITHDRAWAL, stale.incident, "withdrawal",
                      statement::SerializeDeterministic(withdrawal)});
  }
  for (const incident::Proposal& proposal : proposals.same) {
    v1::Assertion assertion;
    *assertion.mutable_correlation() = proposal.correlation;
    claims.push_back({v1::STATEMENT_KIND_ASSERTION, proposal.incident, "assertion",
                      statement::SerializeDeterministic(assertion)});
  }
  return claims;
}

absl::Status Correlator::AssertSame() {
  const std::optional<ledger::NodeKeys> keys = world_.keys();
  if (!keys.has_value() || world_.writer->recovering()) return absl::OkStatus();
  const uint64_t least_compared = world_.matcher->compared();
  while (!changed_.empty() && !world_.stopping() &&
         world_.matcher->compared() - least_compared < kComparedInARound) {
    auto end = changed_.begin();
    std::advance(end, std::min(kIncidentsAtOnce, changed_.size()));
    const std::set<crypto::Digest> now(changed_.begin(), end);
    ASSIGN_OR_RETURN(
        incident::Proposals proposals,
        incident::Propose(*world_.store, *world_.incidents->snapshot(), *world_.matcher, now,
                          world_.rules.economy, world_.assert_same_from));
    const std::vector<Claim> claims = ClaimsOf(proposals);
    for (size_t at = 0; at < claims.size(); at += kInFlight) {
      RETURN_IF_ERROR(Admit(absl::MakeSpan(claims).subspan(at, kInFlight), *keys));
    }
    changed_.erase(changed_.begin(), end);
  }
  return absl::OkStatus();
}

absl::Status Correlator::Admit(absl::Span<const Claim> claims, const ledger::NodeKeys& keys) {
  std::vector<std::future<absl::Status>> answers;
  absl::Status all;
  for (const Claim& claim : claims) {
    absl::StatusOr<ledger::Admission> admission = Seal(claim, keys);
    all.Update(admission.status());
    if (!all.ok()) break;
    auto answered = std::make_shared<std::promise<absl::Status>>();
    answers.push_back(answered->get_future());
    world_.writer->Submit(*std::move(admission), [answered](const absl::StatusOr<ledger::Outcome>& done) {
      answered->set_value(done.status());
    });
  }
  for (std::future<absl::Status>& answer : answers) all.Update(answer.get());
  return all;
}

void Correlator::Run() {
  if (world_.waits()) return;
  const absl::StatusOr<bool> all = Follow();
  absl::Status done = all.status();
  std::set<crypto::Digest> changed = world_.matcher->TakeChanged();
  if (world_.assert_same_from > 0) {
    changed_.merge(changed);
    // What the node says under its own key it draws from verified reports alone, and from all of them: of two reports of which one has
    // changed meanwhile nothing can be said.
    if (done.ok() && *all && !world_.stopping() && world_.heads->Get()->AllVerified()) done = AssertSame();
    // Said when what changed has been compared anew.
    const bool behind = world_.matcher->Behind(*world_.incidents->snapshot()) > 0;
    if (behind && base::ReasonOf(done) == base::reason::kOverloaded) done = absl::OkStatus();
  }
  if (done.ok()) return world_.warnings->Clear(kCorrelation, "");
  world_.warnings->Raise(
      kCorrelation, "",
      absl::StrCat("incidents are not compared: ", std::string(done.message())),
      world_.clock->Now());
}

}  // namespace lightship::app
