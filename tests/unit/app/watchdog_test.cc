#include "node/app/watchdog.h"

#include <memory>
#include <thread>

#include "absl/synchronization/notification.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/app/long_start.h"
#include "node/ledger/writer.h"
#include "tests/unit/ledger/ledger_fixture.h"

namespace lightship::app {
namespace {

class WatchdogTest : public ::testing::Test {
 protected:
  int ToldAt(absl::Duration after) {
    watchdog_.Look(absl::UnixEpoch() + after);
    return told_;
  }

  base::Beat writer_, loop_;
  int told_ = 0;
  Watchdog watchdog_{absl::Seconds(10), {&writer_, &loop_}, [this] { ++told_; }};
};

TEST_F(WatchdogTest, TellsAtHalfOfTheLimitWhileBothPass) {
  for (int half = 0; half < 4; ++half) {
    writer_.Pass();
    loop_.Pass();
    EXPECT_EQ(ToldAt(absl::Seconds(5 * half)), half + 1);
    writer_.Pass();
    loop_.Pass();
    EXPECT_EQ(ToldAt(absl::Seconds(5 * half + 4)), half + 1) << "not more often";
  }
}

TEST_F(WatchdogTest, OneThatHangsKeepsItSilentHoweverTheOtherPasses) {
  writer_.Pass();
  loop_.Pass();
  ASSERT_EQ(ToldAt(absl::ZeroDuration()), 1);
  for (int second = 1; second < 60; ++second) {
    loop_.Pass();
    EXPECT_EQ(ToldAt(absl::Seconds(second)), 1);
  }
  writer_.Pass();
  EXPECT_EQ(ToldAt(absl::Seconds(60)), 2) << "it goes on when the other does";
}

TEST_F(WatchdogTest, WhereNobodyListensNothingIsTold) {
  int told = 0;
  base::Beat beat;
  Watchdog unheard(absl::ZeroDuration(), {&beat}, [&] { ++told; });
  beat.Pass();
  unheard.Look(absl::UnixEpoch());
  EXPECT_EQ(told, 0);
}

// A thread that hangs in what it does passes its beat no more.
TEST(BeatTest, TheWriterPassesWhileItIsIdleAndNotWhileACommitHangs) {
  ledger::Desk sg("SG");
  absl::Notification hangs, release;
  ledger::Writer writer(std::move(sg.ledger), {10, 10, &sg.clock}, [&] {
    hangs.Notify();
    release.WaitForNotification();
  });
  uint64_t before = writer.beat().passes();
  while (writer.beat().passes() < before + 2) std::this_thread::yield();
  writer.Submit(ledger::Cosignatures{}, [](const absl::StatusOr<ledger::Outcome>&) {});
  hangs.WaitForNotification();
  before = writer.beat().passes();
  absl::Notification never;
  EXPECT_FALSE(never.WaitForNotificationWithTimeout(base::Beat::kIdleEvery + absl::Milliseconds(200)));
  EXPECT_EQ(writer.beat().passes(), before);
  release.Notify();
  while (writer.beat().passes() == before) std::this_thread::yield();
}

// What a start has used up, as the test says.
struct FakeUsage {
  base::Mutex mutex;
  base::CondVar changed;
  Usage used ABSL_GUARDED_BY(mutex);
  int looks ABSL_GUARDED_BY(mutex) = 0;
  int told ABSL_GUARDED_BY(mutex) = 0;
};

TEST(LongStartTest, SaysThatItGoesOnWhileItUsesProcessorOrDiskAndNotWhileItHangs) {
  FakeUsage fake;
  LongStart start(absl::Milliseconds(1),
                  [&] {
                    base::MutexLock lock(fake.mutex);
                    ++fake.looks;
                    if (fake.looks > 5 && fake.looks <= 8) fake.used.processor += absl::Seconds(1);
                    if (fake.looks > 8 && fake.looks <= 10) ++fake.used.blocks;
                    fake.changed.NotifyAll();
                    return fake.used;
                  },
                  [&] {
                    base::MutexLock lock(fake.mutex);
                    ++fake.told;
                  });
  base::MutexLock lock(fake.mutex);
  const auto await = [&](int looks) ABSL_EXCLUSIVE_LOCKS_REQUIRED(fake.mutex) {
    while (fake.looks < looks) fake.changed.Wait(fake.mutex);
    return fake.told;
  };
  EXPECT_EQ(await(20), 1 + 3 + 2) << "at its beginning, then with each sign of work";
}

}  // namespace
}  // namespace lightship::app
