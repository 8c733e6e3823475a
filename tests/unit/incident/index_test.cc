#include "node/incident/index.h"

#include <algorithm>
#include <numeric>
#include <random>
#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "lightship/storage/v1/storage.pb.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/incident/count.h"
#include "node/incident/query.h"
#include "node/store/schema.h"
#include "tests/unit/incident/made.h"

namespace lightship::incident {
namespace {

using ::testing::HasSubstr;

// Three incidents with amendments, retractions, claims, another economy's report and an orphan's remarks.
std::vector<Statement> History() {
  Logs logs;
  std::vector<Statement> history;
  for (int i = 0; i < 3; ++i) {
    Statement founder = logs.Report("SG", Logs::Boarding(i), Logs::Ship("Star", 9074729));
    Statement amendment = logs.Amend(founder, Logs::Boarding(i + 10));
    history.insert(history.end(),
                   {founder, amendment, logs.Also("ID", founder, Logs::Boarding(i + 20)),
                    logs.Claim("MY", founder, v1::VERIFICATION_AUTHORITY_VERIFIED),
                    logs.Remark("PH", founder)});
    if (i == 1) history.push_back(logs.Retraction("SG", founder, amendment));
  }
  Statement missing = logs.Report("SG", Logs::Boarding());
  history.push_back(logs.Remark("ID", missing));
  history.push_back(logs.Admit("SG", Logs::Draft(v1::STATEMENT_KIND_CONTACT, 0), {}));
  return history;
}

TEST(Index, EveryOrderAndEverySplitIntoCommitsGivesTheSameIncidents) {
  std::vector<Statement> history = History();
  IndexedStore whole;
  whole.Commit(history);
  const std::vector<std::string> expected = whole.Summaries();
  ASSERT_EQ(expected.size(), 4u);
  for (uint32_t seed = 0; seed < 60; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    std::shuffle(history.begin(), history.end(), random);
    IndexedStore store;
    store.ahead = static_cast<IndexedStore::Ahead>(seed % 3);
    for (size_t at = 0; at < history.size();) {
      size_t end = std::min<size_t>(history.size(), at + 1 + random() % 5);
      store.Commit({history.begin() + static_cast<ptrdiff_t>(at),
                    history.begin() + static_cast<ptrdiff_t>(end)});
      at = end;
      if (random() % 4 == 0) store.Reopen();
    }
    ASSERT_EQ(store.Summaries(), expected);
  }
}

TEST(Index, WhatIsDerivedAheadIsStoredAndShownAsWhatTheCommitFinds) {
  std::vector<Statement> history = History();
  Logs others;
  v1::Manifest restricted = Logs::Draft(v1::STATEMENT_KIND_REPORT, 0);
  restricted.set_audience("MY/patrol@1");
  history.push_back(others.Admit("MY", restricted, {{"facts", Logs::Boarding(30).SerializeAsString()},
                                                    {"vessel", Logs::Ship("Moon", 9074729).SerializeAsString()}}));
  for (IndexedStore::Ahead known : {IndexedStore::Ahead::kPlaced, IndexedStore::Ahead::kUnplaced}) {
    IndexedStore expected, ahead;
    ahead.ahead = known;
    // One commit each, so that every report founds its incident alone.
    for (const Statement& statement : history) {
      expected.Commit({statement});
      ahead.Commit({statement});
      EXPECT_EQ(ListAll(*ahead.snapshot(), {}).SerializeAsString(), ListAll(*expected.snapshot(), {}).SerializeAsString());
      EXPECT_EQ(ahead.Records(), expected.Records());
      EXPECT_EQ(ahead.snapshot()->newest_change(), expected.snapshot()->newest_change());
      const statement::Address address = statement::Origin::Parse(statement.origin)->At(statement.index);
      const RowDetail* found = ahead.snapshot()->Find(address);
      const RowDetail* right = expected.snapshot()->Find(address);
      ASSERT_EQ(found != nullptr, right != nullptr);
      if (right != nullptr) {
        EXPECT_EQ(found->name(), right->name());
        EXPECT_EQ(found->vessel_names(), right->vessel_names());
      }
    }
    EXPECT_GT(ahead.derived, 0);
    ahead.Reopen();
    EXPECT_EQ(ListAll(*ahead.snapshot(), {}).SerializeAsString(), ListAll(*expected.snapshot(), {}).SerializeAsString());
  }
}

TEST(Index, DoubtGivesTheSameIncidentsWhetherItComesWithAStatementOrLater) {
  std::vector<Statement> history = History();
  const std::set<size_t> doubtful = {1, 3, 5};
  IndexedStore whole;
  std::vector<Statement> marked = history;
  for (size_t i : doubtful) marked[i].doubtful = true;
  whole.Commit(marked);
  const std::vector<std::string> expected = whole.Summaries();
  for (uint32_t seed = 0; seed < 60; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    std::vector<size_t> order(history.size());
    std::iota(order.begin(), order.end(), 0u);
    std::shuffle(order.begin(), order.end(), random);
    IndexedStore store;
    store.ahead = static_cast<IndexedStore::Ahead>(seed % 3);
    std::vector<Statement> later;
    for (size_t i : order) {
      const bool at_once = random() % 2 == 0;
      store.Commit({at_once ? marked[i] : history[i]});
      if (at_once || !doubtful.contains(i)) continue;
      later.push_back(marked[i]);
      later.back().parts.clear();
    }
    store.Reopen();
    for (const Statement& again : later) store.Tell(again);
    ASSERT_EQ(store.Summaries(), expected);
  }
}

TEST(Index, PartsThatArriveByBackfillAreFoldedIn) {
  Logs logs;
  Statement report = logs.Report("SG", Logs::Boarding(), Logs::Ship("Star", 9074729));
  IndexedStore store;
  store.Commit({Without(report, "vessel")});
  EXPECT_EQ(ListAll(*store.snapshot(), {}).incidents(0).vessel_withheld(), "all");
  store.Commit({Without(report, "facts")});
  v1::IncidentSummary summary = ListAll(*store.snapshot(), {}).incidents(0);
  EXPECT_EQ(summary.vessel_name(), "Star");
  EXPECT_EQ(summary.place_text(), "Singapore Strait");
  EXPECT_EQ(summary.statements(), 1u);
}

TEST(Index, APartThatHasChangedOnTheDiskIsNotFoldedIn) {
  Logs logs;
  Statement report = logs.Report("SG", Logs::Boarding(), Logs::Ship("Star", 9074729));
  IndexedStore store;
  store.Commit({report});
  v1::Part changed = *std::find_if(report.parts.begin(), report.parts.end(),
                                   [](const v1::Part& part) { return part.name() == "vessel"; });
  *changed.mutable_content() = Logs::Ship("Stir", 9074729).SerializeAsString();
  store::WriteBatch batch;
  batch.Put(store::Table::kParts, store::PartKey(report.origin, report.index, changed.name()), changed.salt() + changed.content());
  ASSERT_TRUE(store.store.Write(batch).ok());
  store.Commit({logs.Remark("ID", report)});
  EXPECT_EQ(ListAll(*store.snapshot(), {}).incidents(0).vessel_name(), "");
  store.Tell(report);
  EXPECT_EQ(ListAll(*store.snapshot(), {}).incidents(0).vessel_name(), "Star");
}

TEST(Index, ASnapshotDoesNotChange) {
  Logs logs;
  IndexedStore store;
  Statement first = logs.Report("SG", Logs::Boarding());
  store.Commit({first});
  std::shared_ptr<const TableSnapshot> before = store.snapshot();
  Statement second = logs.Report("SG", Logs::Boarding(5));
  v1::Facts elsewhere = Logs::Boarding();
  elsewhere.set_place_text("elsewhere");
  store.Commit({second, logs.Amend(first, elsewhere)});
  EXPECT_EQ(ListAll(*before, {}).total(), 1u);
  EXPECT_EQ(ListAll(*before, {}).incidents(0).place_text(), "Singapore Strait");
  EXPECT_EQ(before->Find(second.id), nullptr);
  EXPECT_NE(store.snapshot()->Find(second.id), nullptr);
  EXPECT_NE(store.snapshot()->Find(statement::Address{"SG", 2}), nullptr);
  EXPECT_EQ(store.snapshot()->Find(statement::Address{"SG", 3}), nullptr);  // an amendment's
  EXPECT_EQ(ListAll(*store.snapshot(), {}).incidents(1).place_text(), "elsewhere");
}

// What a snapshot leaves in the store is of the snapshot, whatever is in the store by now.
TEST(Index, ASnapshotDoesNotChangeBetweenACommitAndItsPublishing) {
  Logs logs;
  IndexedStore store;
  const Statement first = logs.Report("SG", Logs::Boarding());
  store.Commit({first});
  v1::Facts elsewhere = Logs::Boarding();
  elsewhere.set_place_text("elsewhere");
  store::WriteBatch batch;
  const std::vector<Statement> amendment = {logs.Amend(first, elsewhere)};
  ASSERT_TRUE(store.index->Index(amendment, batch).ok());
  ASSERT_TRUE(store.store.Write(batch).ok());
  v1::IncidentFilter phrase;
  phrase.set_text("\"singapore strait\"");
  EXPECT_EQ(ListAll(*store.snapshot(), phrase).incidents(0).place_text(), "Singapore Strait");
  EXPECT_EQ(ChangesAfter(*store.snapshot(), *FilterOfChanges({}), 0, 10)->incidents.at(0).place_text(), "Singapore Strait");
  store.index->Publish();
  EXPECT_EQ(ListAll(*store.snapshot(), {}).incidents(0).place_text(), "elsewhere");
  EXPECT_EQ(ListAll(*store.snapshot(), phrase).total(), 0u);
}

TEST(Index, TheNextCommitIsIndexedOnTopOfWhatNobodyIsShownYet) {
  Logs logs;
  IndexedStore store;
  const Statement first = logs.Report("SG", Logs::Boarding());
  store.Commit({first});
  std::vector<std::function<void()>> shows;
  Statement last = first;
  for (const char* place : {"here", "there"}) {
    v1::Facts facts = Logs::Boarding();
    facts.set_place_text(place);
    last = logs.Amend(last, facts);
    store::WriteBatch batch;
    ASSERT_TRUE(store.index->Index({&last, 1}, batch).ok());
    PutEntry(last, batch);
    ASSERT_TRUE(store.store.Write(batch).ok());
    shows.push_back(store.index->Settle());
  }
  EXPECT_EQ(ListAll(*store.snapshot(), {}).incidents(0).place_text(), "Singapore Strait");
  shows[0]();
  EXPECT_EQ(ListAll(*store.snapshot(), {}).incidents(0).place_text(), "here");
  shows[1]();
  EXPECT_EQ(ListAll(*store.snapshot(), {}).incidents(0).place_text(), "there");
}

TEST(Index, ADamagedEntryHoldsUpNoCommitThatLinksItsIncident) {
  Logs logs;
  IndexedStore store;
  const Statement first = logs.Report("SG", Logs::Boarding()), damaged = logs.Report("ID", Logs::Boarding());
  store.Commit({first, damaged});
  store.Reopen();
  store::WriteBatch batch;
  batch.Put(store::Table::kEntries, store::NumberedKey(damaged.origin, damaged.index), "\xff");
  ASSERT_TRUE(store.store.Write(batch).ok());
  const auto before = store.snapshot();
  store.Commit({logs.Compare("SG", first, damaged, v1::CORRELATION_VERDICT_POSSIBLE_SAME)});
  EXPECT_GT(store.snapshot()->Find(damaged.id)->changed, before->Find(damaged.id)->changed);
  EXPECT_EQ(ListAll(*before, {}).total(), 2u);
}

TEST(Index, ARecordThatIsGoneIsNamedToWhoeverAsksForIt) {
  Logs logs;
  IndexedStore store;
  const Statement report = logs.Report("SG", Logs::Boarding());
  store.Commit({report});
  store::WriteBatch batch;
  batch.Put(store::Table::kIncidents, crypto::AsString(report.id), "\xff\xff");
  ASSERT_TRUE(store.store.Write(batch).ok());
  const absl::Status damaged = Listed(*store.snapshot(), {}).status();
  EXPECT_EQ(base::ReasonOf(damaged), base::reason::kStorage);
  EXPECT_THAT(std::string(damaged.message()), HasSubstr("damaged"));
  EXPECT_EQ(Count(*store.snapshot(), {})->response.incidents(), 1u) << "what needs no record goes on";
}

TEST(Index, RestartGivesTheSameTableAndGoesOnCounting) {
  IndexedStore store;
  std::vector<Statement> history = History();
  store.Commit(history);
  std::string before = ListAll(*store.snapshot(), {}).SerializeAsString();
  uint64_t newest = store.snapshot()->newest_change();
  store.Reopen();
  EXPECT_EQ(ListAll(*store.snapshot(), {}).SerializeAsString(), before);
  EXPECT_EQ(store.snapshot()->newest_change(), newest);
  Logs logs;
  store.Commit({logs.Report("TH", Logs::Boarding())});
  EXPECT_EQ(store.snapshot()->newest_change(), newest + 1);
}

TEST(Index, ADiscardedBatchLeavesNothing) {
  Logs logs;
  IndexedStore store;
  Statement kept = logs.Report("SG", Logs::Boarding());
  Statement lost = logs.Report("SG", Logs::Boarding());
  store::WriteBatch batch;
  ASSERT_TRUE(store.index->Index({lost}, batch).ok());
  store.index->Discard();
  store.Commit({kept});
  EXPECT_EQ(store.snapshot()->rows(), 1u);
  EXPECT_EQ(store.snapshot()->Find(lost.id), nullptr);
  EXPECT_EQ(store.snapshot()->newest_change(), 1u);
}

TEST(Index, RecordsOfAnotherFoldAreFoldedAnewAndWrittenBack) {
  IndexedStore store;
  std::vector<Statement> history = History();
  store.Commit(history);
  const std::vector<std::string> expected = store.Summaries();
  std::string listed = ListAll(*store.snapshot(), {}).SerializeAsString();
  store::WriteBatch outdated;
  ASSERT_TRUE(store.store
                  .Scan(store::Table::kIncidents, "", "",
                        [&](absl::string_view key, absl::string_view value) {
                          storage::v1::IncidentRecord record;
                          record.ParseFromString(std::string(value));
                          record.set_fold_version(kFoldVersion + 1);
                          record.clear_summary();
                          outdated.Put(store::Table::kIncidents, std::string(key),
                                       record.SerializeAsString());
                          return true;
                        })
                  .ok());
  ASSERT_TRUE(store.store.Write(outdated).ok());
  store.Reopen();
  EXPECT_EQ(ListAll(*store.snapshot(), {}).SerializeAsString(), listed);
  store.Commit({});
  EXPECT_EQ(store.Summaries(), expected);
}

TEST(Index, ADamagedRecordIsNamed) {
  store::MemoryStore store;
  store::WriteBatch batch;
  batch.Put(store::Table::kIncidents, std::string(32, '\x1f'), "nonsense");
  ASSERT_TRUE(store.Write(batch).ok());
  absl::Status status = IncidentIndex::Open(&store).status();
  EXPECT_TRUE(absl::IsDataLoss(status));
  EXPECT_EQ(base::ReasonOf(status), base::reason::kStorage);
  EXPECT_THAT(std::string(status.message()), HasSubstr("1f1f1f1f"));
}

TEST(Index, AMissingEntryIsNamedWhenItsIncidentChanges) {
  Logs logs;
  IndexedStore store;
  Statement report = logs.Report("SG", Logs::Boarding());
  store::WriteBatch only_record;
  ASSERT_TRUE(store.index->Index({report}, only_record).ok());
  ASSERT_TRUE(store.store.Write(only_record).ok());
  store.index->Publish();
  store::WriteBatch batch;
  absl::Status status = store.index->Index({logs.Remark("ID", report)}, batch);
  EXPECT_TRUE(absl::IsDataLoss(status));
  EXPECT_THAT(std::string(status.message()), HasSubstr("entry 1 of lightship/SG/1"));
}

TEST(Index, KeepsManyIncidentsApart) {
  Logs logs;
  IndexedStore store;
  std::vector<Statement> reports;
  for (int i = 0; i < 1500; ++i) reports.push_back(logs.Report("SG", Logs::Boarding(i)));
  std::shared_ptr<const TableSnapshot> empty = store.snapshot();
  store.Commit(reports);
  EXPECT_EQ(empty->Find(reports[700].id), nullptr);
  store.Commit({logs.Amend(reports[700], Logs::Boarding(5000))});
  std::set<std::string> ids;
  v1::ListIncidentsResponse all = ListAll(*store.snapshot(), {}, 400);
  for (const v1::IncidentSummary& summary : all.incidents()) ids.insert(summary.incident_id());
  EXPECT_EQ(ids.size(), 1500u);
  EXPECT_EQ(all.total(), 1500u);
  EXPECT_EQ(all.incidents(0).incident_id(), crypto::AsString(reports[700].id));
}

}  // namespace
}  // namespace lightship::incident
