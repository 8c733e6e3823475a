#include "node/app/key_keeper.h"

#include <future>
#include <memory>

#include "node/app/read_keys.h"
#include "tests/unit/ledger/ledger_fixture.h"

namespace lightship::app {
namespace {

using ledger::Desk;

// A writer whose inbox has room for one.
class KeyKeeperTest : public ::testing::Test {
 protected:
  KeyKeeperTest() {
    writer_ = std::make_unique<ledger::Writer>(std::move(sg_.ledger), ledger::Writer::Options{1, 1, &sg_.clock}, [] {});
    keeper_.SetWriter(writer_.get());
    EXPECT_TRUE(keeper_.Use(sg_.keys).ok());
    fresh_.log_key = testing::NewKey();
  }
  // Keeps the writer at its work, with another operation in the inbox, until GoOn.
  void Hold() {
    std::promise<void> at_work;
    goes_on_ = std::promise<void>();
    idle_ = std::promise<void>();
    writer_->Submit(ledger::Expire(), [&at_work, held = goes_on_.get_future().share()](const absl::StatusOr<ledger::Outcome>&) {
      at_work.set_value();
      held.wait();
    });
    at_work.get_future().wait();
    writer_->Submit(ledger::Expire(), [this](const absl::StatusOr<ledger::Outcome>&) { idle_.set_value(); });
  }
  void GoOn() {
    goes_on_.set_value();
    idle_.get_future().wait();
  }
  crypto::Digest LogKeyInUse() const { return keeper_.Keys()->log_key.public_key().key_id(); }

  std::promise<void> goes_on_, idle_;
  Desk sg_{"SG"};
  ledger::NodeKeys fresh_ = sg_.keys;
  rpc::WarningBoard warnings_;
  std::unique_ptr<ledger::Writer> writer_;
  KeyKeeper keeper_{&sg_.clock, &sg_.standby, &warnings_};
};

TEST_F(KeyKeeperTest, KeysThatMeetAFullInboxWaitUntilTheyAreUsed) {
  const crypto::Digest before = LogKeyInUse();
  Hold();
  EXPECT_TRUE(MustWait(keeper_.Use(fresh_)));
  EXPECT_EQ(warnings_.All().size(), 1u);
  keeper_.UseLate();
  EXPECT_EQ(LogKeyInUse(), before) << "it is still full";
  EXPECT_EQ(warnings_.All().size(), 1u);
  GoOn();
  keeper_.UseLate();
  EXPECT_EQ(LogKeyInUse(), fresh_.log_key.public_key().key_id());
  EXPECT_TRUE(warnings_.All().empty());
}

TEST_F(KeyKeeperTest, NewerKeysThatAreRefusedLeaveThoseWaitingThatWaited) {
  Hold();
  EXPECT_TRUE(MustWait(keeper_.Use(fresh_)));
  GoOn();
  ledger::NodeKeys wrong = fresh_;
  wrong.cosigner_key = testing::NewKey();
  EXPECT_EQ(base::ReasonOf(keeper_.Use(wrong)), base::reason::kConfiguration);
  EXPECT_EQ(warnings_.All().size(), 1u);
  keeper_.UseLate();
  EXPECT_EQ(LogKeyInUse(), fresh_.log_key.public_key().key_id());
}

}  // namespace
}  // namespace lightship::app
