#include "client/sdk/submit_many.h"

#include <utility>
#include <vector>

#include "client/sdk/pipeline.h"
#include "client/sdk/submit_stream.h"

namespace lightship::sdk {
namespace {

// What the stream has not reported, and all that comes after it.
void SubmitRest(const SubmitStream& stream, Pipeline& pipeline, const Node::Next& next, const Node::Done& done) {
  std::vector<uint64_t> numbers;
  for (const auto& [number, item] : stream.unanswered()) numbers.push_back(number);
  size_t given = 0;
  auto rest = [&](v1::SubmitRequest& request) {
    if (given == numbers.size()) return next(request);
    request = SubmitStream::Whole(stream.unanswered().at(numbers[given++]));
    return true;
  };
  auto by_number = [&](uint64_t at, absl::StatusOr<v1::SubmitResponse> outcome) {
    done(at < numbers.size() ? numbers[at] : stream.next_number() + at - numbers.size(), std::move(outcome));
  };
  pipeline.Run(rest, by_number);
}

}  // namespace

bool SubmitMany(v1::SubmissionService::Stub& stub, const base::Clock& clock, const SubmitOptions& options, const Node::Next& next,
                const Node::Done& done) {
  Pipeline pipeline(stub, clock, options.deadline, options.in_flight);
  if (!options.stream) {
    pipeline.Run(next, done);
    return false;
  }
  SubmitStream stream(stub, clock, options.deadline, options.in_flight);
  const absl::Status ended = stream.Run(next, done);
  if (!ended.ok()) SubmitRest(stream, pipeline, next, done);
  return !absl::IsUnimplemented(ended);
}

}  // namespace lightship::sdk
