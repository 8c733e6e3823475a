#include "node/rpc/peer_identity.h"

#include <string>

#include "gtest/gtest.h"
#include "tests/support/pki.h"

namespace lightship::rpc {
namespace {

// Singapore's node was known when its root was taken out of the trust directory.
class PeerIdentityTest : public ::testing::Test {
 protected:
  PeerIdentityTest() {
    EXPECT_TRUE(IsKnown());
    roots_ = testing::RootsOf({"ID"});
  }
  bool IsKnown() { return identities_.Verify(certificate_, certificate_).ok(); }

  const std::string certificate_ = testing::TestEconomy::Of("SG").node().chain.front().pem();
  testing::FakeClock clock_;
  statement::PinnedRoots roots_ = testing::RootsOf({"SG"});
  PeerIdentities identities_{&roots_, &clock_};
};

TEST_F(PeerIdentityTest, IsForgottenSomeMinutesAfterItsRoot) {
  clock_.Advance(PeerIdentities::kRememberedFor - absl::Seconds(1));
  EXPECT_TRUE(IsKnown());
  clock_.Advance(absl::Seconds(1));
  EXPECT_FALSE(IsKnown());
}

TEST_F(PeerIdentityTest, IsNotRememberedLongerWhenTheClockIsSetBack) {
  clock_.Advance(-absl::Hours(8));
  EXPECT_FALSE(IsKnown());
}

}  // namespace
}  // namespace lightship::rpc
