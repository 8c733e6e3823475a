#include "node/rpc/crowd.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lightship::rpc {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Seen = std::map<ConnectionKey, std::string>;

TEST(Crowd, CutsWhatCameLastOfAnAddressThatHasMoreThanItMay) {
  Crowd crowd({100, 2});
  Seen seen = {{{9, 1}, "10.0.0.1"}, {{8, 1}, "10.0.0.2"}};
  EXPECT_THAT(crowd.Judge(seen), IsEmpty());
  seen[{7, 2}] = "10.0.0.1";
  EXPECT_THAT(crowd.Judge(seen), IsEmpty()) << "as many as may";
  seen[{3, 3}] = "10.0.0.1";
  EXPECT_THAT(crowd.Judge(seen), ElementsAre(ConnectionKey(3, 3)));
}

TEST(Crowd, OfTooManyInAllCutsThoseOfTheAddressWithTheMost) {
  Crowd crowd({4, 3});
  Seen seen = {{{1, 1}, "10.0.0.1"}, {{2, 1}, "10.0.0.2"}, {{3, 1}, "10.0.0.2"}, {{4, 1}, "10.0.0.2"}};
  EXPECT_THAT(crowd.Judge(seen), IsEmpty());
  seen[{5, 1}] = "10.0.0.3";
  EXPECT_THAT(crowd.Judge(seen), ElementsAre(ConnectionKey(4, 1))) << "not the newcomer, who has one";
}

TEST(Crowd, OfAddressesWithEquallyManyCutsTheOneThatCameLast) {
  Crowd crowd({3, 3});
  Seen seen = {{{9, 1}, "10.0.0.1"}};
  EXPECT_THAT(crowd.Judge(seen), IsEmpty());
  seen[{1, 1}] = "2001:db8::1";
  seen[{2, 1}] = "2001:db8::2";
  EXPECT_THAT(crowd.Judge(seen), IsEmpty());
  seen[{3, 1}] = "2001:db8::3";
  EXPECT_THAT(crowd.Judge(seen), ElementsAre(ConnectionKey(3, 1))) << "not who was there before";
}

TEST(Crowd, ADescriptorThatIsUsedAgainCameAnew) {
  Crowd crowd({100, 2});
  EXPECT_THAT(crowd.Judge({{{1, 1}, "a"}, {{2, 1}, "a"}}), IsEmpty());
  EXPECT_THAT(crowd.Judge({{{2, 1}, "a"}}), IsEmpty());
  EXPECT_THAT(crowd.Judge({{{2, 1}, "a"}, {{3, 1}, "a"}}), IsEmpty());
  EXPECT_THAT(crowd.Judge({{{1, 1}, "a"}, {{2, 1}, "a"}, {{3, 1}, "a"}}), ElementsAre(ConnectionKey(1, 1)));
}

}  // namespace
}  // namespace lightship::rpc
