#include "node/incident/state_hash.h"

#include <algorithm>
#include <random>

#include "gtest/gtest.h"
#include "node/store/schema.h"
#include "tests/unit/incident/made.h"
#include "tests/unit/ledger/ledger_fixture.h"

namespace lightship::incident {
namespace {

using ledger::Desk;

std::string HashOf(const store::View& view, const std::vector<std::string>& economies = {}) {
  v1::GetStateHashRequest request;
  for (const std::string& economy : economies) request.add_economies(economy);
  auto state = HashState(view, request);
  EXPECT_TRUE(state.ok()) << state.status();
  return state.ok() ? state->hash() : std::string();
}

class StateHashTest : public ::testing::Test {
 protected:
  StateHashTest() {
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(sg.Submit(sg.Report()).ok());
  }
  Desk sg{"SG"}, id{"ID"}, ph{"PH"};
};

TEST_F(StateHashTest, IsTheSameWhereTheSameIsHeldHoweverItCame) {
  id.Follow(sg, sg.origin());
  for (uint64_t at = 0; at < sg.Own().size; ++at) {
    auto one = sg.reader->ReadBatch(sg.origin(), at, {1, 1 << 20}, "PH");
    ASSERT_TRUE(one.ok() && ph.Take(*one).ok());
  }
  EXPECT_EQ(HashOf(*id.disk, {"SG"}), HashOf(*ph.disk, {"SG"}));
  EXPECT_NE(HashOf(*id.disk), HashOf(*ph.disk)) << "their own logs differ";
  EXPECT_NE(HashOf(*id.disk, {"SG"}), HashOf(*sg.disk, {"SG"})) << "the author holds the vessel too";
}

TEST_F(StateHashTest, ChangesWithEveryEntryPartAndByteHeld) {
  const std::string whole = HashOf(*sg.disk);
  for (store::Table table : {store::Table::kEntries, store::Table::kParts}) {
    std::vector<std::pair<std::string, std::string>> rows;
    ASSERT_TRUE(sg.disk->Scan(table, "", "", [&](absl::string_view key, absl::string_view value) {
      rows.emplace_back(std::string(key), std::string(value));
      return true;
    }).ok());
    ASSERT_GT(rows.size(), 3u);
    for (const auto& [key, value] : rows) {
      store::WriteBatch less, other, back;
      less.Delete(table, key);
      ASSERT_TRUE(sg.disk->Write(less).ok());
      EXPECT_NE(HashOf(*sg.disk), whole);
      other.Put(table, key, value + "x");
      ASSERT_TRUE(sg.disk->Write(other).ok());
      EXPECT_NE(HashOf(*sg.disk), whole);
      back.Put(table, key, value);
      ASSERT_TRUE(sg.disk->Write(back).ok());
      EXPECT_EQ(HashOf(*sg.disk), whole);
    }
  }
}

TEST_F(StateHashTest, SaysWhatItIsMadeOf) {
  id.Follow(sg, sg.origin());
  auto state = HashState(*id.disk, {});
  ASSERT_TRUE(state.ok());
  ASSERT_EQ(state->logs_size(), 2);
  EXPECT_EQ(state->logs(1).origin(), sg.origin());
  EXPECT_EQ(state->logs(1).size(), sg.Own().size);
  EXPECT_EQ(state->logs(1).root(), crypto::AsString(sg.Own().root));
  EXPECT_EQ(state->logs(1).entries(), sg.Own().size);
  EXPECT_EQ(state->logs(1).parts(), sg.Own().size) << "one part each: the vessels are SG's own";
}

TEST(StateHashOfIncidents, IsTheSameInEveryOrderAndWithoutChangeCounters) {
  Logs logs;
  std::vector<Statement> history;
  for (int i = 0; i < 4; ++i) {
    Statement founder = logs.Report("SG", Logs::Boarding(i));
    history.insert(history.end(), {founder, logs.Remark("ID", founder), logs.Report("MY", Logs::Boarding(9))});
  }
  IndexedStore first;
  first.Commit(history);
  const std::string all = HashOf(first.store), of_sg = HashOf(first.store, {"SG"});
  EXPECT_NE(all, of_sg);
  std::mt19937 random(3);
  for (int round = 0; round < 20; ++round) {
    std::shuffle(history.begin(), history.end(), random);
    IndexedStore other;
    for (const Statement& statement : history) other.Commit({statement});
    EXPECT_EQ(HashOf(other.store), all);
    EXPECT_EQ(HashOf(other.store, {"SG"}), of_sg);
  }
  first.Commit({logs.Remark("PH", history[0])});
  EXPECT_NE(HashOf(first.store), all);
}

}  // namespace
}  // namespace lightship::incident
