#include "node/incident/refold.h"

#include <algorithm>
#include <vector>

#include "node/base/status.h"
#include "node/incident/fold.h"
#include "node/incident/members.h"
#include "node/incident/standing.h"

namespace lightship::incident {
namespace {

// The loaded copy of a statement that is committed again gets what is new, so that only one of the two is folded.
// `loaded` is in order of id.
bool MergeInto(std::vector<ledger::NewStatement>& loaded, const ledger::NewStatement& added) {
  auto held = std::lower_bound(loaded.begin(), loaded.end(), added.id,
                               [](const ledger::NewStatement& statement, const crypto::Digest& id) {
                                 return statement.id < id;
                               });
  if (held == loaded.end() || held->id != added.id) return false;
  if (held->origin != added.origin || held->index != added.index) return false;
  TakeAgain(added, *held);
  return true;
}

}  // namespace

Record RecordOf(const crypto::Digest& incident, absl::Span<const ledger::NewStatement* const> statements) {
  Record record;
  Folded folded = Fold(incident, statements);
  record.document = std::move(folded.document);
  record.founded_at = folded.founded_at;
  record.verdicts = std::move(folded.verdicts);
  record.fold_version = kFoldVersion;
  for (const Member& member : MembersOf(statements)) {
    record.members.push_back({member.statement->id, member.statement->origin,
                              member.statement->index, member.statement->doubtful});
  }
  return record;
}

absl::StatusOr<Record> Refold(const store::Store& store, const crypto::Digest& incident,
                              absl::Span<const StatementRef> known,
                              absl::Span<const ledger::NewStatement* const> added) {
  std::vector<ledger::NewStatement> loaded;
  loaded.reserve(known.size());
  for (const StatementRef& member : known) {
    ASSIGN_OR_RETURN(loaded.emplace_back(), LoadMember(store, member));
  }
  std::vector<const ledger::NewStatement*> all;
  for (const ledger::NewStatement* statement : added) {
    if (!MergeInto(loaded, *statement)) all.push_back(statement);
  }
  for (const ledger::NewStatement& statement : loaded) all.push_back(&statement);
  return RecordOf(incident, all);
}

}  // namespace lightship::incident
