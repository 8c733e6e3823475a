#include "node/incident/query.h"

#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "tests/unit/incident/made.h"

namespace lightship::incident {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string ReasonOfList(const TableSnapshot& snapshot, const v1::ListIncidentsRequest& request) {
  return base::ReasonOf(List(snapshot, request).status());
}

TEST(List, StandsInOrderOfOccurrenceNewestFirstUnknownLast) {
  Logs logs;
  IndexedStore store;
  v1::Facts unknown = Logs::Boarding();
  unknown.clear_occurred();
  unknown.set_place_text("unknown");
  v1::Facts newest = Logs::Boarding(9);
  newest.set_place_text("newest");
  store.Commit({logs.Report("SG", unknown), logs.Report("SG", Logs::Boarding(1)),
                logs.Report("SG", newest)});
  v1::ListIncidentsResponse all = ListAll(*store.snapshot(), {}, 1);
  ASSERT_EQ(all.incidents_size(), 3);
  EXPECT_EQ(all.incidents(0).place_text(), "newest");
  EXPECT_EQ(all.incidents(2).place_text(), "unknown");
  EXPECT_EQ(all.total(), 3u);
}

TEST(List, PagesNeitherRepeatNorLoseAnIncidentWhileOthersAreAdded) {
  Logs logs;
  IndexedStore store;
  std::vector<Statement> reports;
  for (int i = 0; i < 100; ++i) reports.push_back(logs.Report("SG", Logs::Boarding(i % 7)));
  store.Commit(reports);
  v1::ListIncidentsRequest request;
  request.set_page_size(7);
  std::vector<std::string> ids;
  do {
    v1::ListIncidentsResponse page = List(*store.snapshot(), request).value();
    for (const v1::IncidentSummary& summary : page.incidents()) {
      ids.push_back(summary.incident_id());
    }
    request.set_page_token(page.next_page_token());
    store.Commit({logs.Report("ID", Logs::Boarding(3)), logs.Report("ID", Logs::Boarding(50))});
  } while (!request.page_token().empty());
  std::set<std::string> distinct(ids.begin(), ids.end());
  EXPECT_EQ(distinct.size(), ids.size());
  for (const Statement& report : reports) {
    EXPECT_TRUE(distinct.contains(crypto::AsString(report.id)));
  }
}

TEST(List, APageThatEndsTheListHasNoToken) {
  Logs logs;
  IndexedStore store;
  store.Commit({logs.Report("SG", Logs::Boarding()), logs.Report("SG", Logs::Boarding())});
  v1::ListIncidentsRequest request;
  request.set_page_size(2);
  EXPECT_EQ(List(*store.snapshot(), request)->next_page_token(), "");
  request.set_page_size(1);
  EXPECT_NE(List(*store.snapshot(), request)->next_page_token(), "");
}

TEST(List, RefusesATokenThatWasChangedOrBelongsToAnotherFilter) {
  Logs logs;
  IndexedStore store;
  store.Commit({logs.Report("SG", Logs::Boarding()), logs.Report("SG", Logs::Boarding())});
  v1::ListIncidentsRequest request;
  request.set_page_size(1);
  const std::string token = List(*store.snapshot(), request)->next_page_token();
  for (size_t at = 0; at < token.size(); ++at) {
    std::string changed = token;
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    request.set_page_token(changed);
    EXPECT_EQ(ReasonOfList(*store.snapshot(), request), base::reason::kInvalidPageToken) << at;
  }
  for (const std::string& text : {token + "A", token + "=", token.substr(1), std::string("?")}) {
    request.set_page_token(text);
    EXPECT_EQ(ReasonOfList(*store.snapshot(), request), base::reason::kInvalidPageToken);
  }
  request.set_page_token(token);
  EXPECT_TRUE(List(*store.snapshot(), request).ok());
  request.mutable_filter()->add_economies("SG");
  EXPECT_EQ(ReasonOfList(*store.snapshot(), request), base::reason::kInvalidPageToken);
}

TEST(List, RefusesPagesOverTheLimit) {
  IndexedStore store;
  v1::ListIncidentsRequest request;
  request.set_page_size(1001);
  EXPECT_EQ(ReasonOfList(*store.snapshot(), request), base::reason::kInvalidFilter);
}

TEST(Changes, ComeInTheOrderOfCommitsAndOnceEach) {
  Logs logs;
  IndexedStore store;
  Statement first = logs.Report("SG", Logs::Boarding(9));
  Statement second = logs.Report("SG", Logs::Boarding(1));
  store.Commit({first, second});
  store.Commit({logs.Remark("ID", first)});
  Changes changes = ChangesAfter(*store.snapshot(), {}, 0, 10).value();
  ASSERT_EQ(changes.incidents.size(), 2u);
  EXPECT_EQ(changes.incidents[0].incident_id(), crypto::AsString(second.id));
  EXPECT_EQ(changes.incidents[1].statements(), 2u);
  EXPECT_THAT(changes.positions, ElementsAre(2, 3));
  EXPECT_EQ(changes.cursor, 3u);
  Changes none = ChangesAfter(*store.snapshot(), {}, 3, 10).value();
  EXPECT_THAT(none.incidents, IsEmpty());
  EXPECT_EQ(none.cursor, 3u);
}

TEST(Changes, GoOnWhereAFullAnswerEnded) {
  Logs logs;
  IndexedStore store;
  store.Commit({logs.Report("SG", Logs::Boarding()), logs.Report("SG", Logs::Boarding()),
                logs.Report("SG", Logs::Boarding())});
  Changes some = ChangesAfter(*store.snapshot(), {}, 0, 2).value();
  EXPECT_THAT(some.positions, ElementsAre(1, 2));
  EXPECT_EQ(some.cursor, 2u);
  EXPECT_THAT(ChangesAfter(*store.snapshot(), {}, some.cursor, 2)->positions, ElementsAre(3));
}

TEST(Changes, IncidentsOutsideTheFilterAdvanceTheCursorSilently) {
  Logs logs;
  IndexedStore store;
  store.Commit({logs.Report("SG", Logs::Boarding()), logs.Report("ID", Logs::Boarding())});
  v1::IncidentFilter filter;
  filter.add_economies("SG");
  Changes changes = ChangesAfter(*store.snapshot(), filter, 0, 10).value();
  EXPECT_THAT(changes.positions, ElementsAre(1));
  EXPECT_EQ(changes.cursor, 2u);
}

TEST(Changes, ACursorAheadOfTheTableIsRefused) {
  IndexedStore store;
  EXPECT_EQ(base::ReasonOf(ChangesAfter(*store.snapshot(), {}, 1, 10).status()),
            base::reason::kInvalidCursor);
}

TEST(Cursor, BelongsToOneNode) {
  std::string cursor = FormatCursor("lightship/SG/1", 42);
  EXPECT_EQ(*ParseCursor("lightship/SG/1", cursor), 42u);
  EXPECT_EQ(*ParseCursor("lightship/SG/1", "0"), 0u);
  for (const std::string& text : {FormatCursor("lightship/SG/2", 42), std::string("42"),
                                  cursor + " ", std::string("lightship/SG/1@042")}) {
    EXPECT_EQ(base::ReasonOf(ParseCursor("lightship/SG/1", text).status()),
              base::reason::kInvalidCursor)
        << text;
  }
}

}  // namespace
}  // namespace lightship::incident
