#include "node/incident/records.h"

#include "gtest/gtest.h"
#include "node/incident/query.h"
#include "tests/unit/incident/made.h"

namespace lightship::incident {
namespace {

// The record of `number`, as it is after so many changes.
struct Version {
  explicit Version(int number, uint64_t changed = 1) : held(RowDetail::Make(OfIncident(number, changed))), row(*held) {}
  static Particulars OfIncident(int number, uint64_t changed) {
    Particulars particulars;
    particulars.id = crypto::Sha256({std::to_string(number)});
    particulars.changed = changed;
    return particulars;
  }
  RowDetailPointer held;
  const RowDetail& row;
  Shown shown = std::make_shared<const std::string>("summary");
};

Shown FoundIn(RecentSummaries& recent, const RowDetail& row) { return recent.Find({&row}).front(); }
void AddTo(RecentSummaries& recent, const Version& version) { recent.Add({&version.row}, {version.shown}); }

TEST(RecentSummaries, AreFoundByIncidentAndChange) {
  RecentSummaries recent;
  const Version one(1, 7), other(2, 7), later(1, 8);
  EXPECT_EQ(FoundIn(recent, one.row), nullptr);
  AddTo(recent, one);
  EXPECT_EQ(FoundIn(recent, one.row), one.shown);
  EXPECT_EQ(FoundIn(recent, other.row), nullptr);
  EXPECT_EQ(FoundIn(recent, later.row), nullptr);
  AddTo(recent, later);
  EXPECT_EQ(FoundIn(recent, later.row), later.shown);
  EXPECT_EQ(FoundIn(recent, one.row), nullptr);
  EXPECT_EQ(recent.Find({&other.row, &later.row}), (std::vector<Shown>{nullptr, later.shown}));
}

TEST(RecentSummaries, AreForgottenWhateverHalfTheyAreIn) {
  RecentSummaries recent;
  const Version one(1);
  AddTo(recent, one);
  recent.Forget(one.row.id);
  EXPECT_EQ(FoundIn(recent, one.row), nullptr);
  AddTo(recent, one);
  for (int i = 2; i < static_cast<int>(RecentSummaries::kMost / 2) + 10; ++i) AddTo(recent, Version(i));
  EXPECT_EQ(FoundIn(recent, one.row), one.shown) << "of the older half";
  recent.Forget(one.row.id);
  EXPECT_EQ(FoundIn(recent, one.row), nullptr);
}

TEST(RecentSummaries, GiveUpTheOlderHalfWhenTheyAreTooMany) {
  RecentSummaries recent;
  const int most = RecentSummaries::kMost;
  for (int i = 0; i < 3 * most; ++i) AddTo(recent, Version(i));
  EXPECT_EQ(FoundIn(recent, Version(most).row), nullptr);
  int found = 0;
  for (int i = 0; i < 3 * most; ++i) found += FoundIn(recent, Version(i).row) != nullptr ? 1 : 0;
  EXPECT_LE(found, most);
  EXPECT_GE(found, most / 2);
  EXPECT_NE(FoundIn(recent, Version(3 * most - 1).row), nullptr);
}

TEST(RecentSummaries, TakeNoneThatIsBeingReplaced) {
  RecentSummaries recent;
  const Version one(1);
  one.row.Keep("what it was");
  AddTo(recent, one);
  EXPECT_EQ(FoundIn(recent, one.row), nullptr);
}

TEST(RecentSummaries, DoNotComeBackWithALookAtAnEarlierSnapshot) {
  Logs logs;
  IndexedStore store;
  const Statement first = logs.Report("SG", Logs::Boarding());
  store.Commit({first});
  const auto before = store.snapshot();
  RecentSummaries& recent = before->records()->recent();
  const RowDetail& row = *before->Find(first.id);
  EXPECT_EQ(Listed(*before, {})->incidents(0).place_text(), "Singapore Strait");
  EXPECT_NE(FoundIn(recent, row), nullptr);
  v1::Facts elsewhere = Logs::Boarding();
  elsewhere.set_place_text("elsewhere");
  store.Commit({logs.Amend(first, elsewhere)});
  EXPECT_EQ(FoundIn(recent, row), nullptr);
  EXPECT_EQ(Listed(*before, {})->incidents(0).place_text(), "Singapore Strait");
  EXPECT_EQ(FoundIn(recent, row), nullptr);
  EXPECT_EQ(Listed(*store.snapshot(), {})->incidents(0).place_text(), "elsewhere");
}

}  // namespace
}  // namespace lightship::incident
