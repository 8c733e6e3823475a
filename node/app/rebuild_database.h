// Mending a damaged database at start: what is sound goes into a new one, which takes its place; the damaged one is kept.
#ifndef LIGHTSHIP_NODE_APP_REBUILD_DATABASE_H_
#define LIGHTSHIP_NODE_APP_REBUILD_DATABASE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "lightship/config/v1/config.pb.h"
#include "node/ledger/ledger.h"
#include "node/rpc/warning_board.h"

namespace lightship::app {

// Rebuilds the database of `config`, says in the log what was damaged (`why`) and what became of it, and raises the warning
// DAMAGE. ABORTED when three rebuilds within the hour have not helped. `world` needs no store, indexer and heads. REQUIRES: nobody has the database open.
absl::Status RebuildDatabase(const config::v1::NodeConfig& config, absl::string_view why,
                             const ledger::NodeKeys& keys, ledger::Ledger::World world,
                             rpc::WarningBoard& warnings);

// What stands here by an officer's signature that does not verify, in words; empty when nothing does.
std::string BadlySigned(const store::Store& store);
// Makes the database anew without it and what stands behind it, as if its signatures had been verified before the commit, and deletes
// the former one: it is sound, and holds what nobody is to have. `what` is for the log. Else as above.
absl::Status RebuildWithout(absl::string_view what, const config::v1::NodeConfig& config, const ledger::NodeKeys& keys,
                            ledger::Ledger::World world);

// Raises DAMAGE for the checkpoint file, which the ledger has written anew.
void WarnOfDamagedCheckpoint(const std::string& path, const absl::Status& why, absl::Time now,
                             rpc::WarningBoard& warnings);
// Deletes what an interrupted rebuild left, and raises DAMAGE for every damaged database that is kept beside the one in use.
void WarnOfDamagedDatabases(const config::v1::NodeConfig& config, absl::Time now,
                            rpc::WarningBoard& warnings);

}  // namespace lightship::app

#endif  // LIGHTSHIP_NODE_APP_REBUILD_DATABASE_H_
