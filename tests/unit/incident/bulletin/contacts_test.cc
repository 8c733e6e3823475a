#include "node/incident/bulletin/contacts.h"

#include <algorithm>
#include <random>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/base/limits.h"
#include "node/base/status.h"
#include "node/incident/bulletin/contact_find.h"
#include "node/incident/bulletin/contact_list.h"
#include "node/maritime/area.h"
#include "node/maritime/economy.h"
#include "node/statement/open.h"
#include "tests/unit/incident/bulletin/posted.h"

namespace lightship::incident::bulletin {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr double kDay = 24;

// Confirmed at Hour(`confirmed`).
v1::Contact Card(absl::string_view role, double confirmed = 0) {
  v1::Contact card;
  card.set_agency("Coast Guard");
  card.set_role(std::string(role));
  card.add_phones("+00 0000");
  *card.mutable_last_confirmed() = statement::ToTimestamp(Hour(confirmed));
  return card;
}

v1::Contact Within(v1::Contact card, double lat, double lon, double radius_nm) {
  v1::AreaOfResponsibility& area = *card.add_areas();
  area.set_name("Strait");
  area.mutable_circle()->set_lat_e7(maritime::ToE7(lat));
  area.mutable_circle()->set_lon_e7(maritime::ToE7(lon));
  area.mutable_circle()->set_radius_m(radius_nm * maritime::kMetresPerNauticalMile);
  return card;
}

v1::Contact InNavarea(v1::Contact card, uint32_t navarea) {
  card.add_areas()->set_navarea(navarea);
  return card;
}

Statement Published(Logs& logs, absl::string_view economy, const v1::Contact& card, double hour = 0,
                    const Statement* former = nullptr) {
  v1::Manifest manifest = Logs::Draft(v1::STATEMENT_KIND_CONTACT, hour);
  if (former != nullptr) manifest.add_supersedes(crypto::AsString(former->id));
  return logs.Admit(economy, manifest, {{"contact", card.SerializeAsString()}});
}

Board BoardOf(const std::vector<Statement>& statements) {
  std::vector<Posting> postings;
  for (const Statement& statement : statements) postings.push_back({statement, postings.size() + 1});
  std::vector<const Posting*> pointers;
  for (const Posting& posting : postings) pointers.push_back(&posting);
  Board board;
  board.cards = DeriveCards(pointers);
  return board;
}

v1::FindContactsResponse Find(const Board& board, double lat, double lon, double hour = 10) {
  v1::FindContactsRequest request;
  request.set_lat_e7(maritime::ToE7(lat));
  request.set_lon_e7(maritime::ToE7(lon));
  absl::StatusOr<v1::FindContactsResponse> found = FindContacts(board, request, Hour(hour));
  EXPECT_TRUE(found.ok()) << found.status();
  return found.value_or(v1::FindContactsResponse());
}

std::vector<std::string> Addresses(const v1::FindContactsResponse& found) {
  std::vector<std::string> addresses;
  for (const v1::FoundContact& one : found.contacts()) addresses.push_back(one.card().address());
  return addresses;
}

TEST(Contacts, ACardThatConfirmsReplacesTheOldOne) {
  Logs logs;
  Statement old = Published(logs, "SG", Card("MRCC"), 1);
  Statement fresh = Published(logs, "SG", Card("MRCC", 2), 2, &old);
  Board board = BoardOf({fresh, old});
  v1::ListContactsRequest request;
  EXPECT_EQ(ListContacts(board, request, Hour(10))->contacts(0).address(), "SG/2");
  EXPECT_EQ(ListContacts(board, request, Hour(10))->total(), 1u);
  request.set_all(true);
  EXPECT_EQ(ListContacts(board, request, Hour(10))->total(), 2u);
  board = BoardOf({old, fresh, TakenBack(logs, fresh)});
  request.set_all(false);
  EXPECT_EQ(ListContacts(board, request, Hour(10))->contacts(0).address(), "SG/1");
}

TEST(Contacts, AreSaidToBeUnconfirmedEndingOrEnded) {
  Logs logs;
  v1::Contact ends = Card("MRCC");
  *ends.mutable_valid_to() = statement::ToTimestamp(Hour(100 * kDay));
  CardView view = BoardOf({Published(logs, "SG", ends)}).cards.at(0);
  EXPECT_THAT(CardAt(view, Hour(70 * kDay) - absl::Seconds(1)).concerns(), IsEmpty());
  EXPECT_THAT(CardAt(view, Hour(70 * kDay)).concerns(), ElementsAre(v1::CONTACT_CONCERN_EXPIRING));
  EXPECT_THAT(CardAt(view, Hour(100 * kDay)).concerns(), ElementsAre(v1::CONTACT_CONCERN_EXPIRED));
  EXPECT_EQ(CardAt(view, Hour(100 * kDay)).state(), v1::CONTACT_STATE_EXPIRED);
  view = BoardOf({Published(logs, "SG", Card("MRCC"))}).cards.at(0);
  EXPECT_THAT(CardAt(view, Hour(180 * kDay)).concerns(), IsEmpty());
  EXPECT_THAT(CardAt(view, Hour(180 * kDay) + absl::Seconds(1)).concerns(),
              ElementsAre(v1::CONTACT_CONCERN_UNCONFIRMED));
  v1::Contact never = Card("MRCC");
  never.clear_last_confirmed();
  view = BoardOf({Published(logs, "SG", never)}).cards.at(0);
  EXPECT_THAT(CardAt(view, Hour(1)).concerns(), ElementsAre(v1::CONTACT_CONCERN_UNCONFIRMED));
}

TEST(Contacts, WithConcernsAreCountedAndListedAlone) {
  Logs logs;
  v1::Contact never = Card("MRCC");
  never.clear_last_confirmed();
  Board board = BoardOf({Published(logs, "SG", never), Published(logs, "ID", Card("MRCC"))});
  v1::ListContactsRequest request;
  absl::StatusOr<v1::ListContactsResponse> list = ListContacts(board, request, Hour(1));
  EXPECT_EQ(list->total(), 2u);
  EXPECT_EQ(list->concerned(), 1u);
  request.set_concerned_only(true);
  list = ListContacts(board, request, Hour(1));
  ASSERT_EQ(list->contacts_size(), 1);
  EXPECT_EQ(list->contacts(0).economy(), "SG");
}

TEST(FindContacts, PutsTheMostSpecificAreaFirstThenTheRoleThenTheNewestConfirmation) {
  Logs logs;
  Board board = BoardOf({
      Published(logs, "JP", InNavarea(Card("MRCC"), 11)),
      Published(logs, "ID", Within(Card("focal point"), 1.25, 104, 30)),
      Published(logs, "ID", Within(Card("operations centre", 1), 1.25, 104, 30)),
      Published(logs, "ID", Within(Card("Operations Centre", 2), 1.25, 104, 30)),
      Published(logs, "SG", Within(InNavarea(Card("other desk"), 11), 1.25, 104, 10)),
      Published(logs, "MY", Within(Card("MRCC"), 5, 100, 30)),
      Published(logs, "PH", Card("MRCC")),
  });
  v1::FindContactsResponse found = Find(board, 1.25, 104.1);
  EXPECT_THAT(Addresses(found), ElementsAre("SG/1", "ID/3", "ID/2", "ID/1", "JP/1"));
  EXPECT_FALSE(found.by_coordinator());
  EXPECT_THAT(found.contacts(0).reason(), HasSubstr("6.0 nm from the centre of Strait (10 nm)"));
  EXPECT_EQ(found.contacts(4).reason(), "NAVAREA XI");
  // Beyond the small circle the same desk answers for the NAVAREA: after the rescue centre.
  EXPECT_THAT(Addresses(Find(board, 1.25, 104.3)), ElementsAre("ID/3", "ID/2", "ID/1", "JP/1", "SG/1"));
}

TEST(FindContacts, HoldsABoxAcrossThe180thMeridian) {
  Logs logs;
  v1::Contact card = Card("MRCC");
  v1::Box& box = *card.add_areas()->mutable_box();
  box.set_south_e7(maritime::ToE7(-10));
  box.set_north_e7(maritime::ToE7(10));
  box.set_west_e7(maritime::ToE7(170));
  box.set_east_e7(maritime::ToE7(-170));
  Board board = BoardOf({Published(logs, "NZ", card)});
  EXPECT_FALSE(Find(board, 0, 179.9).by_coordinator());
  EXPECT_FALSE(Find(board, 0, -179.9).by_coordinator());
  EXPECT_TRUE(Find(board, 0, 160).by_coordinator());
  // 20 by 20 degrees at the equator.
  EXPECT_NEAR(SquareKilometres(card.areas(0)), 2222.4 * 2222.4, 1);
}

TEST(FindContacts, KnowsAreasByName) {
  Logs logs;
  v1::Contact card = Card("MRCC");
  card.add_areas()->set_area("singapore-strait");
  v1::Contact unknown = Card("MRCC");
  unknown.add_areas()->set_area("sea-of-fables");
  Board board = BoardOf({Published(logs, "JP", InNavarea(Card("MRCC"), 11)), Published(logs, "SG", card),
                         Published(logs, "ID", unknown)});
  v1::FindContactsResponse found = Find(board, 1.2, 103.9);
  EXPECT_THAT(Addresses(found), ElementsAre("SG/1", "JP/1"));
  EXPECT_EQ(found.contacts(0).reason(), "in Singapore Strait");
}

TEST(FindContacts, FallsBackToTheCoordinatorOfTheNavareaAndSaysSo) {
  Logs logs;
  Board board = BoardOf({Published(logs, "JP", Card("focal point")), Published(logs, "JP", Card("MRCC")),
                         Published(logs, "SG", Card("MRCC"))});
  v1::FindContactsResponse found = Find(board, 1.25, 104);
  EXPECT_TRUE(found.by_coordinator());
  EXPECT_EQ(found.navarea(), 11u);
  EXPECT_EQ(found.coordinator(), "Japan");
  EXPECT_THAT(Addresses(found), ElementsAre("JP/2", "JP/1"));
  EXPECT_EQ(found.contacts(0).reason(), "coordinates NAVAREA XI");
  EXPECT_THAT(Addresses(Find(board, -40, 150)), IsEmpty());
}

TEST(FindContacts, KnowsTheEconomyOfEveryCoordinator) {
  for (int navarea = 1; navarea <= 21; ++navarea) {
    EXPECT_TRUE(maritime::Alpha2OfName(maritime::NavareaCoordinator(navarea)).has_value())
        << maritime::NavareaCoordinator(navarea);
  }
}

TEST(FindContacts, LeavesOutCardsThatAreNotCurrentOrInDoubtOrForExercises) {
  Logs logs;
  const v1::Contact here = InNavarea(Card("MRCC"), 11);
  v1::Contact ended = here;
  *ended.mutable_valid_to() = statement::ToTimestamp(Hour(5));
  Statement doubted = Published(logs, "ID", here);
  doubted.doubtful = true;
  v1::Manifest drill = Logs::Draft(v1::STATEMENT_KIND_CONTACT, 0);
  drill.set_exercise_status(v1::EXERCISE_STATUS_EXERCISE);
  Statement old = Published(logs, "SG", here);
  Board board = BoardOf({Published(logs, "SG", ended), doubted, old, Published(logs, "SG", here, 1, &old),
                         logs.Admit("SG", drill, {{"contact", here.SerializeAsString()}})});
  EXPECT_THAT(Addresses(Find(board, 1.25, 104)), ElementsAre("SG/3"));
  EXPECT_THAT(Addresses(Find(board, 1.25, 104, 0.5)), UnorderedElementsAre("SG/1", "SG/2"));
}

TEST(FindContacts, RefusesWhatIsNoPosition) {
  v1::FindContactsRequest request;
  request.set_lat_e7(900'000'001);
  EXPECT_TRUE(absl::IsInvalidArgument(FindContacts(Board(), request, Hour(0)).status()));
}

TEST(RoleRank, KnowsTheDesksByTheWordsOfTheTrade) {
  for (const char* role : {"MRCC", "JRCC Australia", "Rescue Coordination Centre"}) EXPECT_EQ(RoleRank(role), 0) << role;
  for (const char* role : {"operations centre", "24/7 Ops room"}) EXPECT_EQ(RoleRank(role), 1) << role;
  EXPECT_EQ(RoleRank("ReCAAP Focal Point"), 2);
  for (const char* role : {"", "port authority", "copshop"}) EXPECT_EQ(RoleRank(role), 3) << role;
}

TEST(Contacts, DoNotDependOnTheOrderOfArrival) {
  for (uint32_t seed = 1; seed <= 100; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    auto pick = [&](size_t n) { return std::uniform_int_distribution<size_t>(0, n - 1)(random); };
    Logs logs;
    std::vector<Statement> all;
    for (int i = 0; i < 16; ++i) {
      const Statement* former = all.empty() || pick(2) == 0 ? nullptr : &all[pick(all.size())];
      const double hour = static_cast<double>(pick(20));
      if (former != nullptr && pick(4) == 0) {
        all.push_back(TakenBack(logs, *former));
      } else {
        all.push_back(Published(logs, pick(2) == 0 ? "SG" : "ID", InNavarea(Card(pick(2) == 0 ? "MRCC" : "desk", hour), 11),
                                hour, former));
      }
      all.back().doubtful = pick(8) == 0;
    }
    std::vector<Statement> shuffled = all;
    std::shuffle(shuffled.begin(), shuffled.end(), random);
    for (double hour : {0.0, 5.0, 10.0, 30.0}) {
      ASSERT_EQ(Find(BoardOf(all), 1, 104, hour).SerializeAsString(),
                Find(BoardOf(shuffled), 1, 104, hour).SerializeAsString());
    }
  }
}

}  // namespace
}  // namespace lightship::incident::bulletin
