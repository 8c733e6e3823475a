#include "node/incident/correlation/links.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "absl/strings/str_format.h"
#include "tests/support/held.h"
#include "tests/unit/incident/correlation/made.h"

namespace lightship::incident::correlation {
namespace {

constexpr auto kSame = v1::CORRELATION_VERDICT_SAME_INCIDENT;
constexpr auto kPossible = v1::CORRELATION_VERDICT_POSSIBLE_SAME;

v1::CorrelationVerdict Between(const Held& candidates, absl::string_view a,
                               absl::string_view b) {
  for (const Held::NamedLink& link : candidates.Links(a)) {
    if (link.other == b) return link.judgement.verdict;
  }
  return v1::CORRELATION_VERDICT_UNSPECIFIED;
}

Account Attack(const std::string& day, v1::RefScheme source, const std::string& record) {
  return Made(day).At(1.25, 104).Ship("BLUE STAR").Record(source, record);
}

TEST(Links, AShipAttackedOnTwoDaysAndToldOfByTwoSourcesIsTwoIncidents) {
  Held candidates;
  candidates.Add("imb first", Attack("2020-05-03", v1::REF_SCHEME_IMB, "1"));
  candidates.Add("asam second", Attack("2020-05-04", v1::REF_SCHEME_NGA_ASAM, "2"));
  EXPECT_EQ(Between(candidates, "imb first", "asam second"), kSame)
      << "alone, one date may be another zone's";
  candidates.Add("imb second", Attack("2020-05-04", v1::REF_SCHEME_IMB, "2"));
  EXPECT_EQ(Between(candidates, "imb second", "asam second"), kSame);
  EXPECT_EQ(Between(candidates, "imb first", "asam second"), kPossible);
  candidates.Remove("imb second");
  EXPECT_EQ(Between(candidates, "imb first", "asam second"), kSame);
}

TEST(Links, ManyReportsOfOneShipAreComparedByPairsAndNoMore) {
  Held candidates;
  constexpr size_t kReports = 60;
  std::vector<std::string> ids;
  for (size_t i = 0; i < kReports; ++i) {
    ids.push_back(absl::StrFormat("%02d", i));
    candidates.Add(ids.back(), Attack(i % 2 == 0 ? "2020-05-03" : "2020-05-04",
                                      v1::REF_SCHEME_NGA_ASAM, absl::StrFormat("%d", i)));
  }
  for (const std::string& id : ids) ASSERT_EQ(candidates.Links(id).size(), kReports - 1);
  EXPECT_LE(candidates.compared(), 2 * kReports * kReports);
}

TEST(Links, AReplacedReportIsComparedAnew) {
  Held candidates;
  candidates.Add("a", Attack("2020-05-03", v1::REF_SCHEME_IMB, "1"));
  candidates.Add("b", Attack("2020-05-03", v1::REF_SCHEME_NGA_ASAM, "2"));
  EXPECT_EQ(candidates.FitOf("a", "b").verdict, kSame);
  candidates.Add("b", Attack("2020-05-05", v1::REF_SCHEME_NGA_ASAM, "2"));
  EXPECT_EQ(candidates.FitOf("a", "b").verdict, kPossible);
}

TEST(Links, AReportOfSeveralShipsKeepsThemAll) {
  Held candidates;
  candidates.Add("both", Made("2020-05-03").At(1.25, 104).Ship("BLUE STAR").Ship("RED MOON"));
  candidates.Add("blue", Made("2020-05-03").At(1.25, 104).Ship("BLUE STAR"));
  candidates.Add("red", Made("2020-05-04").At(1.25, 104).Ship("RED MOON"));
  EXPECT_EQ(Between(candidates, "both", "blue"), kSame);
  EXPECT_EQ(Between(candidates, "both", "red"), kSame);
}

TEST(Links, AreTheSameFromBothEnds) {
  std::mt19937 random(3);
  Held candidates;
  std::vector<std::string> ids;
  for (int i = 0; i < 60; ++i) {
    ids.push_back(absl::StrFormat("%08x", random()));
    candidates.Add(ids.back(), RandomAccount(random));
  }
  std::map<std::pair<std::string, std::string>, std::string> words;
  size_t seen = 0;
  for (const std::string& id : ids) {
    for (const Held::NamedLink& link : candidates.Links(id)) {
      const std::string told =
          absl::StrFormat("%d %s", link.judgement.verdict, link.judgement.InWords());
      const auto [at, first] = words.emplace(std::minmax(id, link.other), told);
      EXPECT_EQ(at->second, told) << id << " " << link.other;
      seen += first ? 0 : 1;
    }
  }
  EXPECT_EQ(seen, words.size()) << "each pair from both ends";
}

TEST(Links, KeepUpByTakingAnewThoseOfTheChangedAlone) {
  using Judged = std::map<std::pair<std::string, std::string>, v1::CorrelationVerdict>;
  std::mt19937 random(5);
  Held candidates(5);
  std::vector<std::string> ids;
  const auto take = [&candidates](const std::string& id, Judged& judged) {
    for (const Held::NamedLink& link : candidates.Links(id)) {
      judged[std::minmax(id, link.other)] = link.judgement.verdict;
    }
  };
  Judged kept;
  for (int i = 0; i < 50; ++i) {
    std::vector<std::string> changed;
    if (i % 5 == 4) {
      changed = candidates.Remove(ids[random() % ids.size()]);
    } else {
      ids.push_back(absl::StrFormat("%08x", random()));
      const std::string day = absl::StrFormat("2020-05-%02d", 1 + random() % 3);
      changed = candidates.Add(
          ids.back(), Attack(day, static_cast<v1::RefScheme>(3 + random() % 3), ids.back()));
    }
    for (const std::string& id : changed) {
      std::erase_if(kept, [&id](const auto& pair) {
        return pair.first.first == id || pair.first.second == id;
      });
    }
    for (const std::string& id : changed) take(id, kept);
    Judged all;
    for (const std::string& id : ids) take(id, all);
    ASSERT_EQ(kept, all) << "step " << i;
  }
}

TEST(Links, OfAReportThatIsNotHeldAreNone) {
  Held candidates;
  candidates.Add("gone", Attack("2020-05-03", v1::REF_SCHEME_IMB, "1"));
  candidates.Add("b", Attack("2020-05-03", v1::REF_SCHEME_NGA_ASAM, "2"));
  candidates.Remove("gone");
  EXPECT_TRUE(candidates.Links("gone").empty());
}

}  // namespace
}  // namespace lightship::incident::correlation
