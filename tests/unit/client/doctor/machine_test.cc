#include "client/doctor/machine.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"

namespace lightship::doctor {
namespace {

using testing::HasSubstr;

constexpr uint64_t kGiB = uint64_t{1} << 30;

Level Space(uint64_t free, uint64_t total) {
  return Worst(JudgeDisk("/d", {free, total, "ext4", true}, kGiB));
}

TEST(Machine, ADiskIsToBeMendedAtTheMarkAndLookedAtBeforeIt) {
  EXPECT_EQ(Space(kGiB, 500 * kGiB), Level::kMend);
  EXPECT_EQ(Space(kGiB + 1, 500 * kGiB), Level::kLook);
  EXPECT_EQ(Space(5 * kGiB, 500 * kGiB), Level::kLook);
  EXPECT_EQ(Space(5 * kGiB + 1, 500 * kGiB), Level::kOk);
  EXPECT_EQ(Space(3 * kGiB, 20 * kGiB), Level::kOk);
}

TEST(Machine, ADatabaseInMemoryOrOnAShareIsTold) {
  EXPECT_EQ(Worst(JudgeDisk("/d", {9 * kGiB, 10 * kGiB, "tmpfs", true}, kGiB)), Level::kMend);
  EXPECT_EQ(Worst(JudgeDisk("/d", {9 * kGiB, 10 * kGiB, "nfs", true}, kGiB)), Level::kLook);
}

TEST(Machine, OneDiskForAllIsAdvisedAgainstButRight) {
  const Findings findings = JudgeDisk("/d", {9 * kGiB, 10 * kGiB, "ext4", false}, kGiB);
  EXPECT_EQ(Worst(findings), Level::kOk);
  EXPECT_THAT(findings.back().todo, HasSubstr("checkpoint_file"));
}

TEST(Machine, AClockThatNobodyKeepsIsLookedAt) {
  EXPECT_EQ(JudgeClock(ClockState::kKept).level, Level::kOk);
  EXPECT_EQ(JudgeClock(ClockState::kNotKept).level, Level::kLook);
  EXPECT_EQ(JudgeClock(ClockState::kUnknown).level, Level::kLook);
}

TEST(Machine, APortIsFreeOrTakenOrOfAnotherMachine) {
  const int taken = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ASSERT_EQ(bind(taken, reinterpret_cast<sockaddr*>(&address), size), 0);
  ASSERT_EQ(listen(taken, 1), 0);
  ASSERT_EQ(getsockname(taken, reinterpret_cast<sockaddr*>(&address), &size), 0);
  const std::string at = absl::StrCat("127.0.0.1:", ntohs(address.sin_port));
  EXPECT_THAT(CanListen(at).message(), HasSubstr("another program"));
  EXPECT_THAT(JudgePort(at, CanListen(at)).todo, HasSubstr(absl::StrCat("sport = :", ntohs(address.sin_port))));
  close(taken);
  EXPECT_TRUE(CanListen(at).ok()) << CanListen(at);
  EXPECT_THAT(CanListen("192.0.2.1:7443").message(), HasSubstr("does not have that address"));
  EXPECT_TRUE(absl::IsInvalidArgument(CanListen("7443")));
}

}  // namespace
}  // namespace lightship::doctor
