#include "node/rpc/worker_pool.h"

#include <atomic>
#include <future>

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
  EXPECT_TRUE(pool.TryPost([] {}));
  EXPECT_FALSE(pool.TryPost([] {}));
  bool ran_here = false;
  pool.Post([&] { ran_here = true; });
  EXPECT_TRUE(ran_here);
  open.set_value();
}

}  // namespace
}  // namespace lightship::rpc
