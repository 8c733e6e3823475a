#include "node/rpc/single_answers.h"

#include <future>
#include <set>
#include <thread>

#include "gtest/gtest.h"

namespace lightship::rpc {
namespace {

TEST(SingleAnswers, GivesOneAloneAtOnceWhileNothingElseIsToBeDone) {
  WorkerPool pool(1, 10);
  SingleAnswers answers(&pool);
  std::thread::id by;
  answers.Add([&] { by = std::this_thread::get_id(); });
  answers.Give(/*idle=*/true);
  EXPECT_EQ(by, std::this_thread::get_id());
}

TEST(SingleAnswers, LeavesTheThreadThatGivesThemToItsWork) {
  for (const size_t due : {1, 2, 7}) {
    std::set<std::thread::id> by;
    size_t given = 0;
    {
      WorkerPool pool(1, 10);
      SingleAnswers answers(&pool);
      for (size_t i = 0; i < due; ++i) {
        answers.Add([&] {
          by.insert(std::this_thread::get_id());
          ++given;
        });
      }
      answers.Give(/*idle=*/due > 1);
    }
    EXPECT_EQ(given, due);
    EXPECT_FALSE(by.contains(std::this_thread::get_id())) << due;
  }
}

TEST(SingleAnswers, GivesEachOnce) {
  WorkerPool pool(3, 10);
  SingleAnswers answers(&pool);
  int given = 0;
  answers.Add([&] { ++given; });
  answers.Give(true);
  answers.Give(true);
  EXPECT_EQ(given, 1);
}

}  // namespace
}  // namespace lightship::rpc
