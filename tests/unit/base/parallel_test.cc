#include "node/base/parallel.h"

#include <atomic>
#include <numeric>
#include <vector>

#include "gtest/gtest.h"

namespace lightship::base {
namespace {

TEST(OnThreads, WaitsForAllOfThem) {
  std::atomic<int> calls{0};
  OnThreads(4, [&] { ++calls; });
  EXPECT_EQ(calls, 4);
}

TEST(Turns, KeepWhatIsBroughtTooEarly) {
  Turns turns(3);
  std::vector<size_t> done;
  const auto bring = [&](size_t number) { turns.Bring(number, [&done, number] { done.push_back(number); }); };
  for (size_t number = 0; number < 3; ++number) EXPECT_EQ(turns.Next(), number);
  EXPECT_EQ(turns.Next(), 3u) << "none is left";
  bring(2);
  bring(1);
  EXPECT_TRUE(done.empty());
  bring(0);
  EXPECT_EQ(done, (std::vector<size_t>{0, 1, 2}));
}

TEST(Turns, DoInOrderWhatIsBroughtInAny) {
  constexpr size_t kEnd = 2000;  // far more than are kept waiting
  Turns turns(kEnd);
  std::vector<size_t> done;
  OnThreads(4, [&] {
    for (size_t number = turns.Next(); number < kEnd; number = turns.Next()) {
      turns.Bring(number, [&done, number] { done.push_back(number); });
    }
  });
  std::vector<size_t> all(kEnd);
  std::iota(all.begin(), all.end(), size_t{0});
  EXPECT_EQ(done, all);
}

}  // namespace
}  // namespace lightship::base
