#include "client/commands/ahead.h"

#include <atomic>
#include <future>

#include "gtest/gtest.h"

namespace lightship::commands {
namespace {

TEST(Ahead, GivesResultsInTheOrderOfTheWorkWhicheverIsDoneFirst) {
  std::promise<void> later;
  std::shared_future<void> gate = later.get_future().share();
  Ahead<int> ahead(2);
  ahead.Give([gate] {
    gate.wait();
    return 0;
  });
  for (int i = 1; i < 20; ++i) {
    ahead.Give([i, &later] {
      if (i == 19) later.set_value();
      return i;
    });
  }
  EXPECT_EQ(ahead.size(), 20u);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(ahead.Take(), i);
  EXPECT_TRUE(ahead.empty());
}

TEST(Ahead, EndsWithoutWhatNobodyTook) {
  std::atomic<int> done{0};
  {
    Ahead<int> ahead(1);
    for (int i = 0; i < 5; ++i) ahead.Give([&done] { return ++done; });
    EXPECT_EQ(ahead.Take(), 1);
  }
  EXPECT_GE(done, 1);
}

}  // namespace
}  // namespace lightship::commands
