// How fast one peer is read from: its quotas (quotas.peer_* in the configuration). Whoever sends more is not refused, since a log that
// lags must catch up, but waits: the next frame is read when what came is within the quotas again.
#ifndef LIGHTSHIP_NODE_APP_INTAKE_H_
#define LIGHTSHIP_NODE_APP_INTAKE_H_

#include <algorithm>
#include <cstdint>

#include "absl/time/time.h"
#include "lightship/v1/exchange.pb.h"
#include "node/base/meter.h"

namespace lightship::app {

// Of one economy, through all its connections. Pure. Thread-compatible.
class Intake {
 public:
  struct Rates {
    uint64_t entries_per_s = 0;  // 0: any
    uint64_t bytes_per_s = 0;
    uint64_t bytes_per_day = 0;
  };
  // Rates of a second hold over ten: news come in bursts.
  explicit Intake(const Rates& rates)
      : entries_(rates.entries_per_s * kSeconds, absl::Seconds(kSeconds)),
        bytes_(rates.bytes_per_s * kSeconds, absl::Seconds(kSeconds)),
        bytes_of_day_(rates.bytes_per_day, absl::Hours(24)) {}

  // Other rates from now on (base::Meter::SetMost).
  void SetRates(const Rates& rates, absl::Time now) {
    entries_.SetMost(rates.entries_per_s * kSeconds, now);
    bytes_.SetMost(rates.bytes_per_s * kSeconds, now);
    bytes_of_day_.SetMost(rates.bytes_per_day, now);
  }

  // A frame has come: how long not to read the next one.
  absl::Duration Took(const v1::Frame& frame, absl::Time now) {
    entries_.Add(static_cast<uint64_t>(frame.batch().items_size()), now);
    const size_t bytes = frame.ByteSizeLong();
    bytes_.Add(bytes, now);
    bytes_of_day_.Add(bytes, now);
    return std::max({entries_.Debt(now), bytes_.Debt(now), bytes_of_day_.Debt(now)});
  }

 private:
  static constexpr int64_t kSeconds = 10;

  base::Meter entries_, bytes_, bytes_of_day_;
};

}  // namespace lightship::app

#endif  // LIGHTSHIP_NODE_APP_INTAKE_H_
