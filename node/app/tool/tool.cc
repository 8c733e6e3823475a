#include "node/app/tool/tool.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "node/app/node.h"
#include "node/base/encoding.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/incident/state_hash.h"
#include "node/store/rocks_store.h"

namespace lightship::app::tool {
namespace {

// Exit codes.
constexpr int kNotNow = 2;
constexpr int kCannot = 3;
constexpr int kDamaged = 4;

}  // namespace

int ExitCodeOf(const absl::Status& status) {
  const std::string reason = base::ReasonOf(status);
  if (reason == base::reason::kDataDirInUse || reason == base::reason::kUnsupportedVersion) return kNotNow;
  return absl::IsDataLoss(status) ? kDamaged : kCannot;
}

void AddSource(CLI::App& verb, Source& source) {
  CLI::Option_group* where = verb.add_option_group("Which database");
  where->add_option("--data", source.data, "data directory of a node that does not run")->type_name("DIR");
  where->add_option("--from", source.backups, "directory of backups: read one of them where it lies")->type_name("DIR");
  where->require_option(1);
  verb.add_option("--backup", source.backup, "number of the backup; without it the newest")->type_name("N");
}

absl::StatusOr<store::Backup> Choose(const store::Backups& backups, uint32_t id) {
  ASSIGN_OR_RETURN(std::vector<store::Backup> all, backups.List());
  for (auto backup = all.rbegin(); backup != all.rend(); ++backup) {
    if (backup->whole && (id == 0 || backup->id == id)) return *backup;
  }
  return base::Error(absl::StatusCode::kNotFound, base::reason::kNotFound,
                     id == 0 ? absl::StrCat(backups.directory(), " has no backup")
                             : absl::StrCat(backups.directory(), " has no backup ", id, ", or not all files of it"));
}

absl::StatusOr<std::unique_ptr<store::Store>> Open(const Source& source) {
  if (source.backups.empty()) return store::OpenRocksStoreToRead(source.data, store::RocksOptions());
  const store::Backups backups(source.backups);
  ASSIGN_OR_RETURN(const store::Backup chosen, Choose(backups, source.backup));
  return backups.Open(chosen.id, store::RocksOptions());
}

absl::Status PrintState(const store::Store& store, std::ostream& out) {
  ASSIGN_OR_RETURN(const v1::GetStateHashResponse state, incident::HashState(store, v1::GetStateHashRequest()));
  out << base::Hex(state.hash()) << "\n";
  for (const v1::LogState& log : state.logs()) {
    out << log.origin() << ": size " << log.size() << ", entries held " << log.entries() << ", parts held " << log.parts()
        << ", root " << base::Hex(log.root()) << "\n";
  }
  out << state.incidents() << " incidents\n";
  return absl::OkStatus();
}

std::unique_ptr<CLI::App> MakeApp(Work* work) {
  auto app = std::make_unique<CLI::App>(
      "lightshipd-tool: a node's database while no node runs on it, and the backups that a node has made", "lightshipd-tool");
  app->set_version_flag("--version", std::string("lightshipd-tool ") + kVersion);
  app->require_subcommand(1);
  AddFsck(*app, work);
  AddStateHash(*app, work);
  AddDump(*app, work);
  AddFormat(*app, work);
  AddCompact(*app, work);
  AddReindex(*app, work);
  AddBackups(*app, work);
  AddRestore(*app, work);
  app->footer(
      "A database that a node has open is left alone: stop the node first.\n"
      "Exit codes: 0 done, and what was read is sound; 1 wrong usage; 2 the database is in use or has another format;\n"
      "3 it could not be done; 4 damage was found.");
  return app;
}

}  // namespace lightship::app::tool
