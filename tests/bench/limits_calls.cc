// A server that does nothing, with the credentials that a node has, and the client's own library asking it.
#include <algorithm>
#include <atomic>
#include <memory>
#include <thread>
#include <utility>

#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "lightship/v1/bundle.grpc.pb.h"
#include "lightship/v1/submission.grpc.pb.h"
#include "node/base/clock.h"
#include "node/rpc/tls.h"
#include "node/statement/roots.h"
#include "tests/bench/limits.h"
#include "tests/bench/load_target.h"
#include "tests/bench/or_die.h"

namespace lightship::bench {
namespace {

constexpr size_t kMessageBytes = 1000, kGrouped = 100;
constexpr uint64_t kPieces = 20'000;
constexpr size_t kConnections = 4, kInFlight = 64;

class Taker final : public v1::SubmissionService::CallbackService {
  grpc::ServerUnaryReactor* Submit(grpc::CallbackServerContext* context, const v1::SubmitRequest*,
                                   v1::SubmitResponse*) override {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
};

// Sends the same piece again and again.
class Pieces final : public grpc::ServerWriteReactor<v1::ExportBundleResponse> {
 public:
  Pieces(size_t bytes, uint64_t pieces) : left_(pieces) {
    piece_.set_data(std::string(bytes, 'x'));
    Next();
  }
  void OnWriteDone(bool ok) override { ok ? Next() : Finish(grpc::Status::CANCELLED); }
  void OnDone() override { delete this; }

 private:
  void Next() {
    if (left_ == 0) return Finish(grpc::Status::OK);
    --left_;
    StartWrite(&piece_);
  }
  v1::ExportBundleResponse piece_;
  uint64_t left_;
};

class Giver final : public v1::BundleService::CallbackService {
 public:
  explicit Giver(double seconds) : pieces_(std::max<uint64_t>(1, static_cast<uint64_t>(kPieces * seconds))) {}
  uint64_t pieces() const { return pieces_; }

 private:
  // An economy named in the request: grouped.
  grpc::ServerWriteReactor<v1::ExportBundleResponse>* ExportBundle(grpc::CallbackServerContext*,
                                                                   const v1::ExportBundleRequest* request) override {
    return new Pieces(request->economy().empty() ? kMessageBytes : kMessageBytes * kGrouped, pieces_);
  }
  const uint64_t pieces_;
};

// A server of its own, and whom to ask.
class Loopback {
 public:
  Loopback(const Ground& ground, grpc::Service& service)
      : ground_(ground), roots_(OrDie(statement::PinnedRoots::LoadDirectory(ground.trust))) {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0",
                             rpc::ServerCredentials({ground.keys + "/certificate.pem", ground.keys + "/key.pem"}, &roots_, &clock_),
                             &port_);
    builder.RegisterService(&service);
    server_ = builder.BuildAndStart();
    if (server_ == nullptr) Die(absl::UnavailableError("no server"));
  }
  ~Loopback() { server_->Shutdown(); }

  Peer Connect() const {
    Target target{"127.0.0.1:" + std::to_string(port_), ground_.identity, ground_.trust, ""};
    return bench::Connect(target);
  }

 private:
  const Ground& ground_;
  const base::SystemClock clock_;
  const statement::PinnedRoots roots_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

v1::SubmitRequest Request() {
  v1::SubmitRequest request;
  request.mutable_statement()->set_manifest(Noise(kMessageBytes));
  return request;
}

void One(const Ground& ground, const Loopback& loopback) {
  Peer peer = loopback.Connect();
  const v1::SubmitRequest request = Request();
  static_cast<void>(OrDie(peer.node->Submit(request)));
  std::vector<double> millis;
  const double rate = RateOf(1, ground.seconds, [&](size_t) {
    const auto begin = SteadyClock::now();
    static_cast<void>(OrDie(peer.node->Submit(request)));
    millis.push_back(Millis(SteadyClock::now() - begin));
  });
  PrintFigure("limit_calls_1", rate, "calls/s");
  PrintQuantiles("limit_call", std::move(millis));
}

void Many(const Ground& ground, const Loopback& loopback) {
  std::vector<Peer> peers;
  for (size_t i = 0; i < kConnections; ++i) peers.push_back(loopback.Connect());
  const v1::SubmitRequest request = Request();
  std::atomic<uint64_t> answered{0};
  const auto begin = SteadyClock::now();
  std::vector<std::thread> threads;
  for (Peer& peer : peers) {
    threads.emplace_back([&] {
      static_cast<void>(peer.node->SubmitMany(
          [&](v1::SubmitRequest& next) {
            next = request;
            return Millis(SteadyClock::now() - begin) < ground.seconds * 1000;
          },
          [&](uint64_t, const absl::StatusOr<v1::SubmitResponse>& response) {
            if (!response.ok()) Die(response.status());
            ++answered;
          },
          kInFlight / kConnections));
    });
  }
  for (std::thread& thread : threads) thread.join();
  PrintFigure("limit_calls_64", static_cast<double>(answered.load()) / Millis(SteadyClock::now() - begin) * 1000, "calls/s");
}

}  // namespace

void MeasureCalls(const Ground& ground) {
  Taker taker;
  const Loopback loopback(ground, taker);
  One(ground, loopback);
  Many(ground, loopback);
}

void MeasureStream(const Ground& ground) {
  Giver giver(ground.seconds);
  const Loopback loopback(ground, giver);
  Peer peer = loopback.Connect();
  for (const size_t grouped : {size_t{1}, kGrouped}) {
    v1::ExportBundleRequest request;
    if (grouped > 1) request.set_economy("SG");
    uint64_t pieces = 0;
    const auto begin = SteadyClock::now();
    const absl::Status ended = peer.node->ExportBundle(request, [&](const v1::ExportBundleResponse&) { ++pieces; });
    if (!ended.ok()) Die(ended);
    PrintFigure("limit_stream_" + std::to_string(grouped),
                static_cast<double>(pieces * grouped) / Millis(SteadyClock::now() - begin) * 1000, "messages/s");
  }
}

}  // namespace lightship::bench
