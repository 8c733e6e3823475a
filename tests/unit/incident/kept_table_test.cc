#include "node/incident/kept_table.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "gtest/gtest.h"
#include "node/incident/count.h"
#include "node/incident/query.h"
#include "tests/unit/incident/made.h"

namespace lightship::incident {
namespace {

std::string Read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void Write(const std::string& path, absl::string_view bytes) {
  std::ofstream(path, std::ios::binary) << std::string(bytes);
}

class KeptTable : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = ::testing::TempDir() + "/kept.XXXXXX";
    directory_ = mkdtemp(pattern.data());
    keeping_ = {directory_ + "/table", "this build"};
    store_.Commit({sg_, id_, my_, amended_, joined_});
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }

  std::unique_ptr<IncidentIndex> Open(const IncidentIndex::Keeping& keeping) const {
    return IncidentIndex::Open(&store_.store, keeping).value();
  }
  static bool ReadRecords(IncidentIndex& index) { return index.TakeMatcher().empty(); }

  static constexpr auto kSame = v1::CORRELATION_VERDICT_SAME_INCIDENT;
  Logs logs_;
  Statement sg_ = logs_.Report("SG", Logs::Boarding(0), Logs::Ship("Ocean Star", 9074729));
  Statement id_ = logs_.Report("ID", Logs::Boarding(1), Logs::Ship("Ocean Star I", 0), 1);
  Statement my_ = logs_.Report("MY", Logs::Boarding(30), Logs::Ship("Kestrel", 0), 2);
  Statement amended_ = logs_.Amend(sg_, Logs::Boarding(2));
  Statement joined_ = logs_.Compare("MY", id_, sg_, kSame);
  IndexedStore store_;
  std::string directory_;
  IncidentIndex::Keeping keeping_;
};

TEST_F(KeptTable, IsTheTableAgain) {
  ASSERT_TRUE(store_.index->Keep(keeping_, "a matcher").ok());
  const auto again = Open(keeping_);
  EXPECT_FALSE(ReadRecords(*again));
  EXPECT_EQ(ListAll(*again->snapshot(), {}).SerializeAsString(), ListAll(*store_.snapshot(), {}).SerializeAsString());
  EXPECT_EQ(again->snapshot()->newest_change(), store_.snapshot()->newest_change());
  v1::CountIncidentsRequest count;
  for (auto dimension : {v1::DIMENSION_ECONOMY, v1::DIMENSION_MONTH, v1::DIMENSION_LOCATION}) count.add_dimensions(dimension);
  EXPECT_EQ(Count(*again->snapshot(), count)->response.SerializeAsString(),
            Count(*store_.snapshot(), count)->response.SerializeAsString());
  const statement::Address address = statement::Origin::Parse(my_.origin)->At(my_.index);
  ASSERT_NE(again->snapshot()->Find(address), nullptr);
  EXPECT_EQ(again->snapshot()->Find(address)->id, my_.id);
}

TEST_F(KeptTable, ChangesAsOneThatWasReadFromItsRecords) {
  IndexedStore other;
  other.Commit({sg_, id_, my_, amended_, joined_});
  other.Reopen();
  ASSERT_TRUE(store_.index->Keep(keeping_, "a matcher").ok());
  store_.index = Open(keeping_);
  ASSERT_FALSE(ReadRecords(*store_.index));
  const std::vector<Statement> more = {logs_.Amend(sg_, Logs::Boarding(3)), logs_.Retraction("MY", my_, my_),
                                       logs_.Report("PH", Logs::Boarding(5))};
  for (const Statement& statement : more) {
    store_.Commit({statement});
    other.Commit({statement});
    EXPECT_EQ(store_.Records(), other.Records());
    EXPECT_EQ(ListAll(*store_.snapshot(), {}).SerializeAsString(), ListAll(*other.snapshot(), {}).SerializeAsString());
  }
}

TEST_F(KeptTable, HasNothingLeftOfRowsThatWereReplaced) {
  store_.Commit({logs_.Amend(my_, Logs::Boarding(3))});
  ASSERT_TRUE(store_.index->Keep(keeping_, "a matcher").ok());
  const auto again = Open(keeping_);
  const Chunk& chunk = again->snapshot()->chunk(0);
  const int64_t last = *std::max_element(chunk.start_us.begin(), chunk.start_us.begin() + static_cast<ptrdiff_t>(chunk.size));
  EXPECT_GT(store_.snapshot()->chunk(0).outline.start_us.most, last) << "the report as it was first";
  EXPECT_EQ(chunk.outline.start_us.most, last);
}

TEST_F(KeptTable, HasWhatTheMatcherKnewWithIt) {
  ASSERT_TRUE(store_.index->Keep(keeping_, "what it knew").ok());
  const auto again = Open(keeping_);
  EXPECT_EQ(again->TakeMatcher(), "what it knew");
  EXPECT_EQ(again->TakeMatcher(), "");
}

TEST_F(KeptTable, IsUsedOnceAndGone) {
  ASSERT_TRUE(store_.index->Keep(keeping_, "a matcher").ok());
  EXPECT_FALSE(ReadRecords(*Open(keeping_)));
  EXPECT_FALSE(std::filesystem::exists(keeping_.path));
  EXPECT_TRUE(ReadRecords(*Open(keeping_)));
}

TEST_F(KeptTable, IsOfTheStoreAsItWasAndOfTheBuildThatKeptIt) {
  ASSERT_TRUE(store_.index->Keep(keeping_, "a matcher").ok());
  EXPECT_TRUE(ReadRecords(*Open({keeping_.path, "another build"})));
  EXPECT_FALSE(std::filesystem::exists(keeping_.path));
  ASSERT_TRUE(store_.index->Keep(keeping_, "a matcher").ok());
  store::WriteBatch batch;
  batch.Put(store::Table::kMeta, "something", "else");
  ASSERT_TRUE(store_.store.Write(batch).ok());
  EXPECT_TRUE(ReadRecords(*Open(keeping_)));
  EXPECT_FALSE(store_.index->Keep({keeping_.path, ""}).ok()) << "by a program without a name";
}

TEST_F(KeptTable, IsOfNoUseWhenAnyOfItIsNotAsItWasWritten) {
  ASSERT_TRUE(store_.index->Keep(keeping_, "a matcher").ok());
  const std::string whole = Read(keeping_.path);
  for (size_t at = 0; at < whole.size(); at += 1 + at / 50) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 4);
    for (const std::string& bytes : {damaged, whole.substr(0, at)}) {
      Write(keeping_.path, bytes);
      const auto opened = Open(keeping_);
      ASSERT_TRUE(ReadRecords(*opened)) << at;
      ASSERT_EQ(opened->snapshot()->rows(), 3u);
    }
  }
  Write(keeping_.path, whole);
  EXPECT_FALSE(ReadRecords(*Open(keeping_)));
}

TEST_F(KeptTable, IsOfNoUseWhenItEndsBetweenTwoPieces) {
  ASSERT_TRUE(store_.index->Keep(keeping_, "a matcher").ok());
  const std::string whole = Read(keeping_.path);
  size_t pieces = 0;
  for (size_t at = 0; at < whole.size(); ++pieces) {
    Write(keeping_.path, whole.substr(0, at));
    EXPECT_TRUE(ReadRecords(*Open(keeping_))) << at;
    uint64_t length = 0;
    std::memcpy(&length, whole.data() + at, sizeof(length));
    at += sizeof(length) + crypto::kDigestBytes + length;
  }
  EXPECT_EQ(pieces, 3u) << "all, the matcher's, a region";
}

TEST_F(KeptTable, IsGoneWhenNobodyCanTellWhatItIsOf) {
  ASSERT_TRUE(store_.index->Keep(keeping_, "a matcher").ok());
  Write(keeping_.path + ".new", "of a stop that was cut short");
  EXPECT_TRUE(ReadRecords(*Open({keeping_.path, ""})));
  EXPECT_TRUE(std::filesystem::is_empty(directory_));
}

TEST_F(KeptTable, IsNotKeptWhileRecordsOfAnotherFoldWaitToBeWritten) {
  const std::string key = crypto::AsString(my_.id);
  Record record = DecodeRecord(key, store_.store.Get(store::Table::kIncidents, key).value()).value();
  record.fold_version = kFoldVersion - 1;
  store::WriteBatch batch;
  batch.Put(store::Table::kIncidents, key, EncodeRecord(record));
  ASSERT_TRUE(store_.store.Write(batch).ok());
  store_.Reopen();
  EXPECT_EQ(store_.index->Keep(keeping_, "a matcher").code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_FALSE(std::filesystem::exists(keeping_.path));
}

TEST_F(KeptTable, LeavesNoFileWhereItCannotBeWritten) {
  EXPECT_FALSE(store_.index->Keep({directory_ + "/nowhere/table", "this build"}).ok());
  EXPECT_TRUE(ReadRecords(*Open({directory_ + "/nowhere/table", "this build"})));
}

}  // namespace
}  // namespace lightship::incident
