#include "node/rpc/connection_guard.h"

#include "gtest/gtest.h"

namespace lightship::rpc {
namespace {

constexpr size_t kMiB = 1024 * 1024;
constexpr ConnectionKey kPeer{7, 1001}, kOfficer{8, 1002}, kFlood{9, 1003};

TEST(Suspicion, FallsOnWhoBroughtTheMostSinceMemoryBeganToRunOut) {
  Suspicion suspicion(1000 * kMiB);
  EXPECT_FALSE(suspicion.Watches(700 * kMiB));
  EXPECT_TRUE(suspicion.Watches(800 * kMiB));
  // The peer has been connected for months.
  EXPECT_FALSE(suspicion.Judge(800 * kMiB, {{kPeer, 90'000 * kMiB}, {kOfficer, kMiB}}).has_value());
  EXPECT_EQ(suspicion.Judge(1100 * kMiB, {{kPeer, 90'020 * kMiB}, {kOfficer, 2 * kMiB}, {kFlood, 300 * kMiB}}), kFlood);
}

TEST(Suspicion, FallsOnNobodyWhoBroughtLittle) {
  Suspicion suspicion(1000 * kMiB);
  EXPECT_FALSE(suspicion.Judge(800 * kMiB, {{kPeer, kMiB}}).has_value());
  EXPECT_FALSE(suspicion.Judge(1100 * kMiB, {{kPeer, 10 * kMiB}, {kOfficer, 5 * kMiB}}).has_value());
}

TEST(Suspicion, FallsOnManyThatBroughtSomeEachWhenMemoryIsFarOver) {
  Suspicion suspicion(1000 * kMiB);
  EXPECT_FALSE(suspicion.Judge(800 * kMiB, {{kPeer, kMiB}}).has_value());
  EXPECT_EQ(suspicion.Judge(1200 * kMiB, {{kPeer, kMiB}, {kFlood, 15 * kMiB}, {kOfficer, 2 * kMiB}}), kFlood);
  EXPECT_EQ(suspicion.Judge(1200 * kMiB, {{kPeer, kMiB}, {kOfficer, 2 * kMiB}}), kOfficer);
  EXPECT_FALSE(suspicion.Judge(1200 * kMiB, {{kPeer, kMiB}}).has_value());
}

TEST(Suspicion, IsForgottenWhenThereIsMemoryAgain) {
  Suspicion suspicion(1000 * kMiB);
  EXPECT_FALSE(suspicion.Judge(900 * kMiB, {{kPeer, kMiB}}).has_value());
  suspicion.Forget();
  EXPECT_FALSE(suspicion.Judge(900 * kMiB, {{kPeer, 500 * kMiB}}).has_value());
  EXPECT_FALSE(suspicion.Judge(1100 * kMiB, {{kPeer, 501 * kMiB}}).has_value());
  EXPECT_EQ(suspicion.Judge(1100 * kMiB, {{kPeer, 520 * kMiB}}), kPeer);
}

TEST(Suspicion, TakesADescriptorThatIsUsedAgainForAnotherConnection) {
  Suspicion suspicion(1000 * kMiB);
  EXPECT_FALSE(suspicion.Judge(900 * kMiB, {{ConnectionKey{9, 1}, 900 * kMiB}}).has_value());
  const ConnectionKey again{9, 2};
  EXPECT_EQ(suspicion.Judge(1100 * kMiB, {{again, 20 * kMiB}}), again);
}

}  // namespace
}  // namespace lightship::rpc
