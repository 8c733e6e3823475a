#include "node/app/ingest.h"

#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/notification.h"
#include "tests/unit/ledger/ledger_fixture.h"

namespace lightship::app {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

// Two batches of one log, which two peers have sent, while the writer is busy.
class IngestTest : public ::testing::Test {
 protected:
  IngestTest() {
    EXPECT_TRUE(sg_.Submit(sg_.Report()).ok());
    first_ = Examined(id_.StateOf(sg_.origin()));
    EXPECT_TRUE(sg_.Submit(sg_.Report()).ok());
    second_ = Examined(first_.after);
    EXPECT_FALSE(second_.checks.empty());
  }

  ledger::ExaminedBatch Examined(const ledger::ReplicaState& state) {
    absl::StatusOr<v1::Batch> batch = sg_.BatchFor(id_, sg_.origin(), state.frontier.size());
    EXPECT_TRUE(batch.ok()) << batch.status();
    auto examined = ledger::ExamineBatch(
        state, *batch, id_.roots,
        [](uint64_t) -> absl::StatusOr<merkle::Digest> { return absl::NotFoundError(""); });
    EXPECT_TRUE(examined.ok()) << examined.status();
    return *std::move(examined);
  }

  // Begins the writer, whose inbox has so many places, and keeps it busy.
  void Begin(size_t inbox) {
    writer_ = std::make_unique<ledger::Writer>(
        std::move(id_.ledger), ledger::Writer::Options{inbox, 1, &id_.clock}, [] {});
    absl::Notification busy;
    writer_->Submit(ledger::Cosignatures{}, [&](const absl::StatusOr<ledger::Outcome>&) {
      busy.Notify();
      open_.WaitForNotification();
    });
    busy.WaitForNotification();
  }
  void MakeIngest() {
    ingest_ = std::make_unique<Ingest>(
        &verifiers_, &id_.indexer, writer_.get(), &mailbox_,
        [this](exchange::SessionId session, const std::string& origin, const absl::StatusOr<uint64_t>& size) {
          EXPECT_EQ(origin, sg_.origin());
          answers_.emplace_back(session, size.ok() ? "" : base::ReasonOf(size.status()));
          if (!size.ok()) said_ = std::string(size.status().message());
        });
  }
  // What else waits for the loop has the pool verify.
  void AddBoth() {
    mailbox_.Post([] {});
    MakeIngest();
    ingest_->Add(1, std::move(first_));
    ingest_->Add(2, std::move(second_));
    // The second one's failure is known.
    RunLetters(2);
    EXPECT_THAT(answers_, IsEmpty());
    open_.Notify();
    RunLetters(1);
    EXPECT_EQ(ingest_->pending(), 0u);
  }
  void RunLetters(int count) {
    while (count > 0) {
      for (Mailbox::Letter& letter : mailbox_.TakeAll(absl::Seconds(60))) {
        letter();
        --count;
      }
    }
  }

  ledger::Desk sg_{"SG"};
  ledger::Desk id_{"ID"};
  ledger::ExaminedBatch first_, second_;
  absl::Notification open_;
  Mailbox mailbox_;
  std::unique_ptr<ledger::Writer> writer_;
  rpc::WorkerPool verifiers_{1, 10};
  std::unique_ptr<Ingest> ingest_;
  std::vector<std::pair<exchange::SessionId, std::string>> answers_;
  std::string said_;
};

TEST_F(IngestTest, ABadBatchIsAnsweredAfterTheGoodOneBeforeIt) {
  second_.checks[0]->key = id_.keys.node_key.public_key();
  Begin(10);
  AddBoth();
  EXPECT_THAT(answers_, ElementsAre(Pair(1, ""), Pair(2, base::reason::kBadSignature)));
  EXPECT_GT(id_.indexer.derived_ahead, 0u);
}

// More than the threads take at a time.
TEST_F(IngestTest, NoSignatureOfALongBatchIsTakenOnTrust) {
  for (int i = 0; i < 200; ++i) ASSERT_TRUE(sg_.Submit(sg_.Report()).ok());
  writer_ = std::make_unique<ledger::Writer>(std::move(id_.ledger), ledger::Writer::Options{10, 1, &id_.clock}, [] {});
  MakeIngest();
  const size_t checks = Examined(id_.StateOf(sg_.origin())).checks.size();
  ASSERT_GT(checks, 200u);
  for (const size_t bad : {size_t{0}, size_t{63}, size_t{64}, size_t{130}, checks - 1}) {
    ledger::ExaminedBatch batch = Examined(id_.StateOf(sg_.origin()));
    batch.checks[bad]->key = id_.keys.node_key.public_key();
    const std::string failure(batch.checks[bad]->Failure(sg_.origin()).message());
    ingest_->Add(1, std::move(batch));
    RunLetters(1);
    EXPECT_EQ(said_, failure);
  }
  EXPECT_EQ(answers_, std::vector(5, std::pair<exchange::SessionId, std::string>(1, base::reason::kBadSignature)));
}

TEST_F(IngestTest, ABatchThatFindsNoRoomIsAnsweredAfterTheOneThatDid) {
  Begin(1);
  AddBoth();
  EXPECT_THAT(answers_, ElementsAre(Pair(1, ""), Pair(2, base::reason::kOverloaded)));
}

TEST_F(IngestTest, ASingleReportIsVerifiedAtOnceWhileNothingElseWaits) {
  ASSERT_TRUE(id_.CommitOne(std::move(first_)).ok());
  Begin(10);
  open_.Notify();
  MakeIngest();
  ingest_->Add(1, std::move(second_));
  EXPECT_EQ(id_.indexer.derived_by, std::this_thread::get_id());
  RunLetters(1);
  EXPECT_THAT(answers_, ElementsAre(Pair(1, "")));
}

// No letter is read before the writer has written both.
TEST_F(IngestTest, WhatIsVerifiedIsWrittenWhileTheLoopHasOtherThingsToDo) {
  absl::BlockingCounter commits(2);
  writer_ = std::make_unique<ledger::Writer>(std::move(id_.ledger), ledger::Writer::Options{10, 1, &id_.clock},
                                             [&commits] { commits.DecrementCount(); });
  mailbox_.Post([] {});
  MakeIngest();
  ingest_->Add(1, std::move(first_));
  ingest_->Add(2, std::move(second_));
  commits.Wait();
  EXPECT_THAT(answers_, IsEmpty());
  RunLetters(3);
  EXPECT_THAT(answers_, ElementsAre(Pair(1, ""), Pair(2, "")));
}

// Works out nothing about one statement before it may.
class HoldsBack final : public ledger::Indexer {
 public:
  explicit HoldsBack(uint64_t index) : index_(index) {}
  std::shared_ptr<const ledger::Derived> Derive(const ledger::NewStatement& statement) const override {
    if (statement.index == index_) open.WaitForNotification();
    return nullptr;
  }
  absl::Status Index(absl::Span<const ledger::NewStatement>, store::WriteBatch&) override { return absl::OkStatus(); }
  [[nodiscard]] std::function<void()> Settle() override {
    return [] {};
  }
  void Discard() override {}
  mutable absl::Notification open;

 private:
  const uint64_t index_;
};

TEST_F(IngestTest, WhatIsVerifiedFirstIsWrittenAfterWhatCameBefore) {
  HoldsBack held(first_.items.back().index);
  rpc::WorkerPool two(2, 10);
  Begin(10);
  open_.Notify();
  mailbox_.Post([] {});
  Ingest ingest(&two, &held, writer_.get(), &mailbox_,
                [this](exchange::SessionId session, const std::string&, const absl::StatusOr<uint64_t>& size) {
                  answers_.emplace_back(session, size.ok() ? "" : base::ReasonOf(size.status()));
                });
  ingest.Add(1, std::move(first_));
  ingest.Add(2, std::move(second_));
  // By the thread that has verified the second.
  two.Post([&] { held.open.Notify(); });
  RunLetters(3);
  EXPECT_THAT(answers_, ElementsAre(Pair(1, ""), Pair(2, "")));
}

TEST_F(IngestTest, AndABadOneIsFoundOut) {
  second_.checks[0]->key = id_.keys.node_key.public_key();
  Begin(10);
  open_.Notify();
  MakeIngest();
  ingest_->Add(1, std::move(second_));
  RunLetters(1);
  EXPECT_THAT(answers_, ElementsAre(Pair(1, base::reason::kBadSignature)));
}

}  // namespace
}  // namespace lightship::app
