#include "node/incident/members.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/statement/open.h"
#include "node/store/schema.h"

namespace lightship::incident {
namespace {

bool IsRead(absl::string_view part, Reading reading) {
  if (reading == Reading::kToPost) {
    return part == "notice" || part == "contact" || part == "withdrawal";
  }
  if (part == "facts" || part == "vessel" || part == "narrative") return true;
  if (part == "assertion" || part == "withdrawal") return true;
  return reading == Reading::kToFold &&
         (part == "response" || part == "notice" || part == "comment");
}

absl::Status Lost(const StatementRef& member, absl::string_view what) {
  return base::Error(absl::StatusCode::kDataLoss, base::reason::kStorage,
                     absl::StrCat("entry ", member.index, " of ", member.origin, ": ", what,
                                  "; the incident record names it"));
}

absl::Status LoadParts(const store::Store& store, Reading reading,
                       ledger::NewStatement& statement) {
  for (const v1::PartRef& ref : statement.manifest.parts()) {
    if (!IsRead(ref.name(), reading)) continue;
    absl::StatusOr<std::string> stored =
        store.Get(store::Table::kParts,
                  store::PartKey(statement.origin, statement.index, ref.name()));
    if (absl::IsNotFound(stored.status())) continue;  // withheld or erased
    RETURN_IF_ERROR(stored.status());
    v1::Part part;
    part.set_name(ref.name());
    part.set_salt(stored->substr(0, base::limits::kSaltBytes));
    part.set_content(stored->substr(part.salt().size()));
    // What has changed on the disk nobody has said: it is as good as lost, and the scrubber will ask for it.
    if (statement::CheckPart(statement.manifest, part).ok()) statement.parts.push_back(std::move(part));
  }
  return absl::OkStatus();
}

bool HasPart(const ledger::NewStatement& statement, absl::string_view name) {
  return std::any_of(statement.parts.begin(), statement.parts.end(),
                     [name](const v1::Part& part) { return part.name() == name; });
}

}  // namespace

void TakeAgain(const ledger::NewStatement& again, ledger::NewStatement& held) {
  held.doubtful = held.doubtful || again.doubtful;
  for (const v1::Part& part : again.parts) {
    if (!HasPart(held, part.name())) held.parts.push_back(part);
  }
  std::erase_if(held.parts, [&](const v1::Part& part) {
    return std::find(again.lost_parts.begin(), again.lost_parts.end(), part.name()) !=
           again.lost_parts.end();
  });
}

absl::StatusOr<ledger::NewStatement> LoadMember(const store::Store& store,
                                                const StatementRef& member, Reading reading) {
  absl::StatusOr<std::string> bytes =
      store.Get(store::Table::kEntries, store::NumberedKey(member.origin, member.index));
  if (absl::IsNotFound(bytes.status())) return Lost(member, "not in the store");
  RETURN_IF_ERROR(bytes.status());
  absl::StatusOr<statement::OpenedEntry> opened = statement::OpenEntry(*bytes);
  if (!opened.ok()) return Lost(member, opened.status().message());
  if (opened->statement_id != member.id) return Lost(member, "another statement");
  ledger::NewStatement statement;
  statement.id = member.id;
  statement.origin = member.origin;
  statement.index = member.index;
  statement.admitted_at = opened->admitted_at;
  statement.manifest = std::move(opened->manifest);
  statement.doubtful = member.doubtful;
  RETURN_IF_ERROR(LoadParts(store, reading, statement));
  return statement;
}

}  // namespace lightship::incident
