#include "node/incident/stored_records.h"

#include <utility>

#include "node/base/status.h"
#include "node/incident/members.h"
#include "node/incident/refold.h"
#include "node/incident/searched_text.h"
#include "node/incident/standing.h"

namespace lightship::incident {

absl::StatusOr<std::string> StoredRecords::Read(const crypto::Digest& incident) const {
  return store_->Get(store::Table::kIncidents, crypto::AsView(incident));
}

absl::StatusOr<IncidentDocument> StoredRecords::ReadTexts(const crypto::Digest& incident,
                                                          absl::Span<const StatementRef> statements) const {
  if (statements.size() == 1) {  // as nearly all: nothing takes it back or its place
    ASSIGN_OR_RETURN(const ledger::NewStatement only, LoadMember(*store_, statements.front()));
    const ledger::NewStatement* const alone = &only;
    IncidentDocument document;
    FillTexts(MembersOf({&alone, 1}), {}, document);
    return document;
  }
  ASSIGN_OR_RETURN(Record record, Refold(*store_, incident, statements, {}));
  return std::move(record.document);
}

}  // namespace lightship::incident
