#include "node/incident/bulletin/notices.h"

#include <algorithm>
#include <random>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/base/status.h"
#include "node/incident/bulletin/notice_list.h"
#include "node/statement/open.h"
#include "tests/unit/incident/bulletin/posted.h"

namespace lightship::incident::bulletin {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

v1::Notice Between(double from, double until) {
  v1::Notice notice = Warning();
  *notice.mutable_valid_from() = statement::ToTimestamp(Hour(from));
  *notice.mutable_valid_until() = statement::ToTimestamp(Hour(until));
  return notice;
}

std::vector<std::string> Titles(const v1::ListNoticesResponse& list) {
  std::vector<std::string> titles;
  for (const v1::PostedNotice& notice : list.notices()) titles.push_back(notice.title());
  return titles;
}

TEST(Notices, AreInForceFromTheFirstMomentToBeforeTheLast) {
  Logs logs;
  Statement issued = Issued(logs, "SG", Between(10, 20), 5);
  NoticeView view = Derived({issued}).at(0);
  EXPECT_EQ(view.shown.title(), "WARNING 001/MAR/2026");
  EXPECT_EQ(view.shown.address(), "SG/1");
  EXPECT_EQ(StateAt(view, Hour(10) - absl::Seconds(1)), v1::NOTICE_STATE_NOT_YET);
  EXPECT_EQ(StateAt(view, Hour(10)), v1::NOTICE_STATE_IN_FORCE);
  EXPECT_EQ(StateAt(view, Hour(20) - absl::Seconds(1)), v1::NOTICE_STATE_IN_FORCE);
  EXPECT_EQ(StateAt(view, Hour(20)), v1::NOTICE_STATE_EXPIRED);
}

TEST(Notices, WithoutLimitsBeginWithTheirAuthorsWordAndDoNotEnd) {
  Logs logs;
  NoticeView view = Derived({Issued(logs, "SG", Warning(), 5)}).at(0);
  EXPECT_EQ(StateAt(view, Hour(4.9)), v1::NOTICE_STATE_NOT_YET);
  EXPECT_EQ(StateAt(view, Hour(5)), v1::NOTICE_STATE_IN_FORCE);
  EXPECT_EQ(StateAt(view, Hour(1e6)), v1::NOTICE_STATE_IN_FORCE);
}

TEST(Notices, LargerThanTheRulesAllowAreNotShown) {
  Logs logs;
  v1::Notice huge = Warning();
  huge.set_text(std::string(kContentBytes, 'x'));
  EXPECT_TRUE(Derived({Issued(logs, "SG", huge, 5)}).empty());
}

TEST(Notices, NameAtMostTenOthersOfTheirNumber) {
  Logs logs;
  std::vector<Statement> all;
  for (int i = 0; i < 30; ++i) all.push_back(Issued(logs, "SG", Warning(), i));
  for (const NoticeView& view : Derived(all)) EXPECT_EQ(view.shown.same_number_size(), 10);
}

TEST(Notices, AnUpdateReplacesAndKeepsTheNumber) {
  Logs logs;
  Statement first = Issued(logs, "SG", Warning(), 1);
  Statement second = Issued(logs, "SG", Of(v1::NOTICE_LEVEL_UPDATE), 2, &first);
  Statement third = Issued(logs, "SG", Of(v1::NOTICE_LEVEL_UPDATE), 3, &second);
  std::vector<NoticeView> views = Derived({first, second, third});
  EXPECT_EQ(Of(views, third).shown.title(), "WARNING 001/MAR/2026 UPDATE 2");
  EXPECT_EQ(Of(views, third).shown.refers_to(), "SG/2");
  EXPECT_EQ(Of(views, first).shown.ended_by(), "SG/2");
  EXPECT_EQ(StateAt(Of(views, first), Hour(9)), v1::NOTICE_STATE_REPLACED);
  EXPECT_EQ(StateAt(Of(views, second), Hour(9)), v1::NOTICE_STATE_REPLACED);
  EXPECT_EQ(StateAt(Of(views, third), Hour(9)), v1::NOTICE_STATE_IN_FORCE);
  // As they stood between the two.
  EXPECT_EQ(StateAt(Of(views, first), Hour(1.5)), v1::NOTICE_STATE_IN_FORCE);
}

TEST(Notices, AnUpdateThatIsValidLaterReplacesOnlyThen) {
  Logs logs;
  Statement first = Issued(logs, "SG", Warning(), 1);
  v1::Notice later = Of(v1::NOTICE_LEVEL_UPDATE);
  *later.mutable_valid_from() = statement::ToTimestamp(Hour(50));
  Statement second = Issued(logs, "SG", later, 2, &first);
  std::vector<NoticeView> views = Derived({first, second});
  EXPECT_EQ(StateAt(Of(views, first), Hour(49)), v1::NOTICE_STATE_IN_FORCE);
  EXPECT_EQ(StateAt(Of(views, first), Hour(50)), v1::NOTICE_STATE_REPLACED);
}

TEST(Notices, AnAllClearEndsAndIsNeverInForce) {
  Logs logs;
  Statement warning = Issued(logs, "SG", Warning(), 1);
  Statement clear = Issued(logs, "SG", Of(v1::NOTICE_LEVEL_ALL_CLEAR), 2, &warning);
  std::vector<NoticeView> views = Derived({warning, clear});
  EXPECT_EQ(Of(views, clear).shown.title(), "ALL CLEAR WARNING 001/MAR/2026");
  EXPECT_EQ(StateAt(Of(views, warning), Hour(9)), v1::NOTICE_STATE_CLEARED);
  EXPECT_EQ(StateAt(Of(views, clear), Hour(9)), v1::NOTICE_STATE_CLEARED);
}

TEST(Notices, TakenBackAreRetractedAndAnAllClearTakenBackGivesTheNoticeBack) {
  Logs logs;
  Statement warning = Issued(logs, "SG", Warning(), 1);
  Statement clear = Issued(logs, "SG", Of(v1::NOTICE_LEVEL_ALL_CLEAR), 2, &warning);
  Statement back = TakenBack(logs, clear);
  std::vector<NoticeView> views = Derived({warning, clear, back});
  EXPECT_EQ(StateAt(Of(views, warning), Hour(9)), v1::NOTICE_STATE_IN_FORCE);
  EXPECT_EQ(StateAt(Of(views, clear), Hour(9)), v1::NOTICE_STATE_RETRACTED);
  EXPECT_EQ(Of(views, clear).changed, 3u);
  EXPECT_EQ(Of(views, warning).changed, 1u);
}

TEST(Notices, NobodyElseEndsThemNorAKeyInDoubt) {
  Logs logs;
  Statement warning = Issued(logs, "SG", Warning(), 1);
  Statement foreign = Issued(logs, "ID", Of(v1::NOTICE_LEVEL_ALL_CLEAR), 2, &warning);
  Statement stolen = Issued(logs, "SG", Of(v1::NOTICE_LEVEL_ALL_CLEAR), 2, &warning);
  stolen.doubtful = true;
  std::vector<NoticeView> views = Derived({warning, foreign, stolen});
  EXPECT_EQ(StateAt(Of(views, warning), Hour(9)), v1::NOTICE_STATE_IN_FORCE);
  EXPECT_EQ(Of(views, foreign).shown.refers_to(), "");
  EXPECT_EQ(Of(views, foreign).shown.title(), "ALL CLEAR 001/MAR/2026");
  EXPECT_TRUE(Of(views, stolen).shown.doubtful());
}

TEST(Notices, WhoseTextIsNotHeldAreLeftOutAndStillReplace) {
  Logs logs;
  Statement first = Issued(logs, "SG", Warning(), 1);
  Statement second = Without(Issued(logs, "SG", Of(v1::NOTICE_LEVEL_UPDATE), 2, &first), "notice");
  std::vector<NoticeView> views = Derived({first, second});
  ASSERT_EQ(views.size(), 1u);
  EXPECT_EQ(StateAt(views[0], Hour(9)), v1::NOTICE_STATE_REPLACED);
}

TEST(Notices, OfExercisesAreMarkedAndCountedApart) {
  Logs logs;
  Statement real = Issued(logs, "SG", Warning(), 1);
  Statement drill = Issued(logs, "SG", Warning(), 1, nullptr, v1::EXERCISE_STATUS_EXERCISE);
  std::vector<NoticeView> views = Derived({real, drill});
  EXPECT_EQ(Of(views, drill).shown.title(), "EXERCISE EXERCISE EXERCISE WARNING 001/MAR/2026");
  EXPECT_THAT(Of(views, drill).shown.same_number(), IsEmpty());
}

TEST(Notices, OfOneNumberNameEachOtherUntilOneIsTakenBack) {
  Logs logs;
  Statement one = Issued(logs, "SG", Warning(), 1);
  Statement two = Issued(logs, "SG", Warning(), 1);
  Statement foreign = Issued(logs, "ID", Warning(), 1);
  Statement advisory = Issued(logs, "SG", Of(v1::NOTICE_LEVEL_ADVISORY), 1);
  std::vector<NoticeView> views = Derived({one, two, foreign, advisory});
  EXPECT_THAT(Of(views, one).shown.same_number(), ElementsAre("SG/2"));
  EXPECT_THAT(Of(views, two).shown.same_number(), ElementsAre("SG/1"));
  EXPECT_THAT(Of(views, foreign).shown.same_number(), IsEmpty());
  EXPECT_THAT(Of(views, advisory).shown.same_number(), IsEmpty());
  views = Derived({one, two, TakenBack(logs, two)});
  EXPECT_THAT(Of(views, one).shown.same_number(), IsEmpty());
}

TEST(Notices, NotForAllAreSaidToBe) {
  Logs logs;
  v1::Manifest manifest = Logs::Draft(v1::STATEMENT_KIND_NOTICE, 0);
  manifest.set_audience("SG/straits-patrol@1");
  Statement issued = logs.Admit("SG", manifest, {{"notice", Warning().SerializeAsString()}});
  NoticeView view = Derived({issued}).at(0);
  EXPECT_EQ(view.shown.restricted().address(), "SG/1");
  EXPECT_THAT(view.shown.restricted().part_names(), ElementsAre("notice"));
  EXPECT_FALSE(Derived({Issued(logs, "SG", Warning())}).at(0).shown.has_restricted());
}

// Whatever the order of arrival, the same statements give the same notices.
TEST(Notices, DoNotDependOnTheOrderOfArrival) {
  for (uint32_t seed = 1; seed <= 200; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    auto pick = [&](size_t n) { return std::uniform_int_distribution<size_t>(0, n - 1)(random); };
    Logs logs;
    std::vector<Statement> all;
    for (int i = 0; i < 24; ++i) {
      const char* economy = pick(2) == 0 ? "SG" : "ID";
      const double hour = static_cast<double>(pick(40));
      const Statement* former = all.empty() ? nullptr : &all[pick(all.size())];
      const size_t what = former == nullptr ? 0 : pick(5);
      Statement next = what == 4   ? TakenBack(logs, *former)
                       : what == 3 ? Issued(logs, economy, Of(v1::NOTICE_LEVEL_ALL_CLEAR), hour, former)
                       : what == 2 ? Issued(logs, economy, Of(v1::NOTICE_LEVEL_UPDATE), hour, former)
                                   : Issued(logs, economy, Warning(), hour);
      next.doubtful = pick(8) == 0;
      all.push_back(next);
    }
    std::vector<Statement> shuffled = all;
    std::shuffle(shuffled.begin(), shuffled.end(), random);
    std::vector<NoticeView> here = Derived(all), there = Derived(shuffled);
    ASSERT_EQ(here.size(), there.size());
    for (size_t i = 0; i < here.size(); ++i) {
      ASSERT_EQ(here[i].shown.SerializeAsString(), there[i].shown.SerializeAsString());
      for (double hour = 0; hour < 50; hour += 3) {
        ASSERT_EQ(StateAt(here[i], Hour(hour)), StateAt(there[i], Hour(hour)));
      }
    }
  }
}

class ListTest : public ::testing::Test {
 protected:
  ListTest() {
    Statement first = Issued(logs_, "SG", Warning("001/MAR/2026"), 1);
    Statement clear = Issued(logs_, "SG", Of(v1::NOTICE_LEVEL_ALL_CLEAR), 2, &first);
    v1::Notice far = Warning("001/MAR/2026");
    far.mutable_position()->set_lat_e7(-300'000'000);
    v1::Notice nowhere = Of(v1::NOTICE_LEVEL_ADVISORY);
    nowhere.clear_position();
    nowhere.clear_radius_nm();
    board_.notices = Derived({first, clear, Issued(logs_, "ID", far, 3), Issued(logs_, "ID", nowhere, 4),
                              Issued(logs_, "SG", Warning("002/MAR/2026"), 5),
                              Issued(logs_, "SG", Warning("001/MAR/2026"), 5, nullptr, v1::EXERCISE_STATUS_TEST)});
  }
  v1::ListNoticesResponse List(double hour = 10) {
    absl::StatusOr<v1::ListNoticesResponse> list = ListNotices(board_, request_, Hour(hour));
    EXPECT_TRUE(list.ok()) << list.status();
    return list.value_or(v1::ListNoticesResponse());
  }
  std::string Fault() {
    absl::StatusOr<v1::ListNoticesResponse> list = ListNotices(board_, request_, Hour(10));
    std::vector<base::Violation> violations = base::ViolationsOf(list.status());
    return violations.empty() ? "" : violations[0].field;
  }

  Logs logs_;
  Board board_;
  v1::ListNoticesRequest request_;
};

TEST_F(ListTest, ShowsActualNoticesInForceNewestFirst) {
  EXPECT_THAT(Titles(List()), ElementsAre("WARNING 002/MAR/2026", "ADVISORY 001/MAR/2026", "WARNING 001/MAR/2026"));
  EXPECT_THAT(Titles(List(1.5)), ElementsAre("WARNING 001/MAR/2026"));
  *request_.mutable_at() = statement::ToTimestamp(Hour(1.5));
  EXPECT_EQ(List().notices(0).address(), "SG/1");
}

TEST_F(ListTest, FiltersByIssuerExerciseAndState) {
  request_.add_economies("ID");
  EXPECT_EQ(List().total(), 2u);
  request_.clear_economies();
  request_.set_all(true);
  EXPECT_EQ(List().total(), 5u);
  request_.add_exercise_statuses(v1::EXERCISE_STATUS_TEST);
  EXPECT_THAT(Titles(List()), ElementsAre("EXERCISE EXERCISE EXERCISE WARNING 001/MAR/2026"));
}

TEST_F(ListTest, FindsCirclesThatMeetAndCountsThoseWithoutAPosition) {
  // 30 nm north of the warning's centre, whose own radius is 20.
  request_.mutable_near()->set_lat_e7(17'500'000);
  request_.mutable_near()->set_lon_e7(1'040'000'000);
  request_.mutable_near()->set_radius_m(9 * 1852);
  EXPECT_THAT(Titles(List()), IsEmpty());
  request_.mutable_near()->set_radius_m(11 * 1852);
  EXPECT_THAT(Titles(List()), ElementsAre("WARNING 002/MAR/2026"));
  EXPECT_EQ(List().without_position(), 1u);
}

TEST_F(ListTest, PagesWithoutLossOrRepetition) {
  request_.set_all(true);
  request_.set_page_size(2);
  std::vector<std::string> addresses;
  do {
    v1::ListNoticesResponse page = List();
    EXPECT_EQ(page.total(), 5u);
    for (const v1::PostedNotice& notice : page.notices()) addresses.push_back(notice.address());
    request_.set_page_token(page.next_page_token());
  } while (!request_.page_token().empty());
  EXPECT_THAT(addresses, ElementsAre("SG/3", "ID/2", "ID/1", "SG/2", "SG/1"));
}

TEST_F(ListTest, RefusesWhatMakesNoSense) {
  request_.mutable_near()->set_lat_e7(910'000'000);
  request_.mutable_near()->set_radius_m(1);
  EXPECT_EQ(Fault(), "near.lat_e7");
  request_.clear_near();
  request_.add_economies("Singapore");
  EXPECT_EQ(Fault(), "economies[0]");
  request_.clear_economies();
  request_.set_page_size(101);
  EXPECT_EQ(Fault(), "page_size");
  request_.clear_page_size();
  request_.mutable_at()->set_nanos(-1);
  EXPECT_EQ(Fault(), "at");
  request_.clear_at();
  request_.set_page_token("next");
  EXPECT_EQ(Fault(), "page_token");
}

}  // namespace
}  // namespace lightship::incident::bulletin
