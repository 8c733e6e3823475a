// Which of an incident's statements still stand: amendments and retractions, judged alike on every node. Pure.
#ifndef LIGHTSHIP_NODE_INCIDENT_STANDING_H_
#define LIGHTSHIP_NODE_INCIDENT_STANDING_H_

#include <optional>
#include <vector>

#include "absl/types/span.h"
#include "lightship/v1/claims.pb.h"
#include "node/ledger/indexer.h"
#include "node/statement/address.h"

namespace lightship::incident {

// A held statement with the place that decides what came first.
struct Member {
  const ledger::NewStatement* statement = nullptr;
  // Of the log that admitted it: the keys of this economy were checked, whatever the manifest says.
  statement::Origin log;
  // Replaced by a later statement, or taken back. Both may be true.
  bool superseded = false;
  bool retracted = false;
  // The first that replaced it, and that took it back.
  const ledger::NewStatement* replaced_by = nullptr;
  const ledger::NewStatement* retracted_by = nullptr;

  bool InForce() const { return !superseded && !retracted; }
};

// One member per statement id, in order of id. A statement that was admitted twice counts where it came first.
std::vector<Member> MembersOf(absl::Span<const ledger::NewStatement* const> statements);

// Sets `superseded` and `retracted`. A statement can act only on an earlier one of its own economy, so that there are no
// circles; newest first, therefore:
//   - a statement in doubt does nothing to others: who stole a key shall not silence what was said before;
//   - a WITHDRAWAL that still stands retracts its target (a retracted withdrawal does nothing);
//   - a statement replaces those of its own kind that it names, an exercise only exercises and what is actual only what is, unless it was retracted. A replaced statement stays replaced
//     when its replacement is itself replaced.
void Judge(std::vector<Member>& members);

// The statement's part of that name, parsed; nothing when it is not held or does not parse.
template <typename Message>
std::optional<Message> ParsePart(const ledger::NewStatement& statement, absl::string_view name) {
  for (const v1::Part& part : statement.parts) {
    if (part.name() != name) continue;
    Message message;
    if (message.ParseFromString(part.content())) return message;
    return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_STANDING_H_
