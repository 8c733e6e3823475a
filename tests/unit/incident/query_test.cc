#include "node/incident/query.h"

#include <algorithm>
#include <random>
#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/maritime/geometry.h"
#include "tests/unit/incident/made.h"

namespace lightship::incident {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string ReasonOfList(const TableSnapshot& snapshot, const v1::ListIncidentsRequest& request) {
  return base::ReasonOf(Listed(snapshot, request).status());
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
    v1::ListIncidentsResponse page = Listed(*store.snapshot(), request).value();
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

v1::IncidentFilter Around(double lat, double lon) {
  v1::IncidentFilter filter;
  filter.mutable_circle()->set_lat_e7(maritime::ToE7(lat));
  filter.mutable_circle()->set_lon_e7(maritime::ToE7(lon));
  filter.mutable_circle()->set_radius_m(2e7);
  return filter;
}

TEST(List, StandsInTheOrderAskedFor) {
  Logs logs;
  IndexedStore store;
  std::vector<Statement> reports;
  for (double hour : {5, 1, 9}) {
    v1::Facts facts = Logs::Boarding(hour);
    facts.mutable_position()->set_lat_e7(maritime::ToE7(hour));
    reports.push_back(logs.Report("SG", facts));
  }
  store.Commit(reports);
  auto order = [&](v1::IncidentOrder order, double from = 0) {
    v1::ListIncidentsRequest request;
    request.set_order(order);
    *request.mutable_filter() = Around(from, 104);
    std::vector<int> degrees;
    const v1::ListIncidentsResponse listed = Listed(*store.snapshot(), request).value();
    for (const v1::IncidentSummary& incident : listed.incidents()) {
      degrees.push_back(incident.position().lat_e7() / 10000000);
    }
    return degrees;
  };
  EXPECT_THAT(order(v1::INCIDENT_ORDER_UNSPECIFIED), ElementsAre(9, 5, 1));
  EXPECT_THAT(order(v1::INCIDENT_ORDER_OLDEST), ElementsAre(1, 5, 9));
  EXPECT_THAT(order(v1::INCIDENT_ORDER_UPDATED), ElementsAre(9, 1, 5));
  EXPECT_THAT(order(v1::INCIDENT_ORDER_NEAREST), ElementsAre(1, 5, 9));
  EXPECT_THAT(order(v1::INCIDENT_ORDER_NEAREST, 6), ElementsAre(5, 9, 1));
  v1::ListIncidentsRequest request;
  request.set_order(v1::INCIDENT_ORDER_NEAREST);
  EXPECT_EQ(ReasonOfList(*store.snapshot(), request), base::reason::kInvalidFilter);
  request.set_order(static_cast<v1::IncidentOrder>(9));
  EXPECT_EQ(ReasonOfList(*store.snapshot(), request), base::reason::kInvalidFilter);
}

TEST(List, PagesOfAnyOrderNeitherRepeatNorHideWhatDidNotChange) {
  for (v1::IncidentOrder order :
       {v1::INCIDENT_ORDER_UNSPECIFIED, v1::INCIDENT_ORDER_OLDEST, v1::INCIDENT_ORDER_UPDATED,
        v1::INCIDENT_ORDER_NEAREST}) {
    std::mt19937 random(3);
    auto upto = [&](int most) { return std::uniform_int_distribution<int>(0, most)(random); };
    auto facts = [&] {
      v1::Facts facts = Logs::Boarding(upto(6));
      facts.mutable_position()->set_lat_e7(maritime::ToE7(upto(6)));
      return facts;
    };
    Logs logs;
    IndexedStore store;
    std::vector<Statement> reports;
    for (int i = 0; i < 80; ++i) reports.push_back(logs.Report("SG", facts()));
    store.Commit(reports);
    std::set<std::string> changed;
    std::vector<std::string> listed;
    v1::ListIncidentsRequest request;
    request.set_page_size(9);
    request.set_order(order);
    *request.mutable_filter() = Around(0, 104);
    do {
      v1::ListIncidentsResponse page = Listed(*store.snapshot(), request).value();
      for (const auto& incident : page.incidents()) listed.push_back(incident.incident_id());
      request.set_page_token(page.next_page_token());
      const Statement& old = reports[static_cast<size_t>(upto(79))];
      changed.insert(crypto::AsString(old.id));
      store.Commit({logs.Report("ID", facts()), logs.Amend(old, facts())});
    } while (!request.page_token().empty());
    for (const Statement& report : reports) {
      const std::string id = crypto::AsString(report.id);
      if (changed.contains(id)) continue;
      EXPECT_EQ(std::count(listed.begin(), listed.end(), id), 1) << order;
    }
  }
}

TEST(List, APageThatEndsTheListHasNoToken) {
  Logs logs;
  IndexedStore store;
  store.Commit({logs.Report("SG", Logs::Boarding()), logs.Report("SG", Logs::Boarding())});
  v1::ListIncidentsRequest request;
  request.set_page_size(2);
  EXPECT_EQ(Listed(*store.snapshot(), request)->next_page_token(), "");
  request.set_page_size(1);
  EXPECT_NE(Listed(*store.snapshot(), request)->next_page_token(), "");
}

TEST(List, RefusesATokenThatWasChangedOrBelongsToAnotherFilter) {
  Logs logs;
  IndexedStore store;
  store.Commit({logs.Report("SG", Logs::Boarding()), logs.Report("SG", Logs::Boarding())});
  v1::ListIncidentsRequest request;
  request.set_page_size(1);
  const std::string token = Listed(*store.snapshot(), request)->next_page_token();
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
  EXPECT_TRUE(Listed(*store.snapshot(), request).ok());
  request.set_order(v1::INCIDENT_ORDER_OLDEST);
  EXPECT_EQ(ReasonOfList(*store.snapshot(), request), base::reason::kInvalidPageToken);
  request.clear_order();
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
  Changes changes = ChangesAfter(*store.snapshot(), *FilterOfChanges({}), 0, 10).value();
  ASSERT_EQ(changes.incidents.size(), 2u);
  EXPECT_EQ(changes.incidents[0].incident_id(), crypto::AsString(second.id));
  EXPECT_EQ(changes.incidents[1].statements(), 2u);
  EXPECT_THAT(changes.positions, ElementsAre(2, 3));
  EXPECT_EQ(changes.cursor, 3u);
  Changes none = ChangesAfter(*store.snapshot(), *FilterOfChanges({}), 3, 10).value();
  EXPECT_THAT(none.incidents, IsEmpty());
  EXPECT_EQ(none.cursor, 3u);
}

TEST(Changes, GoOnWhereAFullAnswerEnded) {
  Logs logs;
  IndexedStore store;
  store.Commit({logs.Report("SG", Logs::Boarding()), logs.Report("SG", Logs::Boarding()),
                logs.Report("SG", Logs::Boarding())});
  Changes some = ChangesAfter(*store.snapshot(), *FilterOfChanges({}), 0, 2).value();
  EXPECT_THAT(some.positions, ElementsAre(1, 2));
  EXPECT_EQ(some.cursor, 2u);
  EXPECT_THAT(ChangesAfter(*store.snapshot(), *FilterOfChanges({}), some.cursor, 2)->positions, ElementsAre(3));
}

TEST(Changes, IncidentsOutsideTheFilterAdvanceTheCursorSilently) {
  Logs logs;
  IndexedStore store;
  store.Commit({logs.Report("SG", Logs::Boarding()), logs.Report("ID", Logs::Boarding())});
  v1::IncidentFilter filter;
  filter.add_economies("SG");
  Changes changes = ChangesAfter(*store.snapshot(), *FilterOfChanges(filter), 0, 10).value();
  EXPECT_THAT(changes.positions, ElementsAre(1));
  EXPECT_EQ(changes.cursor, 2u);
}

TEST(Changes, ACursorAheadOfTheTableIsRefused) {
  IndexedStore store;
  EXPECT_EQ(base::ReasonOf(ChangesAfter(*store.snapshot(), *FilterOfChanges({}), 1, 10).status()),
            base::reason::kInvalidCursor);
}

TEST(Cursor, BelongsToOneDatabaseOfOneNode) {
  const char* kDatabase = "lightship/SG/1/6f1a09c35a0e7b42";
  const std::string cursor = FormatCursor(kDatabase, {42, 7});
  EXPECT_EQ(*ParseCursor(kDatabase, cursor), (Position{42, 7}));
  EXPECT_EQ(*ParseCursor(kDatabase, "0"), Position());
  for (const std::string& text :
       {FormatCursor("lightship/SG/2/6f1a09c35a0e7b42", {42, 7}), FormatCursor("lightship/SG/1/0000000000000000", {42, 7}),
        std::string("42"), cursor + " ", std::string(kDatabase) + "@042.7", std::string(kDatabase) + "@42"}) {
    EXPECT_EQ(base::ReasonOf(ParseCursor(kDatabase, text).status()), base::reason::kInvalidCursor) << text;
  }
}

}  // namespace
}  // namespace lightship::incident
