#include "node/rpc/gathering.h"

#include <atomic>
#include <thread>
#include <vector>

#include "gtest/gtest.h"

namespace lightship::rpc {
namespace {

using Numbers = std::vector<int>;

TEST(Gathering, TakesTogetherWhatHasComeMeanwhile) {
  Gathering<int> waiting;
  EXPECT_TRUE(waiting.Add("a", 1));
  EXPECT_EQ(waiting.Take("a", 16), Numbers{1});
  EXPECT_FALSE(waiting.Add("a", 2));
  EXPECT_FALSE(waiting.Add("a", 3));
  EXPECT_TRUE(waiting.Ended("a")) << "the turn goes on";
  EXPECT_EQ(waiting.Take("a", 16), (Numbers{2, 3}));
  EXPECT_FALSE(waiting.Ended("a"));
  EXPECT_TRUE(waiting.Add("a", 4)) << "no turn goes on any more";
}

TEST(Gathering, BeginsAnotherTurnForWhatIsWorthOne) {
  Gathering<int> waiting;
  std::vector<bool> begun;
  for (int i = 0; i < 9; ++i) begun.push_back(waiting.Add("a", i));
  EXPECT_EQ(begun, (std::vector<bool>{true, false, false, true, false, false, false, true, false}));
  EXPECT_EQ(waiting.Take("a", 5), (Numbers{0, 1, 2, 3, 4}));
  EXPECT_EQ(waiting.Take("a", 5), (Numbers{5, 6, 7, 8}));
  EXPECT_TRUE(waiting.Take("a", 5).empty()) << "others have taken all";
  for (int turn = 0; turn < 3; ++turn) EXPECT_FALSE(waiting.Ended("a"));
  EXPECT_TRUE(waiting.Add("a", 9));
}

TEST(Gathering, KeepsCallersApart) {
  Gathering<int> waiting;
  EXPECT_TRUE(waiting.Add("a", 1));
  EXPECT_TRUE(waiting.Add("b", 2));
  EXPECT_EQ(waiting.Take("b", 16), Numbers{2});
  EXPECT_FALSE(waiting.Ended("b"));
  EXPECT_EQ(waiting.Take("a", 16), Numbers{1});
}

TEST(Gathering, GivesBackWhatNoTurnWillTake) {
  Gathering<int> waiting;
  for (int i = 0; i < 4; ++i) static_cast<void>(waiting.Add("a", i));  // two turns
  EXPECT_TRUE(waiting.GiveUp("a").empty()) << "the other one will";
  EXPECT_EQ(waiting.GiveUp("a"), (Numbers{0, 1, 2, 3}));
  EXPECT_TRUE(waiting.Add("a", 4));
}

TEST(Gathering, LosesNothingOfWhatManyBring) {
  Gathering<int> waiting;
  std::atomic<int> taken{0};
  const auto bring = [&] {
    for (int i = 0; i < 10'000; ++i) {
      if (!waiting.Add("a", i)) continue;
      do {
        taken += static_cast<int>(waiting.Take("a", 3).size());
      } while (waiting.Ended("a"));
    }
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back(bring);
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(taken.load(), 40'000);
}

}  // namespace
}  // namespace lightship::rpc
