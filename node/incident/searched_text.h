// The texts of an incident that searches look in. Pure.
#ifndef LIGHTSHIP_NODE_INCIDENT_SEARCHED_TEXT_H_
#define LIGHTSHIP_NODE_INCIDENT_SEARCHED_TEXT_H_

#include "absl/types/span.h"
#include "node/incident/fold.h"
#include "node/incident/headline.h"
#include "node/incident/standing.h"

namespace lightship::incident {

// Fills the document's texts from every text field of the statements that stand (of a retracted incident, those not replaced),
// translations included: places, names, accounts, responses, notices, assertions, comments. Each field is one line of
// FoldedWords, so that no phrase runs over its end. Parts "people" are left out: searches shall not find persons. What lies
// beyond base::limits::kSearchedTextBytes, in order of statement ids, is not searched.
// `reports`: SpeakingReports of the members.
void FillTexts(absl::Span<const Member> members, absl::Span<const Report> reports, IncidentDocument& document);

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_SEARCHED_TEXT_H_
