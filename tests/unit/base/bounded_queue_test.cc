#include "node/base/bounded_queue.h"

#include <memory>
#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lightship::base {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(BoundedQueue, RefusesWhenFullAndLeavesTheItemAlone) {
  BoundedQueue<std::unique_ptr<int>> queue(2);
  EXPECT_TRUE(queue.TryPush(std::make_unique<int>(1)));
  EXPECT_TRUE(queue.TryPush(std::make_unique<int>(2)));
  auto third = std::make_unique<int>(3);
  EXPECT_FALSE(queue.TryPush(std::move(third)));
  ASSERT_NE(third, nullptr);
  EXPECT_EQ(*third, 3);
  EXPECT_EQ(queue.PopBatch(1).size(), 1u);
  EXPECT_TRUE(queue.TryPush(std::move(third)));
}

TEST(BoundedQueue, TakesTheFirstOfManyForWhichThereIsRoom) {
  BoundedQueue<std::unique_ptr<int>> queue(3);
  std::vector<std::unique_ptr<int>> items;
  for (int i = 0; i < 5; ++i) items.push_back(std::make_unique<int>(i));
  EXPECT_EQ(queue.TryPushSome(items), 3u);
  EXPECT_EQ(items[2], nullptr);
  ASSERT_NE(items[3], nullptr);
  EXPECT_EQ(*items[3], 3);
  EXPECT_EQ(*queue.PopBatch(9).back(), 2);
  queue.Close();
  EXPECT_EQ(queue.TryPushSome(items), 0u);
}

TEST(BoundedQueue, GivesTheOldestFirstAndNoMoreThanAsked) {
  BoundedQueue<int> queue(10);
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(queue.TryPush(int{i}));
  EXPECT_THAT(queue.PopBatch(3), ElementsAre(0, 1, 2));
  EXPECT_THAT(queue.PopBatch(100), ElementsAre(3, 4));
}

TEST(BoundedQueue, TakesNothingInOnceClosedButGivesOutWhatItHas) {
  BoundedQueue<int> queue(10);
  ASSERT_TRUE(queue.TryPush(1));
  queue.Close();
  EXPECT_FALSE(queue.TryPush(2));
  EXPECT_THAT(queue.PopBatch(10), ElementsAre(1));
  EXPECT_THAT(queue.PopBatch(10), IsEmpty());
}

TEST(BoundedQueue, WakesAConsumerThatWaitsForAnItem) {
  BoundedQueue<int> queue(1);
  std::vector<int> taken;
  std::thread consumer([&] { taken = queue.PopBatch(1); });
  ASSERT_TRUE(queue.TryPush(7));
  consumer.join();
  EXPECT_THAT(taken, ElementsAre(7));
}

TEST(BoundedQueue, WakesAConsumerThatWaitsWhenClosed) {
  BoundedQueue<int> queue(1);
  std::vector<int> taken = {1};
  std::thread consumer([&] { taken = queue.PopBatch(1); });
  queue.Close();
  consumer.join();
  EXPECT_THAT(taken, IsEmpty());
}

TEST(BoundedQueue, LosesAndRepeatsNothingAmongManyProducers) {
  constexpr int kProducers = 4;
  constexpr int kItemsEach = 5000;
  BoundedQueue<int> queue(16);
  std::vector<std::thread> producers;
  for (int p = 0; p < kProducers; ++p) {
    producers.emplace_back([&queue, p] {
      for (int i = 0; i < kItemsEach; ++i) {
        while (!queue.TryPush(p * kItemsEach + i)) std::this_thread::yield();
      }
    });
  }
  std::vector<int> next(kProducers, 0);
  size_t taken = 0;
  while (taken < size_t{kProducers} * kItemsEach) {
    std::vector<int> batch = queue.PopBatch(8);
    EXPECT_LE(batch.size(), 8u);
    taken += batch.size();
    // What one producer pushed comes out in its order.
    for (int item : batch) EXPECT_EQ(item % kItemsEach, next[item / kItemsEach]++);
  }
  for (std::thread& producer : producers) producer.join();
  queue.Close();
  EXPECT_THAT(queue.PopBatch(1), IsEmpty());
}

}  // namespace
}  // namespace lightship::base
