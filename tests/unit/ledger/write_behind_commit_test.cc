// Commits that are made while the one before is written.
#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <utility>
#include <vector>

#include "node/ledger/write_behind.h"
#include "node/store/schema.h"
#include "tests/unit/ledger/gated_store.h"
#include "tests/unit/ledger/ledger_fixture.h"

namespace lightship::ledger {
namespace {

// A desk whose ledger's writes wait for the gate; what is to be tried at the end of the next commit's making is done there.
class BehindTest : public ::testing::Test {
 protected:
  class Making final : public Indexer {
   public:
    absl::Status Index(absl::Span<const NewStatement>, store::WriteBatch&) override {
      auto due = std::exchange(next, nullptr);
      return due ? due() : absl::OkStatus();
    }
    [[nodiscard]] std::function<void()> Settle() override {
      return [this] { ++shown; };
    }
    void Discard() override {}
    std::function<absl::Status()> next;
    int shown = 0;
  };

  BehindTest() {
    desk_.ledger = nullptr;
    desk_.keeper.note.clear();
    auto opened = Ledger::Open(desk_.log, desk_.keys,
                               {&store_, &desk_.clock, &desk_.entropy, &desk_.roots, &making_, &desk_.keeper, desk_.heads.get(),
                                &desk_.standby, true});
    ledger_ = *std::move(opened);
    making_.shown = 0;
  }

  void Commit(const std::vector<v1::SubmitRequest>& requests) {
    std::vector<Operation> operations;
    for (const v1::SubmitRequest& request : requests) operations.push_back(*desk_.Examined(request));
    Commit(std::move(operations));
  }
  void Commit(std::vector<Operation> operations) {
    ledger_->Commit(std::move(operations), [this](const std::vector<absl::StatusOr<Outcome>>& outcomes) {
      told_.insert(told_.end(), outcomes.begin(), outcomes.end());
    });
  }
  uint64_t Shown() const { return desk_.heads->Get()->Find(desk_.origin())->size; }

  Desk desk_{"SG"};
  GatedStore disk_;
  WriteBehind store_{&disk_, 0};
  Making making_;
  std::unique_ptr<Ledger> ledger_;
  std::vector<absl::StatusOr<Outcome>> told_;
};

TEST_F(BehindTest, NothingOfACommitIsShownBeforeItIsWrittenThoughTheNextIsMade) {
  const uint64_t before = Shown();
  const std::string kept = desk_.keeper.note;
  const v1::SubmitRequest first = desk_.Report(), second = desk_.Report();
  disk_.Shut();
  Commit({first});
  bool looked = false;
  making_.next = [&] {
    EXPECT_TRUE(told_.empty());
    EXPECT_EQ(Shown(), before);
    EXPECT_EQ(making_.shown, 0);
    EXPECT_EQ(desk_.keeper.note, kept);
    looked = true;
    disk_.Open();
    return absl::OkStatus();
  };
  Commit({second});
  ledger_->Await();
  EXPECT_TRUE(looked);
  ASSERT_EQ(told_.size(), 2u);
  ASSERT_TRUE(told_[0].ok() && told_[1].ok()) << told_[0].status() << told_[1].status();
  EXPECT_LT(told_[0]->index, told_[1]->index);
  EXPECT_EQ(told_[0]->admitted->size, told_[0]->index + 1) << "receipts are of their own commit's checkpoint";
  EXPECT_EQ(Shown(), told_[1]->index + 1);
  EXPECT_EQ(making_.shown, 2);
  EXPECT_NE(desk_.keeper.note, kept);
}

TEST_F(BehindTest, AStatementThatIsBeingWrittenIsNotAdmittedAgain) {
  const v1::SubmitRequest report = desk_.Report(), other = desk_.Report();
  disk_.Shut();
  Commit({report});
  making_.next = [&] {
    disk_.Open();
    return absl::OkStatus();
  };
  Commit({other, report});
  ledger_->Await();
  ASSERT_EQ(told_.size(), 3u);
  ASSERT_TRUE(told_[0].ok() && told_[2].ok());
  EXPECT_TRUE(told_[2]->already_admitted);
  EXPECT_EQ(told_[2]->index, told_[0]->index);
}

TEST_F(BehindTest, NobodyIsToldOfAStatementAgainBeforeItIsWritten) {
  const v1::SubmitRequest report = desk_.Report();
  disk_.Shut();
  Commit({report});
  std::vector<Operation> operations;
  operations.push_back(*desk_.Examined(report));
  auto again = std::async(std::launch::async, [&] { Commit(std::move(operations)); });
  EXPECT_EQ(again.wait_for(std::chrono::milliseconds(50)), std::future_status::timeout) << "it waits";
  disk_.Open();
  again.get();
  ledger_->Await();
  ASSERT_EQ(told_.size(), 2u);
  ASSERT_TRUE(told_[0].ok() && told_[1].ok());
  EXPECT_FALSE(told_[0]->already_admitted);
  EXPECT_TRUE(told_[1]->already_admitted);
}

TEST_F(BehindTest, WhenAWriteFailsSoDoesWhatWasMadeOnTopOfIt) {
  const uint64_t before = Shown();
  const std::string kept = desk_.keeper.note;
  const v1::SubmitRequest first = desk_.Report(), second = desk_.Report(), third = desk_.Report();
  disk_.Shut();
  Commit({first});
  making_.next = [&] {
    disk_.memory().FailWritesFrom(1);
    disk_.Open();
    return absl::OkStatus();
  };
  Commit({second});
  Commit({third});
  ledger_->Await();
  ASSERT_EQ(told_.size(), 3u);
  for (const absl::StatusOr<Outcome>& outcome : told_) EXPECT_EQ(base::ReasonOf(outcome.status()), base::reason::kStorage);
  EXPECT_EQ(base::ReasonOf(ledger_->failure()), base::reason::kStorage);
  EXPECT_EQ(Shown(), before);
  EXPECT_EQ(making_.shown, 0);
  EXPECT_EQ(desk_.keeper.note, kept);
}

TEST_F(BehindTest, WhatCouldNotBeMadeSinceAWriteFailedIsToldThatTheWriteFailed) {
  const v1::SubmitRequest first = desk_.Report(), second = desk_.Report();
  disk_.Shut();
  Commit({first});
  making_.next = [&] {
    disk_.memory().FailWritesFrom(1);
    disk_.Open();
    return store_.Get(store::Table::kEntries, store::NumberedKey(desk_.origin(), Shown())).status();
  };
  Commit({second});
  ASSERT_EQ(told_.size(), 2u);
  for (const absl::StatusOr<Outcome>& outcome : told_) EXPECT_EQ(base::ReasonOf(outcome.status()), base::reason::kStorage);
}

TEST_F(BehindTest, ALedgerThatGoesTellsOfWhatIsWritten) {
  disk_.Shut();
  Commit({desk_.Report()});
  auto gone = std::async(std::launch::async, [this] { ledger_ = nullptr; });
  disk_.Open();
  gone.get();
  ASSERT_EQ(told_.size(), 1u);
  EXPECT_TRUE(told_[0].ok()) << told_[0].status();
}

}  // namespace
}  // namespace lightship::ledger
