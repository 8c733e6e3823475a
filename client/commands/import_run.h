// One import: rows in, statements out, every row accounted for.
#ifndef LIGHTSHIP_CLIENT_COMMANDS_IMPORT_RUN_H_
#define LIGHTSHIP_CLIENT_COMMANDS_IMPORT_RUN_H_

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "client/commands/context.h"
#include "client/formats/importer.h"
#include "client/sdk/identity.h"
#include "client/sdk/node.h"
#include "lightship/v1/statement.pb.h"

namespace lightship::commands {

struct ImportOptions {
  std::string format;  // of the file, a name that OpenImporter knows
  bool guessed = false;  // the file's encoding was (formats::Decode): rows with other than ASCII signs are flagged
  bool exercise = false;  // all rows are of an exercise, whatever they say
  v1::Tlp tlp = v1::TLP_UNSPECIFIED;  // unset: as a row says, else as DefaultTlp
  std::string audience = "all";
  std::optional<absl::Time> created_at;  // unset: when the row's incident was over
  size_t in_flight = 1024;
  size_t limit = 0;  // most rows to submit; 0: all
  // Which rows are this economy's: those whose nearest economy is `as`. Empty `economies`: all rows.
  std::vector<std::string> economies;
  std::string as, otherwise;
};

struct RowOutcome {
  enum class Kind { kImported, kImportedWithFlags, kRejected, kLeftToOthers };
  size_t line = 0;
  size_t record = 0;
  Kind kind = Kind::kRejected;
  bool before = false;      // the node had it from an earlier import
  std::string address;      // of what was imported
  std::string explanation;  // doubts, or why rejected
  std::vector<formats::Doubt> doubts;
  std::vector<std::string> read;      // what the account told, by formats::ReadInAccount
  std::vector<std::string> unmapped;  // words of the source that no list has
};

// Sets that are published are clear; a form that somebody filled in is not meant for everybody.
v1::Tlp DefaultTlp(absl::string_view format);

// One outcome a row, in the order of the rows. Statements are deterministic in the economy, the format, the row's content, its
// number among equal rows, the creation time and the marks: the same row again, in whatever file and place, is found
// admitted. INVALID_ARGUMENT when `bytes` are
// not of the format; UNAVAILABLE when the node stayed unreachable (rows not sent have no outcome, and the same call goes
// on where it stopped).
absl::StatusOr<std::vector<RowOutcome>> ImportRows(absl::string_view bytes,
                                                   const ImportOptions& options,
                                                   const sdk::OfficerIdentity& officer,
                                                   sdk::Node& node, Terminal& terminal);

// The economy whose import takes a row: that of its nearest coast if it is one of `economies`, else `otherwise`.
std::string EconomyOf(const std::string& nearest, const ImportOptions& options);

}  // namespace lightship::commands

#endif  // LIGHTSHIP_CLIENT_COMMANDS_IMPORT_RUN_H_
