#include "node/base/counts.h"

#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lightship::base {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

TEST(Histogram, CountsWhatIsAtMostEachBoundAndAllOfIt) {
  Histogram histogram({1, 10});
  for (double figure : {0.5, 1.0, 3.0, 10.0, 11.0, 100.0}) histogram.Observe(figure);
  const Histogram::Picture picture = histogram.Get();
  EXPECT_THAT(picture.at_most, ElementsAre(Pair(1, 2), Pair(10, 4)));
  EXPECT_EQ(picture.count, 6u);
  EXPECT_DOUBLE_EQ(picture.sum, 125.5);
}

TEST(Labelled, OnesOfTheSameLabelsAreOne) {
  Labelled<Counter> counters;
  counters.Of("ID", "BAD_SIGNATURE").Add();
  counters.Of("ID", "BAD_SIGNATURE").Add(2);
  counters.Of("PH", "BAD_SIGNATURE").Add();
  std::map<std::string, uint64_t> seen;
  counters.ForEach([&](const auto& labels, const Counter& counter) {
    seen[absl::StrCat(labels.first, " ", labels.second)] = counter.value();
  });
  EXPECT_THAT(seen, ElementsAre(Pair("ID BAD_SIGNATURE", 3), Pair("PH BAD_SIGNATURE", 1)));
}

TEST(Labelled, ThereAreNoMoreThanTheMostWhateverLabelsAreMadeUp) {
  Labelled<Counter> counters;
  for (size_t i = 0; i < 2 * Labelled<Counter>::kMost; ++i) counters.Of(absl::StrCat("method ", i), "OK").Add();
  counters.Of("method 0", "OK").Add();
  size_t kinds = 0;
  uint64_t all = 0, other = 0;
  counters.ForEach([&](const auto& labels, const Counter& counter) {
    ++kinds;
    all += counter.value();
    if (labels.first == "other") other = counter.value();
    if (labels.first == "method 0") EXPECT_EQ(counter.value(), 2u);
  });
  EXPECT_EQ(kinds, Labelled<Counter>::kMost + 1);
  EXPECT_EQ(all, 2 * Labelled<Counter>::kMost + 1);
  EXPECT_EQ(other, Labelled<Counter>::kMost);
}

}  // namespace
}  // namespace lightship::base
