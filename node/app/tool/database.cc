// The verbs that look at a database as a whole: fsck, state-hash, format, compact.
#include <filesystem>
#include <memory>

#include "absl/strings/str_cat.h"
#include "lightship/storage/v1/storage.pb.h"
#include "node/app/tool/tool.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/incident/state_hash.h"
#include "node/ledger/heads.h"
#include "node/ledger/scrub.h"
#include "node/ledger/stored_tiles.h"
#include "node/merkle/tile.h"
#include "node/store/rocks_store.h"
#include "node/store/schema.h"

namespace lightship::app::tool {
namespace {

using store::Table;

// What the database says of its logs. The root is that of the tiles: each checkpoint kept is checked against it.
absl::StatusOr<ledger::Heads> HeadsOf(const store::Store& store) {
  ledger::Heads heads;
  absl::Status damage;
  RETURN_IF_ERROR(store.Scan(Table::kHeads, "", "", [&](absl::string_view origin, absl::string_view value) {
    storage::v1::LogHead record;
    auto head = std::make_shared<ledger::LogHead>();
    head->origin = std::string(origin);
    if (!record.ParseFromArray(value.data(), static_cast<int>(value.size()))) {
      damage = base::Error(absl::StatusCode::kDataLoss, base::reason::kStorage,
                           absl::StrCat("the head of ", head->origin, " does not parse"));
      return false;
    }
    head->size = record.size();
    head->verified_until = record.has_verified_until() ? record.verified_until() : record.size();
    auto root = merkle::RootAt(ledger::StoredTiles(&store, head->origin), head->size);
    if (root.ok()) head->root = *root;
    heads.logs.emplace(head->origin, std::move(head));
    return true;
  }));
  if (!damage.ok()) return damage;
  return heads;
}

absl::Status Fsck(const Source& source) {
  ASSIGN_OR_RETURN(auto store, Open(source));
  ASSIGN_OR_RETURN(const ledger::Heads heads, HeadsOf(*store));
  const ledger::ScrubReport report = ledger::Scrub(*store, heads, [](const ledger::ScrubReport&) { return true; });
  std::cout << heads.logs.size() << " logs, " << report.files << " files, " << report.entries << " entries, " << report.parts
            << " parts, " << report.tiles << " tiles, " << report.checkpoints << " checkpoints, " << report.chunks
            << " attachment chunks\n";
  for (const auto& [origin, head] : heads.logs) {
    if (head->verified_until == head->size) continue;
    std::cout << origin << ": the signatures of the last " << head->size - head->verified_until << " entries are still to be verified\n";
  }
  for (const ledger::Damage& damage : report.found) std::cout << "DAMAGE " << damage.where << ": " << damage.why << "\n";
  // Incident records have no hash of their own, but must at least be read.
  RETURN_IF_ERROR(incident::HashState(*store, v1::GetStateHashRequest()).status());
  if (report.damages == 0) {
    std::cout << "sound\n";
    return absl::OkStatus();
  }
  return base::Error(absl::StatusCode::kDataLoss, base::reason::kStorage,
                     absl::StrCat(report.damages, " damages found. A node that is started on it rebuilds the database and fetches what is "
                                                  "lost from its peers"));
}

uint64_t BytesIn(const std::string& directory) {
  uint64_t bytes = 0;
  std::error_code error;
  for (const auto& file : std::filesystem::directory_iterator(directory, error)) {
    const uint64_t size = file.is_regular_file(error) ? file.file_size(error) : 0;
    if (!error) bytes += size;
  }
  return bytes;
}

// Opening to write would make a database where there is none.
absl::Status CheckIsThere(const std::string& directory) { return store::ReadFormat(directory).status(); }

absl::Status Compact(const std::string& directory) {
  RETURN_IF_ERROR(CheckIsThere(directory));
  const uint64_t before = BytesIn(directory);
  {
    ASSIGN_OR_RETURN(auto store, store::OpenRocksStore(directory, store::RocksOptions()));
    std::vector<store::KeyRange> all;
    for (int table = 0; table < store::kTables; ++table) all.push_back({static_cast<Table>(table), "", ""});
    RETURN_IF_ERROR(store->Forget(all));
  }
  std::cout << before << " bytes before, " << BytesIn(directory) << " after\n";
  return absl::OkStatus();
}

absl::Status Format(const std::string& directory) {
  ASSIGN_OR_RETURN(const uint64_t format, store::ReadFormat(directory));
  std::cout << "format " << format << "; this release reads and writes " << store::kFormatVersion << "\n";
  return absl::OkStatus();
}

}  // namespace

void AddFsck(CLI::App& app, Work* work) {
  CLI::App* verb = app.add_subcommand(
      "fsck", "Read everything against its hashes and checksums: table files, entries, parts, tiles, checkpoints, attachments.\n"
              "Nothing is written. Exit code 4 when anything is damaged; each finding is a line");
  auto source = std::make_shared<Source>();
  AddSource(*verb, *source);
  verb->callback([work, source] { *work = [source] { return Fsck(*source); }; });
}

void AddStateHash(CLI::App& app, Work* work) {
  CLI::App* verb = app.add_subcommand(
      "state-hash", "One hash over all that is held, as `lightship status --state-hash` says of a running node, and each log's size and root");
  auto source = std::make_shared<Source>();
  AddSource(*verb, *source);
  verb->callback([work, source] {
    *work = [source]() -> absl::Status {
      ASSIGN_OR_RETURN(auto store, Open(*source));
      return PrintState(*store, std::cout);
    };
  });
}

void AddCompact(CLI::App& app, Work* work) {
  CLI::App* verb = app.add_subcommand(
      "compact", "Rewrite all tables without what was overwritten or deleted. Needs as much free disk as the database takes");
  auto directory = std::make_shared<std::string>();
  verb->add_option("--data", *directory, "data directory of a node that does not run")->type_name("DIR")->required();
  verb->callback([work, directory] { *work = [directory] { return Compact(*directory); }; });
}

void AddFormat(CLI::App& app, Work* work) {
  CLI::App* verb = app.add_subcommand("format", "The version of the format on disk, and the one that this release reads and writes");
  auto directory = std::make_shared<std::string>();
  verb->add_option("--data", *directory, "data directory of a node that does not run")->type_name("DIR")->required();
  verb->callback([work, directory] { *work = [directory] { return Format(*directory); }; });
}

}  // namespace lightship::app::tool
