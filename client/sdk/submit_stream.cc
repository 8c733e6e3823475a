#include "client/sdk/submit_stream.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/sdk/grpc_status.h"
#include "client/sdk/wait.h"
#include "grpcpp/client_context.h"
#include "node/base/reasons.h"
#include "node/base/request_id.h"
#include "node/base/status.h"

namespace lightship::sdk {
namespace {

constexpr absl::Duration kFirstPause = absl::Milliseconds(100);
constexpr absl::Duration kMostPause = absl::Seconds(5);
// Of one message; on a slow link fewer are in flight.
constexpr int kMessageSubmissions = 64;
constexpr size_t kMessageBytes = 32 * 1024;

std::string SignersOf(const v1::SubmitRequest& request) {
  std::string signers;
  for (const v1::CertificateChain& chain : request.chains()) {
    for (const std::string& certificate : chain.certificates()) absl::StrAppend(&signers, certificate);
  }
  return signers;
}

absl::Status StatusOf(const google::rpc::Status& error) {
  absl::Status status = StatusFromWire(error.code(), error.message(), error.SerializeAsString());
  return status.ok() ? absl::UnknownError("the node gave no outcome that this release knows") : status;
}

bool GrantsNoStream(const absl::Status& status) {
  return absl::IsUnimplemented(status) || base::ReasonOf(status) == base::reason::kTooManyStreams;
}

}  // namespace

// What is under way with gRPC; one of each at a time.
struct SubmitStream::Call {
  enum Tag : intptr_t { kNone, kStarted, kRead, kWritten, kClosed, kFinished };

  ~Call() {
    context.TryCancel();
    queue.Shutdown();
    void* tag = nullptr;
    bool ok = false;
    while (queue.Next(&tag, &ok)) {
    }
  }
  void* Begin(Tag tag) {
    ++pending;
    return reinterpret_cast<void*>(tag);
  }

  grpc::ClientContext context;
  grpc::CompletionQueue queue;
  std::unique_ptr<grpc::ClientAsyncReaderWriter<v1::SubmitStreamRequest, v1::SubmitStreamResponse>> stream;
  v1::SubmitStreamResponse incoming;
  grpc::Status status;
  absl::Time moved;  // when something last did
  int pending = 0;
  bool open = false, writing = false, closed = false;
  bool late = false;  // given up, since nothing moved
};

v1::SubmitRequest SubmitStream::Whole(const Item& item) {
  v1::SubmitRequest request = item.request;
  *request.mutable_chains() = item.chains;
  return request;
}

absl::Status SubmitStream::Run(const Node::Next& next, const Node::Done& done) {
  while (true) {
    static_cast<void>(Fill(next));
    if (open_.empty()) return absl::OkStatus();
    absl::Status ended = Converse(next, done);
    if (open_.empty()) continue;
    if (GrantsNoStream(ended)) return ended;
    if (ended.ok()) ended = absl::UnavailableError("the node ended the stream");
    const bool unreachable = IsUnreachable(ended);
    if (unreachable && ++breaks_ < Node::kAttempts) {
      WaitFor(std::min(std::max(base::RetryDelayOf(ended), kFirstPause * (1 << (breaks_ - 1))), kMostPause));
      continue;
    }
    Stop(ended);
    while (!open_.empty()) Report(open_.begin()->first, ended, done);
  }
}

bool SubmitStream::Fill(const Node::Next& next) {
  const uint64_t before = next_number_;
  while (!stopped_ && open_.size() < std::min(in_flight_, most_in_flight_)) {
    Item item;
    if (!next(item.request)) {
      stopped_ = true;
      break;
    }
    item.signers = SignersOf(item.request);
    item.chains.Swap(item.request.mutable_chains());
    unsent_.push_back(next_number_);
    open_.emplace(next_number_++, std::move(item));
  }
  return next_number_ != before;
}

absl::Status SubmitStream::Converse(const Node::Next& next, const Node::Done& done) {
  in_flight_ = kFirstInFlight;
  unsent_.clear();
  later_.clear();
  for (const auto& [number, item] : open_) unsent_.push_back(number);
  Call call;
  call.moved = clock_.Now();
  call.stream = stub_.AsyncSubmitStream(&call.context, &call.queue, call.Begin(Call::kStarted));
  while (call.pending > 0) {
    TakeDue();
    if (call.open && !call.closed && Fill(next)) call.moved = clock_.Now();
    Write(call);
    Await(call, done);
  }
  if (call.late) return absl::DeadlineExceededError("the node did not answer in time");
  const auto& behind = call.context.GetServerTrailingMetadata();
  const auto id = behind.find(base::kRequestIdKey);
  return WithRequestId(StatusFromWire(call.status.error_code(), call.status.error_message(), call.status.error_details()),
                       id == behind.end() ? absl::string_view() : absl::string_view(id->second.data(), id->second.size()));
}

void SubmitStream::TakeDue() {
  const absl::Time now = clock_.Now();
  while (!later_.empty() && later_.begin()->first <= now) {
    unsent_.push_back(later_.begin()->second);
    later_.erase(later_.begin());
  }
}

void SubmitStream::Write(Call& call) {
  if (!call.open || call.writing || call.closed) return;
  if (unsent_.empty()) {
    if (!stopped_ || !open_.empty()) return;
    call.closed = true;
    return call.stream->WritesDone(call.Begin(Call::kClosed));
  }
  v1::SubmitStreamRequest message;
  std::vector<Item*> lent;  // whose requests the message has, not copies of them
  const absl::Time now = clock_.Now();
  for (size_t bytes = 0; !unsent_.empty() && bytes < kMessageBytes && message.submissions_size() < kMessageSubmissions;) {
    const uint64_t number = unsent_.front();
    unsent_.pop_front();
    Item& item = open_.at(number);
    item.sent = now;
    item.bare = !item.needs_chains && known_signers_.contains(item.signers);
    if (!item.bare) item.request.mutable_chains()->Swap(&item.chains);
    v1::NumberedSubmission& submission = *message.add_submissions();
    submission.set_number(number);
    submission.unsafe_arena_set_allocated_request(&item.request);
    lent.push_back(&item);
    bytes += submission.ByteSizeLong();
  }
  call.writing = true;
  call.stream->Write(message, call.Begin(Call::kWritten));
  for (v1::NumberedSubmission& submission : *message.mutable_submissions()) static_cast<void>(submission.unsafe_arena_release_request());
  for (Item* item : lent) {
    if (!item->bare) item->request.mutable_chains()->Swap(&item->chains);
  }
}

void SubmitStream::Await(Call& call, const Node::Done& done) {
  absl::Time until = call.moved + deadline_;
  if (!later_.empty()) until = std::min(until, later_.begin()->first);
  void* event = nullptr;
  bool ok = false;
  if (call.queue.AsyncNext(&event, &ok, absl::ToChronoTime(until)) != grpc::CompletionQueue::GOT_EVENT) {
    call.late = call.late || clock_.Now() >= call.moved + deadline_;
    if (call.late) {
      call.context.TryCancel();
      call.moved = clock_.Now();
    }
    return;
  }
  --call.pending;
  call.moved = clock_.Now();
  switch (static_cast<Call::Tag>(reinterpret_cast<intptr_t>(event))) {
    case Call::kStarted:
      call.open = ok;
      break;
    case Call::kRead:
      if (ok) Take(call.incoming, done);
      call.open = ok;
      break;
    case Call::kWritten:
      call.writing = false;
      return;  // the stream's end is read
    default:
      return;
  }
  if (call.open) return call.stream->Read(&call.incoming, call.Begin(Call::kRead));
  call.stream->Finish(&call.status, call.Begin(Call::kFinished));
}

void SubmitStream::Take(v1::SubmitStreamResponse& response, const Node::Done& done) {
  breaks_ = 0;
  const absl::Time now = clock_.Now();
  for (v1::SubmissionOutcome& outcome : *response.mutable_outcomes()) {
    const auto found = open_.find(outcome.number());
    if (found == open_.end()) continue;
    Item& item = found->second;
    if (!outcome.has_response()) {
      Refused(outcome.number(), item, StatusOf(outcome.error()), done);
      continue;
    }
    const bool soon = now - item.sent < kSoon;
    in_flight_ = soon ? std::min(in_flight_ + 1, most_in_flight_) : std::max(in_flight_ - 1, kFirstInFlight);
    if (!item.signers.empty()) known_signers_.insert(std::move(item.signers));
    Report(outcome.number(), std::move(*outcome.mutable_response()), done);
  }
}

void SubmitStream::Refused(uint64_t number, Item& item, const absl::Status& why, const Node::Done& done) {
  if (item.bare && absl::IsPermissionDenied(why)) {
    item.needs_chains = true;
    known_signers_.erase(item.signers);
    unsent_.push_back(number);
    return;
  }
  const bool unreachable = IsUnreachable(why);
  absl::Duration delay = base::RetryDelayOf(why);
  // Whoever is told to come back in hours, as over the quota of a day, is not kept waiting.
  if (unreachable && ++item.attempts < Node::kAttempts && delay <= kMostPause) {
    if (delay <= absl::ZeroDuration()) delay = kFirstPause * (1 << (item.attempts - 1));
    later_.emplace(clock_.Now() + delay, number);
    return;
  }
  if (unreachable) Stop(why);
  Report(number, why, done);
}

void SubmitStream::Stop(const absl::Status& why) {
  stopped_ = true;
  why_stopped_.Update(why);
}

void SubmitStream::Report(uint64_t number, absl::StatusOr<v1::SubmitResponse> outcome, const Node::Done& done) {
  open_.erase(number);
  done(number, std::move(outcome));
}

}  // namespace lightship::sdk
