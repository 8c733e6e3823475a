#include "node/app/intake.h"

#include <string>

#include "gtest/gtest.h"

namespace lightship::app {
namespace {

constexpr absl::Time kMidday = absl::FromUnixSeconds(1'800'000'000);

v1::Frame Batch(int entries) {
  v1::Frame frame;
  for (int i = 0; i < entries; ++i) frame.mutable_batch()->add_items();
  return frame;
}

v1::Frame Chunk(size_t bytes) {
  v1::Frame frame;
  frame.mutable_blob_chunk()->set_data(std::string(bytes, 'x'));
  frame.mutable_blob_chunk()->set_data(std::string(2 * bytes - frame.ByteSizeLong(), 'x'));
  return frame;
}

TEST(Intake, WaitsOnceMoreEntriesHaveComeThanMayInTenSeconds) {
  Intake intake({100, 0, 0});
  EXPECT_EQ(intake.Took(Batch(999), kMidday), absl::ZeroDuration());
  EXPECT_EQ(intake.Took(Batch(1), kMidday), absl::ZeroDuration());
  EXPECT_EQ(intake.Took(Batch(1), kMidday), absl::Milliseconds(10));
  EXPECT_EQ(intake.Took(Batch(100), kMidday), absl::Milliseconds(1010));
  EXPECT_EQ(intake.Took(Batch(0), kMidday + absl::Milliseconds(1010)), absl::ZeroDuration());
}

TEST(Intake, CountsTheBytesOfWhateverComes) {
  Intake intake({0, 1000, 0});
  ASSERT_EQ(Chunk(10'000).ByteSizeLong(), 10'000u);
  EXPECT_EQ(intake.Took(Chunk(10'000), kMidday), absl::ZeroDuration());
  EXPECT_EQ(intake.Took(Chunk(1000), kMidday), absl::Seconds(1));
}

TEST(Intake, HoldsTheQuotaOfADayAfterIt) {
  Intake intake({0, 0, 864'000});
  EXPECT_EQ(intake.Took(Chunk(864'000), kMidday), absl::ZeroDuration());
  EXPECT_EQ(intake.Took(Chunk(1000), kMidday), absl::Seconds(100));
  EXPECT_EQ(intake.Took(Chunk(1000), kMidday + absl::Hours(24)), absl::ZeroDuration());
}

TEST(Intake, TakesOtherRatesWhileItCounts) {
  Intake intake({1, 0, 0});
  EXPECT_EQ(intake.Took(Batch(20), kMidday), absl::Seconds(10));
  intake.SetRates({100, 1000, 0}, kMidday);
  EXPECT_EQ(intake.Took(Batch(980), kMidday), absl::ZeroDuration());
  EXPECT_EQ(intake.Took(Batch(100), kMidday), absl::Seconds(1));
  EXPECT_EQ(intake.Took(Chunk(20'000), kMidday + absl::Minutes(1)), absl::Seconds(10));
}

TEST(Intake, NoughtHoldsNobodyBack) {
  Intake intake({0, 0, 0});
  EXPECT_EQ(intake.Took(Chunk(1 << 20), kMidday), absl::ZeroDuration());
  EXPECT_EQ(intake.Took(Batch(100'000), kMidday), absl::ZeroDuration());
}

}  // namespace
}  // namespace lightship::app
