// The store on a disk that fails: after each fault it is opened again and judged by what was written and answered.
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "node/base/status.h"
#include "node/store/rocks_store.h"
#include "rocksdb/env.h"
#include "tests/unit/store/fault_file_system.h"

namespace lightship::store {
namespace {

constexpr int kBatches = 24;

std::string Value(int batch) { return absl::StrCat("value ", batch, " ", std::string(500, 'v')); }
std::string Key(int batch) { return absl::StrCat("key ", 100 + batch); }

// What the writer was told.
struct Told {
  bool opened = false;
  int acknowledged = 0;  // batches 1 to this
  int attempted = 0;
  std::vector<uint64_t> steps;  // of the disk, when each was acknowledged
};

class RocksFaultTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = ::testing::TempDir() + "/faults.XXXXXX";
    root_ = mkdtemp(pattern.data());
  }
  void TearDown() override { std::filesystem::remove_all(root_); }

  RocksOptions Options() {
    RocksOptions options;
    options.cache_bytes = 1 << 20;
    options.env = env_.get();
    return options;
  }

  // A new directory on a new disk.
  void NewDisk() {
    std::filesystem::remove_all(root_ + "/data");
    disk_ = std::make_shared<FaultFileSystem>();
    env_ = rocksdb::NewCompositeEnv(disk_);
  }

  // Batch i writes keys into three tables, appends to a fourth and moves the mark of the last batch. Every eighth is followed
  // by an erasure of what the batches before it wrote, which flushes and compacts; the last few are in the write-ahead log alone.
  Told Work() {
    Told told;
    auto store = OpenRocksStore(root_ + "/data", Options());
    if (!store.ok()) return told;
    told.opened = true;
    for (int i = 1; i <= kBatches; ++i) {
      WriteBatch batch;
      for (Table table : {Table::kEntries, Table::kParts, Table::kStatements}) batch.Put(table, Key(i), Value(i));
      batch.Append(Table::kTiles, "tile", std::string(1, static_cast<char>('A' + i)));
      batch.Put(Table::kMeta, "last", absl::StrCat(i));
      told.attempted = i;
      if (!(*store)->Write(batch).ok()) {
        EXPECT_FALSE((*store)->Write(batch).ok()) << "a failed write was forgotten";
        return told;
      }
      told.acknowledged = i;
      told.steps.push_back(disk_->steps());
      if (i % 8 == 4) (*store)->Forget({{Table::kParts, Key(1), Key(i)}}).IgnoreError();
    }
    return told;
  }

  // Opens what is there on a sound disk, and judges it.
  void Judge(const Told& told, const std::string& what) {
    SCOPED_TRACE(what);
    auto store = OpenRocksStore(root_ + "/data", Options());
    ASSERT_TRUE(store.ok()) << store.status();
    absl::StatusOr<std::string> mark = (*store)->Get(Table::kMeta, "last");
    ASSERT_TRUE(mark.ok() || absl::IsNotFound(mark.status())) << mark.status();
    const int last = mark.ok() ? std::stoi(*mark) : 0;
    EXPECT_GE(last, told.acknowledged) << "an acknowledged batch is lost";
    EXPECT_LE(last, told.attempted);
    std::string tile;
    for (int i = 1; i <= kBatches; ++i) {
      for (Table table : {Table::kEntries, Table::kParts, Table::kStatements}) {
        absl::StatusOr<std::string> found = (*store)->Get(table, Key(i));
        if (i <= last) {
          EXPECT_TRUE(found.ok() && *found == Value(i)) << "batch " << i << ": " << found.status();
        } else {
          EXPECT_TRUE(absl::IsNotFound(found.status())) << "batch " << i << " is there in part";
        }
      }
      if (i <= last) tile += static_cast<char>('A' + i);
    }
    EXPECT_EQ((*store)->Get(Table::kTiles, "tile").value_or(""), tile);
    WriteBatch more;
    more.Put(Table::kAudit, "after", "it");
    EXPECT_TRUE((*store)->Write(more).ok());
  }

  // At steps all over the work, most of which are of erasures, and at what comes right behind batches that only the write-ahead
  // log has; at each single one when LIGHTSHIP_EVERY_STEP is set, which takes minutes.
  void StrikeEverywhere(WriteFault fault) {
    NewDisk();
    const Told sound = Work();
    ASSERT_EQ(sound.acknowledged, kBatches);
    const uint64_t steps = disk_->steps();
    ASSERT_GT(steps, 100u);
    const uint64_t stride = std::getenv("LIGHTSHIP_EVERY_STEP") != nullptr ? 1 : steps / 16;
    std::map<uint64_t, bool> strikes;  // step -> whether right behind a batch
    for (uint64_t step = 1; step <= steps; step += stride) strikes[step] = false;
    for (size_t batch : {2, 6, 10, 17, 22}) strikes[sound.steps[batch] + 1] = true;
    int struck = 0;
    for (const auto& [step, behind_batch] : strikes) {
      const Unsynced unsynced = behind_batch ? Unsynced::kIsLost : static_cast<Unsynced>(struck % 3);
      NewDisk();
      disk_->FailWrite(fault, step);
      Told told = Work();
      struck += disk_->struck();
      disk_->LosePower(unsynced);
      Judge(told, absl::StrCat("step ", step, " of ", steps, ", unsynced ", static_cast<int>(unsynced)));
      if (HasFatalFailure()) return;
    }
    EXPECT_GT(struck, static_cast<int>(strikes.size() * 8 / 10)) << "hardly any fault was met";
  }

  // Puts back the copy of the data that was made of a sound store.
  void PutBack() {
    std::filesystem::remove_all(root_ + "/data");
    std::filesystem::copy(root_ + "/sound", root_ + "/data", std::filesystem::copy_options::recursive);
  }

  // Reads everything of a store that was opened while a read went wrong; how often it said so. Batches behind the mark are absent;
  // the mark may stand before the last one only if the write-ahead log was `cut`, as a crash leaves it.
  int ReadAll(const Store& store, bool cut) {
    int noticed = 0;
    const absl::StatusOr<std::string> mark = store.Get(Table::kMeta, "last");
    if (!mark.ok()) {
      EXPECT_TRUE(cut || !absl::IsNotFound(mark.status())) << mark.status();
      ++noticed;
    }
    const int last = mark.ok() ? std::stoi(*mark) : 0;
    EXPECT_TRUE(cut || !mark.ok() || last == kBatches) << last;
    for (int i = 1; i <= kBatches; ++i) {
      for (Table table : {Table::kEntries, Table::kParts, Table::kStatements}) {
        const absl::StatusOr<std::string> found = store.Get(table, Key(i));
        if (found.ok()) {
          EXPECT_EQ(*found, Value(i));
          continue;
        }
        EXPECT_TRUE(!absl::IsNotFound(found.status()) || (cut && i > last)) << "batch " << i << " was called absent";
        ++noticed;
      }
    }
    return noticed;
  }

  std::string root_;
  std::shared_ptr<FaultFileSystem> disk_;
  std::unique_ptr<rocksdb::Env> env_;
};

TEST_F(RocksFaultTest, LosesNothingAcknowledgedWhenThePowerFails) { StrikeEverywhere(WriteFault::kPowerFails); }
TEST_F(RocksFaultTest, LosesNothingAcknowledgedWhenAWriteFails) { StrikeEverywhere(WriteFault::kWriteFails); }
TEST_F(RocksFaultTest, LosesNothingAcknowledgedWhenASyncFails) { StrikeEverywhere(WriteFault::kSyncFails); }
TEST_F(RocksFaultTest, LosesNothingAcknowledgedWhenTheDiskIsFull) { StrikeEverywhere(WriteFault::kDiskIsFull); }

// Whatever sectors of it have reached the disk, and wherever in its file the write-ahead log is.
TEST_F(RocksFaultTest, AWriteOfAnyLengthThatThePowerCutIsNoDamage) {
  const std::string value(700'000, 'v');
  uint64_t acknowledged = 0;
  for (uint64_t step = 1; acknowledged < 8; ++step) {
    NewDisk();
    auto store = OpenRocksStore(root_ + "/data", Options()).value();
    disk_->FailWrite(WriteFault::kPowerFails, disk_->steps() + step);
    for (acknowledged = 0; acknowledged < 8; ++acknowledged) {
      WriteBatch batch;
      batch.Put(Table::kParts, Key(static_cast<int>(acknowledged)), value);
      if (!store->Write(batch).ok()) break;
    }
    store = nullptr;
    disk_->LosePower(Unsynced::kIsTorn);
    auto again = OpenRocksStore(root_ + "/data", Options());
    ASSERT_TRUE(again.ok()) << "step " << step << ": " << again.status();
    for (uint64_t i = 0; i < acknowledged; ++i) {
      EXPECT_TRUE((*again)->Get(Table::kParts, Key(static_cast<int>(i))).ok()) << "step " << step << ", batch " << i;
    }
  }
}

// Written and synced, and nothing more but for a hole every now and then; and small writes find zeroes again.
TEST_F(RocksFaultTest, LargeWritesAreSyncedOnce) {
  NewDisk();
  auto store = OpenRocksStore(root_ + "/data", Options()).value();
  const auto steps_of = [&](int i, size_t bytes) {
    const uint64_t before = disk_->steps();
    WriteBatch batch;
    batch.Put(Table::kParts, Key(i), std::string(bytes, 'v'));
    EXPECT_TRUE(store->Write(batch).ok());
    return disk_->steps() - before;
  };
  uint64_t steps = 0;
  for (int i = 0; i < 20; ++i) steps += steps_of(i, 700'000);
  EXPECT_LE(steps, 20u * 2 + 2 * 2);
  EXPECT_EQ(steps_of(20, 700), 3u) << "no zeroes";
  EXPECT_EQ(steps_of(21, 700), 2u);
}

TEST_F(RocksFaultTest, TakesNoWritesAfterAFullDiskThoughThereIsSpaceAgain) {
  NewDisk();
  auto store = OpenRocksStore(root_ + "/data", Options()).value();
  WriteBatch batch;
  batch.Put(Table::kMeta, "first", "1");
  disk_->FailWrite(WriteFault::kDiskIsFull, 0);
  ASSERT_FALSE(store->Write(batch).ok());
  disk_->FailWrite(WriteFault::kNone, 0);
  store->Forget({{Table::kMeta, "a", "b"}}).IgnoreError();
  WriteBatch later;
  later.Put(Table::kMeta, "second", "2");
  EXPECT_FALSE(store->Write(later).ok());
  store = nullptr;
  store = OpenRocksStore(root_ + "/data", Options()).value();
  EXPECT_TRUE(store->Write(later).ok());
  EXPECT_TRUE(absl::IsNotFound(store->Get(Table::kMeta, "first").status()));
}

// A reader is told of an error or given what was written, never something else.
TEST_F(RocksFaultTest, GivesNoFalseBytesWhenReadsFail) {
  for (ReadFault fault : {ReadFault::kFails, ReadFault::kIsShort, ReadFault::kFlipsABit}) {
    NewDisk();
    ASSERT_EQ(Work().acknowledged, kBatches);
    int noticed = 0;
    bool struck = true;
    for (uint64_t nth = 1; struck && nth < 200; ++nth) {
      disk_->FailRead(fault, nth);
      auto store = OpenRocksStore(root_ + "/data", Options());
      if (!store.ok()) ++noticed;
      for (int i = 1; store.ok() && i <= kBatches; ++i) {
        absl::StatusOr<std::string> found = (*store)->Get(Table::kParts, Key(i));
        if (found.ok()) {
          EXPECT_EQ(*found, Value(i));
        } else {
          EXPECT_FALSE(absl::IsNotFound(found.status())) << "an unreadable value was called absent";
          ++noticed;
        }
      }
      struck = disk_->struck();
    }
    EXPECT_FALSE(struck);
    EXPECT_GT(noticed, 0);
    disk_->FailRead(ReadFault::kNone, 0);
  }
}

// Likewise for CURRENT, MANIFEST and the write-ahead log, which are read when the store is opened. A file that gives less than it
// should reads like one that ends there: of the write-ahead log that is what a crash leaves. Nothing is lost by an opening that
// failed.
TEST_F(RocksFaultTest, GivesNoFalseBytesWhenReadsFailAtTheOpening) {
  NewDisk();
  const Told told = Work();
  ASSERT_EQ(told.acknowledged, kBatches);
  std::filesystem::copy(root_ + "/data", root_ + "/sound", std::filesystem::copy_options::recursive);
  for (ReadFault fault : {ReadFault::kFails, ReadFault::kIsShort, ReadFault::kFlipsABit}) {
    std::map<std::string, int> noticed;  // by kind of file
    for (uint64_t nth = 1;; ++nth) {
      ASSERT_LT(nth, 200u) << "reads without end";
      NewDisk();
      PutBack();
      disk_->FailRead(fault, nth, ReadOf::kWholeFiles);
      auto store = OpenRocksStore(root_ + "/data", Options());
      const std::string spoiled = std::filesystem::path(disk_->spoiled()).filename();
      if (spoiled.empty()) break;  // the opening has no more reads
      SCOPED_TRACE(absl::StrCat("fault ", static_cast<int>(fault), ", read ", nth, " of ", spoiled));
      const bool of_log = absl::EndsWith(spoiled, ".log");
      noticed[of_log ? "log" : spoiled.substr(0, spoiled.find('-'))] +=
          store.ok() ? ReadAll(**store, of_log && fault == ReadFault::kIsShort) : 1;
      if (store.ok()) continue;
      Judge(told, "opened again");
      if (HasFatalFailure()) return;
    }
    for (const char* kind : {"CURRENT", "MANIFEST", "log"}) {
      EXPECT_GT(noticed[kind], 0) << kind << ", fault " << static_cast<int>(fault);
    }
  }
}

}  // namespace
}  // namespace lightship::store
