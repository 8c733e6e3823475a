// What `lightship top` shows, as lines that fit a terminal. Pure: drawn from what was last heard of the node.
#ifndef LIGHTSHIP_CLIENT_COMMANDS_TOP_PICTURE_H_
#define LIGHTSHIP_CLIENT_COMMANDS_TOP_PICTURE_H_

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "lightship/v1/node.pb.h"

namespace lightship::commands {

// A status and when it came.
struct TopStatus {
  v1::GetStatusResponse status;
  absl::Time at;
};

struct TopView {
  std::optional<TopStatus> now;     // none before the first answer
  std::optional<TopStatus> before;  // the answer before: rates are between the two
  std::deque<std::string> incidents;  // one line each, the newest first
  std::string trouble;                // why the node does not answer; empty while it does
};

struct TopLine {
  enum class Look { kPlain, kHeading, kAlarm };
  std::string text;
  Look look = Look::kPlain;
};

// Incidents that a view keeps.
inline constexpr size_t kTopIncidents = 200;

// At most `rows` lines of at most `columns`: the node, its warnings, peers, logs, and what room is left for incidents. Where there
// are more peers or logs than fit, those in trouble come first and the rest is counted.
std::vector<TopLine> DrawTop(const TopView& view, size_t rows, size_t columns);

}  // namespace lightship::commands

#endif  // LIGHTSHIP_CLIENT_COMMANDS_TOP_PICTURE_H_
