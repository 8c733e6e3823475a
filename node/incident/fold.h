// The fold: what the statements about one event add up to. Pure, deterministic, and independent of the order in which
// statements arrived: the same statements, with the same parts held, give the same bytes on every node.
#ifndef LIGHTSHIP_NODE_INCIDENT_FOLD_H_
#define LIGHTSHIP_NODE_INCIDENT_FOLD_H_

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "lightship/v1/incident.pb.h"
#include "node/crypto/digest.h"
#include "node/incident/verdicts.h"
#include "node/ledger/indexer.h"
#include "node/statement/address.h"

namespace lightship::incident {

// Grows with every change of the rules below or of what they give: records of another version are folded anew.
inline constexpr uint32_t kFoldVersion = 11;

// An incident as lists and searches see it.
struct IncidentDocument {
  crypto::Digest id{};
  v1::IncidentSummary summary;
  // Of the ships of every report that speaks for the incident, sorted, each once.
  std::vector<std::string> vessel_names;  // normalised
  std::vector<uint32_t> imo_numbers;
  std::vector<uint32_t> mmsi_numbers;
  std::vector<uint32_t> ship_types;       // v1::ShipType
  // searched_text.h: what every member may read, and what is restricted, with the parts that it comes from. The texts stand in no
  // record: both are empty in one that was read.
  std::string open_text;
  std::string restricted_text;
  std::vector<v1::AuditedRead> restricted_texts;
};

struct Folded {
  IncidentDocument document;
  // Admission of the founding report, where it is held.
  std::optional<absl::Time> founded_at;
  std::vector<Verdict> verdicts;  // asserted under this incident
  // Statements that no longer stand (standing.h).
  std::set<crypto::Digest> superseded;
  std::set<crypto::Digest> retracted;
};

// REQUIRES: every statement's IncidentOf is `incident`, or one that is told in it. Each source's report stays as it is; the
// summary is the view of headline.h. Statements of kinds unknown to this release are counted and change nothing else; what
// follows from the verdicts is decided in regroup.h.
Folded Fold(const crypto::Digest& incident,
            absl::Span<const ledger::NewStatement* const> statements);

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_FOLD_H_
