#include "node/ledger/scrub.h"

#include "node/store/schema.h"
#include "tests/unit/ledger/ledger_fixture.h"

namespace lightship::ledger {
namespace {

using store::Table;
using ::testing::HasSubstr;

constexpr auto kToTheEnd = [](const ScrubReport&) { return true; };

std::vector<std::pair<std::string, std::string>> RowsOf(const store::Store& disk, Table table) {
  std::vector<std::pair<std::string, std::string>> rows;
  EXPECT_TRUE(disk.Scan(table, "", "", [&](absl::string_view key, absl::string_view value) {
                    rows.emplace_back(std::string(key), std::string(value));
                    return true;
                  }).ok());
  return rows;
}

void Put(store::Store& disk, Table table, const std::string& key, const std::string& value) {
  store::WriteBatch batch;
  batch.Put(table, key, value);
  ASSERT_TRUE(disk.Write(batch).ok());
}

// Two economies' logs: entries with all parts, without one, and stubs.
class ScrubTest : public ::testing::Test {
 protected:
  ScrubTest() {
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(id.Submit(id.Report()).ok());
    EXPECT_TRUE(id.Submit(id.Report("own")).ok());
    EXPECT_TRUE(sg.Submit(sg.Report()).ok());
    sg.Follow(id, id.origin());
  }
  ScrubReport ScrubAll() { return Scrub(*sg.disk, *sg.heads->Get(), kToTheEnd); }

  Desk sg{"SG"}, id{"ID"};
};

TEST_F(ScrubTest, FindsNothingWhereNothingIsWrong) {
  ScrubReport report = ScrubAll();
  EXPECT_TRUE(report.finished);
  EXPECT_EQ(report.damages, 0u) << report.found[0].where << ": " << report.found[0].why;
  EXPECT_EQ(report.entries, sg.Own().size + id.Own().size);
  EXPECT_EQ(report.entries_to_come, 0u);
  EXPECT_GT(report.parts, 0u);
  EXPECT_EQ(report.tiles, 2u);
  EXPECT_GT(report.checkpoints, 1u);
}

TEST_F(ScrubTest, FindsOneBitFlippedInEachByteOfEachTableWithHashes) {
  for (Table table : {Table::kEntries, Table::kParts, Table::kTiles}) {
    for (const auto& [key, value] : RowsOf(*sg.disk, table)) {
      for (size_t at = 0; at < value.size(); at += 1 + value.size() / 16) {
        std::string flipped = value;
        flipped[at] ^= 0x10;
        Put(*sg.disk, table, key, flipped);
        EXPECT_GT(ScrubAll().damages, 0u)
            << "table " << static_cast<int>(table) << ", byte " << at << " of " << value.size();
        Put(*sg.disk, table, key, value);
      }
    }
  }
  EXPECT_EQ(ScrubAll().damages, 0u);
}

TEST_F(ScrubTest, FindsADamagedCheckpointLocationAndHead) {
  for (Table table : {Table::kCheckpoints, Table::kStatements, Table::kHeads}) {
    for (const auto& [key, value] : RowsOf(*sg.disk, table)) {
      std::string flipped = value;
      flipped[1] ^= 0x10;
      Put(*sg.disk, table, key, flipped);
      EXPECT_GT(ScrubAll().damages, 0u) << "table " << static_cast<int>(table);
      Put(*sg.disk, table, key, value);
    }
  }
}

TEST_F(ScrubTest, FindsALostRow) {
  for (Table table : {Table::kEntries, Table::kTiles, Table::kStubs, Table::kStatements}) {
    const auto [key, value] = RowsOf(*sg.disk, table).front();
    store::WriteBatch batch;
    batch.Delete(table, key);
    ASSERT_TRUE(sg.disk->Write(batch).ok());
    EXPECT_GT(ScrubAll().damages, 0u) << "table " << static_cast<int>(table);
    Put(*sg.disk, table, key, value);
  }
}

TEST_F(ScrubTest, SaysWhatIsDamagedAndWhy) {
  const std::string key = store::PartKey(sg.origin(), sg.Own().size - 1, "facts");
  Put(*sg.disk, Table::kParts, key, std::string(40, 'x'));
  ScrubReport report = ScrubAll();
  ASSERT_EQ(report.found.size(), 1u);
  EXPECT_THAT(report.found[0].where, HasSubstr(sg.origin()));
  EXPECT_THAT(report.found[0].why, HasSubstr("facts does not match its digest"));
}

TEST_F(ScrubTest, NoReaderHandsOutWhatIsDamaged) {
  const uint64_t index = sg.Own().size - 1;
  ASSERT_TRUE(sg.reader->Read(sg.origin(), index).ok());
  const std::pair<Table, std::string> damaged[] = {
      {Table::kParts, store::PartKey(sg.origin(), index, "facts")},
      {Table::kEntries, store::NumberedKey(sg.origin(), index)}};
  for (const auto& [table, key] : damaged) {
    const std::string value = *sg.disk->Get(table, key);
    std::string flipped = value;
    flipped.back() ^= 1;
    Put(*sg.disk, table, key, flipped);
    EXPECT_EQ(sg.reader->Read(sg.origin(), index).status().code(), absl::StatusCode::kDataLoss);
    Put(*sg.disk, table, key, value);
  }
}

TEST_F(ScrubTest, StopsWhenToldAndSaysThatItDidNotFinish) {
  ScrubReport report = Scrub(*sg.disk, *sg.heads->Get(),
                             [](const ScrubReport& so_far) { return so_far.entries < 2; });
  EXPECT_FALSE(report.finished);
  EXPECT_EQ(report.entries, 2u);
}

}  // namespace
}  // namespace lightship::ledger
