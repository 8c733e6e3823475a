// Many submissions in flight over one channel, on the caller's thread: what SubmitMany does at a node
// that has no stream for them.
#ifndef LIGHTSHIP_CLIENT_SDK_PIPELINE_H_
#define LIGHTSHIP_CLIENT_SDK_PIPELINE_H_

#include <cstddef>
#include <cstdint>

#include "absl/time/time.h"
#include "client/sdk/node.h"
#include "grpcpp/completion_queue.h"
#include "lightship/v1/submission.grpc.pb.h"
#include "node/base/clock.h"

namespace lightship::sdk {

// For one thread and one Run().
//
//   next() -> Start -> [answered] -> done()
//               ^           | overloaded or unreachable, attempts left
//               +-- alarm <-+
class Pipeline {
 public:
  Pipeline(v1::SubmissionService::Stub& stub, const base::Clock& clock, absl::Duration deadline,
           size_t in_flight)
      : stub_(stub), clock_(clock), deadline_(deadline), most_in_flight_(in_flight) {}

  // Returns when every request that `next` gave has been reported to `done`: what Node::SubmitMany says.
  absl::Status Run(const Node::Next& next, const Node::Done& done);

 private:
  struct Call;

  void Fill(const Node::Next& next);
  void Start(Call& call);
  // True when the call is over and was reported.
  bool Settle(Call& call, bool event_ok, const Node::Done& done);

  v1::SubmissionService::Stub& stub_;
  const base::Clock& clock_;
  const absl::Duration deadline_;
  const size_t most_in_flight_;
  grpc::CompletionQueue queue_;
  size_t in_flight_ = 0;
  uint64_t next_number_ = 0;
  bool stopped_ = false;
  absl::Status why_stopped_;
};

}  // namespace lightship::sdk

#endif  // LIGHTSHIP_CLIENT_SDK_PIPELINE_H_
