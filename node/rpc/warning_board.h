// What an operator should look at: whoever notices raises a warning, whoever sees that it is over clears it.
#ifndef LIGHTSHIP_NODE_RPC_WARNING_BOARD_H_
#define LIGHTSHIP_NODE_RPC_WARNING_BOARD_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "lightship/v1/node.pb.h"
#include "node/base/mutex.h"

namespace lightship::rpc {

// Thread-safe. A warning is known by its code and subject (v1.Warning); raised again it keeps its time.
class WarningBoard {
 public:
  // True when the warning is new, or says something else than before.
  bool Raise(absl::string_view code, absl::string_view subject, absl::string_view text,
             absl::Time now);
  void Clear(absl::string_view code, absl::string_view subject);
  // Oldest first.
  std::vector<v1::Warning> All() const;

 private:
  mutable base::Mutex mutex_;
  std::map<std::pair<std::string, std::string>, v1::Warning> warnings_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lightship::rpc

#endif  // LIGHTSHIP_NODE_RPC_WARNING_BOARD_H_
