#include "client/sdk/pipeline.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "client/sdk/grpc_status.h"
#include "grpcpp/alarm.h"
#include "grpcpp/client_context.h"
#include "node/base/status.h"

namespace lightship::sdk {
namespace {

constexpr absl::Duration kFirstDelay = absl::Milliseconds(100);
constexpr absl::Duration kMostDelay = absl::Seconds(5);

}  // namespace

struct Pipeline::Call {
  uint64_t number = 0;
  int attempts = 0;
  bool waiting = false;  // for the alarm, not for an answer
  v1::SubmitRequest request;
  v1::SubmitResponse response;
  grpc::Status status;
  // A context serves one attempt only.
  std::unique_ptr<grpc::ClientContext> context;
  std::unique_ptr<grpc::ClientAsyncResponseReader<v1::SubmitResponse>> reader;
  grpc::Alarm alarm;
};

absl::Status Pipeline::Run(const Node::Next& next, const Node::Done& done) {
  Fill(next);
  void* tag = nullptr;
  bool event_ok = false;
  while (in_flight_ > 0 && queue_.Next(&tag, &event_ok)) {
    std::unique_ptr<Call> call(static_cast<Call*>(tag));
    if (Settle(*call, event_ok, done)) {
      --in_flight_;
      Fill(next);
    } else {
      static_cast<void>(call.release());  // the queue gives it back with its next event
    }
  }
  queue_.Shutdown();
  while (queue_.Next(&tag, &event_ok)) {
  }
  return why_stopped_;
}

void Pipeline::Fill(const Node::Next& next) {
  while (!stopped_ && in_flight_ < most_in_flight_) {
    auto call = std::make_unique<Call>();
    if (!next(call->request)) {
      stopped_ = true;
      return;
    }
    call->number = next_number_++;
    ++in_flight_;
    Start(*call.release());
  }
}

void Pipeline::Start(Call& call) {
  ++call.attempts;
  call.context = std::make_unique<grpc::ClientContext>();
  call.context->set_deadline(absl::ToChronoTime(clock_.Now() + deadline_));
  call.reader = stub_.AsyncSubmit(call.context.get(), call.request, &queue_);
  call.reader->Finish(&call.response, &call.status, &call);
}

bool Pipeline::Settle(Call& call, bool event_ok, const Node::Done& done) {
  if (call.waiting) {
    call.waiting = false;
    Start(call);
    return false;
  }
  absl::Status status =
      event_ok ? StatusFromWire(call.status.error_code(), call.status.error_message(),
                                call.status.error_details())
               : absl::UnavailableError("the connection was closed");
  if (status.ok()) {
    done(call.number, std::move(call.response));
    return true;
  }
  bool unreachable = IsUnreachable(status);
  absl::Duration delay = base::RetryDelayOf(status);
  // Whoever is told to come back in hours, as over the quota of a day, is not kept waiting.
  if (unreachable && call.attempts < Node::kAttempts && delay <= kMostDelay) {
    if (delay <= absl::ZeroDuration()) delay = kFirstDelay * (1 << (call.attempts - 1));
    call.waiting = true;
    call.alarm.Set(&queue_, absl::ToChronoTime(clock_.Now() + std::min(delay, kMostDelay)), &call);
    return false;
  }
  if (unreachable) {
    stopped_ = true;
    why_stopped_.Update(status);
  }
  done(call.number, status);
  return true;
}

}  // namespace lightship::sdk
