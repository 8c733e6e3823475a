#include "node/rpc/query_threads.h"

#include <atomic>
#include <future>
#include <thread>
#include <vector>

#include "gtest/gtest.h"

namespace lightship::rpc {
namespace {

TEST(QueryThreads, PartsALargeQueryAmongAllThreadsButOne) {
  WorkerPool pool(4, 100), single(1, 100);
  EXPECT_EQ(QueryThreads(&pool, "a").SharesOf(0), 1u);
  EXPECT_EQ(QueryThreads(&pool, "a").SharesOf(127), 1u);
  EXPECT_EQ(QueryThreads(&pool, "a").SharesOf(128), 2u);
  EXPECT_EQ(QueryThreads(&pool, "a").SharesOf(100'000), 3u);
  EXPECT_EQ(QueryThreads(&single, "a").SharesOf(100'000), 1u);
}

TEST(QueryThreads, RestingThreadsTakeSharesAtTheSameTime) {
  WorkerPool pool(3, 100);
  std::atomic<int> inside{0};
  std::atomic<bool> at_once{false};
  const auto work = [&](size_t) {
    ++inside;
    for (int i = 0; i < 1000 && inside.load() < 2; ++i) std::this_thread::yield();
    if (inside.load() == 2) at_once.store(true);
    --inside;
  };
  while (!at_once.load()) QueryThreads(&pool, "a").Share(2, work);  // the pool's threads may not rest yet
}

TEST(QueryThreads, WithoutAThreadThatRestsTheCallerTakesAllShares) {
  std::promise<void> busy, open;
  WorkerPool pool(1, 100);
  pool.Post([&] {
    busy.set_value();
    open.get_future().wait();
  });
  busy.get_future().wait();
  std::vector<size_t> taken;
  QueryThreads(&pool, "a").Share(3, [&](size_t share) { taken.push_back(share); });
  EXPECT_EQ(taken, (std::vector<size_t>{0, 1, 2}));
  open.set_value();
}

TEST(QueryThreads, EachShareIsTakenOnceWhoeverComes) {
  WorkerPool pool(4, 100);
  for (int round = 0; round < 200; ++round) {
    std::vector<std::atomic<int>> taken(7);
    QueryThreads(&pool, "a").Share(taken.size(), [&](size_t share) {
      for (int i = 0; i < 100; ++i) std::this_thread::yield();  // nobody may see it done before it is
      ++taken[share];
    });
    for (const std::atomic<int>& times : taken) EXPECT_EQ(times.load(), 1);
  }
}

}  // namespace
}  // namespace lightship::rpc
