// Judging a peer's frames by themselves, before any state is looked at: names, sizes and counts. Pure.
#ifndef LIGHTSHIP_NODE_EXCHANGE_FRAMES_H_
#define LIGHTSHIP_NODE_EXCHANGE_FRAMES_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "lightship/v1/exchange.pb.h"

namespace lightship::exchange {

// Newest first. This release speaks one.
inline constexpr uint32_t kProtocolVersion = 1;
// Logs that one peer may speak of: every economy's newest, and as many of older epochs.
inline constexpr size_t kLogsOfPeer = 600;
inline constexpr size_t kInstanceBytes = 16;

// INVALID_ARGUMENT (MALFORMED or TOO_LARGE) for a frame that no honest peer sends. Unknown frames pass.
absl::Status CheckFrame(const v1::Frame& frame);

// A failure that ends the session with BYE_REASON_PROTOCOL.
absl::Status ProtocolError(absl::string_view message);

// The detail is cut to limits::kByeDetailChars, at a character's boundary.
v1::Frame MakeBye(v1::ByeReason reason, absl::string_view detail);
v1::Frame MakeFetch(absl::string_view origin, uint64_t from, uint32_t window_entries,
                    uint32_t window_bytes);
v1::Frame MakeCommitted(absl::string_view origin, uint64_t size, std::string note);
v1::Frame MakeAnnounce(absl::string_view origin, absl::string_view note);

}  // namespace lightship::exchange

#endif  // LIGHTSHIP_NODE_EXCHANGE_FRAMES_H_
