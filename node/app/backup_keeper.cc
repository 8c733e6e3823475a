#include "node/app/backup_keeper.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "node/base/status.h"
#include "spdlog/spdlog.h"

namespace lightship::app {
namespace {

constexpr char kBackup[] = "BACKUP";
// A disk that is full or away is not there again at once.
constexpr absl::Duration kRetryDelay = absl::Minutes(1);

}  // namespace

BackupKeeper::BackupKeeper(const World& world)
    : world_(world), backups_(world.backup.dir()), last_success_s_(absl::ToUnixSeconds(Newest())) {}

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
  const absl::Time now = world_.clock->Now(), last = last_success();
  const absl::Duration every = absl::Seconds(world_.backup.every_s());
  // The clock may be set back.
  if (now < not_before_ && not_before_ - now <= kRetryDelay) return;
  if (now < last + every && now > last - every) return;
  const absl::Status made = MakeAndPrune(world_.backup.keep());
  if (made.ok()) return;
  not_before_ = now + kRetryDelay;
  const std::string text(made.message());
  if (world_.warnings->Raise(kBackup, backups_.directory(), text, now)) spdlog::error("backup: {}", text);
}

absl::Status BackupKeeper::Renew() {
  if (world_.backup.dir().empty()) return absl::OkStatus();
  return base::Annotate(MakeAndPrune(1), "backups still hold it, and no new one could take their place");
}

absl::Status BackupKeeper::MakeAndPrune(uint32_t keep) {
  base::MutexLock lock(making_);
  const absl::Time begun = world_.clock->Now();
  const auto heads = world_.heads->Get();
  const ledger::LogHead* own = heads->Find(world_.own_origin);
  const absl::StatusOr<store::Backup> backup = backups_.Make(*world_.store, own == nullptr ? "" : own->checkpoint);
  RETURN_IF_ERROR(base::Annotate(backup.status(), "no backup was made"));
  const store::Backup& made = *backup;
  last_success_s_.store(absl::ToUnixSeconds(made.made_at));
  RETURN_IF_ERROR(base::Annotate(backups_.Prune(keep), "a backup was made, but older ones could not be removed"));
  world_.warnings->Clear(kBackup, backups_.directory());
  spdlog::info("backup: made number={} bytes={} files={} kept={} seconds={:.1f}", made.id, made.bytes, made.files, keep,
               absl::ToDoubleSeconds(world_.clock->Now() - begun));
  return absl::OkStatus();
}

}  // namespace lightship::app
