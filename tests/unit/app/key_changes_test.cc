#include "node/app/key_changes.h"

#include "tests/unit/ledger/ledger_fixture.h"

namespace lightship::app {
namespace {

class KeyChangesTest : public ::testing::Test {
 protected:
  bool Look() { return changes_.Look(*sg_.heads->Get()); }

  ledger::Desk sg_{"SG"};
  ledger::Desk id_{"ID"};
  KeyChanges changes_;
};

TEST_F(KeyChangesTest, WhatIsSeenFirstIsNew) {
  EXPECT_TRUE(Look());
  EXPECT_FALSE(Look());
}

TEST_F(KeyChangesTest, AReportByAKeyThatIsGrantedChangesNone) {
  ASSERT_TRUE(sg_.Submit(sg_.Report()).ok());
  EXPECT_TRUE(Look());
  ASSERT_TRUE(sg_.Submit(sg_.Report()).ok());
  EXPECT_FALSE(Look());
}

TEST_F(KeyChangesTest, AKeyOfAnyLogAndANewLogChangeThem) {
  EXPECT_TRUE(Look());
  sg_.Follow(id_, id_.origin());
  EXPECT_TRUE(Look());
  ASSERT_TRUE(id_.Submit(id_.Report()).ok());  // which grants the officer's key
  sg_.Follow(id_, id_.origin());
  EXPECT_TRUE(Look());
  EXPECT_FALSE(Look());
}

}  // namespace
}  // namespace lightship::app
