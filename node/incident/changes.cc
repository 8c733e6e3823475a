// WatchIncidents: what changed after a cursor, and cursors as text.
#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "node/base/encoding.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/incident/filter.h"
#include "node/incident/query.h"

namespace lightship::incident {
namespace {

using Change = std::pair<uint64_t, const RowDetail*>;

absl::Status RefusedCursor(absl::string_view what) {
  return base::InvalidFields(base::reason::kInvalidCursor, {{"cursor", std::string(what)}});
}

absl::StatusOr<std::vector<Change>> MatchingAfter(const TableSnapshot& snapshot, const CompiledFilter& filter,
                                                  uint64_t cursor) {
  std::vector<Change> changes;
  Selection selection;
  for (const auto& [place, chunk] : filter.MayMatch(snapshot.regions(), cursor + 1)) {
    RETURN_IF_ERROR(filter.Select(*chunk, selection));
    for (size_t i = 0; i < chunk->size; ++i) {
      if (selection[i] == 0) continue;
      const RowDetail* const row = chunk->detail[i].get();
      if (row->changed > cursor) changes.emplace_back(row->changed, row);
    }
  }
  return changes;
}

}  // namespace

absl::StatusOr<ChangedRows> RowsChangedAfter(const TableSnapshot& snapshot, const CompiledFilter& filter, uint64_t cursor,
                                             size_t most) {
  if (cursor > snapshot.newest_change()) {
    return RefusedCursor(absl::StrCat("ahead of this node's newest change, ", snapshot.newest_change(),
                                ": its database is older than the cursor; start again from 0"));
  }
  ASSIGN_OR_RETURN(std::vector<Change> found, MatchingAfter(snapshot, filter, cursor));
  const bool all = found.size() <= most;
  auto end = all ? found.end() : found.begin() + static_cast<ptrdiff_t>(most);
  std::partial_sort(found.begin(), end, found.end());
  found.erase(end, found.end());
  ChangedRows changed;
  if (all) {
    changed.cursor = snapshot.newest_change();
  } else {
    changed.cursor = found.empty() ? cursor : found.back().first;
  }
  changed.rows = std::move(found);
  return changed;
}

absl::StatusOr<CompiledFilter> FilterOfChanges(const v1::IncidentFilter& filter) {
  if (filter.has_known_at()) {
    return base::InvalidFields(base::reason::kInvalidFilter,
                               {{"filter.known_at", "what is past does not change: list it"}});
  }
  return CompiledFilter::Compile(filter, PartsOfOthers::kSelected);
}

absl::StatusOr<Changes> ChangesAfter(const TableSnapshot& snapshot, const CompiledFilter& filter, uint64_t cursor, size_t most) {
  ASSIGN_OR_RETURN(const ChangedRows changed, RowsChangedAfter(snapshot, filter, cursor, most));
  Changes changes;
  changes.cursor = changed.cursor;
  for (const auto& [position, detail] : changed.rows) {
    ASSIGN_OR_RETURN(changes.incidents.emplace_back(), snapshot.SummaryOf(*detail));
    changes.positions.push_back(position);
    RETURN_IF_ERROR(filter.AddReads(*detail, snapshot.records(), changes.reads));
  }
  return changes;
}

std::string FormatCursor(absl::string_view database, const Position& position) {
  return absl::StrCat(database, "@", position.incidents, ".", position.notices);
}

absl::StatusOr<Position> ParseCursor(absl::string_view database, absl::string_view text) {
  if (text == "0") return Position();
  const std::pair<absl::string_view, absl::string_view> halves =
      absl::StrSplit(text, absl::MaxSplits('@', 1));
  const std::pair<absl::string_view, absl::string_view> numbers =
      absl::StrSplit(halves.second, absl::MaxSplits('.', 1));
  const absl::StatusOr<uint64_t> incidents = base::FromDecimal(numbers.first);
  const absl::StatusOr<uint64_t> notices = base::FromDecimal(numbers.second);
  if (!incidents.ok() || !notices.ok()) {
    return RefusedCursor("not a cursor; give one of an earlier response, \"0\" or none");
  }
  if (halves.first != database) {
    return RefusedCursor(absl::StrCat("counts changes of another node or epoch, or of a database that has been rebuilt "
                                "since; this one counts those of ", database,
                                ". Begin again: \"0\" sends everything, none what changes from now on"));
  }
  return Position{*incidents, *notices};
}

}  // namespace lightship::incident
