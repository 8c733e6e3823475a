// Parts of the configuration in the form in which those who keep to them want them.
#ifndef LIGHTSHIP_NODE_APP_CONFIGURED_H_
#define LIGHTSHIP_NODE_APP_CONFIGURED_H_

#include <algorithm>
#include <string>
#include <thread>
#include <vector>

#include "lightship/config/v1/config.pb.h"
#include "node/app/intake.h"
#include "node/rpc/quota.h"

namespace lightship::app {

// 0: one per core.
inline size_t ThreadsOr(uint32_t wanted) { return wanted > 0 ? wanted : std::max(1u, std::thread::hardware_concurrency()); }

inline std::vector<rpc::Quota::Bound> SubmissionQuota(const config::v1::Quotas& quotas) {
  return {{"submissions_per_minute", "statements in a minute", quotas.submissions_per_minute(), absl::Minutes(1)},
          {"submissions_per_day", "statements in a day", quotas.submissions_per_day(), absl::Hours(24)}};
}

inline std::vector<rpc::Quota::Bound> AttachmentQuota(const config::v1::Quotas& quotas) {
  return {{"attachment_bytes_per_day", "bytes of attachments in a day", quotas.attachment_bytes_per_day(), absl::Hours(24)}};
}

inline Intake::Rates PeerQuota(const config::v1::Quotas& quotas) {
  return {quotas.peer_entries_per_s(), quotas.peer_bytes_per_s(), quotas.peer_bytes_per_day()};
}

}  // namespace lightship::app

#endif  // LIGHTSHIP_NODE_APP_CONFIGURED_H_
