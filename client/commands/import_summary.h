// What an import made of a set: the figures by which its quality is judged.
#ifndef LIGHTSHIP_CLIENT_COMMANDS_IMPORT_SUMMARY_H_
#define LIGHTSHIP_CLIENT_COMMANDS_IMPORT_SUMMARY_H_

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "client/commands/context.h"
#include "client/commands/import_run.h"

namespace lightship::commands {

// All counts are of rows, but those of `unmapped`, which are of occurrences.
struct ImportSummary {
  size_t rows = 0, imported = 0, with_flags = 0, rejected = 0, left = 0, before = 0;
  std::map<std::string, size_t> read;      // by what was read in the account: "suspect craft"
  std::map<std::string, size_t> doubts;    // by kind; a row may have several
  std::map<std::string, size_t> unmapped;  // by column and word
};

ImportSummary SummaryOf(const std::vector<RowOutcome>& outcomes);

// As text (rejected rows one by one on the error stream, then the figures) or, when the context asks, as one line of JSON.
void PrintSummary(const ImportSummary& summary, const std::vector<RowOutcome>& outcomes,
                  Context& context);

}  // namespace lightship::commands

#endif  // LIGHTSHIP_CLIENT_COMMANDS_IMPORT_SUMMARY_H_
