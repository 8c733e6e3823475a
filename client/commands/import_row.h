// One row of an import, from where it was found to a signed statement.
#ifndef LIGHTSHIP_CLIENT_COMMANDS_IMPORT_ROW_H_
#define LIGHTSHIP_CLIENT_COMMANDS_IMPORT_ROW_H_

#include <cstddef>
#include <optional>

#include "client/commands/import_run.h"
#include "client/formats/imported.h"
#include "client/sdk/identity.h"
#include "lightship/v1/submission.pb.h"

namespace lightship::commands {

// A row that was read; signed when it is to be submitted, else the outcome says why not.
struct SignedRow {
  RowOutcome outcome;
  std::optional<v1::SubmitRequest> request;
};

// `among_equals`: how many rows had this content, with this one. Thread-safe.
SignedRow SignRow(const formats::FoundRow& row, size_t among_equals, const ImportOptions& options,
                  const sdk::OfficerIdentity& officer);

}  // namespace lightship::commands

#endif  // LIGHTSHIP_CLIENT_COMMANDS_IMPORT_ROW_H_
