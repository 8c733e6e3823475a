#include "node/app/backup_keeper.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/store/restored.h"
#include "node/store/rocks_store.h"
#include "tests/support/pki.h"

namespace lightship::app {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// As the clock of a world in which another process begins to write in the directory as soon as there is a backup.
class BusyClock final : public base::Clock {
 public:
  BusyClock(const base::Clock* clock, std::string directory) : clock_(clock), directory_(std::move(directory)) {}
  ~BusyClock() override { close(lock_); }
  absl::Time Now() const override {
    if (lock_ < 0 && !store::Backups(directory_).List()->empty()) {
      lock_ = open((directory_ + "/lock").c_str(), O_RDWR | O_CLOEXEC);
      EXPECT_EQ(flock(lock_, LOCK_EX | LOCK_NB), 0);
    }
    return clock_->Now();
  }

 private:
  const base::Clock* const clock_;
  const std::string directory_;
  mutable int lock_ = -1;
};

class BackupKeeperTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = ::testing::TempDir() + "/keeper.XXXXXX";
    root_ = mkdtemp(pattern.data());
    backup_.set_dir(root_ + "/backups");
    backup_.set_every_s(3600);
    backup_.set_keep(2);
    store_ = store::OpenRocksStore(root_ + "/data", store::RocksOptions()).value();
    // A backup says when it was made by the machine's clock.
    clock_.Advance(absl::Now() - clock_.Now());
    room_.See(1'000);
    Open(root_ + "/data", &clock_);
  }
  void TearDown() override {
    store_.reset();
    std::filesystem::remove_all(root_);
  }
  void Open(const std::string& data_dir, const base::Clock* clock) {
    keeper_ = std::make_unique<BackupKeeper>(
        BackupKeeper::World{"lightship/SG/1", backup_, data_dir, &room_, store_.get(), &heads_, clock, &warnings_});
  }
  size_t Made() const { return store::Backups(backup_.dir()).List()->size(); }
  std::string Warning() const { return warnings_.All().empty() ? "" : warnings_.All()[0].text(); }

  std::string root_;
  config::v1::Backup backup_;
  ledger::DiskRoom room_{100, 10};
  std::unique_ptr<store::Store> store_;
  ledger::HeadsBoard heads_;
  testing::FakeClock clock_;
  rpc::WarningBoard warnings_;
  std::unique_ptr<BackupKeeper> keeper_;
};

TEST_F(BackupKeeperTest, ABackupCountsAsMadeAlsoWhenOlderOnesCannotBeRemoved) {
  const BusyClock busy(&clock_, backup_.dir());
  Open(root_ + "/data", &busy);
  keeper_->Run();
  EXPECT_THAT(Warning(), HasSubstr("older ones could not be removed"));
  EXPECT_EQ(Made(), 1u);
  EXPECT_GT(keeper_->last_success(), absl::UnixEpoch());
  clock_.Advance(absl::Minutes(2));
  keeper_->Run();
  EXPECT_EQ(Made(), 1u);
  EXPECT_THAT(Warning(), Not(HasSubstr("no backup was made"))) << "tried again before it is due";
}

TEST_F(BackupKeeperTest, TakesAnotherPaceWhileItRuns) {
  keeper_->Run();
  EXPECT_EQ(Made(), 1u);
  clock_.Advance(absl::Minutes(10));
  keeper_->Run();
  EXPECT_EQ(Made(), 1u);
  backup_.set_every_s(60);
  keeper_->SetPace(backup_);
  keeper_->Run();
  EXPECT_EQ(Made(), 2u);
  clock_.Advance(absl::Minutes(10));
  backup_.set_keep(1);
  keeper_->SetPace(backup_);
  keeper_->Run();
  EXPECT_EQ(Made(), 1u);
}

TEST_F(BackupKeeperTest, KeepsAllThereAreWhileTheDatabaseCountsAsRestored) {
  for (int n = 0; n < 3; ++n) ASSERT_TRUE(store::Backups(backup_.dir()).Make(*store_, "").ok());
  store::WriteBatch mark;
  mark.Put(store::Table::kMeta, std::string(store::kRestoredKey), "");
  ASSERT_TRUE(store_->Write(mark).ok());
  EXPECT_THAT(keeper_->Renew().message(), HasSubstr("they may hold what it lacks"));
  clock_.Advance(absl::Hours(2));
  keeper_->Run();
  EXPECT_EQ(Made(), 4u);
  EXPECT_EQ(Warning(), "");
  room_.See(50);
  clock_.Advance(absl::Hours(2));
  keeper_->Run();
  EXPECT_EQ(Made(), 4u);
  store::WriteBatch heard;
  heard.Delete(store::Table::kMeta, std::string(store::kRestoredKey));
  ASSERT_TRUE(store_->Write(heard).ok());
  room_.See(1'000);
  ASSERT_TRUE(keeper_->Renew().ok());
  EXPECT_EQ(Made(), 1u);
}

TEST_F(BackupKeeperTest, LooksIntoTheDirectoryWhenItRunsFirstAndNotBefore) {
  ASSERT_TRUE(store::Backups(backup_.dir()).Make(*store_, "").ok());
  Open(root_ + "/data", &clock_);
  EXPECT_EQ(keeper_->last_success(), absl::UnixEpoch());
  keeper_->Run();
  EXPECT_GT(keeper_->last_success(), absl::UnixEpoch());
  EXPECT_EQ(Made(), 1u) << "the newest is new enough";
}

TEST_F(BackupKeeperTest, OnTheNearlyFullDiskOfTheDatabaseItOnlyPrunes) {
  for (int n = 0; n < 3; ++n) ASSERT_TRUE(store::Backups(backup_.dir()).Make(*store_, "").ok());
  clock_.Advance(absl::Hours(2));
  room_.See(50);
  keeper_->Run();
  EXPECT_EQ(Made(), 2u);
  EXPECT_THAT(Warning(), HasSubstr("on the disk of the database"));
  EXPECT_FALSE(keeper_->Renew().ok());
  EXPECT_EQ(Made(), 2u) << "the only ones there are";
  room_.See(1'000);
  clock_.Advance(absl::Minutes(2));
  keeper_->Run();
  EXPECT_EQ(Made(), 2u);
  EXPECT_EQ(Warning(), "");
  EXPECT_EQ(store::Backups(backup_.dir()).List()->back().id, 4u);
}

TEST_F(BackupKeeperTest, OnAnotherDiskItGoesOnWhileThatOfTheDatabaseIsNearlyFull) {
  Open("/proc", &clock_);
  room_.See(50);
  keeper_->Run();
  EXPECT_EQ(Made(), 1u);
  EXPECT_EQ(Warning(), "");
}

}  // namespace
}  // namespace lightship::app
