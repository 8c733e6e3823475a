#include "node/incident/bulletin/notice_changes.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "tests/unit/incident/bulletin/posted.h"

namespace lightship::incident::bulletin {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ChangesTest : public ::testing::Test {
 protected:
  ChangesTest() {
    Statement warning = Issued(logs_, "SG", Warning("001/MAR/2026"));
    Statement other = Issued(logs_, "ID", Of(v1::NOTICE_LEVEL_ADVISORY));
    v1::Notice words = Warning("002/MAR/2026");
    words.clear_position();
    words.clear_radius_nm();
    Statement nowhere = Issued(logs_, "SG", words);
    Statement drill = Issued(logs_, "SG", Warning(), 0, nullptr, v1::EXERCISE_STATUS_EXERCISE);
    board_.notices = Derived({warning, other, nowhere, drill, TakenBack(logs_, warning)});
    board_.newest_change = 5;
  }
  // Addresses of what changed after `cursor`.
  std::vector<std::string> After(uint64_t cursor, size_t most = 100) {
    absl::StatusOr<NoticeChanges> changes = NoticesAfter(board_, filter_, cursor, most, Hour(10));
    EXPECT_TRUE(changes.ok()) << changes.status();
    std::vector<std::string> addresses;
    for (const v1::PostedNotice& notice : changes->notices) addresses.push_back(notice.address());
    cursor_ = changes->cursor;
    return addresses;
  }

  Logs logs_;
  Board board_;
  v1::IncidentFilter filter_;
  uint64_t cursor_ = 0;
};

TEST_F(ChangesTest, ComeInTheirOrderEachOnceAsTheyAreNow) {
  EXPECT_THAT(After(0), ElementsAre("ID/1", "SG/2", "SG/1"));
  EXPECT_EQ(cursor_, 5u);
  EXPECT_EQ(NoticesAfter(board_, filter_, 4, 9, Hour(10))->notices.at(0).state(), v1::NOTICE_STATE_RETRACTED);
  EXPECT_THAT(After(5), IsEmpty());
  EXPECT_EQ(cursor_, 5u);
}

TEST_F(ChangesTest, GoOnAfterAFullAnswer) {
  EXPECT_THAT(After(0, 2), ElementsAre("ID/1", "SG/2"));
  EXPECT_EQ(cursor_, 3u);
  EXPECT_THAT(After(cursor_, 2), ElementsAre("SG/1"));
}

TEST_F(ChangesTest, AreSelectedByPlaceIssuerAndExerciseAndNoneIsMissedForWantOfAPosition) {
  // The warnings reach 20 nm about 1.25 N 104 E.
  filter_.mutable_box()->set_south_e7(20'000'000);
  filter_.mutable_box()->set_north_e7(30'000'000);
  filter_.mutable_box()->set_west_e7(1'030'000'000);
  filter_.mutable_box()->set_east_e7(1'050'000'000);
  EXPECT_THAT(After(0), ElementsAre("SG/2"));
  filter_.mutable_box()->set_south_e7(15'000'000);
  EXPECT_THAT(After(0), ElementsAre("ID/1", "SG/2", "SG/1"));
  filter_.mutable_circle()->set_lat_e7(-100'000'000);
  filter_.mutable_circle()->set_radius_m(1000);
  EXPECT_THAT(After(0), ElementsAre("SG/2"));
  filter_.clear_circle();
  filter_.add_economies("ID");
  EXPECT_THAT(After(0), ElementsAre("ID/1"));
  filter_.clear_economies();
  filter_.add_exercise_statuses(v1::EXERCISE_STATUS_EXERCISE);
  EXPECT_THAT(After(0), ElementsAre("SG/3"));
}

TEST_F(ChangesTest, ACursorAheadOfTheBoardIsRefused) {
  EXPECT_EQ(base::ReasonOf(NoticesAfter(board_, filter_, 6, 9, Hour(10)).status()), base::reason::kInvalidCursor);
}

}  // namespace
}  // namespace lightship::incident::bulletin
