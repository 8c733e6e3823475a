#include "node/rpc/dialler.h"

#include <utility>

#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/support/channel_arguments.h"
#include "lightship/v1/exchange.grpc.pb.h"
#include "node/base/request_id.h"
#include "node/rpc/channel_limits.h"
#include "node/rpc/status_map.h"

namespace lightship::rpc {
namespace {

// gRPC waits so long between tries to connect; the exchange loop decides when to dial at all.
constexpr int kReconnectMs = 50;
constexpr int kReconnectMostMs = 1000;
constexpr int kConnectWithinMs = 120'000;

// Keeps itself alive until gRPC is done with it.
class DialledStream final : public grpc::ClientBidiReactor<v1::Frame, v1::Frame>,
                            public PeerStream,
                            public std::enable_shared_from_this<DialledStream> {
 public:
  DialledStream(std::shared_ptr<grpc::Channel> channel, std::shared_ptr<PeerIdentities> identities,
                std::string request_id, PeerStreamEvents* events)
      : request_id_(std::move(request_id)),
        stub_(v1::ExchangeService::NewStub(std::move(channel))),
        identities_(std::move(identities)),
        events_(events) {}

  void Begin() {
    self_ = shared_from_this();
    context_.AddMetadata(kPiecesKey, kPiecesZstd);
    context_.AddMetadata(base::kRequestIdKey, request_id_);
    stub_->async()->Converse(&context_, this);
    // Frames are sent from outside gRPC's reactions until the stream ends.
    AddHold();
    StartCall();
  }

  const Peer& peer() const override { return *peer_; }
  const std::string& request_id() const override { return request_id_; }
  void Send(const v1::Frame& frame) override { Do(outbox_.Push(frame)); }
  void Close() override { Do(outbox_.Close(false)); }
  void Abort() override {
    context_.TryCancel();
    // Nobody notices while no read is under way.
    Do(outbox_.Close(true));
  }
  size_t queued_bytes() const override { return outbox_.bytes(); }
  uint64_t received_bytes() const override { return unpacker_.taken_bytes(); }
  uint64_t sent_bytes() const override { return outbox_.sent_bytes(); }
  void Taken() override {
    if (!inlet_.Begin()) return;
    StartRead(&incoming_);
    if (inlet_.Begun()) StartWritesDone();
  }

  void OnReadInitialMetadataDone(bool ok) override {
    if (!ok || !Identify()) return Abort();
    if (ReadsPieces(context_.GetServerInitialMetadata())) outbox_.Pack();
    events_->OnOpened(self_);
    // Not before: frames are of an opened stream, and gRPC reports the two on different threads.
    Taken();
  }
  void OnReadDone(bool ok) override {
    if (!ok) return Do(outbox_.Close(true));
    auto frame = unpacker_.Take(std::exchange(incoming_, v1::Frame()));
    if (!frame.ok()) {
      unknown_.Update(frame.status());
      return Abort();
    }
    if (*frame && inlet_.Came()) return events_->OnFrame(this, **std::move(frame));
    if (!*frame) events_->OnPiece(this);
    if (*frame || !inlet_.Goes()) return StartRead(&incoming_);
    StartRead(&incoming_);
    if (inlet_.Begun()) StartWritesDone();
  }
  void OnWriteDone(bool ok) override { Do(outbox_.Written(ok)); }
  void OnWritesDoneDone(bool) override {
    // The stream ends only when all has been read.
    if (!inlet_.reading()) StartRead(&incoming_);
    RemoveHold();
  }
  void OnDone(const grpc::Status& status) override {
    events_->OnClosed(std::move(self_), unknown_.ok() ? FromGrpc(status) : unknown_);
  }

 private:
  // The handshake has proven who is there.
  bool Identify() {
    auto peer = identities_->Identify(*context_.auth_context());
    unknown_ = peer.status();
    if (peer.ok()) peer_ = *std::move(peer);
    return peer_ != nullptr;
  }
  void Do(Outbox::Next next) {
    if (next == Outbox::Next::kWrite) StartWrite(outbox_.front());
    if (next == Outbox::Next::kEnd && inlet_.End()) StartWritesDone();
  }

  const std::string request_id_;
  std::unique_ptr<v1::ExchangeService::Stub> stub_;
  grpc::ClientContext context_;
  const std::shared_ptr<PeerIdentities> identities_;
  PeerStreamEvents* const events_;
  std::shared_ptr<const Peer> peer_;  // set before OnOpened
  absl::Status unknown_;
  std::shared_ptr<DialledStream> self_;
  Outbox outbox_;
  Inlet inlet_;
  Unpacker unpacker_;
  v1::Frame incoming_;
};

grpc::ChannelArguments Arguments() {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kReceiveBytes);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveMs);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveTimeoutMs);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kReconnectMs);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, kConnectWithinMs);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kReconnectMostMs);
  // A channel of its own per peer: another peer at the same address is another economy.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return arguments;
}

}  // namespace

Dialler::Dialler(absl::string_view economy, const std::string& address, const TlsIdentity& own,
                 const statement::PinnedRoots* roots, const base::Clock* clock,
                 const ledger::HeadsBoard* heads, base::Entropy* entropy, PeerStreamEvents* events)
    : economy_(economy),
      address_(address),
      entropy_(entropy),
      events_(events),
      identities_(std::make_shared<PeerIdentities>(roots, clock)),
      credentials_(PeerCredentials(own, roots, clock, heads, economy)) {}

// Each stream has a connection of its own: whom a connection leads to was judged when it was made, by what was known then.
std::shared_ptr<PeerStream> Dialler::Dial() {
  auto stream = std::make_shared<DialledStream>(
      grpc::CreateCustomChannel(address_, credentials_, Arguments()), identities_,
      base::DrawRequestId(*entropy_), events_);
  stream->Begin();
  return stream;
}

}  // namespace lightship::rpc
