#include "node/rpc/fair_places.h"

#include "gtest/gtest.h"

namespace lightship::rpc {
namespace {

TEST(FairPlaces, GivesOneCallerNoMoreThanItsOwnMost) {
  FairPlaces places(10, 6);
  bool a = false, again = false;
  EXPECT_EQ(places.Take("a", 4, a), 4u);
  EXPECT_FALSE(a);
  EXPECT_EQ(places.Take("a", 4, again), 2u);
  EXPECT_TRUE(again);
  places.Leave("a", 6);
  EXPECT_EQ(places.Take("a", 4, again), 4u);
  EXPECT_FALSE(again);
}

TEST(FairPlaces, GivesWhoCameLateHisShareOnceOthersLeaveTheirs) {
  FairPlaces places(12, 6);
  bool a = false, b = false, c = false;
  EXPECT_EQ(places.Take("a", 100, a), 6u);
  EXPECT_EQ(places.Take("b", 100, b), 6u);
  EXPECT_EQ(places.Take("c", 100, c), 0u);
  // They leave some and ask at once for more, before the third does.
  places.Leave("a", 1);
  places.Leave("b", 3);
  EXPECT_EQ(places.Take("a", 100, a), 0u) << "five are more than a third";
  EXPECT_EQ(places.Take("b", 100, b), 1u);
  EXPECT_EQ(places.Take("c", 100, c), 3u);
  places.Leave("a", 1);
  EXPECT_EQ(places.Take("c", 100, c), 1u);
  EXPECT_EQ(places.Take("c", 100, c), 0u);
}

TEST(FairPlaces, GivesEachAPlaceHoweverManyThereAre) {
  FairPlaces places(3, 2);
  bool waits[5] = {};
  size_t held = 0;
  for (int i = 0; i < 5; ++i) held += places.Take(std::string(1, static_cast<char>('a' + i)), 9, waits[i]);
  EXPECT_EQ(held, 3u);
  places.Leave("a", 1);
  EXPECT_EQ(places.Take("e", 9, waits[4]), 1u);
  EXPECT_EQ(places.Take("e", 9, waits[4]), 0u);
}

TEST(FairPlaces, ForgetsWhoWaitsNoMore) {
  FairPlaces places(4, 4);
  bool a = false, b = false, other = false;
  EXPECT_EQ(places.Take("a", 4, a), 4u);
  EXPECT_EQ(places.Take("b", 4, b), 0u);
  EXPECT_EQ(places.Take("b", 4, other), 0u);
  places.GiveUp("b", b);
  places.GiveUp("b", b);
  places.Leave("a", 4);
  EXPECT_EQ(places.Take("a", 4, a), 2u) << "the other one of b waits";
  places.GiveUp("b", other);
  EXPECT_EQ(places.Take("a", 2, a), 2u);
}

}  // namespace
}  // namespace lightship::rpc
