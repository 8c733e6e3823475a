// The node's keys and certificates, from the files and tokens that the configuration names.
#ifndef LIGHTSHIP_NODE_APP_READ_KEYS_H_
#define LIGHTSHIP_NODE_APP_READ_KEYS_H_

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lightship/config/v1/config.pb.h"
#include "node/ledger/ledger.h"
#include "node/rpc/tls.h"
#include "node/statement/roots.h"

namespace lightship::app {

// Reads and checks them: every certificate chain, of TLS too, must name a node of this economy, end at its pinned root, be valid at
// `now`, and fit its key. FAILED_PRECONDITION (CONFIGURATION) or the fault found, naming the configuration's key.
absl::StatusOr<ledger::NodeKeys> ReadKeys(const config::v1::NodeConfig& config,
                                          const statement::PinnedRoots& roots, absl::Time now);

// The files that TLS shows.
rpc::TlsIdentity TlsFilesOf(const config::v1::Keys& keys);

// Whether keys cannot be named in the log now for a reason that does not lie in them.
bool MustWait(const absl::Status& used);

}  // namespace lightship::app

#endif  // LIGHTSHIP_NODE_APP_READ_KEYS_H_
