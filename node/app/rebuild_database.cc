#include "node/app/rebuild_database.h"

#include <memory>

#include "absl/strings/str_cat.h"
#include "node/base/status.h"
#include "node/incident/bulletin/posting_index.h"
#include "node/incident/index.h"
#include "node/ledger/rebuild.h"
#include "node/store/rocks_salvage.h"
#include "spdlog/spdlog.h"

namespace lightship::app {
namespace {

constexpr char kDamage[] = "DAMAGE";

absl::StatusOr<ledger::RebuildReport> Replay(const config::v1::NodeConfig& config,
                                             const ledger::NodeKeys& keys,
                                             ledger::Ledger::World world) {
  store::RocksOptions options;
  options.cache_bytes = config.limits().cache_bytes();
  ASSIGN_OR_RETURN(auto damaged, store::SalvageRocksStore(config.data_dir(), options));
  ASSIGN_OR_RETURN(auto rebuilt, store::OpenRebuilt(config.data_dir(), options));
  ASSIGN_OR_RETURN(auto incidents, incident::IncidentIndex::Open(rebuilt.get()));
  world.store = rebuilt.get();
  ASSIGN_OR_RETURN(auto postings, incident::bulletin::PostingIndex::Open(rebuilt.get()));
  ledger::Indexers indexes({incidents.get(), postings.get()});
  world.indexer = &indexes;
  return ledger::Rebuild(*damaged, {config.economy(), config.epoch()}, keys, world);
}

}  // namespace

absl::Status RebuildDatabase(const config::v1::NodeConfig& config, absl::string_view why,
                             const ledger::NodeKeys& keys, ledger::Ledger::World world,
                             rpc::WarningBoard& warnings) {
  spdlog::error("damage in {}: {}; rebuilding the database", config.data_dir(), std::string(why));
  ASSIGN_OR_RETURN(ledger::RebuildReport report, Replay(config, keys, world));
  ASSIGN_OR_RETURN(std::string kept, store::PutRebuiltInPlace(config.data_dir()));
  const std::string text = absl::StrCat(std::string(why), "; rebuilt: ", report.ToString(),
                                        "; what is lost is fetched from peers. The damaged database is kept "
                                        "in ", kept, ": delete it once you need it no more");
  spdlog::error("damage: {}", text);
  warnings.Raise(kDamage, kept, text, world.clock->Now());
  return absl::OkStatus();
}

void WarnOfDamagedCheckpoint(const std::string& path, const absl::Status& why, absl::Time now,
                             rpc::WarningBoard& warnings) {
  const std::string text(why.message());
  spdlog::error("damage: {}", text);
  warnings.Raise(kDamage, path, text, now);
}

void WarnOfDamagedDatabases(const config::v1::NodeConfig& config, absl::Time now,
                            rpc::WarningBoard& warnings) {
  const absl::Status removed = store::RemoveUnfinished(config.data_dir());
  if (!removed.ok()) spdlog::error("damage: {}", std::string(removed.message()));
  const auto damaged = store::DamagedDatabases(config.data_dir());
  if (!damaged.ok()) {
    warnings.Raise(kDamage, config.data_dir(), damaged.status().message(), now);
    return;
  }
  for (const std::string& kept : *damaged) {
    warnings.Raise(kDamage, kept,
                   "a damaged database, which was rebuilt, is kept here: look for the disk's fault, "
                   "and delete it once you need it no more",
                   now);
  }
}

}  // namespace lightship::app
