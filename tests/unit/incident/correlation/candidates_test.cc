#include "node/incident/correlation/candidates.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/str_format.h"
#include "tests/support/held.h"
#include "tests/unit/incident/correlation/made.h"

namespace lightship::incident::correlation {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Pairs = std::set<std::pair<std::string, std::string>>;

Pairs AllPairs(const Held& candidates, const std::vector<std::string>& ids) {
  Pairs pairs;
  for (const std::string& id : ids) {
    for (const std::string& other : candidates.Of(id)) pairs.insert(std::minmax(id, other));
  }
  return pairs;
}

TEST(Candidates, AreTheReportsOfNeighbouringDaysWhereverTheyAre) {
  Held candidates;
  candidates.Add("a", Made("2020-05-03").At(1.25, 104));
  candidates.Add("b", Made("2020-05-04").At(-30, 20));
  candidates.Add("c", Made("2020-05-20").At(1.25, 104));
  EXPECT_THAT(candidates.Of("a"), ElementsAre("b"));
  EXPECT_THAT(candidates.Of("c"), IsEmpty());
}

TEST(Candidates, AreTheReportsOfAShipWithinAMonth) {
  Held candidates;
  candidates.Add("named", Made("2020-05-03").Ship("BLUE STAR"));
  candidates.Add("told", Made("2020-05-20").Says("Tanker (BLUE STAR) was chased."));
  candidates.Add("misspelt", Made("2020-06-03").Ship("BLUESTARR"));
  candidates.Add("numbered", Made("2020-06-02").Ship("", "9074729"));
  candidates.Add("renamed", Made("2020-05-10").Ship("NEW DAWN", "9074729"));
  EXPECT_THAT(candidates.Of("named"), ElementsAre("misspelt", "told"));
  EXPECT_THAT(candidates.Of("numbered"), Contains("renamed"));
}

TEST(Candidates, DoNotDependOnTheOrderOfArrival) {
  for (uint32_t seed = 1; seed <= 20; ++seed) {
    std::mt19937 random(seed);
    std::vector<std::pair<std::string, Account>> reports;
    std::vector<std::string> ids;
    // Days hold far more than a bucket considers.
    for (int i = 0; i < 80; ++i) {
      ids.push_back(absl::StrFormat("%08x", random()));
      reports.emplace_back(ids.back(), RandomAccount(random));
    }
    Held first(5), second(5);
    for (const auto& [id, account] : reports) first.Add(id, account);
    std::shuffle(reports.begin(), reports.end(), random);
    for (const auto& [id, account] : reports) {
      second.Add(id, Made("2020-05-01").Ship("BLUE STAR"));
      second.Add(id, account);
    }
    ASSERT_EQ(AllPairs(first, ids), AllPairs(second, ids)) << "seed " << seed;
  }
}

TEST(Candidates, AreForgottenWithTheirReport) {
  std::mt19937 random(7);
  Held with(5), without(5);
  std::vector<std::string> ids, removed;
  for (int i = 0; i < 120; ++i) {
    const std::string id = absl::StrFormat("%08x", random());
    const Account account = RandomAccount(random);
    with.Add(id, account);
    if (i % 3 == 0) {
      removed.push_back(id);
    } else {
      ids.push_back(id);
      without.Add(id, account);
    }
  }
  for (const std::string& id : removed) with.Remove(id);
  EXPECT_EQ(AllPairs(with, ids), AllPairs(without, ids));
  for (const std::string& id : ids) EXPECT_TRUE(with.Has(id));
  EXPECT_THAT(with.Of(removed[0]), IsEmpty());
  EXPECT_THAT(with.Remove(removed[0]), IsEmpty());
}

TEST(Candidates, AreTheSameWhenTheyAreReadAgain) {
  std::mt19937 random(9);
  Held candidates(5);
  std::vector<std::string> ids;
  for (int i = 0; i < 120; ++i) {
    ids.push_back(absl::StrFormat("%08x", random()));
    candidates.Add(ids.back(), RandomAccount(random));
    if (i % 4 == 3) candidates.Add(ids[random() % ids.size()], RandomAccount(random));
    if (i % 9 == 8) candidates.Remove(ids[random() % ids.size()]);
  }
  const auto again = candidates.Again(5);
  EXPECT_EQ(AllPairs(*again, ids), AllPairs(candidates, ids));
  const Account more = RandomAccount(random);
  candidates.Add(ids[0], more);
  again->Add(ids[0], more);
  EXPECT_EQ(AllPairs(*again, ids), AllPairs(candidates, ids));
}

TEST(Candidates, TellWhosePairsHaveChanged) {
  std::mt19937 random(11);
  Held candidates(5);
  std::vector<std::string> ids;
  Pairs kept;
  for (int i = 0; i < 150; ++i) {
    std::vector<std::string> changed;
    if (i % 5 == 4) {
      changed = candidates.Remove(ids[random() % ids.size()]);
    } else {
      ids.push_back(absl::StrFormat("%08x", random()));
      changed = candidates.Add(ids.back(), RandomAccount(random));
    }
    // Keeping up with what changed alone comes to the same as asking for everything.
    for (const std::string& id : changed) {
      std::erase_if(kept,
                    [&id](const auto& pair) { return pair.first == id || pair.second == id; });
    }
    for (const std::string& id : changed) {
      for (const std::string& other : candidates.Of(id)) kept.insert(std::minmax(id, other));
    }
    ASSERT_EQ(kept, AllPairs(candidates, ids)) << "step " << i;
  }
}

TEST(Candidates, StayFewWhenThousandsOfReportsComeOnOnePointAndDay) {
  Held candidates;
  std::vector<std::string> ids;
  for (int i = 0; i < 5000; ++i) {
    ids.push_back(absl::StrFormat("%08d", i));
    candidates.Add(ids.back(), Made("2020-05-03").At(1.25, 104).Ship("BLUE STAR"));
  }
  size_t pairs = 0;
  for (const std::string& id : ids) pairs += candidates.Of(id).size();
  EXPECT_LE(pairs, 2 * 64 * 64 * 8u);
  candidates.Add("honest", Made("2020-05-03").At(-30, 20).Ship("RED MOON"));
  candidates.Add("honest too", Made("2020-05-03").At(-30, 20).Ship("RED MOON"));
  EXPECT_THAT(candidates.Of("honest"), Contains("honest too"))
      << "elsewhere, or of another ship, nothing is lost";
}

TEST(Candidates, OfAReportWithoutTimeAreThoseWithItsReference) {
  Held candidates;
  candidates.Add("a", Made("").Record(v1::REF_SCHEME_IMB, "7"));
  candidates.Add("b", Made("2020-05-03").Record(v1::REF_SCHEME_IMB, "7"));
  EXPECT_THAT(candidates.Of("a"), ElementsAre("b"));
}

TEST(Candidates, MeetAcrossTheDateLine) {
  Held candidates;
  for (int i = 0; i < 200; ++i)
    candidates.Add(absl::StrFormat("%08d", i), Made("2020-05-03").At(50, -20));
  candidates.Add("east", Made("2020-05-03").At(-16.7, 179.95));
  candidates.Add("west", Made("2020-05-03").At(-16.7, -179.95));
  EXPECT_THAT(candidates.Of("east"), Contains("west"));
}

}  // namespace
}  // namespace lightship::incident::correlation
