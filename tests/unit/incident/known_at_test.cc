// Lists as they were known at a moment: against a store that never got what came later.
#include <atomic>
#include <future>
#include <random>
#include <set>
#include <thread>

#include "absl/synchronization/notification.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/incident/past_tables.h"
#include "node/incident/query.h"
#include "node/statement/open.h"
#include "tests/unit/incident/made.h"

namespace lightship::incident {
namespace {

using ::testing::ElementsAre;

v1::IncidentFilter KnownAt(absl::Time at) {
  v1::IncidentFilter filter;
  filter.set_include_retracted(true);
  *filter.mutable_known_at() = statement::ToTimestamp(at);
  return filter;
}

// Summaries as listed, without what the change counter decides.
std::vector<std::string> Listed(const IndexedStore& store, const v1::IncidentFilter& filter) {
  absl::StatusOr<std::shared_ptr<const TableSnapshot>> snapshot =
      store.index->SnapshotFor(filter, "officer");
  EXPECT_TRUE(snapshot.ok()) << snapshot.status();
  std::vector<std::string> summaries;
  if (!snapshot.ok()) return summaries;
  const v1::ListIncidentsResponse listed = ListAll(**snapshot, filter);
  for (const v1::IncidentSummary& summary : listed.incidents()) {
    summaries.push_back(summary.ShortDebugString());
  }
  return summaries;
}

TEST(KnownAt, ForgetsAmendmentsRetractionsAndLaterIncidents) {
  Logs logs;
  v1::Facts later = Logs::Boarding();
  later.set_place_text("as amended");
  Statement first = logs.Report("SG", Logs::Boarding());
  Statement second = logs.Report("ID", Logs::Boarding(5));
  Statement amended = logs.Amend(first, later);
  Statement gone = logs.Retraction("ID", second, second);
  Statement third = logs.Report("MY", Logs::Boarding(9));
  IndexedStore now;
  now.Commit({first, second, amended, gone, third});
  IndexedStore then;
  then.Commit({first, second});
  EXPECT_EQ(Listed(now, KnownAt(amended.admitted_at)), Listed(then, KnownAt(Hour(9999))));
  EXPECT_EQ(Listed(now, KnownAt(amended.admitted_at)).size(), 2u);
  EXPECT_THAT(Listed(now, KnownAt(first.admitted_at)), ElementsAre());
  EXPECT_EQ(Listed(now, KnownAt(Hour(9999))).size(), 3u);
}

TEST(KnownAt, SplitsWhatWasLinkedSince) {
  Logs logs;
  Statement a = logs.Report("SG", Logs::Boarding());
  Statement b = logs.Report("ID", Logs::Boarding());
  Statement same = logs.Compare("SG", b, a, v1::CORRELATION_VERDICT_SAME_INCIDENT);
  Statement different = logs.Compare("ID", a, b, v1::CORRELATION_VERDICT_DIFFERENT_INCIDENT);
  IndexedStore now;
  now.Commit({a, b, same});
  EXPECT_EQ(Listed(now, KnownAt(same.admitted_at)).size(), 2u);
  EXPECT_EQ(Listed(now, KnownAt(different.admitted_at)).size(), 1u);
  now.Commit({different});
  EXPECT_EQ(Listed(now, KnownAt(different.admitted_at)).size(), 1u) << "still one, then";
  EXPECT_EQ(Listed(now, KnownAt(Hour(9999))).size(), 2u);
}

TEST(KnownAt, JoinsWhatWasOneUntilTheLinkWasTakenBack) {
  Logs logs;
  Statement a = logs.Report("SG", Logs::Boarding());
  Statement b = logs.Report("ID", Logs::Boarding());
  Statement same = logs.Compare("SG", a, b, v1::CORRELATION_VERDICT_SAME_INCIDENT);
  Statement back = logs.Retraction("SG", a, same);
  IndexedStore now;
  now.Commit({a, b, same});
  now.Commit({back});
  EXPECT_EQ(Listed(now, KnownAt(Hour(9999))).size(), 2u);
  now.Reopen();
  EXPECT_EQ(Listed(now, KnownAt(back.admitted_at)).size(), 1u);
}

TEST(KnownAt, SplitsWhatIsOneThroughALaterReport) {
  Logs logs;
  Statement a = logs.Report("SG", Logs::Boarding());
  Statement b = logs.Report("ID", Logs::Boarding());
  Statement later = logs.Report("MY", Logs::Boarding());
  IndexedStore now;
  now.Commit({a, b, later, logs.Compare("MY", later, a, v1::CORRELATION_VERDICT_SAME_INCIDENT),
              logs.Compare("MY", later, b, v1::CORRELATION_VERDICT_SAME_INCIDENT)});
  EXPECT_EQ(Listed(now, KnownAt(Hour(9999))).size(), 1u);
  EXPECT_EQ(Listed(now, KnownAt(later.admitted_at)).size(), 2u);
}

TEST(KnownAt, IsWhatAStoreWithoutTheLaterStatementsTells) {
  std::mt19937 random(5);
  auto upto = [&](size_t most) { return std::uniform_int_distribution<size_t>(0, most)(random); };
  Logs logs;
  std::vector<Statement> founders;
  std::vector<Statement> all;
  for (int i = 0; i < 120; ++i) {
    const size_t kind = founders.size() < 4 ? 0 : upto(5);
    const std::string economy = upto(1) == 0 ? "SG" : "ID";
    if (kind <= 1) {
      founders.push_back(logs.Report(economy, Logs::Boarding(static_cast<double>(upto(50)))));
      all.push_back(founders.back());
      continue;
    }
    const Statement& one = founders[upto(founders.size() - 1)];
    const Statement& other = founders[upto(founders.size() - 1)];
    if (kind == 2) all.push_back(logs.Claim(economy, one, v1::VERIFICATION_MASTER_CONFIRMED));
    if (kind == 3) all.push_back(logs.Also(economy, one, Logs::Boarding(3)));
    if (kind >= 4 && one.id != other.id) {
      all.push_back(logs.Compare(economy, one, other,
                                 kind == 4 ? v1::CORRELATION_VERDICT_SAME_INCIDENT
                                           : v1::CORRELATION_VERDICT_DIFFERENT_INCIDENT));
    }
  }
  IndexedStore now;
  now.Commit(all);
  for (size_t known : {size_t{0}, size_t{1}, size_t{10}, size_t{40}, size_t{70}, all.size() - 1}) {
    IndexedStore then;
    then.Commit({all.begin(), all.begin() + static_cast<ptrdiff_t>(known)});
    EXPECT_EQ(Listed(now, KnownAt(all[known].admitted_at)), Listed(then, KnownAt(Hour(9999))))
        << known;
  }
}

TEST(KnownAt, IsMadeOnceForEachMoment) {
  Logs logs;
  IndexedStore store;
  store.Commit({logs.Report("SG", Logs::Boarding())});
  const auto first = store.index->SnapshotFor(KnownAt(Hour(9999)), "officer");
  EXPECT_EQ(*first, *store.index->SnapshotFor(KnownAt(Hour(9999)), "officer"));
  store.Commit({logs.Report("SG", Logs::Boarding())});
  EXPECT_NE(*first, *store.index->SnapshotFor(KnownAt(Hour(9999)), "officer")) << "something came";
  EXPECT_EQ(*store.index->SnapshotFor({}, "officer"), store.snapshot());
}

TEST(KnownAt, IsNotWatched) {
  EXPECT_EQ(base::ReasonOf(FilterOfChanges(KnownAt(Hour(1))).status()), base::reason::kInvalidFilter);
}

// A store whose incidents are read only once the gate is open.
class GatedStore final : public store::Store {
 public:
  std::unique_ptr<const store::View> Snapshot() const override { return nullptr; }
  absl::StatusOr<std::string> Get(store::Table, absl::string_view) const override {
    return absl::NotFoundError("an empty store");
  }
  absl::Status Scan(store::Table, absl::string_view, absl::string_view,
                    absl::FunctionRef<bool(absl::string_view, absl::string_view)>) const override {
    ++reads;
    gate.WaitForNotification();
    return absl::OkStatus();
  }
  absl::Status Write(const store::WriteBatch&) override { return absl::OkStatus(); }

  mutable absl::Notification gate;
  mutable std::atomic<int> reads = 0;
};

// What A has made while B, and then C, have asked.
class TurnsTest : public ::testing::Test {
 protected:
  TurnsTest() {
    auto made = std::async(std::launch::async, [&] { return MayMake("A"); });
    while (store_.reads == 0) std::this_thread::yield();
    EXPECT_FALSE(MayMake("B"));
    EXPECT_FALSE(MayMake("C"));
    store_.gate.Notify();
    EXPECT_TRUE(made.get());
  }
  // Of another moment each time.
  bool MayMake(const std::string& caller) {
    const absl::Status made = tables_.At(Hour(++moment_), *now_, caller).status();
    EXPECT_TRUE(made.ok() || base::ReasonOf(made) == base::reason::kOverloaded) << made;
    return made.ok();
  }

  GatedStore store_;
  absl::Duration uptime_ = absl::Hours(1);
  PastTables tables_{&store_, [this] { return uptime_; }};
  const std::shared_ptr<const TableSnapshot> now_ = IndexedStore().snapshot();
  std::atomic<int> moment_ = 0;
};

TEST_F(TurnsTest, TheNextIsMadeForWhomeverHasWaitedLongest) {
  EXPECT_FALSE(MayMake("A")) << "once more, before those whom it was refused";
  EXPECT_FALSE(MayMake("C"));
  EXPECT_TRUE(MayMake("B"));
  EXPECT_FALSE(MayMake("B"));
  EXPECT_TRUE(MayMake("C"));
  EXPECT_TRUE(MayMake("A"));
}

TEST_F(TurnsTest, NobodyWaitsLongForOneWhoHasGivenUp) {
  uptime_ += absl::Seconds(1);
  EXPECT_FALSE(MayMake("C"));
  uptime_ += absl::Seconds(1.5);
  EXPECT_TRUE(MayMake("C")) << "B has not come back";
  EXPECT_TRUE(MayMake("A"));
}

TEST_F(TurnsTest, WhoFindsTheTableMadeWaitsNoMore) {
  EXPECT_TRUE(tables_.At(Hour(1), *now_, "B").ok());
  EXPECT_TRUE(MayMake("C"));
}

TEST(KnownAt, WhoAsksWhileATableIsMadeHoldsNoThreadAndComesBack) {
  GatedStore store;
  PastTables tables(&store);
  const auto now = IndexedStore().snapshot();
  auto first = std::async(std::launch::async, [&] { return tables.At(Hour(1), *now, "A"); });
  while (store.reads == 0) std::this_thread::yield();
  EXPECT_EQ(base::ReasonOf(tables.At(Hour(1), *now, "A").status()), base::reason::kOverloaded);
  EXPECT_EQ(base::ReasonOf(tables.At(Hour(2), *now, "B").status()), base::reason::kOverloaded);
  store.gate.Notify();
  const auto made = first.get();
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(tables.At(Hour(1), *now, "A").value(), *made);
  EXPECT_EQ(store.reads, 1);
}

}  // namespace
}  // namespace lightship::incident
