#include "node/rpc/exchange_service.h"

#include <utility>

#include "grpcpp/server_context.h"
#include "lightship/v1/exchange.grpc.pb.h"
#include "node/rpc/call_log.h"
#include "node/rpc/open_calls.h"
#include "node/rpc/status_map.h"

namespace lightship::rpc {
namespace {

// The one in use, and such as were cut off and have not ended yet.
constexpr size_t kStreamsOfPeer = 8;

using Reactor = grpc::ServerBidiReactor<v1::Frame, v1::Frame>;

class RefusedPeer final : public Reactor {
 public:
  explicit RefusedPeer(const absl::Status& status) { Finish(ToGrpc(status)); }
  void OnDone() override { delete this; }
};

// Keeps itself alive until gRPC is done with it.
class ServedStream final : public Reactor,
                           public PeerStream,
                           public std::enable_shared_from_this<ServedStream> {
 public:
  ServedStream(std::shared_ptr<const Peer> peer, grpc::CallbackServerContext* context,
               PeerStreamEvents* events, OpenCalls* streams)
      : peer_(std::move(peer)), request_id_(RequestIdOf(*context)), context_(context), events_(events), streams_(streams) {}

  void Begin() {
    self_ = shared_from_this();
    {
      base::MutexLock lock(mutex_);
      if (ReadsPieces(context_->client_metadata())) outbox_.Pack();
      context_->AddInitialMetadata(kPiecesKey, kPiecesZstd);
    }
    StartSendInitialMetadata();
    events_->OnOpened(self_);
    Taken();
  }

  const Peer& peer() const override { return *peer_; }
  const std::string& request_id() const override { return request_id_; }

  void Send(const v1::Frame& frame) override { Do(outbox_.Push(frame)); }
  void Close() override { Do(outbox_.Close(false)); }
  void Abort() override {
    base::MutexLock lock(mutex_);
    if (context_ != nullptr) context_->TryCancel();
  }
  size_t queued_bytes() const override { return outbox_.bytes(); }
  uint64_t received_bytes() const override { return unpacker_.taken_bytes(); }
  uint64_t sent_bytes() const override { return outbox_.sent_bytes(); }
  void Taken() override {
    if (!inlet_.Begin()) return;
    StartRead(&incoming_);
    if (inlet_.Begun()) Finish(grpc::Status::OK);
  }

  void OnReadDone(bool ok) override {
    if (!ok) return Do(outbox_.Close(true));
    auto frame = unpacker_.Take(std::exchange(incoming_, v1::Frame()));
    if (!frame.ok()) return Abort();
    if (*frame) {
      if (inlet_.Came()) events_->OnFrame(this, **std::move(frame));
      return;
    }
    events_->OnPiece(this);
    if (!inlet_.Goes()) return;
    StartRead(&incoming_);
    if (inlet_.Begun()) Finish(grpc::Status::OK);
  }
  void OnWriteDone(bool ok) override { Do(outbox_.Written(ok)); }
  void OnCancel() override { Do(outbox_.Close(true)); }
  void OnDone() override {
    {
      base::MutexLock lock(mutex_);
      context_ = nullptr;
    }
    streams_->Close(peer_->identity.economy);
    events_->OnClosed(std::move(self_), absl::OkStatus());
  }

 private:
  void Do(Outbox::Next next) {
    if (next == Outbox::Next::kWrite) StartWrite(outbox_.front());
    if (next == Outbox::Next::kEnd && inlet_.End()) Finish(grpc::Status::OK);
  }

  const std::shared_ptr<const Peer> peer_;
  const std::string request_id_;
  base::Mutex mutex_;
  grpc::CallbackServerContext* context_ ABSL_GUARDED_BY(mutex_);  // null once gRPC is done with it
  PeerStreamEvents* const events_;
  OpenCalls* const streams_;
  std::shared_ptr<ServedStream> self_;
  Outbox outbox_;
  Inlet inlet_;
  Unpacker unpacker_;
  v1::Frame incoming_;
};

class ExchangeService final : public v1::ExchangeService::CallbackService {
 public:
  ExchangeService(Gate* gate, PeerStreamEvents* events, size_t most_streams)
      : gate_(gate), events_(events), streams_({"peer streams", most_streams, kStreamsOfPeer}) {}

  Reactor* Converse(grpc::CallbackServerContext* context) override {
    absl::StatusOr<std::shared_ptr<const Peer>> peer = gate_->AdmitPeer(*context->auth_context());
    if (!peer.ok()) return new RefusedPeer(peer.status());
    if (absl::Status open = streams_.Open((*peer)->identity.economy); !open.ok()) {
      return new RefusedPeer(open);
    }
    auto stream = std::make_shared<ServedStream>(*std::move(peer), context, events_, &streams_);
    stream->Begin();
    return stream.get();
  }

 private:
  Gate* const gate_;
  PeerStreamEvents* const events_;
  OpenCalls streams_;
};

}  // namespace

std::shared_ptr<grpc::Service> MakeExchangeService(Gate* gate, PeerStreamEvents* events,
                                                   size_t most_streams) {
  return std::make_shared<ExchangeService>(gate, events, most_streams);
}

}  // namespace lightship::rpc
