#include "node/store/wal_end.h"

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace lightship::store {
namespace {

constexpr size_t kBlock = 32 << 10;
constexpr size_t kHeader = 7;
constexpr size_t kSector = 512;

uint32_t Checksum(const std::string& bytes) {
  uint32_t crc = ~uint32_t{0};
  for (char byte : bytes) {
    crc ^= static_cast<uint8_t>(byte);
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ ((crc & 1) != 0 ? 0x82F63B78 : 0);
  }
  crc = ~crc;
  return (crc >> 15 | crc << 17) + 0xA282EAD8;
}

// A log as RocksDB writes it.
class WalEndTest : public ::testing::Test {
 protected:
  void Add(const std::string& record) {
    size_t at = 0;
    do {
      size_t room = kBlock - bytes_.size() % kBlock;
      if (room < kHeader) bytes_.append(std::exchange(room, kBlock), '\0');
      const size_t length = std::min(record.size() - at, room - kHeader);
      const bool first = at == 0;
      const bool last = at + length == record.size();
      const std::string kind(1, static_cast<char>(first && last ? 1 : first ? 2 : last ? 4 : 3));
      const std::string content = kind + record.substr(at, length);
      const uint32_t crc = Checksum(content);
      for (int byte = 0; byte < 4; ++byte) bytes_ += static_cast<char>(crc >> 8 * byte);
      bytes_ += static_cast<char>(length);
      bytes_ += static_cast<char>(length >> 8);
      bytes_ += content;
      at += length;
    } while (at < record.size());
    ends_.push_back(bytes_.size());
  }
  // Three records, the last one of several blocks, and zeroes.
  void Fill() {
    Add(std::string(1000, 'a'));
    Add(std::string(40'000, 'b'));
    Add(std::string(100'000, 'c'));
    bytes_ += std::string(200'000, '\0');
  }

  absl::StatusOr<uint64_t> End() const {
    return EndOfWal(bytes_.size(), [&](uint64_t offset, size_t size) -> absl::StatusOr<std::string> { return bytes_.substr(offset, size); });
  }

  std::string bytes_;
  std::vector<size_t> ends_;  // of records
};

TEST_F(WalEndTest, IsThatOfTheFileWhenNoZeroesFollow) {
  Fill();
  bytes_.resize(ends_.back());
  EXPECT_EQ(End().value(), bytes_.size());
  bytes_.resize(ends_.back() - 10);
  EXPECT_EQ(End().value(), bytes_.size()) << "that is for RocksDB to judge";
}

TEST_F(WalEndTest, IsThatOfTheLastRecordBeforeZeroes) {
  Fill();
  EXPECT_EQ(End().value(), ends_.back());
}

TEST_F(WalEndTest, IsThatOfARecordWhichEndsInZeroesItself) {
  Add(std::string(1000, 'a') + std::string(3000, '\0'));
  bytes_ += std::string(5000, '\0');
  EXPECT_EQ(End().value(), ends_.back());
}

TEST_F(WalEndTest, IsRightWhereverARecordEndsInItsBlock) {
  for (size_t left = 0; left < 20; ++left) {
    bytes_.clear();
    Add(std::string(kBlock - kHeader - left, 'a'));
    Add("b");
    const size_t end = ends_.back();
    bytes_ += std::string(5000, '\0');
    EXPECT_EQ(End().value(), end) << left;
  }
}

TEST_F(WalEndTest, IsTheBeginningOfAFileOfZeroes) {
  bytes_ = std::string(100'000, '\0');
  EXPECT_EQ(End().value(), 0u);
}

// Whichever of its sectors the disk has not written.
TEST_F(WalEndTest, IsBeforeALastRecordThatIsTorn) {
  Fill();
  const std::string sound = bytes_;
  const size_t begin = ends_[1];
  for (size_t sector = begin / kSector; sector * kSector < ends_[2]; ++sector) {
    bytes_ = sound;
    const size_t from = std::max(begin, sector * kSector);
    const size_t to = std::min(ends_[2], (sector + 1) * kSector);
    bytes_.replace(from, to - from, to - from, '\0');
    ASSERT_EQ(End().value(), begin) << sector;
    bytes_.replace(from, ends_[2] - from, ends_[2] - from, '\0');
    ASSERT_EQ(End().value(), begin) << "from " << sector;
  }
}

TEST_F(WalEndTest, IsNotToldOfARecordThatWasChanged) {
  Fill();
  const std::string sound = bytes_;
  for (size_t at : {size_t{3}, size_t{500}, ends_[0] + 5, ends_[0] + 20'000, ends_[1] + 4, ends_[1] + 6, ends_[1] + 50'000, ends_[2] - 1}) {
    bytes_ = sound;
    bytes_[at] ^= 0x10;
    EXPECT_TRUE(absl::IsDataLoss(End().status())) << at;
  }
}

TEST_F(WalEndTest, IsNotToldOfALostSectorThatRecordsFollow) {
  Fill();
  const std::string sound = bytes_;
  for (size_t sector = 0; (sector + 1) * kSector < ends_[1]; ++sector) {
    bytes_ = sound;
    bytes_.replace(sector * kSector, kSector, kSector, '\0');
    ASSERT_TRUE(absl::IsDataLoss(End().status())) << sector;
  }
}

TEST_F(WalEndTest, IsNotToldWhenTheFileGivesLessThanItHas) {
  Fill();
  const auto less = [&](uint64_t offset, size_t size) -> absl::StatusOr<std::string> { return bytes_.substr(offset, size / 2); };
  EXPECT_TRUE(absl::IsUnavailable(EndOfWal(bytes_.size(), less).status()));
}

}  // namespace
}  // namespace lightship::store
