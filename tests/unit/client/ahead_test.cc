#include "client/commands/ahead.h"

#include <atomic>
#include <future>

#include "absl/time/clock.h"
#include "absl/time/time.h"
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

TEST(Ahead, EndsWithoutWhatNobodyHasBegun) {
  std::atomic<int> begun{0}, done{0};
  // Half a second in all, of which the end takes no more than what is under way.
  constexpr int kWorks = 500;
  auto work = [&] {
    ++begun;
    const absl::Time until = absl::Now() + absl::Milliseconds(1);
    while (absl::Now() < until) {
    }
    return ++done;
  };
  {
    Ahead<int> ahead(2);
    for (int i = 0; i < kWorks; ++i) ahead.Give(work);
    static_cast<void>(ahead.Take());
    EXPECT_EQ(ahead.size(), kWorks - 1u);
  }
  EXPECT_EQ(done, begun) << "what was begun is done to its end";
  EXPECT_GE(done, 1);
  EXPECT_LT(done, kWorks);
}

}  // namespace
}  // namespace lightship::commands
