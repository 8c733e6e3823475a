#include "node/incident/standing.h"

#include <algorithm>
#include <tuple>

namespace lightship::incident {
namespace {

// Places within one economy, oldest first.
bool Earlier(const Member& a, const Member& b) {
  return std::tie(a.log, a.statement->index) < std::tie(b.log, b.statement->index);
}

Member* Find(std::vector<Member>& members, absl::string_view id) {
  auto found = std::lower_bound(members.begin(), members.end(), id,
                                [](const Member& member, absl::string_view wanted) {
                                  return crypto::AsView(member.statement->id) < wanted;
                                });
  if (found == members.end() || crypto::AsView(found->statement->id) != id) return nullptr;
  return &*found;
}

// The statement that `actor` may act on; nullptr when it is not held, another economy's, or not earlier.
Member* Target(std::vector<Member>& members, const Member& actor, absl::string_view id) {
  Member* target = Find(members, id);
  if (target == nullptr || target->log.economy != actor.log.economy) return nullptr;
  return Earlier(*target, actor) ? target : nullptr;
}

bool SpeaksOfActual(const Member& member) {
  return member.statement->manifest.exercise_status() == v1::EXERCISE_STATUS_ACTUAL;
}

void Retract(std::vector<Member>& members, const Member& actor) {
  if (actor.statement->manifest.kind() != v1::STATEMENT_KIND_WITHDRAWAL || !actor.InForce()) return;
  auto withdrawal = ParsePart<v1::Withdrawal>(*actor.statement, "withdrawal");
  if (!withdrawal.has_value() || !withdrawal->has_retract()) return;
  Member* target = Target(members, actor, withdrawal->target());
  if (target == nullptr) return;
  target->retracted = true;
  target->retracted_by = actor.statement;
}

void Supersede(std::vector<Member>& members, const Member& actor) {
  // A retracted amendment takes its effect back; one that was replaced hands it on to its replacement.
  if (actor.retracted && !actor.superseded) return;
  for (const std::string& id : actor.statement->manifest.supersedes()) {
    Member* target = Target(members, actor, id);
    if (target == nullptr) continue;
    if (target->statement->manifest.kind() != actor.statement->manifest.kind()) continue;
    // A drill changes nothing that is meant.
    if (SpeaksOfActual(*target) != SpeaksOfActual(actor)) continue;
    target->superseded = true;
    target->replaced_by = actor.statement;
  }
}

}  // namespace

std::vector<Member> MembersOf(absl::Span<const ledger::NewStatement* const> statements) {
  std::vector<Member> members;
  members.reserve(statements.size());
  for (const ledger::NewStatement* statement : statements) {
    Member member;
    member.statement = statement;
    absl::StatusOr<statement::Origin> log = statement::Origin::Parse(statement->origin);
    if (log.ok()) member.log = *std::move(log);
    members.push_back(std::move(member));
  }
  std::sort(members.begin(), members.end(), [](const Member& a, const Member& b) {
    return std::tie(a.statement->id, a.log, a.statement->index) <
           std::tie(b.statement->id, b.log, b.statement->index);
  });
  auto same = [](const Member& a, const Member& b) { return a.statement->id == b.statement->id; };
  members.erase(std::unique(members.begin(), members.end(), same), members.end());
  return members;
}

void Judge(std::vector<Member>& members) {
  std::vector<Member*> newest_first;
  newest_first.reserve(members.size());
  for (Member& member : members) newest_first.push_back(&member);
  std::sort(newest_first.begin(), newest_first.end(),
            [](const Member* a, const Member* b) { return Earlier(*b, *a); });
  for (Member* actor : newest_first) {
    if (actor->statement->doubtful) continue;
    Retract(members, *actor);
    Supersede(members, *actor);
  }
}

}  // namespace lightship::incident
