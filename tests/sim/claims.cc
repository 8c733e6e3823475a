// What officers say of incidents that are known, in a simulation: amendments, remarks, and whether two are one event.
#include <utility>
#include <vector>

#include "lightship/v1/claims.pb.h"
#include "lightship/v1/key.pb.h"
#include "node/statement/log_opening.h"
#include "tests/sim/simulation.h"
#include "tests/support/sample.h"

namespace lightship::sim {
namespace {

using statement::Role;

constexpr uint64_t kStreamOfHabits = 0x686162697473;

}  // namespace

Simulation::Habits Simulation::DrawHabits() const {
  Dice dice(plan_.seed, kStreamOfHabits);
  return {dice.Below(4), dice.Below(4), dice.Below(7), dice.Below(3), dice.Below(4)};
}

const Acknowledged* Simulation::SomeKnown(int author, bool own) {
  std::vector<const Acknowledged*> known;
  for (const Acknowledged& made : acknowledged_) {
    if (made.incident.empty() || (own && (made.author != author || !made.report))) continue;
    if (HoldsEntry(author, made)) known.push_back(&made);
  }
  return known.empty() ? nullptr : known[static_cast<size_t>(Random(static_cast<int>(known.size())))];
}

// In two of three cases of one's own report.
void Simulation::Amend(int author) { FileReport(author, SomeKnown(author, Random(3) > 0)); }

// A COMMENT, or what a coastal authority did.
void Simulation::Remark(int author) {
  const Acknowledged* known = SomeKnown(author, false);
  if (known == nullptr) return FileReport(author, nullptr);
  const bool responds = Random(2) == 0;
  Draft draft = DraftOf(responds ? v1::STATEMENT_KIND_RESPONSE : v1::STATEMENT_KIND_COMMENT, author);
  draft.role = Role::kLiaison;
  draft.made.incident = known->incident;
  draft.manifest.set_subject(known->incident);
  const auto [name, members] = SomeAudience(author, {"all", Everybody()});
  draft.manifest.set_audience(name);
  draft.made.audience = members;
  const std::string marker = MarkerOf(plan_.seed, author, ++made_, "remark");
  v1::Response response;
  response.set_action(v1::COASTAL_ACTION_ACKNOWLEDGED);
  response.set_text(marker);
  v1::Comment comment;
  comment.set_language("en");
  comment.set_text(marker);
  responds ? AddPart("response", response, marker, members, draft) : AddPart("comment", comment, marker, members, draft);
  File(std::move(draft));
}

// Whether two incidents are one event: of two at random, or of two of which somebody has said it before.
void Simulation::Correlate(int author) {
  const Acknowledged* one = SomeKnown(author, false);
  const Acknowledged* other = SomeKnown(author, false);
  if (one == nullptr || other == nullptr) return FileReport(author, nullptr);
  std::pair<std::string, std::string> ends = {one->incident, other->incident};
  if (!compared_.empty() && Random(2) == 0) ends = compared_[static_cast<size_t>(Random(static_cast<int>(compared_.size())))];
  if (Random(2) == 0) std::swap(ends.first, ends.second);
  if (ends.first == ends.second) return FileReport(author, nullptr);
  Draft draft = DraftOf(v1::STATEMENT_KIND_ASSERTION, author);
  draft.role = Role::kVerifier;
  draft.made.incident = ends.first;
  draft.manifest.set_subject(ends.first);
  const auto [name, members] = SomeAudience(author, {"all", Everybody()});
  draft.manifest.set_audience(name);
  draft.made.audience = members;
  const std::string marker = MarkerOf(plan_.seed, author, ++made_, "verdict");
  v1::Assertion assertion;
  v1::Correlation& correlation = *assertion.mutable_correlation();
  correlation.set_verdict(Random(4) == 0 ? v1::CORRELATION_VERDICT_DIFFERENT_INCIDENT
                                         : v1::CORRELATION_VERDICT_SAME_INCIDENT);
  correlation.set_other(ends.second);
  correlation.set_method("officer");
  correlation.add_evidence(marker);
  AddPart("assertion", assertion, marker, members, draft);
  if (File(std::move(draft)) != nullptr) compared_.push_back(ends);
}

// One officer less: whatever that key signs afterwards is refused.
void Simulation::RevokeOfficer(int author) {
  constexpr Role kRoles[] = {Role::kSubmitter, Role::kVerifier, Role::kLiaison};
  const Role role = kRoles[Random(3)];
  if (!IsHonest(author) || revoked_officers_.contains({author, role})) return FileReport(author, nullptr);
  const crypto::PublicKey& key = nodes_[author]->economy().officer(role).key.public_key();
  Draft draft = DraftOf(v1::STATEMENT_KIND_KEY, author);
  draft.role = Role::kAdministrator;
  draft.manifest = statement::KeyManifest(nodes_[author]->economy().code(), Now());
  draft.made.revokes = std::string(key.raw_ed25519());
  v1::KeyStatement content;
  content.mutable_revocation()->set_key_id(crypto::AsString(key.key_id()));
  content.mutable_revocation()->set_reason(v1::REVOCATION_REASON_KEY_COMPROMISE);
  AddPart("key", content, "", draft.made.audience, draft);
  if (File(std::move(draft)) != nullptr) revoked_officers_.insert({author, role});
}

}  // namespace lightship::sim
