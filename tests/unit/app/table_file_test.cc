#include "node/app/table_file.h"

#include <stdlib.h>

#include <filesystem>

#include "gtest/gtest.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "tests/unit/incident/made.h"

namespace lightship::app {
namespace {

class TableFileTest : public ::testing::Test {
 protected:
  TableFileTest() {
    std::string pattern = ::testing::TempDir() + "/table.XXXXXX";
    config_.set_data_dir(mkdtemp(pattern.data()));
    config_.mutable_correlation()->set_assert_same_from(0);
    room_.See(1000);
    incident::Logs logs;
    store_.Commit({logs.Report("SG", incident::Logs::Boarding())});
    while (matcher_.Follow(store_.snapshot(), 10).value()) {
    }
  }
  ~TableFileTest() override { std::filesystem::remove_all(config_.data_dir()); }

  // Changes that the matcher of the next start has to take in.
  uint64_t BehindAfterAStart() {
    const auto again = incident::IncidentIndex::Open(&store_.store, TableFile(config_)).value();
    return OpenMatcher(config_, &store_.store, *again)->Behind(*again->snapshot());
  }

  config::v1::NodeConfig config_;
  ledger::DiskRoom room_{100, 10};
  incident::IndexedStore store_;
  incident::Matcher matcher_{&store_.store};
};

TEST_F(TableFileTest, WhatWasComparedIsNotComparedAgainAfterAStart) {
  EXPECT_EQ(BehindAfterAStart(), 1u) << "nothing is kept yet";
  ASSERT_TRUE(KeepTable(config_, *store_.index, matcher_, room_).ok());
  EXPECT_EQ(BehindAfterAStart(), 0u);
}

TEST_F(TableFileTest, WhereTheNodeSpeaksOfWhatIsLikelyAllIsComparedAgain) {
  config_.mutable_correlation()->set_assert_same_from(0.9);
  ASSERT_TRUE(KeepTable(config_, *store_.index, matcher_, room_).ok());
  EXPECT_EQ(BehindAfterAStart(), 1u);
}

TEST_F(TableFileTest, NothingIsWrittenOnADiskThatIsNearlyFull) {
  room_.See(1);
  EXPECT_EQ(base::ReasonOf(KeepTable(config_, *store_.index, matcher_, room_)), base::reason::kDiskFull);
  EXPECT_FALSE(std::filesystem::exists(TableFile(config_).path));
}

TEST_F(TableFileTest, WhoCannotWriteItIsTold) {
  config_.set_data_dir(config_.data_dir() + "/none");
  EXPECT_EQ(base::ReasonOf(KeepTable(config_, *store_.index, matcher_, room_)), base::reason::kStorage);
}

}  // namespace
}  // namespace lightship::app
