// The node's own backups (configuration `backup`): one whenever the newest is old enough, so many kept, and none that still holds what
// was erased.
#ifndef LIGHTSHIP_NODE_APP_BACKUP_KEEPER_H_
#define LIGHTSHIP_NODE_APP_BACKUP_KEEPER_H_

#include <atomic>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "lightship/config/v1/config.pb.h"
#include "node/base/clock.h"
#include "node/base/mutex.h"
#include "node/ledger/disk_room.h"
#include "node/ledger/heads.h"
#include "node/rpc/warning_board.h"
#include "node/store/backups.h"
#include "node/store/store.h"

namespace lightship::app {

// Thread-safe. Does nothing when no directory is configured.
class BackupKeeper {
 public:
  struct World {
    std::string own_origin;
    config::v1::Backup backup;
    std::string data_dir;
    const ledger::DiskRoom* room;  // where that is
    const store::Store* store;
    const ledger::HeadsBoard* heads;
    const base::Clock* clock;
    rpc::WarningBoard* warnings;
  };

  // All outlive the keeper.
  explicit BackupKeeper(const World& world);

  // Takes of it how often one is made and how many are kept.
  void SetPace(const config::v1::Backup& backup) {
    every_s_.store(backup.every_s());
    keep_.store(backup.keep());
  }

  // A duty of a caretaker of its own, since a backup takes minutes: makes one when it is due, and raises the warning BACKUP while
  // that does not succeed. On the disk of the database none is made while that is nearly full.
  void Run();

  // Makes a backup of what is held now and deletes all older ones. To be called once the store has forgotten what is erased.
  // FAILED_PRECONDITION (STORAGE) while there are backups in directories that the configuration named before, or while the database
  // counts as restored: what it lacks may be in the backups alone.
  absl::Status Renew();

  // Waits for a backup that is being made, and lets none begin until `work` is done: no file is deleted while one is copied.
  absl::Status BetweenBackups(const std::function<absl::Status()>& work);

  // Ends a backup under way: the node stops.
  void Stop() { backups_.Stop(); }

  // When the newest backup was made, also by an earlier run, once Run has looked; the beginning of 1970 when there is none.
  absl::Time last_success() const { return absl::FromUnixSeconds(last_success_s_.load()); }

 private:
  bool Due(absl::Time now) const;
  // Answers OK without making one when another was made that `only_if_due` looks for.
  absl::Status MakeAndPrune(uint32_t keep, bool only_if_due);
  absl::Status Prune(uint32_t keep);
  absl::Status CheckRoom() const;
  absl::Time Newest() const;

  const World world_;
  std::atomic<uint32_t> every_s_, keep_;
  base::Mutex making_;  // no data: one backup after the other
  bool listed_ = false;  // of the thread of Run
  store::Backups backups_;
  std::atomic<int64_t> last_success_s_;
  absl::Time not_before_ = absl::InfinitePast();
};

}  // namespace lightship::app

#endif  // LIGHTSHIP_NODE_APP_BACKUP_KEEPER_H_
