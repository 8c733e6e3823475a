// Many submissions at once, by whichever call the node has for that.
#ifndef LIGHTSHIP_CLIENT_SDK_SUBMIT_MANY_H_
#define LIGHTSHIP_CLIENT_SDK_SUBMIT_MANY_H_

#include <cstddef>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "client/sdk/node.h"
#include "lightship/v1/submission.grpc.pb.h"
#include "node/base/clock.h"

namespace lightship::sdk {

struct SubmitOptions {
  absl::Duration deadline;  // of one call; of a stream, how long nothing may move
  size_t in_flight = 64;
  bool stream = true;  // else by unary calls
};

struct SubmittedMany {
  bool has_stream = true;  // not known to be of an earlier release, which has none
  absl::Status stopped;    // what Node::SubmitMany returns
};

// What Node::SubmitMany says. Where the node has no stream for it, or grants none now, the rest goes by unary calls.
SubmittedMany SubmitMany(v1::SubmissionService::Stub& stub, const base::Clock& clock, const SubmitOptions& options, const Node::Next& next,
                const Node::Done& done);

}  // namespace lightship::sdk

#endif  // LIGHTSHIP_CLIENT_SDK_SUBMIT_MANY_H_
