// Whether incidents change faster than what only follows them need keep up: comparing them and indexing their texts then leave the
// processors to those who bring them.
#ifndef LIGHTSHIP_NODE_APP_RUSH_H_
#define LIGHTSHIP_NODE_APP_RUSH_H_

#include <cstdint>

#include "absl/time/time.h"

namespace lightship::app {

// Thread-compatible.
class Rush {
 public:
  // More changes a second than this are a rush: a log that is copied, or an import.
  static constexpr double kChangesPerSecond = 2000;
  // What follows waits no longer than this from where a rush began, however long it goes on,
  static constexpr absl::Duration kMostWait = absl::Minutes(1);
  // and a rush goes on until there has been none for so long: a copy that pauses for a moment has not ended.
  static constexpr absl::Duration kCalm = absl::Seconds(10);

  // Whether to wait now. `changes`: how many there have been, ever. To be called each second or more often.
  bool Look(uint64_t changes, absl::Time now);

 private:
  // Shorter stretches say little of how fast changes come.
  static constexpr absl::Duration kStretch = absl::Milliseconds(200);

  uint64_t changes_ = 0;
  absl::Time at_ = absl::InfinitePast();
  bool rushes_ = false;  // in the last stretch
  absl::Time since_ = absl::InfiniteFuture(), last_ = absl::InfinitePast();
};

}  // namespace lightship::app

#endif  // LIGHTSHIP_NODE_APP_RUSH_H_
