#include "node/ledger/disk_room.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::ledger {
namespace {

TEST(DiskRoom, StopsAdmissionFirstThenCopyingAndGoesOnWithAnEighthMore) {
  DiskRoom room(800, 400);
  EXPECT_TRUE(room.CheckAdmitting().ok()) << "not seen yet";
  const struct {
    uint64_t free_bytes;
    bool admits, copies;
  } moments[] = {{1000, true, true},   {800, true, true},   {799, false, true},  {899, false, true},  {900, true, true},
                 {399, false, false}, {449, false, false}, {450, false, true}, {399, false, false}, {900, true, true}};
  for (const auto& moment : moments) {
    room.See(moment.free_bytes);
    EXPECT_EQ(room.CheckAdmitting().ok(), moment.admits) << moment.free_bytes;
    EXPECT_EQ(room.CheckCopying().ok(), moment.copies) << moment.free_bytes;
    EXPECT_EQ(room.Text().empty(), moment.admits) << moment.free_bytes;
  }
}

TEST(DiskRoom, SaysWhenToComeBackAndWhatHelps) {
  DiskRoom room(800, 400);
  room.See(10);
  const absl::Status full = room.CheckAdmitting();
  EXPECT_TRUE(absl::IsResourceExhausted(full));
  EXPECT_EQ(base::ReasonOf(full), base::reason::kDiskFull);
  EXPECT_GT(base::RetryDelayOf(full), absl::ZeroDuration());
  EXPECT_THAT(std::string(full.message()), ::testing::HasSubstr("nothing is admitted, nor copied from peers, until 450 bytes are free, and only keys and withdrawals are admitted until 900"));
}

TEST(DiskRoom, SaysThatKeysAndWithdrawalsAreTakenBetweenTheMarks) {
  DiskRoom room(800, 400);
  room.See(500);
  EXPECT_EQ(room.Text(), "the disk is nearly full: only keys and withdrawals are admitted until 900 bytes are free");
}

TEST(DiskRoom, TakesOtherMarks) {
  DiskRoom room(800, 400);
  room.See(300);
  EXPECT_FALSE(room.CheckCopying().ok());
  room.SetMarks(500, 100);
  room.See(300);
  EXPECT_FALSE(room.CheckAdmitting().ok());
  EXPECT_TRUE(room.CheckCopying().ok());
  room.SetMarks(200, 100);
  room.See(300);
  EXPECT_TRUE(room.CheckAdmitting().ok());
}

TEST(DiskRoom, WithoutMarksNothingStops) {
  DiskRoom room(0, 0);
  room.See(0);
  EXPECT_TRUE(room.CheckAdmitting().ok());
  EXPECT_TRUE(room.CheckCopying().ok());
}

}  // namespace
}  // namespace lightship::ledger
