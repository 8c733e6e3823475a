// The keys that the node signs with, from file to log: new ones count when the log names them.
#ifndef LIGHTSHIP_NODE_APP_KEY_KEEPER_H_
#define LIGHTSHIP_NODE_APP_KEY_KEEPER_H_

#include <optional>

#include "absl/status/status.h"
#include "node/base/clock.h"
#include "node/base/mutex.h"
#include "node/ledger/ledger.h"
#include "node/ledger/standby.h"
#include "node/ledger/writer.h"
#include "node/rpc/warning_board.h"

namespace lightship::app {

// Thread-safe.
class KeyKeeper {
 public:
  // All outlive the keeper; `writer` is set once there is one.
  KeyKeeper(const base::Clock* clock, const ledger::Standby* standby, rpc::WarningBoard* warnings)
      : clock_(clock), standby_(standby), warnings_(warnings) {}
  void SetWriter(ledger::Writer* writer) { writer_ = writer; }

  // Waits until the log says what it must of keys that are new. While nothing can be added to the log they wait (MustWait):
  // UseLate tries again, and a warning says why; newer ones that are refused leave them waiting.
  absl::Status Use(const ledger::NodeKeys& keys);
  void UseLate();
  // Those in use; nothing before the first.
  std::optional<ledger::NodeKeys> Keys() const {
    base::MutexLock lock(mutex_);
    return keys_;
  }

 private:
  absl::Status UseNow(const ledger::NodeKeys& keys) ABSL_EXCLUSIVE_LOCKS_REQUIRED(using_);
  // Nothing waits any more.
  void LetGo();

  const base::Clock* const clock_;
  const ledger::Standby* const standby_;
  rpc::WarningBoard* const warnings_;
  ledger::Writer* writer_ = nullptr;
  base::Mutex using_;  // no data: keys are used one call after another, so that none that waited come after newer ones
  mutable base::Mutex mutex_;
  std::optional<ledger::NodeKeys> keys_ ABSL_GUARDED_BY(mutex_);
  std::optional<ledger::NodeKeys> late_ ABSL_GUARDED_BY(mutex_);  // of which the log cannot tell yet
};

}  // namespace lightship::app

#endif  // LIGHTSHIP_NODE_APP_KEY_KEEPER_H_
