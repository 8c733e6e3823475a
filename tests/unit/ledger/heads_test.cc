// Who is talked to, by what the logs held here say of its key.
#include "node/ledger/heads.h"

#include "tests/unit/ledger/ledger_fixture.h"

namespace lightship::ledger {
namespace {

class RevokedCallerTest : public ::testing::Test {
 protected:
  static std::string Refusal(Desk& desk, const testing::Signer& who) {
    return ReasonOf(desk.heads->Get()->CheckNotRevoked(who.identity, who.key.public_key().key_id()));
  }
  // SG's next epoch, opened on the same disk.
  void OpenNextEpoch(Desk& desk) {
    ++desk.log.epoch;
    desk.new_log = true;
    ASSERT_TRUE(desk.Reopen().ok());
  }

  Desk sg{"SG"}, id{"ID"};
  const testing::Signer& officer = sg.economy.officer(Role::kSubmitter);
  const testing::Signer& chief = sg.economy.officer(Role::kAdministrator);
};

TEST_F(RevokedCallerTest, IsRefusedFromTheRevocationOn) {
  ASSERT_TRUE(sg.Submit(sg.Report()).ok());
  EXPECT_EQ(Refusal(sg, officer), "");
  sg.Revoke(officer.key.public_key().key_id());
  EXPECT_EQ(Refusal(sg, officer), base::reason::kRevokedKey);
  EXPECT_EQ(Refusal(sg, chief), "");
  EXPECT_EQ(Refusal(sg, id.economy.node()), "") << "another economy's log says nothing of it";
}

TEST_F(RevokedCallerTest, StaysRefusedInTheEpochsThatFollow) {
  ASSERT_TRUE(sg.Submit(sg.Report()).ok());
  sg.Revoke(officer.key.public_key().key_id());
  OpenNextEpoch(sg);
  EXPECT_EQ(Refusal(sg, officer), base::reason::kRevokedKey);
  OpenNextEpoch(sg);
  EXPECT_EQ(Refusal(sg, officer), base::reason::kRevokedKey);
  EXPECT_EQ(Refusal(sg, chief), "");
  id.Follow(sg, "lightship/SG/3");
  EXPECT_EQ(Refusal(id, officer), base::reason::kRevokedKey) << "who holds only the newest log knows";
}

TEST_F(RevokedCallerTest, IsRefusedAlsoWhenTheOldLogRevokesItAfterTheNewOneWasOpened) {
  ASSERT_TRUE(sg.Submit(sg.Report()).ok());
  id.Follow(sg, sg.origin());
  Desk next("SG");
  next.disk = std::make_unique<store::MemoryStore>();
  next.keeper.note.clear();
  OpenNextEpoch(next);
  id.Follow(next, next.origin());
  sg.Revoke(officer.key.public_key().key_id());
  id.Follow(sg, sg.origin());
  EXPECT_EQ(Refusal(id, officer), base::reason::kRevokedKey);
  ASSERT_TRUE(next.Submit(next.Report()).ok());
  id.Follow(next, next.origin());
  EXPECT_EQ(Refusal(id, officer), "") << "the newest epoch grants it";
}

}  // namespace
}  // namespace lightship::ledger
