// The verbs for what a node has backed up: backups list, verify, prune; restore, accept-restored.
#include "node/store/backups.h"

#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "node/app/tool/tool.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/ledger/stored_tiles.h"
#include "node/merkle/checkpoint.h"
#include "node/merkle/tile.h"
#include "node/store/restored.h"
#include "node/store/rocks_store.h"

namespace lightship::app::tool {
namespace {

std::string TimeText(absl::Time time) { return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", time, absl::UTCTimeZone()); }

// "lightship/SG/1 to 1234", of the note kept with a backup.
std::string ReachOf(const store::Backup& backup) {
  const auto kept = merkle::SignedCheckpoint::FromNote(backup.checkpoint);
  return kept.ok() ? absl::StrCat(kept->checkpoint.origin, " to ", kept->checkpoint.size) : "no checkpoint";
}

absl::Status List(const std::string& directory) {
  ASSIGN_OR_RETURN(const std::vector<store::Backup> all, store::Backups(directory).List());
  for (const store::Backup& backup : all) {
    if (!backup.whole) {
      std::cout << backup.id << " NOT WHOLE: files are missing\n";
      continue;
    }
    std::cout << backup.id << " " << TimeText(backup.made_at) << " " << backup.bytes << " bytes, " << backup.files << " files, "
              << ReachOf(backup) << "\n";
  }
  return absl::OkStatus();
}

// All, or one of them.
absl::Status Verify(const std::string& directory, uint32_t id) {
  const store::Backups backups(directory);
  ASSIGN_OR_RETURN(const std::vector<store::Backup> all, backups.List());
  if (id > 0 || all.empty()) RETURN_IF_ERROR(Choose(backups, id).status());
  absl::Status bad;
  for (const store::Backup& backup : all) {
    if (id > 0 && backup.id != id) continue;
    absl::Status found = backup.whole ? backups.Verify(backup.id) : absl::DataLossError("files are missing");
    if (!found.ok()) bad = base::Error(absl::StatusCode::kDataLoss, base::reason::kStorage, absl::StrCat("backup ", backup.id, ": ", found.message()));
    std::cout << backup.id << (found.ok() ? " sound" : " DAMAGED") << "\n";
  }
  return bad;
}

// The backup says which checkpoint it holds at least.
absl::Status CheckReach(const store::Store& store, const store::Backup& backup) {
  const auto kept = merkle::SignedCheckpoint::FromNote(backup.checkpoint);
  if (!kept.ok()) return absl::OkStatus();
  const ledger::StoredTiles tiles(&store, kept->checkpoint.origin);
  const absl::StatusOr<merkle::Digest> root = merkle::RootAt(tiles, kept->checkpoint.size);
  if (root.ok() && *root == kept->checkpoint.root) return absl::OkStatus();
  return base::Error(absl::StatusCode::kDataLoss, base::reason::kStorage,
                     absl::StrCat("what was restored does not hold the checkpoint that was signed before: ", ReachOf(backup)));
}

absl::Status Restore(const std::string& from, uint32_t id, const std::string& to) {
  const store::Backups backups(from);
  ASSIGN_OR_RETURN(const store::Backup chosen, Choose(backups, id));
  RETURN_IF_ERROR(backups.Restore(chosen.id, to));
  ASSIGN_OR_RETURN(auto store, store::OpenRocksStoreToRead(to, store::RocksOptions()));
  RETURN_IF_ERROR(CheckReach(*store, chosen));
  std::cout << "backup " << chosen.id << " of " << TimeText(chosen.made_at) << " is in " << to << "\n";
  RETURN_IF_ERROR(PrintState(*store, std::cout));
  std::cout << "Leave checkpoint_file as it is, put the keys and the configuration in place, and start the node: it takes submissions once\n"
               "every peer that is configured has said what it holds of the log, and has given back what came after the backup, however\n"
               "long that takes. If a peer is gone for good: lightshipd-tool accept-restored --help.\n";
  return absl::OkStatus();
}

absl::Status AcceptRestored(const std::string& directory) {
  // Opening to write would make a database where there is none.
  RETURN_IF_ERROR(store::ReadFormat(directory).status());
  ASSIGN_OR_RETURN(auto store, store::OpenRocksStore(directory, store::RocksOptions()));
  ASSIGN_OR_RETURN(const bool restored, store::IsRestored(*store));
  if (!restored) {
    std::cout << "this database waits for no peer: nothing was changed\n";
    return absl::OkStatus();
  }
  store::WriteBatch batch;
  batch.Delete(store::Table::kMeta, std::string(store::kRestoredKey));
  RETURN_IF_ERROR(store->Write(batch));
  std::cout << "the node that is started on it waits for start_wait_ms at most\n";
  return absl::OkStatus();
}

}  // namespace

void AddBackups(CLI::App& app, Work* work) {
  CLI::App* verb = app.add_subcommand("backups", "List, verify or prune the backups in a directory (configuration: backup.dir)");
  verb->require_subcommand(1);
  auto from = std::make_shared<std::string>();
  auto number = std::make_shared<uint32_t>(0);
  const auto add = [&](const char* name, const char* what) {
    CLI::App* sub = verb->add_subcommand(name, what);
    sub->add_option("--from", *from, "directory of the backups")->type_name("DIR")->required();
    return sub;
  };
  add("list", "Number, time, size and how far the own log reaches, oldest first")->callback([work, from] {
    *work = [from] { return List(*from); };
  });
  CLI::App* verify = add("verify", "Read every file of a backup, or of all, against its checksum; exit code 4 when one is damaged");
  verify->add_option("--backup", *number, "number of the backup; without it all")->type_name("N");
  verify->callback([work, from, number] { *work = [from, number] { return Verify(*from, *number); }; });
  CLI::App* prune = add("prune", "Delete all but the newest, and those that are not whole");
  prune->add_option("--keep", *number, "how many to keep, from 1")->type_name("N")->required()->check(CLI::Range(1, 1000));
  prune->callback([work, from, number] {
    *work = [from, number]() -> absl::Status {
      store::Backups backups(*from);
      RETURN_IF_ERROR(backups.Prune(*number));
      return List(*from);
    };
  });
}

void AddRestore(CLI::App& app, Work* work) {
  CLI::App* verb = app.add_subcommand(
      "restore", "Put a backup into a data directory that is empty or not there yet, every file checked against its checksum.\n"
                 "Keys and configuration are not in it. The node that is started on it stands by until every peer has said what it holds\n"
                 "of the log and has given back what came after the backup, so that it never signs a second history");
  struct Flags {
    std::string from, to;
    uint32_t backup = 0;
  };
  auto flags = std::make_shared<Flags>();
  verb->add_option("--from", flags->from, "directory of the backups")->type_name("DIR")->required();
  verb->add_option("--backup", flags->backup, "number of the backup; without it the newest")->type_name("N");
  verb->add_option("--to", flags->to, "data directory")->type_name("DIR")->required();
  verb->callback([work, flags] { *work = [flags] { return Restore(flags->from, flags->backup, flags->to); }; });
  CLI::App* accept = app.add_subcommand(
      "accept-restored", "Let the node add to its log though not every peer has been heard about it since its database was restored. To be used\n"
                         "when nothing came after the backup, or all that did is known to be lost. If a peer does hold more, the node signs a\n"
                         "second history: that is proven as a fork, the log is frozen for good, and the economy begins a new epoch");
  auto directory = std::make_shared<std::string>();
  accept->add_option("--data", *directory, "data directory of a node that does not run")->type_name("DIR")->required();
  accept->callback([work, directory] { *work = [directory] { return AcceptRestored(*directory); }; });
}

}  // namespace lightship::app::tool
