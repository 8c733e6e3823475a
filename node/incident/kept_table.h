// The table in a file, as it was when the node stopped: the next start reads that instead of every record. Not a format that lasts:
// whoever cannot use the file reads the records.
#ifndef LIGHTSHIP_NODE_INCIDENT_KEPT_TABLE_H_
#define LIGHTSHIP_NODE_INCIDENT_KEPT_TABLE_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "node/incident/regroup.h"
#include "node/incident/table.h"

namespace lightship::incident {

// Beside the rows.
struct KeptBeside {
  LinkMap links;
  uint64_t next_change = 1;
  std::string matcher;  // Matcher::Kept, of this table
};

// Writes the file anew. `of` tells what it is of, and counts for nothing else. Fails when the disk does; nothing of it is left then.
absl::Status KeepTable(const TableSnapshot& snapshot, const KeptBeside& kept, absl::string_view of, const std::string& path);

// NOT_FOUND when there is no file, or one of something else; DATA_LOSS when it is not as it was written. What it would fill is
// left as it was then. The file is gone in any case, before it is read. REQUIRES: an empty table.
absl::Status RestoreTable(const std::string& path, absl::string_view of, IncidentTable& table, KeptBeside& kept);

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_KEPT_TABLE_H_
