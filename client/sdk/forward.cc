#include "client/sdk/forward.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/sdk/channel.h"
#include "client/sdk/grpc_status.h"
#include "grpcpp/client_context.h"
#include "grpcpp/completion_queue.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/support/byte_buffer.h"
#include "node/base/status.h"

namespace lightship::sdk {
namespace {

constexpr absl::Duration kAskEvery = absl::Milliseconds(200);

grpc::ByteBuffer ToBuffer(const std::string& bytes) {
  grpc::Slice slice(bytes);
  return grpc::ByteBuffer(&slice, 1);
}

absl::StatusOr<std::string> FromBuffer(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  if (!buffer.Dump(&slices).ok()) return absl::InternalError("an answer that cannot be read");
  std::string bytes;
  for (const grpc::Slice& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return bytes;
}

absl::Status ToAbsl(const grpc::Status& status) {
  return StatusFromWire(status.error_code(), status.error_message(), status.error_details());
}

// One call and the queue on which its steps, one at a time, end.
class Steps {
 public:
  Steps(const base::Clock& clock, const Forward::Cancelled& cancelled)
      : clock_(clock), cancelled_(cancelled) {}
  ~Steps() {
    queue.Shutdown();
    void* tag = nullptr;
    bool ok = false;
    while (queue.Next(&tag, &ok)) {
    }
  }

  // Until the step that was begun has ended: whether it succeeded.
  bool Await() {
    void* tag = nullptr;
    bool ok = false;
    while (queue.AsyncNext(&tag, &ok, absl::ToChronoTime(clock_.Now() + kAskEvery)) !=
           grpc::CompletionQueue::GOT_EVENT) {
      if (cancelled_()) context.TryCancel();
    }
    return ok;
  }

  grpc::CompletionQueue queue;
  grpc::ClientContext context;

 private:
  const base::Clock& clock_;
  const Forward::Cancelled& cancelled_;
};

class ChannelForward final : public Forward {
 public:
  ChannelForward(const std::shared_ptr<grpc::Channel>& channel, const base::Clock& clock)
      : stub_(channel), clock_(clock) {}

  absl::StatusOr<std::string> Call(const std::string& method, const std::string& request,
                                   absl::Duration within, const Cancelled& cancelled) override {
    Steps steps(clock_, cancelled);
    steps.context.set_deadline(absl::ToChronoTime(clock_.Now() + within));
    auto call = stub_.PrepareUnaryCall(&steps.context, absl::StrCat("/", method), ToBuffer(request),
                                       &steps.queue);
    call->StartCall();
    grpc::ByteBuffer answer;
    grpc::Status status;
    call->Finish(&answer, &status, this);
    steps.Await();
    RETURN_IF_ERROR(ToAbsl(status));
    return FromBuffer(answer);
  }

  absl::Status Stream(const std::string& method, const std::string& request,
                      const OnMessage& on_message, const Cancelled& cancelled) override {
    Steps steps(clock_, cancelled);
    auto call = stub_.PrepareCall(&steps.context, absl::StrCat("/", method), &steps.queue);
    call->StartCall(this);
    bool open = steps.Await();
    if (open) {
      call->WriteLast(ToBuffer(request), grpc::WriteOptions(), this);
      open = steps.Await();
    }
    while (open) {
      grpc::ByteBuffer answer;
      call->Read(&answer, this);
      open = steps.Await();
      if (!open) break;
      absl::StatusOr<std::string> message = FromBuffer(answer);
      if (message.ok() && on_message(*std::move(message))) continue;
      steps.context.TryCancel();
      open = false;
    }
    grpc::Status status;
    call->Finish(&status, this);
    steps.Await();
    return ToAbsl(status);
  }

 private:
  grpc::GenericStub stub_;
  const base::Clock& clock_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Forward>> ConnectForward(const ConnectionOptions& options,
                                                        const OfficerIdentity& officer,
                                                        const statement::PinnedRoots& roots,
                                                        const base::Clock& clock) {
  ASSIGN_OR_RETURN(std::shared_ptr<grpc::Channel> channel, OpenChannel(options.address, options.economy, officer, roots));
  return std::make_unique<ChannelForward>(channel, clock);
}

}  // namespace lightship::sdk
