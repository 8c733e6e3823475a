// What the node sees in the logs it holds that an operator must know: raised and cleared on the warning board.
#ifndef LIGHTSHIP_NODE_APP_LOOKOUT_H_
#define LIGHTSHIP_NODE_APP_LOOKOUT_H_

#include <cstdint>
#include <functional>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "lightship/config/v1/config.pb.h"
#include "node/base/clock.h"
#include "node/crypto/certificate.h"
#include "node/ledger/heads.h"
#include "node/ledger/reader.h"
#include "node/rpc/warning_board.h"

namespace lightship::app {

// Thread-compatible: a duty of the caretaker.
class Lookout {
 public:
  struct World {
    std::string own_origin;
    config::v1::Holders holders;  // when an own statement is held by too few
    const base::Clock* clock;
    const ledger::HeadsBoard* heads;
    const ledger::LedgerReader* reader;
    rpc::WarningBoard* warnings;
    std::function<absl::Status()> writes;  // why nothing can be written any more; OK until then
  };

  explicit Lookout(const World& world) : world_(world) {}

  // For all of these.
  void Look(const config::v1::Holders& holders, absl::Span<const crypto::Certificate> node_chain) {
    SetHolders(holders);
    LookForFailedWrites();
    LookForForks();
    LookForUnheld();
    LookForExpiry(node_chain);
  }
  // STORAGE: a write failed, or what was to be written could not be made. Stays until the node is started again.
  void LookForFailedWrites();
  // FORK: a log whose key has signed two histories, until its economy has opened a new epoch.
  void LookForForks();
  // CERTIFICATE: the node's own certificate, or one above it, ends within limits::kExpiryNotice.
  void LookForExpiry(absl::Span<const crypto::Certificate> node_chain);
  // Another policy than before is applied to the whole log.
  void SetHolders(const config::v1::Holders& holders);
  // NOT_HELD_IN_TIME: statements of the own log that too few economies hold, with their addresses, until enough do. Goes
  // on from where it ended, some thousand entries at a time.
  void LookForUnheld();

 private:
  absl::StatusOr<bool> HeldByEnough(uint64_t index) const;
  void Examine(uint64_t size);
  void Report();

  World world_;
  uint64_t next_ = 0;          // entries before it are held by enough, or late
  std::set<uint64_t> late_;    // indexes
};

}  // namespace lightship::app

#endif  // LIGHTSHIP_NODE_APP_LOOKOUT_H_
