#include "node/incident/bulletin/posting_index.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/store/memory_store.h"
#include "tests/unit/incident/bulletin/posted.h"

namespace lightship::incident::bulletin {
namespace {

using ::testing::IsEmpty;

// The index of postings on a store, beside one of incidents that writes the entries.
class PostingIndexTest : public ::testing::Test {
 protected:
  PostingIndexTest() { Reopen(); }
  void Reopen() {
    absl::StatusOr<std::unique_ptr<PostingIndex>> opened = PostingIndex::Open(&disk_.store);
    ASSERT_TRUE(opened.ok()) << opened.status();
    index_ = *std::move(opened);
  }
  void Commit(const std::vector<Statement>& statements) {
    disk_.Commit(statements);
    Tell(statements);
  }
  void Tell(const std::vector<Statement>& statements) {
    store::WriteBatch batch;
    ASSERT_TRUE(index_->Index(statements, batch).ok());
    ASSERT_TRUE(disk_.store.Write(batch).ok());
    index_->Publish();
  }

  Logs logs_;
  IndexedStore disk_;
  std::unique_ptr<PostingIndex> index_;
};

TEST_F(PostingIndexTest, ShowsNoticesOnceTheyAreDurable) {
  store::WriteBatch batch;
  Statement warning = Issued(logs_, "SG", Warning());
  ASSERT_TRUE(index_->Index({&warning, 1}, batch).ok());
  EXPECT_THAT(index_->board()->notices, IsEmpty());
  index_->Discard();
  index_->Publish();
  EXPECT_THAT(index_->board()->notices, IsEmpty());
  Commit({warning});
  EXPECT_EQ(index_->board()->notices.size(), 1u);
  EXPECT_EQ(index_->board()->newest_change, 1u);
}

TEST_F(PostingIndexTest, TakesInOnTopOfWhatNobodyIsShownYet) {
  Statement warning = Issued(logs_, "SG", Warning());
  Statement again = Without(warning, "notice");
  again.doubtful = true;
  std::vector<std::function<void()>> shows;
  for (const Statement& told : {warning, again}) {
    store::WriteBatch batch;
    ASSERT_TRUE(index_->Index({&told, 1}, batch).ok());
    shows.push_back(index_->Settle());
  }
  EXPECT_THAT(index_->board()->notices, IsEmpty());
  for (const auto& show : shows) show();
  ASSERT_EQ(index_->board()->notices.size(), 1u) << "the text of the first is there";
  EXPECT_EQ(index_->board()->newest_change, 2u);
}

TEST_F(PostingIndexTest, HoldsTheSameAfterARestart) {
  Statement warning = Issued(logs_, "SG", Warning());
  Commit({warning, logs_.Report("SG", Logs::Boarding())});
  Commit({Issued(logs_, "SG", Of(v1::NOTICE_LEVEL_ALL_CLEAR), 2, &warning)});
  std::shared_ptr<const Board> before = index_->board();
  Reopen();
  std::shared_ptr<const Board> after = index_->board();
  ASSERT_EQ(after->notices.size(), 2u);
  for (size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(after->notices[i].shown.SerializeAsString(), before->notices[i].shown.SerializeAsString());
    EXPECT_EQ(after->notices[i].changed, before->notices[i].changed);
  }
  Commit({TakenBack(logs_, warning)});
  EXPECT_EQ(index_->board()->newest_change, 3u);
}

TEST_F(PostingIndexTest, TakesInTextsThatComeLaterAreErasedOrComeIntoDoubt) {
  Statement warning = Issued(logs_, "SG", Warning());
  Commit({Without(warning, "notice")});
  EXPECT_THAT(index_->board()->notices, IsEmpty());
  Commit({warning});
  ASSERT_EQ(index_->board()->notices.size(), 1u);
  Statement doubted = Without(warning, "notice");
  doubted.doubtful = true;
  Tell({doubted});
  EXPECT_TRUE(index_->board()->notices.at(0).shown.doubtful());
  Reopen();
  EXPECT_TRUE(index_->board()->notices.at(0).shown.doubtful());
  Statement erased = Without(warning, "notice");
  erased.lost_parts = {"notice"};
  Tell({erased});
  EXPECT_THAT(index_->board()->notices, IsEmpty());
}

TEST_F(PostingIndexTest, TwiceInOneCommitCountsOnceWithBothNews) {
  Statement warning = Issued(logs_, "SG", Warning());
  Statement doubted = Without(warning, "notice");
  doubted.doubtful = true;
  Commit({warning, doubted});
  ASSERT_EQ(index_->board()->notices.size(), 1u);
  EXPECT_TRUE(index_->board()->notices[0].shown.doubtful());
  EXPECT_EQ(index_->board()->newest_change, 2u);
}

TEST_F(PostingIndexTest, SaysWhichRecordIsDamaged) {
  store::WriteBatch batch;
  batch.Put(store::Table::kPostings, std::string(32, '\x1f'), "nonsense");
  ASSERT_TRUE(disk_.store.Write(batch).ok());
  absl::Status opened = PostingIndex::Open(&disk_.store).status();
  EXPECT_TRUE(absl::IsDataLoss(opened));
  EXPECT_THAT(std::string(opened.message()), ::testing::HasSubstr("1f1f"));
}

}  // namespace
}  // namespace lightship::incident::bulletin
