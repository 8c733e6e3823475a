// lightshipd-tool: what can be done to a node's database while no node runs on it, and with its backups. One function a verb.
#ifndef LIGHTSHIP_NODE_APP_TOOL_TOOL_H_
#define LIGHTSHIP_NODE_APP_TOOL_TOOL_H_

#include <cstdint>
#include <functional>
#include <iostream>
#include <memory>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "node/store/backups.h"
#include "node/store/store.h"

namespace lightship::app::tool {

// What the verb that was chosen does; set while the command line is read.
using Work = std::function<absl::Status()>;

// The command line: verbs, flags, and all that --help says. `work` outlives it.
std::unique_ptr<CLI::App> MakeApp(Work* work);

// Exit code of an error: 2 in use or of another format, 4 damage, 3 anything else.
int ExitCodeOf(const absl::Status& status);

// A database on disk, or one in a backup where it lies.
struct Source {
  std::string data;     // --data
  std::string backups;  // --from
  uint32_t backup = 0;  // --backup; 0: the newest
};
void AddSource(CLI::App& verb, Source& source);
// For reading: nothing of it is changed.
absl::StatusOr<std::unique_ptr<store::Store>> Open(const Source& source);
// Of a directory of backups: the one with that number, or the newest that is whole. NOT_FOUND otherwise.
absl::StatusOr<store::Backup> Choose(const store::Backups& backups, uint32_t id);

// "<state hash>", then a line for each log, then the number of incidents; as `lightship status --state-hash`.
absl::Status PrintState(const store::Store& store, std::ostream& out);

void AddFsck(CLI::App& app, Work* work);
void AddDump(CLI::App& app, Work* work);
void AddStateHash(CLI::App& app, Work* work);
void AddCompact(CLI::App& app, Work* work);
void AddFormat(CLI::App& app, Work* work);
void AddReindex(CLI::App& app, Work* work);
void AddBackups(CLI::App& app, Work* work);
void AddRestore(CLI::App& app, Work* work);

}  // namespace lightship::app::tool

#endif  // LIGHTSHIP_NODE_APP_TOOL_TOOL_H_
