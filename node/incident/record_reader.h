// Reading all incident records of a store, as rows, on several threads.
#ifndef LIGHTSHIP_NODE_INCIDENT_RECORD_READER_H_
#define LIGHTSHIP_NODE_INCIDENT_RECORD_READER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "node/incident/record.h"
#include "node/incident/row.h"
#include "node/store/store.h"

namespace lightship::incident {

// Of one record.
struct ReadRow {
  std::optional<Record> record;  // if it has verdicts, or is of another fold
  Row row;                       // unless it is of another fold
};

// Gives `take` every record, in order of id, some at a time and never two calls at once; from other threads, too, if there are many.
// DATA_LOSS names a record that does not parse.
absl::Status ReadRecords(const store::Store& store, absl::FunctionRef<void(std::vector<ReadRow>)> take);

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_RECORD_READER_H_
