#include "node/incident/correlation/buckets.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <random>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"

namespace lightship::incident::correlation {
namespace {

constexpr size_t kMost = 4;

// Against lists that are simply held.
class BucketsTest : public ::testing::Test {
 protected:
  using Keys = std::set<Buckets::Key>;

  std::unique_ptr<Buckets> Empty() const {
    return std::make_unique<Buckets>([this](uint32_t number) { return absl::string_view(names_[number]); }, kMost);
  }
  void Put(uint32_t number, const Keys& keys) {
    buckets_->Insert(std::vector(keys.begin(), keys.end()), number);
    for (const Buckets::Key key : keys) model_[key].emplace(names_[number], number);
    keys_of_[number] = keys;
  }
  void Take(uint32_t number) {
    buckets_->Erase(number);
    for (const Buckets::Key key : keys_of_[number]) model_[key].erase({names_[number], number});
    keys_of_.erase(number);
  }
  void ExpectAsHeld(Buckets::Key key, size_t most) {
    std::vector<uint32_t> first;
    for (const auto& [name, one] : model_[key]) first.push_back(one);
    if (most < kMost) {
      ASSERT_EQ(buckets_->After(key, most), first.size() > most ? std::optional(first[most]) : std::nullopt) << key;
    }
    first.resize(std::min(first.size(), most));
    std::sort(first.begin(), first.end());
    std::vector<uint32_t> found = buckets_->First(key, most);
    std::sort(found.begin(), found.end());
    ASSERT_EQ(found, first) << key;
  }
  void Reload() {
    base::Packer out;
    buckets_->WriteTo(out);
    buckets_ = Empty();
    base::Unpacker in(out.bytes());
    buckets_->ReadFrom(in);
  }

  // Many with the same first bytes.
  std::vector<std::string> names_ = [] {
    std::mt19937 random(3);
    std::vector<std::string> names;
    for (int i = 0; i < 3000; ++i) names.push_back(absl::StrCat(i % 2 == 0 ? "same" : "", random(), " ", i));
    return names;
  }();
  std::unique_ptr<Buckets> buckets_ = Empty();
  std::map<Buckets::Key, std::set<std::pair<std::string, uint32_t>>> model_;
  std::map<uint32_t, Keys> keys_of_;
};

TEST_F(BucketsTest, FindTheFirstOfShortListsAndLongOnesAsNumbersComeAndGo) {
  std::mt19937 random(1);
  // Keys near one another, far apart, at both ends, and some that are met again and again.
  const auto key = [&]() -> Buckets::Key {
    switch (random() % 4) {
      case 0: return random() % 4;
      case 1: return 0xFFFFFFFF - random() % 40;
      case 2: return random() % 5000;
      default: return random();
    }
  };
  for (int step = 0; step < 30'000; ++step) {
    const auto number = static_cast<uint32_t>(random() % (step % 1000 < 500 ? names_.size() : 60));
    if (keys_of_.contains(number)) Take(number);
    if (random() % 3 != 0) {
      Keys keys;
      while (keys.size() < 1 + random() % 8) keys.insert(key());
      Put(number, keys);
      for (const Buckets::Key one : keys) ASSERT_NO_FATAL_FAILURE(ExpectAsHeld(one, random() % (kMost + 1))) << "step " << step;
    }
    ASSERT_NO_FATAL_FAILURE(ExpectAsHeld(key(), random() % (kMost + 1))) << "step " << step;
    if (step % 5000 == 4999) Reload();
  }
  for (const auto& [one, list] : model_) ASSERT_NO_FATAL_FAILURE(ExpectAsHeld(one, kMost));
}

TEST_F(BucketsTest, TakeFewBytesForEachNumberOfALongList) {
  for (uint32_t number = 0; number < names_.size(); ++number) Put(number, {7, 1000 + number * 1'000'000});
  base::Packer out;
  buckets_->WriteTo(out);
  EXPECT_LT(out.bytes().size(), names_.size() * 9) << "one of a long list, and one alone, which is a key and a number";
}

TEST_F(BucketsTest, KeepFewKeysBesideTheListsHoweverManyEachNumberThatMovesHas) {
  const auto put_all = [this](const std::function<void(uint32_t)>& before) {
    for (uint32_t number = 0; number < 1000; ++number) {
      Keys keys;
      for (Buckets::Key i = 0; i < 100; ++i) keys.insert(number * 7 + i * 40'000'000);
      before(number);
      Put(number, keys);
    }
  };
  put_all([](uint32_t) {});
  size_t most = 0;
  put_all([&](uint32_t number) {
    Take(number);
    most = std::max(most, buckets_->moved_keys());
  });
  EXPECT_GT(most, 60'000u);
  EXPECT_LE(most, 65'536u);
  for (const auto& [key, list] : model_) ASSERT_NO_FATAL_FAILURE(ExpectAsHeld(key, kMost));
}

TEST_F(BucketsTest, AreWrittenWithoutWhatWasTakenOut) {
  const auto written = [this] {
    base::Packer out;
    buckets_->WriteTo(out);
    return std::move(out).Bytes();
  };
  const std::string none = written();
  // A list of its own for 7, one of many for each other key.
  for (uint32_t number = 0; number < 40; ++number) Put(number, {7, 1000 + number});
  EXPECT_NE(written(), none);
  for (uint32_t number = 0; number < 40; ++number) Take(number);
  EXPECT_EQ(written(), none);
}

TEST_F(BucketsTest, AreEmptyWhereNothingWasPut) {
  EXPECT_TRUE(buckets_->First(1, 4).empty());
  EXPECT_EQ(buckets_->After(1, 0), std::nullopt);
}

}  // namespace
}  // namespace lightship::incident::correlation
