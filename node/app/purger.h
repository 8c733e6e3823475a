// Sees erasures through: parts whose date has come are deleted, the store forgets what was deleted, backups that hold it are replaced,
// and then the node attests it in its log, as it does now and then how its audit log stands. A duty of a caretaker of its own:
// rewriting tables and backing up take minutes.
#ifndef LIGHTSHIP_NODE_APP_PURGER_H_
#define LIGHTSHIP_NODE_APP_PURGER_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "node/base/clock.h"
#include "node/ledger/purges.h"
#include "node/ledger/standby.h"
#include "node/ledger/writer.h"
#include "node/rpc/warning_board.h"
#include "node/store/store.h"

namespace lightship::app {

// Belongs to that caretaker's thread.
class Purger {
 public:
  using Work = std::function<absl::Status()>;

  // All outlive the purger. `data_dir`: nothing is attested while a damaged database is kept beside it. `between_backups` does its work
  // while none is being made; `renew_backups` leaves no backup that was made before it was called.
  Purger(std::string data_dir, store::Store* store, ledger::Writer* writer, const ledger::Standby* standby,
         const base::Clock* clock, rpc::WarningBoard* warnings, absl::Duration attest_audit_every,
         std::function<absl::Status(const Work&)> between_backups, Work renew_backups)
      : attest_audit_every_(attest_audit_every),
        between_backups_(std::move(between_backups)),
        renew_backups_(std::move(renew_backups)),
        data_dir_(std::move(data_dir)),
        store_(store),
        writer_(writer),
        standby_(standby),
        clock_(clock),
        warnings_(warnings) {}

  void SetAttestAuditEvery(absl::Duration every) { attest_audit_every_ = every; }
  // Does what is due, and raises the warning ERASURE or AUDIT while that does not succeed.
  void Run();

 private:
  absl::Status Expire();
  absl::Status Purge();
  // Some of what is pending, each once, however long it takes until it is attested: it rewrites files.
  absl::Status Forget();
  // Says in the log how the audit log stands, if it has grown and a while has passed.
  absl::Status AttestAudit();
  // Waits for the writer.
  absl::Status Commit(ledger::Operation operation);

  void Tell(absl::string_view code, absl::string_view what, const absl::Status& done);

  absl::Duration attest_audit_every_;
  const std::function<absl::Status(const Work&)> between_backups_;
  const Work renew_backups_;
  const std::string data_dir_;
  store::Store* const store_;
  ledger::Writer* const writer_;
  const ledger::Standby* const standby_;  // while it stands by, nothing is attested, and nobody warned of that
  const base::Clock* const clock_;
  rpc::WarningBoard* const warnings_;
  ledger::Purges forgotten_;  // pending, but no file of the database holds it any more
  bool in_backups_ = false;   // some of these may be
  absl::Time not_before_ = absl::InfinitePast();
};

}  // namespace lightship::app

#endif  // LIGHTSHIP_NODE_APP_PURGER_H_
