#include "node/app/backup_keeper.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/store/former_backups.h"
#include "node/store/restored.h"
#include "spdlog/spdlog.h"

namespace lightship::app {
namespace {

constexpr char kBackup[] = "BACKUP";
// A disk that is full or away is not there again at once.
constexpr absl::Duration kRetryDelay = absl::Minutes(1);

// Of the nearest directory that is there.
std::optional<dev_t> DiskOf(const std::filesystem::path& directory) {
  std::error_code error;
  std::filesystem::path there = std::filesystem::absolute(directory, error);
  struct stat seen = {};
  while (stat(there.c_str(), &seen) != 0) {
    if (!there.has_relative_path()) return std::nullopt;
    there = there.parent_path();
  }
  return seen.st_dev;
}

}  // namespace

BackupKeeper::BackupKeeper(const World& world)
    : world_(world), every_s_(world.backup.every_s()), keep_(world.backup.keep()), backups_(world.backup.dir()), last_success_s_(0) {}

// A directory that cannot be read counts as empty: making the next one says why.
absl::Time BackupKeeper::Newest() const {
  absl::Time newest = absl::UnixEpoch();
  if (world_.backup.dir().empty()) return newest;
  const auto backups = backups_.List();
  if (!backups.ok()) return newest;
  for (const store::Backup& backup : *backups) {
    if (backup.whole) newest = std::max(newest, backup.made_at);
  }
  return newest;
}

void BackupKeeper::Run() {
  if (world_.backup.dir().empty()) return;
  // Not before the node serves: the disk may be one that does not answer.
  if (!std::exchange(listed_, true)) last_success_s_.store(absl::ToUnixSeconds(Newest()));
  const absl::Time now = world_.clock->Now();
  // The clock may be set back.
  if (now < not_before_ && not_before_ - now <= kRetryDelay) return;
  if (!Due(now)) return;
  const absl::Status made = MakeAndPrune(keep_.load(), /*only_if_due=*/true);
  if (made.ok()) return;
  not_before_ = now + kRetryDelay;
  const std::string text(made.message());
  if (world_.warnings->Raise(kBackup, backups_.directory(), text, now)) spdlog::error("backup: {}", text);
}

bool BackupKeeper::Due(absl::Time now) const {
  const absl::Time last = last_success();
  const absl::Duration every = absl::Seconds(every_s_.load());
  return now >= last + every || now <= last - every;
}

absl::Status BackupKeeper::BetweenBackups(const std::function<absl::Status()>& work) {
  base::MutexLock lock(making_);
  return work();
}

absl::Status BackupKeeper::Renew() {
  ASSIGN_OR_RETURN(const std::vector<std::string> former, store::FormerBackups(*world_.store, world_.backup.dir()));
  if (!former.empty()) {
    return base::Error(absl::StatusCode::kFailedPrecondition, base::reason::kStorage,
                       absl::StrCat("backups made before the configuration was changed may still hold it: delete ",
                                    absl::StrJoin(former, ", ")));
  }
  if (world_.backup.dir().empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const bool restored, store::IsRestored(*world_.store));
  if (restored) {
    return base::Error(absl::StatusCode::kFailedPrecondition, base::reason::kStorage,
                       "backups still hold it, and are kept while the database counts as restored: they may hold what it lacks");
  }
  return base::Annotate(MakeAndPrune(1, /*only_if_due=*/false), "backups still hold it, and no new one could take their place");
}

// Asked anew each time: the other disk may not be mounted, and then the directory is on this one.
absl::Status BackupKeeper::CheckRoom() const {
  const absl::Status room = world_.room->CheckAdmitting();
  if (room.ok() || DiskOf(backups_.directory()) != DiskOf(world_.data_dir)) return absl::OkStatus();
  return base::Annotate(room, "no backup was made, since backups are on the disk of the database");
}

// None while the database counts as restored: what it lacks may be in the older ones alone.
absl::Status BackupKeeper::Prune(uint32_t keep) {
  ASSIGN_OR_RETURN(const bool restored, store::IsRestored(*world_.store));
  return restored ? absl::OkStatus() : backups_.Prune(keep);
}

absl::Status BackupKeeper::MakeAndPrune(uint32_t keep, bool only_if_due) {
  base::MutexLock lock(making_);
  // An erasure may have had one made meanwhile.
  if (only_if_due && !Due(world_.clock->Now())) return absl::OkStatus();
  if (absl::Status room = CheckRoom(); !room.ok()) {
    RETURN_IF_ERROR(Prune(keep_.load()));
    return room;
  }
  const absl::Time begun = world_.clock->Now();
  const auto heads = world_.heads->Get();
  const ledger::LogHead* own = heads->Find(world_.own_origin);
  const absl::StatusOr<store::Backup> backup = backups_.Make(*world_.store, own == nullptr ? "" : own->checkpoint);
  RETURN_IF_ERROR(base::Annotate(backup.status(), "no backup was made"));
  const store::Backup& made = *backup;
  const absl::Duration took = world_.clock->Now() - begun;
  last_success_s_.store(absl::ToUnixSeconds(made.made_at));
  RETURN_IF_ERROR(base::Annotate(Prune(keep), "a backup was made, but older ones could not be removed"));
  world_.warnings->Clear(kBackup, backups_.directory());
  spdlog::info("backup: made number={} bytes={} files={} kept={} seconds={:.1f}", made.id, made.bytes, made.files, keep,
               absl::ToDoubleSeconds(took));
  return absl::OkStatus();
}

}  // namespace lightship::app
