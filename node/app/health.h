// Which of the node's services can do their work now, for the administrator's listener.
#ifndef LIGHTSHIP_NODE_APP_HEALTH_H_
#define LIGHTSHIP_NODE_APP_HEALTH_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "node/base/beat.h"

namespace lightship::app {

struct Condition {
  bool serves = false;    // the listener is open
  bool admits = false;    // the own log takes submissions (ledger/standby.h)
  bool writes = false;    // the writer goes on, and no write has failed
  bool converses = false;  // the exchange loop goes on
};

// By full name, and "" of the node as a whole: that it serves, and that no thread hangs.
std::map<std::string, bool> HealthOf(const Condition& condition);

// Whether a beat has passed lately. Thread-compatible.
class Pulse {
 public:
  // A commit of a full batch takes less.
  static constexpr absl::Duration kPatience = absl::Seconds(10);

  explicit Pulse(const base::Beat* beat) : beat_(beat) {}
  // `now` is never set.
  bool Beats(absl::Time now);

 private:
  const base::Beat* const beat_;
  uint64_t passes_ = ~uint64_t{0};
  absl::Time since_;
};

}  // namespace lightship::app

#endif  // LIGHTSHIP_NODE_APP_HEALTH_H_
