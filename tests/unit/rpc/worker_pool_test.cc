#include "node/rpc/worker_pool.h"

#include <atomic>
#include <chrono>
#include <future>
#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"

namespace lightship::rpc {
namespace {

TEST(WorkerPool, RunsEverythingThatWasPostedBeforeItEnds) {
  std::atomic<int> ran{0};
  {
    WorkerPool pool(3, 1000);
    for (int i = 0; i < 500; ++i) pool.Post([&] { ++ran; });
  }
  EXPECT_EQ(ran.load(), 500);
}

TEST(WorkerPool, RefusesWhatDoesNotFitAndStillRunsWhatIsOwed) {
  std::promise<void> open;
  std::promise<void> busy;
  WorkerPool pool(1, 1);
  pool.Post([&] {
    busy.set_value();
    open.get_future().wait();
  });
  busy.get_future().wait();
  EXPECT_TRUE(pool.TryPost("a", [] {}));
  EXPECT_FALSE(pool.TryPost("b", [] {})) << "as many wait as may";
  bool ran_here = false;
  pool.Post([] {});
  pool.Post([&] { ran_here = true; });
  EXPECT_TRUE(ran_here);
  open.set_value();
}

// One thread, held until it is released.
struct HeldPool {
  explicit HeldPool(size_t waiting) : pool(1, waiting) {
    pool.Post([this] {
      busy.set_value();
      open.get_future().wait();
    });
    busy.get_future().wait();
  }
  std::promise<void> open, busy;
  WorkerPool pool;
};

TEST(WorkerPool, WhatIsOwedHasEverySecondTurnHoweverManyCallersWait) {
  std::string ran;
  {
    HeldPool held(100);
    for (int i = 0; i < 20; ++i) EXPECT_TRUE(held.pool.TryPost(std::to_string(i), [&] { ran += 'c'; }));
    for (int i = 0; i < 3; ++i) held.pool.Post([&] { ran += 'o'; });
    held.open.set_value();
  }
  EXPECT_EQ(ran, "cocococ" + std::string(16, 'c'));
}

TEST(WorkerPool, ACallerWithManyTasksWaitsBehindItselfAndNotBeforeOthers) {
  std::vector<std::string> ran;
  {
    HeldPool held(100);
    for (int i = 0; i < 20; ++i) EXPECT_TRUE(held.pool.TryPost("greedy", [&] { ran.push_back("greedy"); }));
    EXPECT_TRUE(held.pool.TryPost("modest", [&] { ran.push_back("modest"); }));
    held.open.set_value();
  }
  ASSERT_EQ(ran.size(), 21u);
  EXPECT_EQ(ran[1], "modest");
}

TEST(WorkerPool, OneCallerTakesNoMoreThanAQuarterOfThePlaces) {
  HeldPool held(8);
  for (int i = 0; i < 2; ++i) EXPECT_TRUE(held.pool.TryPost("greedy", [] {}));
  EXPECT_FALSE(held.pool.TryPost("greedy", [] {}));
  for (const char* other : {"a", "b", "c"}) EXPECT_TRUE(held.pool.TryPost(other, [] {}));
  held.open.set_value();
}

TEST(WorkerPool, OneCallerLeavesAThreadToTheOthers) {
  std::promise<void> open, other_ran;
  std::shared_future<void> opened = open.get_future().share();
  WorkerPool pool(2, 100);
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(pool.TryPost("greedy", [opened] { opened.wait(); }));
  EXPECT_TRUE(pool.TryPost("modest", [&] { other_ran.set_value(); }));
  other_ran.get_future().wait();
  open.set_value();
}

TEST(WorkerPool, RunsHereWhatIsOverSoonWhileItRests) {
  HeldPool held(8);
  std::thread::id by;
  EXPECT_FALSE(held.pool.TryRun("a", [&] { by = std::this_thread::get_id(); })) << "something runs";
  EXPECT_EQ(by, std::thread::id());
  held.open.set_value();
  while (!held.pool.TryRun("a", [&] { by = std::this_thread::get_id(); })) std::this_thread::yield();
  EXPECT_EQ(by, std::this_thread::get_id());
}

TEST(WorkerPool, WhatRunsHereCountsAsOneOfItsCallers) {
  WorkerPool pool(2, 8);
  std::promise<void> next, other;
  std::future<void> ran = next.get_future();
  ASSERT_TRUE(pool.TryRun("a", [&] {
    EXPECT_TRUE(pool.TryPost("a", [&] { next.set_value(); }));
    EXPECT_TRUE(pool.TryPost("b", [&] { other.set_value(); }));
    other.get_future().wait();
    EXPECT_EQ(ran.wait_for(std::chrono::milliseconds(50)), std::future_status::timeout) << "one thread is left to others";
  }));
  EXPECT_EQ(ran.wait_for(std::chrono::seconds(30)), std::future_status::ready);
}

TEST(WorkerPool, LendsOnlyAThreadThatRests) {
  HeldPool held(8);
  EXPECT_FALSE(held.pool.TryLend("a", [] { ADD_FAILURE(); }));
  held.open.set_value();
  std::promise<void> ran;
  while (!held.pool.TryLend("a", [&] { ran.set_value(); })) std::this_thread::yield();
  ran.get_future().wait();
}

TEST(WorkerPool, LendsNoCallerTheLastThread) {
  std::promise<void> open, ran;
  std::shared_future<void> opened = open.get_future().share();
  WorkerPool pool(2, 100);
  while (!pool.TryLend("greedy", [opened] { opened.wait(); })) std::this_thread::yield();
  EXPECT_FALSE(pool.TryLend("greedy", [] { ADD_FAILURE(); }));
  while (!pool.TryLend("modest", [&] { ran.set_value(); })) std::this_thread::yield();
  ran.get_future().wait();
  open.set_value();
}

}  // namespace
}  // namespace lightship::rpc
