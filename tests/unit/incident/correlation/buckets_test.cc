#include "node/incident/correlation/buckets.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"

namespace lightship::incident::correlation {
namespace {

class BucketsTest : public ::testing::Test {
 protected:
  std::vector<uint32_t> Of(Buckets::Key key, size_t most) const {
    std::vector<uint32_t> numbers;
    buckets_.Append(key, most, numbers);
    return numbers;
  }

  // Many with the same first bytes.
  std::vector<std::string> names_ = [] {
    std::mt19937 random(3);
    std::vector<std::string> names;
    for (int i = 0; i < 40; ++i) names.push_back(absl::StrCat(i % 2 == 0 ? "same" : "", random(), " ", i));
    return names;
  }();
  Buckets buckets_{[this](uint32_t number) { return absl::string_view(names_[number]); }};
};

TEST_F(BucketsTest, KeepTheirNumbersInOrderOfNames) {
  std::mt19937 random(1);
  std::map<Buckets::Key, std::set<std::pair<std::string, uint32_t>>> model;
  for (int step = 0; step < 20'000; ++step) {
    const Buckets::Key key = random() % 300;  // short lists, mostly
    const uint32_t number = random() % static_cast<uint32_t>(names_.size());
    auto& list = model[key];
    const std::pair member(names_[number], number);
    if (list.erase(member) == 1) {
      buckets_.Erase(key, number);
    } else {
      list.insert(member);
      buckets_.Insert(key, number);
    }
    const size_t most = random() % 5;
    std::vector<uint32_t> first;
    for (const auto& [name, one] : list) first.push_back(one);
    const auto next = first.size() > most ? std::optional(first[most]) : std::nullopt;
    first.resize(std::min(first.size(), most));
    ASSERT_EQ(Of(key, most), first) << "step " << step;
    ASSERT_EQ(buckets_.After(key, most), next) << "step " << step;
    ASSERT_EQ(buckets_.IsAmong(key, most, number), std::find(first.begin(), first.end(), number) != first.end());
  }
}

TEST_F(BucketsTest, AreEmptyWhereNothingWasPut) {
  EXPECT_TRUE(Of(1, 10).empty());
  EXPECT_FALSE(buckets_.IsAmong(1, 10, 0));
  EXPECT_EQ(buckets_.After(1, 0), std::nullopt);
}

}  // namespace
}  // namespace lightship::incident::correlation
