#include "node/base/entropy.h"

#include <set>

#include "gtest/gtest.h"
#include "node/base/clock.h"

namespace lightship::base {
namespace {

TEST(SystemEntropy, GivesAsManyBytesAsAskedFor) {
  SystemEntropy entropy;
  for (size_t size : {0, 1, 16, 257, 100000}) EXPECT_EQ(entropy.Bytes(size).size(), size);
}

TEST(SystemEntropy, DoesNotRepeatItself) {
  SystemEntropy entropy;
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(seen.insert(entropy.Bytes(16)).second);
}

// A large request is filled to its end: no 32 bytes in a row are zero.
TEST(SystemEntropy, FillsAllOfALargeRequest) {
  EXPECT_EQ(SystemEntropy().Bytes(1 << 20).find(std::string(32, '\0')), std::string::npos);
}

TEST(SystemClock, TellsATimeAfterThisWasWritten) {
  EXPECT_GT(SystemClock().Now(), absl::FromUnixSeconds(1735689600));
}

}  // namespace
}  // namespace lightship::base
