#include "node/app/rebuild_database.h"

#include <filesystem>
#include <memory>
#include <system_error>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "lightship/storage/v1/storage.pb.h"
#include "node/app/kept_finding.h"
#include "node/base/status.h"
#include "node/incident/bulletin/posting_index.h"
#include "node/incident/index.h"
#include "node/ledger/rebuild.h"
#include "node/store/rocks_salvage.h"
#include "spdlog/spdlog.h"

namespace lightship::app {
namespace {

constexpr char kDamage[] = "DAMAGE";
// A disk that damages the database more often is not worth rebuilding on.
constexpr size_t kRebuilds = 3;
constexpr absl::Duration kRebuildsWithin = absl::Hours(1);

// By what they left: each start of the process may be the next rebuild.
absl::Status MayRebuild(const std::string& data_dir, absl::string_view why, absl::Time now) {
  ASSIGN_OR_RETURN(const std::vector<std::string> kept, store::DamagedLately(data_dir, now, kRebuildsWithin));
  if (kept.size() < kRebuilds) return absl::OkStatus();
  return absl::AbortedError(absl::StrCat(
      "the database in ", data_dir, " was rebuilt ", kept.size(), " times within an hour and is damaged again (", std::string(why),
      "): the disk is not sound. Replace it, and move the database with what is kept beside it (", absl::StrJoin(kept, ", "),
      ") to the new one; the next rebuild is an hour after the last, or once these are deleted"));
}

// Every start will find the same: what the operator can do about it.
std::string WayOut(const std::string& data_dir, absl::string_view why) {
  const std::string file = FileOfFinding(data_dir);
  return absl::StrCat("the database in ", data_dir, " is damaged (", std::string(why), ") and could not be rebuilt, for which about as many ",
                      "bytes as it has must be free beside it; make room, or move it away and restore a backup in its place",
                      KeptFinding(data_dir).empty() ? "" : absl::StrCat("; what was found is kept in ", file, ", which may be deleted only if it is known to be wrong"));
}

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
  RETURN_IF_ERROR(MayRebuild(config.data_dir(), why, world.clock->Now()));
  spdlog::error("damage in {}: {}; rebuilding the database", config.data_dir(), std::string(why));
  const std::string way_out = WayOut(config.data_dir(), why);
  absl::StatusOr<ledger::RebuildReport> report = Replay(config, keys, world);
  RETURN_IF_ERROR(base::Annotate(report.status(), way_out));
  absl::StatusOr<std::string> placed = store::PutRebuiltInPlace(config.data_dir(), world.clock->Now());
  RETURN_IF_ERROR(base::Annotate(placed.status(), way_out));
  const std::string& kept = *placed;
  const std::string text = absl::StrCat(std::string(why), "; rebuilt: ", report->ToString(),
                                        "; what is lost is fetched from peers. The damaged database is kept "
                                        "in ", kept, ": delete it once you need it no more");
  spdlog::error("damage: {}", text);
  warnings.Raise(kDamage, kept, text, world.clock->Now());
  return absl::OkStatus();
}

std::string BadlySigned(const store::Store& store) {
  std::string what;
  // What cannot be read the ledger finds too, and says so.
  store.Scan(store::Table::kHeads, "", "", [&](absl::string_view origin, absl::string_view row) {
    storage::v1::LogHead head;
    if (!head.ParseFromArray(row.data(), static_cast<int>(row.size())) || !head.has_bad_signature_at()) return true;
    absl::StrAppend(&what, what.empty() ? "" : "; ", std::string(ledger::BadSignature(origin, head.bad_signature_at()).message()));
    return true;
  }).IgnoreError();
  return what;
}

absl::Status RebuildWithout(absl::string_view what, const config::v1::NodeConfig& config, const ledger::NodeKeys& keys,
                            ledger::Ledger::World world) {
  spdlog::error("{}; it and what stands behind it is taken out", std::string(what));
  const absl::StatusOr<ledger::RebuildReport> report = Replay(config, keys, world);
  RETURN_IF_ERROR(base::Annotate(report.status(), absl::StrCat("the database in ", config.data_dir(), " could not be made anew without it, for which "
                                                               "about as many bytes as it has must be free beside it")));
  ASSIGN_OR_RETURN(const std::string former, store::PutRebuiltInPlace(config.data_dir(), world.clock->Now()));
  std::error_code error;
  std::filesystem::remove_all(former, error);
  if (error) spdlog::error("{} could not be deleted: {}", former, error.message());
  spdlog::warn("taken out: {}", report->ToString());
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
