// The loop while the clock is set: what it waits for comes after as long as it would have.
#include "node/app/exchange_loop.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "node/exchange/bundle.h"
#include "node/statement/open.h"
#include "tests/unit/ledger/ledger_fixture.h"

namespace lightship::app {
namespace {

constexpr absl::Duration kStartWait = absl::Seconds(15);

// Stands still until it is told, by any thread.
class SetClock final : public base::Clock {
 public:
  absl::Time Now() const override {
    base::MutexLock lock(mutex_);
    return now_;
  }
  void Advance(absl::Duration by) {
    base::MutexLock lock(mutex_);
    now_ += by;
  }

 private:
  mutable base::Mutex mutex_;
  absl::Time now_ ABSL_GUARDED_BY(mutex_) = testing::Noon();
};

// The loop draws a byte each time when a dial has come to nothing.
class CountingEntropy final : public base::Entropy {
 public:
  std::string Bytes(size_t size) override {
    base::MutexLock lock(mutex_);
    if (size == 1) ++drawn_;  // more make the id of a call
    changed_.NotifyAll();
    return std::string(size, '\0');
  }
  bool Await(int draws) {
    base::MutexLock lock(mutex_);
    const absl::Time until = absl::Now() + absl::Seconds(30);
    while (drawn_ < draws && absl::Now() < until) changed_.WaitFor(mutex_, absl::Seconds(1));
    return drawn_ >= draws;
  }

 private:
  base::Mutex mutex_;
  base::CondVar changed_;
  int drawn_ ABSL_GUARDED_BY(mutex_) = 0;
};

// An address on which nobody listens, and nobody else can.
class NobodyThere {
 public:
  NobodyThere() : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in any{};
    any.sin_family = AF_INET;
    any.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(any);
    EXPECT_EQ(bind(socket_, reinterpret_cast<sockaddr*>(&any), size), 0);
    EXPECT_EQ(getsockname(socket_, reinterpret_cast<sockaddr*>(&any), &size), 0);
    address_ = absl::StrCat("127.0.0.1:", ntohs(any.sin_port));
  }
  ~NobodyThere() { close(socket_); }
  const std::string& address() const { return address_; }

 private:
  const int socket_;
  std::string address_;
};

// A peer that says nothing.
class SilentStream final : public rpc::PeerStream, public std::enable_shared_from_this<SilentStream> {
 public:
  SilentStream(rpc::Peer peer, rpc::PeerStreamEvents* events) : peer_(std::move(peer)), events_(events) {}
  const rpc::Peer& peer() const override { return peer_; }
  const std::string& request_id() const override { return request_id_; }
  void Send(const v1::Frame&) override {
    if (!greeted_.HasBeenNotified()) greeted_.Notify();
  }
  size_t queued_bytes() const override { return 0; }
  uint64_t received_bytes() const override { return 0; }
  uint64_t sent_bytes() const override { return 0; }
  void Taken() override {}
  void Close() override { Abort(); }
  void Abort() override {
    if (!std::exchange(ended_, true)) events_->OnClosed(shared_from_this(), absl::OkStatus());
  }
  // Until the loop has taken it in.
  void AwaitGreeting() const { greeted_.WaitForNotification(); }

 private:
  absl::Notification greeted_;
  const rpc::Peer peer_;
  const std::string request_id_ = "silent";
  rpc::PeerStreamEvents* const events_;
  bool ended_ = false;
};

class ExchangeLoopTest : public ::testing::Test {
 protected:
  ExchangeLoopTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "loop.XXXXXX").string();
    directory_ = mkdtemp(pattern.data());
    tls_ = {directory_ + "/id.pem", directory_ + "/id.key"};
    std::ofstream(tls_.chain_file) << id_.economy.node().chain.front().pem();
    std::ofstream(tls_.key_file) << id_.economy.node().key.ToPem().value();
    ExchangeLoop::Options options;
    options.redial_first = absl::Seconds(1);
    options.redial_most = absl::Seconds(60);
    options.start_wait = kStartWait;
    loop_ = std::make_unique<ExchangeLoop>(
        ExchangeLoop::World{id_.log, &clock_, &steady_, &entropy_, &id_.roots, id_.heads.get(),
                            id_.reader.get(), &writer_, &id_.indexer, &verifiers_, &network_, &warnings_, &id_.standby},
        options);
  }
  ~ExchangeLoopTest() override {
    loop_ = nullptr;
    std::filesystem::remove_all(directory_);
  }

  // What SG holds, for ID.
  exchange::Bundle BundleOf(ledger::Desk& sg) {
    v1::ExportBundleRequest request;
    request.set_economy("ID");
    auto writer = exchange::BundleWriter::Begin(sg.reader.get(), sg.roots, {"SG", sg.economy.node().chain, sg.economy.node().key}, request,
                                                clock_.Now());
    std::string file;
    for (std::string piece = writer->Next().value(); !piece.empty(); piece = writer->Next().value()) file += piece;
    return exchange::Bundle::Open(file, "ID", id_.roots, *id_.heads->Get(), clock_.Now()).value();
  }

  std::string directory_;
  ledger::Desk id_{"ID"};
  SetClock clock_, steady_;
  CountingEntropy entropy_;
  ledger::Writer writer_{std::move(id_.ledger), {10, 10, &clock_}, [] {}};
  rpc::WorkerPool verifiers_{1, 10};
  rpc::NetworkBoard network_;
  rpc::WarningBoard warnings_;
  rpc::TlsIdentity tls_;
  NobodyThere nobody_;
  std::unique_ptr<ExchangeLoop> loop_;
};

TEST_F(ExchangeLoopTest, DialsAPeerThatIsAddedAndNoMoreOneThatIsGone) {
  ExchangeLoop::Options options;
  options.redial_first = options.redial_most = absl::Seconds(1);
  loop_->Start({}, tls_);
  loop_->Adjust({{"SG", nobody_.address()}}, options);
  const auto shown = [&]() -> std::string {
    steady_.Advance(absl::Milliseconds(100));
    const auto network = network_.Get();
    return network->peers.empty() ? "" : network->peers[0].address();
  };
  while (shown() != nobody_.address()) std::this_thread::yield();
  EXPECT_TRUE(entropy_.Await(1)) << "it was dialled";
  loop_->Adjust({}, options);
  while (!shown().empty()) std::this_thread::yield();
}

TEST_F(ExchangeLoopTest, DialsAgainAndEndsItsStandbyInTimeWhileTheClockIsSetBack) {
  loop_->Start({{"SG", nobody_.address()}}, tls_);
  ASSERT_TRUE(entropy_.Await(1));
  EXPECT_NE(id_.standby.Text(), "");
  clock_.Advance(-absl::Hours(8));
  clock_.Advance(kStartWait);
  steady_.Advance(kStartWait);
  EXPECT_TRUE(entropy_.Await(2)) << "dialled once only";
  EXPECT_EQ(id_.standby.Text(), "");
}

TEST_F(ExchangeLoopTest, StopsWithoutWaitingForADiskThatDoesNotTakeWhatPeersSent) {
  ledger::Desk sg("SG");
  absl::Notification at_work, goes_on, stopped;
  writer_.Submit(ledger::Expire(), [&](const absl::StatusOr<ledger::Outcome>&) {
    at_work.Notify();
    goes_on.WaitForNotification();
  });
  at_work.WaitForNotification();
  loop_->Start({}, tls_);
  loop_->Take(BundleOf(sg), [](const absl::StatusOr<v1::ImportBundleResponse>&) {});
  const absl::Time until = absl::Now() + absl::Seconds(30);
  while (writer_.waiting() == 0 && absl::Now() < until) std::this_thread::yield();
  ASSERT_GT(writer_.waiting(), 0u);
  std::thread stop([&] {
    loop_->Stop(absl::Seconds(1));
    stopped.Notify();
  });
  while (!stopped.HasBeenNotified() && absl::Now() < until) {
    steady_.Advance(absl::Milliseconds(100));
    std::this_thread::yield();
  }
  EXPECT_TRUE(stopped.HasBeenNotified());
  goes_on.Notify();
  stop.join();
  writer_.Stop();
}

TEST_F(ExchangeLoopTest, TellsSinceWhenAPeerIsConnectedByTheClockAsItIsSet) {
  const testing::TestEconomy& sg = testing::TestEconomy::Of("SG");
  loop_->Start({}, tls_);
  clock_.Advance(-absl::Hours(8));
  auto stream = std::make_shared<SilentStream>(
      rpc::Peer{sg.node().identity, sg.node().key.public_key().key_id()}, loop_.get());
  loop_->OnOpened(stream);
  stream->AwaitGreeting();
  clock_.Advance(absl::Seconds(1));
  steady_.Advance(absl::Seconds(1));
  const absl::Time until = absl::Now() + absl::Seconds(30);
  while (network_.Get()->peers.empty() && absl::Now() < until) std::this_thread::yield();
  ASSERT_EQ(network_.Get()->peers.size(), 1u);
  const absl::Time since = statement::ToTime(network_.Get()->peers[0].since()).value();
  EXPECT_GE(since, testing::Noon() - absl::Hours(8));
  EXPECT_LE(since, clock_.Now());
}

}  // namespace
}  // namespace lightship::app
