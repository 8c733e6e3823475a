#include "node/app/correlator.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/unit/incident/made.h"
#include "tests/unit/ledger/ledger_fixture.h"

namespace lightship::app {
namespace {

using incident::Logs;

// One change has come.
class CorrelatorTest : public ::testing::Test {
 protected:
  CorrelatorTest() {
    Logs logs;
    store_.Commit({logs.Report("SG", Logs::Boarding(), Logs::Ship("Ocean Star", 9074729))});
  }
  uint64_t Behind() const { return matcher_.Behind(*store_.snapshot()); }

  ledger::Desk sg_{"SG"};
  incident::IndexedStore store_;
  incident::Matcher matcher_{&store_.store};
  rpc::WarningBoard warnings_;
  ledger::Writer writer_{std::move(sg_.ledger), {16, 8, &sg_.clock}, [] {}};
  int looks_ = 0, waits_from_ = 1000;  // at how many looks it is told to wait
  int asked_for_keys_ = 0;             // as it is before anything is said
  Correlator correlator_{{&store_.store, store_.index.get(), &matcher_, sg_.heads.get(), &writer_, &sg_.roots, &sg_.clock, &sg_.entropy,
                          &warnings_, sg_.origin(), sg_.rules, 0.9,
                          [this]() -> std::optional<ledger::NodeKeys> {
                            ++asked_for_keys_;
                            return std::nullopt;
                          },
                          [] { return false; }, [this] { return ++looks_ > waits_from_; }}};
};

TEST_F(CorrelatorTest, TakesInWhatChangedAndThenSpeaksOfIt) {
  correlator_.Run();
  EXPECT_EQ(Behind(), 0u);
  EXPECT_EQ(asked_for_keys_, 1);
}

TEST_F(CorrelatorTest, TakesNothingInAndSaysNothingWhileItIsToWait) {
  waits_from_ = 0;
  correlator_.Run();
  EXPECT_EQ(looks_, 1);
  EXPECT_EQ(Behind(), 1u);
  EXPECT_EQ(asked_for_keys_, 0);
}

TEST_F(CorrelatorTest, SaysNothingBeforeItHasTakenInAll) {
  waits_from_ = 1;  // from the middle of a round on
  correlator_.Run();
  EXPECT_EQ(Behind(), 1u);
  EXPECT_EQ(asked_for_keys_, 0);
  waits_from_ = 1000;
  correlator_.Run();
  EXPECT_EQ(Behind(), 0u);
  EXPECT_EQ(asked_for_keys_, 1);
}

TEST_F(CorrelatorTest, SaysThatTheDiskCannotBeRead) {
  store_.store.FailReadsOf(store::Table::kEntries);
  correlator_.Run();
  EXPECT_EQ(Behind(), 1u);
  ASSERT_EQ(warnings_.All().size(), 1u);
  EXPECT_EQ(warnings_.All()[0].code(), "CORRELATION");
  store_.store.FailReadsOf(std::nullopt);
  correlator_.Run();
  EXPECT_EQ(Behind(), 0u);
}

}  // namespace
}  // namespace lightship::app
