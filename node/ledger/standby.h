// Why this node adds nothing to its own log at present. Until it is sure to hold all of that log and to be alone in writing
// it, a new entry could be the beginning of a second history.
#ifndef LIGHTSHIP_NODE_LEDGER_STANDBY_H_
#define LIGHTSHIP_NODE_LEDGER_STANDBY_H_

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "node/base/mutex.h"

namespace lightship::ledger {

// Thread-safe. Whoever knows a reason sets it, and clears it when it is over.
class Standby {
 public:
  // The gravest last.
  enum class Why {
    kListening,  // just started: peers have not said yet what they hold of the log
    kCopying,    // the log is being copied back
    kDuplicate,  // another node with this identity is at work
  };

  void Set(Why why, absl::string_view text);
  void Clear(Why why);

  bool Has(Why why) const;
  // The gravest reason's text, for people; empty when entries may be added.
  std::string Text() const;
  // UNAVAILABLE with that text and a retry delay: RECOVERING or DUPLICATE_NODE.
  absl::Status Check() const;

 private:
  mutable base::Mutex mutex_;
  std::map<Why, std::string> texts_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lightship::ledger

#endif  // LIGHTSHIP_NODE_LEDGER_STANDBY_H_
