#include "node/app/disk_watch.h"

#include "gtest/gtest.h"
#include "tests/unit/ledger/ledger_fixture.h"

namespace lightship::app {
namespace {

TEST(DiskWatch, WarnsWhileSomethingHasStoppedOrTheDiskCannotBeSeen) {
  rpc::WarningBoard warnings;
  ledger::Desk desk("SG");
  ledger::DiskRoom room(800, 400);
  absl::StatusOr<uint64_t> free_bytes = 1000;
  DiskWatch watch("data", [&](const std::string&) { return free_bytes; }, &room, &desk.clock, &warnings);
  watch.Look();
  EXPECT_TRUE(warnings.All().empty());
  free_bytes = 700;
  watch.Look();
  ASSERT_EQ(warnings.All().size(), 1u);
  EXPECT_EQ(warnings.All()[0].code(), "DISK");
  EXPECT_FALSE(room.CheckAdmitting().ok());
  free_bytes = absl::UnavailableError("it is gone");
  watch.Look();
  EXPECT_EQ(warnings.All().at(0).text(), "it is gone");
  EXPECT_FALSE(room.CheckAdmitting().ok()) << "as it was seen last";
  free_bytes = 1000;
  watch.Look();
  EXPECT_TRUE(warnings.All().empty());
  EXPECT_TRUE(FreeBytesOf(::testing::TempDir()).ok());
  EXPECT_FALSE(FreeBytesOf("/no/such/directory").ok());
}

}  // namespace
}  // namespace lightship::app
