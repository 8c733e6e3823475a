#include "client/sdk/submit_many.h"

#include <utility>
#include <vector>

#include "client/sdk/pipeline.h"
#include "client/sdk/submit_stream.h"

namespace lightship::sdk {
namespace {

// What the stream has not reported, and all that comes after it, if the stream asked for that.
absl::Status SubmitRest(const SubmitStream& stream, Pipeline& pipeline, const Node::Next& next, const Node::Done& done) {
  std::vector<uint64_t> numbers;
  for (const auto& [number, item] : stream.unanswered()) numbers.push_back(number);
  size_t given = 0;
  auto rest = [&](v1::SubmitRequest& request) {
    if (given == numbers.size()) return !stream.stopped() && next(request);
    request = SubmitStream::Whole(stream.unanswered().at(numbers[given++]));
    return true;
  };
  auto by_number = [&](uint64_t at, absl::StatusOr<v1::SubmitResponse> outcome) {
    done(at < numbers.size() ? numbers[at] : stream.next_number() + at - numbers.size(), std::move(outcome));
  };
  absl::Status stopped = pipeline.Run(rest, by_number);
  stopped.Update(stream.why_stopped());
  return stopped;
}

}  // namespace

SubmittedMany SubmitMany(v1::SubmissionService::Stub& stub, const base::Clock& clock, const SubmitOptions& options,
                         const Node::Next& next, const Node::Done& done) {
  Pipeline pipeline(stub, clock, options.deadline, options.in_flight);
  if (!options.stream) return {false, pipeline.Run(next, done)};
  SubmitStream stream(stub, clock, options.deadline, options.in_flight);
  const absl::Status granted = stream.Run(next, done);
  return {!absl::IsUnimplemented(granted), granted.ok() ? stream.why_stopped() : SubmitRest(stream, pipeline, next, done)};
}

}  // namespace lightship::sdk
