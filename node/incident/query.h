// Answers from a snapshot of the incident table and the documents behind it. An RPC method is decode, one of these, encode.
#ifndef LIGHTSHIP_NODE_INCIDENT_QUERY_H_
#define LIGHTSHIP_NODE_INCIDENT_QUERY_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "lightship/v1/incident.pb.h"
#include "node/incident/filter.h"
#include "node/incident/matcher.h"
#include "node/incident/patience.h"
#include "node/incident/table.h"
#include "node/ledger/reader.h"
#include "node/store/store.h"

namespace lightship::incident {

// A page of a list.
struct Page {
  std::vector<Shown> incidents;
  std::string next_page_token;
  uint64_t total = 0;
  std::vector<v1::AuditedRead> reads;  // restricted parts that the summaries show, and others that matches drew on
};
// INVALID_ARGUMENT (INVALID_FILTER, INVALID_PAGE_TOKEN) with field violations. `snapshot` is what known_at asks for. Ends with what
// `patience` answers.
absl::StatusOr<Page> List(const TableSnapshot& snapshot, const v1::ListIncidentsRequest& request, const Patience& patience = nullptr);
// To be sent: the incidents are bytes, as a field that a release does not know would be.
v1::ListIncidentsResponse MessageOf(const Page& page);

// The incident with every statement held; `own` is the economy of this node. NOT_FOUND says what was looked for.
absl::StatusOr<v1::GetIncidentResponse> Get(const TableSnapshot& snapshot,
                                            const ledger::LedgerReader& reader,
                                            absl::string_view own,
                                            const v1::GetIncidentRequest& request);

// Incidents that may be the same as the one named, other than those told with it. `matcher` may lag behind the snapshot.
// `reads`: the restricted parts that the reasons draw on, of the incident itself too; those of the summaries are in these.
struct Similar {
  v1::FindSimilarResponse response;
  std::vector<v1::AuditedRead> reads;
};
absl::StatusOr<Similar> FindSimilar(const TableSnapshot& snapshot, const Matcher& matcher,
                                    const v1::FindSimilarRequest& request, const Patience& patience = nullptr);

// The rows of what ChangesAfter tells, for who needs no more of them.
struct ChangedRows {
  std::vector<std::pair<uint64_t, const RowDetail*>> rows;  // with their positions
  uint64_t cursor = 0;
};
absl::StatusOr<ChangedRows> RowsChangedAfter(const TableSnapshot& snapshot, const CompiledFilter& filter, uint64_t cursor,
                                             size_t most);

// For who asks for changes: those of incidents that are told in others are told, too. INVALID_FILTER, also for a filter with
// known_at: what is past does not change.
absl::StatusOr<CompiledFilter> FilterOfChanges(const v1::IncidentFilter& filter);

// What changed after a cursor, oldest change first, at most `most`. `cursor` is the position after them (equal to the given
// one when nothing changed). Incidents that do not match the filter advance the cursor silently.
struct Changes {
  std::vector<v1::IncidentSummary> incidents;
  std::vector<uint64_t> positions;  // one per incident
  std::vector<v1::AuditedRead> reads;  // as List
  uint64_t cursor = 0;
};
absl::StatusOr<Changes> ChangesAfter(const TableSnapshot& snapshot, const CompiledFilter& filter, uint64_t cursor, size_t most);

// How far somebody who watches has come: changes of incidents and of notices are counted apart.
struct Position {
  uint64_t incidents = 0;
  uint64_t notices = 0;

  friend bool operator==(const Position&, const Position&) = default;
};

// Cursors as text, with the name of the database whose changes they count ("lightship/SG/1/6f1a09c35a0e7b42"), so that one from
// another node, or from before a rebuild, is refused (INVALID_CURSOR). "0" is the beginning.
std::string FormatCursor(absl::string_view database, const Position& position);
absl::StatusOr<Position> ParseCursor(absl::string_view database, absl::string_view text);

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_QUERY_H_
