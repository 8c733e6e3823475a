// Many submissions over one stream, on the caller's thread: what SubmitMany does where the node has the call.
#ifndef LIGHTSHIP_CLIENT_SDK_SUBMIT_STREAM_H_
#define LIGHTSHIP_CLIENT_SDK_SUBMIT_STREAM_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "client/sdk/node.h"
#include "grpcpp/completion_queue.h"
#include "lightship/v1/submission.grpc.pb.h"
#include "node/base/clock.h"

namespace lightship::sdk {

// For one thread and one Run(). Statements are unanswered until their outcome has come: those that a broken stream leaves so are sent again
// over the next one. Few are sent at first, and as many more as are answered within kSoon, so that a link that breaks costs little.
//
//   next() -> unsent -> [sent] -> [outcome] -> done()
//               ^                    | no room, or the chain is needed
//               +------- later <-----+
class SubmitStream {
 public:
  // `deadline`: how long nothing may move.
  SubmitStream(v1::SubmissionService::Stub& stub, const base::Clock& clock, absl::Duration deadline, size_t in_flight)
      : stub_(stub), clock_(clock), deadline_(deadline), most_in_flight_(in_flight) {}

  // OK when every request that `next` gave has been reported to `done`. Else UNIMPLEMENTED, or RESOURCE_EXHAUSTED: the node has no such
  // call, or grants no stream now, and what is in unanswered() has not been reported.
  absl::Status Run(const Node::Next& next, const Node::Done& done);

  struct Item {
    v1::SubmitRequest request;  // without chains
    google::protobuf::RepeatedPtrField<v1::CertificateChain> chains;
    std::string signers;        // bytes of the chains
    int attempts = 0;
    bool bare = false;          // sent without chains
    bool needs_chains = false;
    absl::Time sent = absl::InfinitePast();
  };
  const std::map<uint64_t, Item>& unanswered() const { return open_; }
  // `next` is not asked any more: it has no more (OK), one stayed unreachable, or the node has ended the stream for all.
  bool stopped() const { return stopped_; }
  const absl::Status& why_stopped() const { return why_stopped_; }
  // Of the request that `next` would give next.
  uint64_t next_number() const { return next_number_; }

  // The request as it was given.
  static v1::SubmitRequest Whole(const Item& item);

 private:
  // With their certificates some 6 KB: 20 s on a line of 2.4 kbit/s, well within the deadline.
  static constexpr size_t kFirstInFlight = 2;
  static constexpr absl::Duration kSoon = absl::Seconds(2);
  struct Call;

  // Whether `next` has given any.
  bool Fill(const Node::Next& next);
  // One stream, from its beginning to its end.
  absl::Status Converse(const Node::Next& next, const Node::Done& done);
  void Write(Call& call);
  void Await(Call& call, const Node::Done& done);
  void Take(v1::SubmitStreamResponse& response, const Node::Done& done);
  void Refused(uint64_t number, Item& item, const absl::Status& why, const Node::Done& done);
  void Report(uint64_t number, absl::StatusOr<v1::SubmitResponse> outcome, const Node::Done& done);
  void TakeDue();
  void Stop(const absl::Status& why);

  v1::SubmissionService::Stub& stub_;
  const base::Clock& clock_;
  const absl::Duration deadline_;
  const size_t most_in_flight_;
  size_t in_flight_ = kFirstInFlight;  // as many may be unanswered now
  std::map<uint64_t, Item> open_;
  std::deque<uint64_t> unsent_;
  std::multimap<absl::Time, uint64_t> later_;
  std::set<std::string> known_signers_;  // to the node's log, since it has admitted what they signed
  uint64_t next_number_ = 0;
  int breaks_ = 0;         // of streams, since an outcome came
  bool stopped_ = false;
  absl::Status why_stopped_;
};

}  // namespace lightship::sdk

#endif  // LIGHTSHIP_CLIENT_SDK_SUBMIT_STREAM_H_
