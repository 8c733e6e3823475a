// Streams between two nodes over real connections: who may open one, and how far ahead of its reader it goes.
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "node/rpc/dialler.h"
#include "node/rpc/exchange_service.h"
#include "node/rpc/server.h"
#include "tests/unit/ledger/ledger_fixture.h"

namespace lightship::rpc {
namespace {

using ledger::Desk;

constexpr size_t kMegabyte = 1 << 20;

// Notes what streams report.
class Recorder final : public PeerStreamEvents {
 public:
  void OnOpened(std::shared_ptr<PeerStream> stream) override {
    Note([&] { opened_.push_back(std::move(stream)); });
  }
  void OnPiece(const PeerStream*) override {}
  void OnFrame(const PeerStream*, v1::Frame frame) override {
    Note([&] { frames_.push_back(std::move(frame)); });
  }
  void OnClosed(std::shared_ptr<PeerStream> stream, const absl::Status& why) override {
    Note([&] { closed_.push_back({std::move(stream), why}); });
  }

  std::shared_ptr<PeerStream> AwaitOpened(size_t count) {
    Await([&] { return opened_.size() >= count; });
    base::MutexLock lock(mutex_);
    return opened_.size() < count ? nullptr : opened_[count - 1];
  }
  std::vector<v1::Frame> AwaitFrames(size_t count) {
    Await([&] { return frames_.size() >= count; });
    base::MutexLock lock(mutex_);
    return frames_;
  }
  absl::Status AwaitClosed(size_t count) {
    Await([&] { return closed_.size() >= count; });
    base::MutexLock lock(mutex_);
    return closed_.size() < count ? absl::DeadlineExceededError("still open") : closed_[count - 1].why;
  }
  int64_t HoldersOfClosed(size_t count) {
    base::MutexLock lock(mutex_);
    return closed_[count - 1].stream.use_count();
  }
  size_t opened() {
    base::MutexLock lock(mutex_);
    return opened_.size();
  }

 private:
  void Note(const std::function<void()>& change) {
    base::MutexLock lock(mutex_);
    change();
    changed_.NotifyAll();
  }
  void Await(const std::function<bool()>& condition) {
    base::MutexLock lock(mutex_);
    const absl::Time until = absl::Now() + absl::Seconds(30);
    while (!condition() && absl::Now() < until) changed_.WaitFor(mutex_, absl::Seconds(1));
    EXPECT_TRUE(condition());
  }

  base::Mutex mutex_;
  base::CondVar changed_;
  std::vector<std::shared_ptr<PeerStream>> opened_;
  std::vector<v1::Frame> frames_;
  struct Closed {
    std::shared_ptr<PeerStream> stream;
    absl::Status why;
  };
  std::vector<Closed> closed_;
};

// ID's node dials SG's.
class StreamsTest : public ::testing::Test {
 protected:
  StreamsTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "streams.XXXXXX").string();
    directory_ = mkdtemp(pattern.data());
    auto server = Server::Start("127.0.0.1:0", ServerCredentials(TlsOf(sg_), &sg_.roots, &sg_.clock),
                                {MakeExchangeService(&gate_, &at_sg_, 10)}, {size_t{1} << 40}, &id_.entropy);
    EXPECT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    dialler_ = std::make_unique<Dialler>("SG", server_->address(), TlsOf(id_), &id_.roots, &id_.clock,
                                         id_.heads.get(), &id_.entropy, &at_id_);
  }
  ~StreamsTest() override {
    server_->Shutdown(absl::ZeroDuration());
    std::filesystem::remove_all(directory_);
  }

  TlsIdentity TlsOf(const Desk& desk) {
    const std::string base = directory_ + "/" + desk.economy.code();
    std::ofstream(base + ".pem") << desk.economy.node().chain.front().pem();
    std::ofstream(base + ".key") << desk.economy.node().key.ToPem().value();
    return {base + ".pem", base + ".key"};
  }
  static v1::Frame FrameOf(size_t bytes, uint64_t number) {
    v1::Frame frame;
    // Text that does not compress.
    std::minstd_rand random(static_cast<uint32_t>(number) + 1);
    std::string& text = *frame.mutable_fetch()->mutable_origin();
    while (text.size() < bytes) text.push_back(static_cast<char>(random() % 128));
    frame.mutable_fetch()->set_from(number);
    return frame;
  }

  std::string directory_;
  Desk sg_{"SG"}, id_{"ID"};
  Recorder at_sg_, at_id_;
  Gate gate_{"SG", &sg_.roots, &sg_.clock, sg_.heads.get()};
  std::unique_ptr<Server> server_;
  std::unique_ptr<Dialler> dialler_;
};

TEST_F(StreamsTest, BothSidesKnowWhoseKeyIsAtTheOtherEnd) {
  std::shared_ptr<PeerStream> dialled = dialler_->Dial();
  std::shared_ptr<PeerStream> opened = at_id_.AwaitOpened(1), served = at_sg_.AwaitOpened(1);
  ASSERT_TRUE(opened != nullptr && served != nullptr);
  EXPECT_EQ(opened->peer().key_id, sg_.economy.node().key.public_key().key_id());
  EXPECT_EQ(opened->peer().identity.economy, "SG");
  EXPECT_EQ(served->peer().key_id, id_.economy.node().key.public_key().key_id());
  dialled->Close();
  EXPECT_TRUE(at_id_.AwaitClosed(1).ok());
  EXPECT_TRUE(at_sg_.AwaitClosed(1).ok());
}

TEST_F(StreamsTest, ANodeWhoseKeyIsRevokedIsNotDialledAnyMore) {
  dialler_->Dial();
  ASSERT_NE(at_id_.AwaitOpened(1), nullptr);
  at_id_.AwaitOpened(1)->Close();
  at_id_.AwaitClosed(1).IgnoreError();
  sg_.ReplaceNodeKey();
  id_.Follow(sg_, sg_.origin());
  dialler_->Dial();
  EXPECT_FALSE(at_id_.AwaitClosed(2).ok());
  EXPECT_EQ(at_id_.opened(), 1u) << "nothing was said to it";
  EXPECT_EQ(at_sg_.opened(), 1u);
}

TEST_F(StreamsTest, ACallerWhoseKeyIsRevokedIsRefused) {
  id_.ReplaceNodeKey();
  sg_.Follow(id_, id_.origin());
  dialler_->Dial();
  EXPECT_EQ(base::ReasonOf(at_id_.AwaitClosed(1)), base::reason::kRevokedKey);
  EXPECT_EQ(at_sg_.opened(), 0u);
}

// gRPC's own thread must not be the one that lets go of it.
TEST_F(StreamsTest, WhoeverIsToldOfTheEndIsTheLastToHoldTheStream) {
  server_->Shutdown(absl::ZeroDuration());
  dialler_->Dial();
  EXPECT_FALSE(at_id_.AwaitClosed(1).ok());
  EXPECT_EQ(at_id_.HoldersOfClosed(1), 1);
}

TEST_F(StreamsTest, TheNextFrameIsReadWhenTheLastHasBeenTaken) {
  dialler_->Dial();
  std::shared_ptr<PeerStream> out = at_id_.AwaitOpened(1), in = at_sg_.AwaitOpened(1);
  ASSERT_TRUE(out != nullptr && in != nullptr);
  for (uint64_t i = 0; i < 40; ++i) out->Send(FrameOf(kMegabyte, i));
  ASSERT_EQ(at_sg_.AwaitFrames(1).size(), 1u);
  // Time for what a hasty reader would have read: answers go the other way.
  for (uint64_t i = 0; i < 20; ++i) in->Send(FrameOf(1, i));
  for (uint64_t i = 1; i <= 20; ++i) {
    at_id_.AwaitFrames(i);
    out->Taken();
  }
  EXPECT_EQ(at_sg_.AwaitFrames(1).size(), 1u);
  EXPECT_GT(out->queued_bytes(), 10 * kMegabyte) << "the sender sees it";
  for (uint64_t i = 2; i <= 40; ++i) {
    in->Taken();
    ASSERT_EQ(at_sg_.AwaitFrames(i).back().fetch().from(), i - 1);
  }
}

TEST_F(StreamsTest, AStreamOfWhichNothingIsTakenEndsAllTheSame) {
  for (size_t round = 1; round <= 2; ++round) {
    dialler_->Dial();
    std::shared_ptr<PeerStream> out = at_id_.AwaitOpened(round), in = at_sg_.AwaitOpened(round);
    ASSERT_TRUE(out != nullptr && in != nullptr);
    for (uint64_t i = 0; i < 40; ++i) {
      out->Send(FrameOf(kMegabyte, i));
      in->Send(FrameOf(kMegabyte, i));
    }
    (round == 1 ? out : in)->Close();
    (round == 1 ? in : out)->Abort();
    EXPECT_NE(at_id_.AwaitClosed(round).code(), absl::StatusCode::kDeadlineExceeded);
    EXPECT_NE(at_sg_.AwaitClosed(round).code(), absl::StatusCode::kDeadlineExceeded);
  }
}

}  // namespace
}  // namespace lightship::rpc
