// What keeps the data of a running node, and lets go of what is erased: the watch over its disk, its backups, and erasures, each on a
// thread of its own, since backups and erasures take minutes.
#ifndef LIGHTSHIP_NODE_APP_KEEPING_H_
#define LIGHTSHIP_NODE_APP_KEEPING_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "lightship/config/v1/config.pb.h"
#include "node/app/backup_keeper.h"
#include "node/app/caretaker.h"
#include "node/app/disk_watch.h"
#include "node/app/policy.h"
#include "node/app/purger.h"
#include "node/base/clock.h"
#include "node/ledger/disk_room.h"
#include "node/ledger/heads.h"
#include "node/ledger/standby.h"
#include "node/ledger/writer.h"
#include "node/rpc/warning_board.h"
#include "node/store/store.h"

namespace lightship::app {

// Thread-safe once it has started.
class Keeping {
 public:
  // All outlive it.
  Keeping(const config::v1::NodeConfig& config, const base::Clock* clock, rpc::WarningBoard* warnings);

  // Looks at the disk before it returns. REQUIRES: the data directory is there.
  void Start(const std::string& own_origin, store::Store* store, const ledger::HeadsBoard* heads, ledger::Writer* writer,
             const ledger::Standby* standby, const Policy* policy);
  // Has a backup under way end; does not wait for it.
  void RequestStop();
  // Waits for it, and for an erasure under way.
  void Stop();

  const ledger::DiskRoom* room() const { return &room_; }
  absl::Time last_backup() const { return backups_->last_success(); }

 private:
  const config::v1::Backup backup_;
  const std::string data_dir_;
  const base::Clock* const clock_;
  rpc::WarningBoard* const warnings_;
  ledger::DiskRoom room_;
  DiskWatch disk_watch_;
  std::unique_ptr<BackupKeeper> backups_;
  std::unique_ptr<Purger> purger_;
  Caretaker for_disk_;
  Caretaker for_backups_;
  Caretaker for_erasures_;
};

}  // namespace lightship::app

#endif  // LIGHTSHIP_NODE_APP_KEEPING_H_
