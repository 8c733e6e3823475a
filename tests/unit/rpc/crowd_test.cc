#include "node/rpc/crowd.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lightship::rpc {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string Counted(const char* text) {
  sockaddr_storage address{};
  auto& four = reinterpret_cast<sockaddr_in&>(address);
  auto& six = reinterpret_cast<sockaddr_in6&>(address);
  address.ss_family = AF_INET;
  if (inet_pton(AF_INET, text, &four.sin_addr) == 1) return CountedAddress(address);
  address.ss_family = AF_INET6;
  EXPECT_EQ(inet_pton(AF_INET6, text, &six.sin6_addr), 1) << text;
  return CountedAddress(address);
}

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

TEST(CountedAddress, IsTheNetworkThatOneMachineHasToItself) {
  EXPECT_EQ(Counted("2001:db8:1:2::1"), Counted("2001:db8:1:2:ffff:ffff:ffff:ffff"));
  EXPECT_NE(Counted("2001:db8:1:2::1"), Counted("2001:db8:1:3::1"));
  EXPECT_EQ(Counted("2001:db8:1:2::1"), "2001:db8:1:2::/64");
}

TEST(CountedAddress, OfIPv4IsTheSameInsideOfIPv6) {
  EXPECT_EQ(Counted("10.0.0.1"), "10.0.0.1");
  EXPECT_EQ(Counted("::ffff:10.0.0.1"), "10.0.0.1");
  EXPECT_NE(Counted("::ffff:10.0.0.2"), Counted("::ffff:10.0.0.1"));
}

TEST(CountedAddress, TellsApartThoseBehindATranslatorAndThoseOfOneLink) {
  EXPECT_EQ(Counted("64:ff9b::10.0.0.1"), "10.0.0.1");
  EXPECT_EQ(Counted("64:ff9b:1::10.0.0.1"), "64:ff9b:1::/64") << "a prefix of another kind";
  EXPECT_EQ(Counted("fe80::1"), "fe80::1");
  EXPECT_NE(Counted("fe80::1"), Counted("fe80::2"));
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
