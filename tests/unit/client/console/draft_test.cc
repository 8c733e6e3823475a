#include "client/console/draft.h"

#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lightship::console {
namespace {

using lightship::v1::ListAudiencesResponse;
using ::testing::ElementsAre;

sdk::UnsignedStatement Report(const std::string& audience, const std::string& vessel_audience) {
  v1::Draft draft;
  draft.mutable_manifest()->set_audience(audience);
  draft.mutable_report()->mutable_vessel();
  draft.mutable_report()->mutable_people();
  draft.mutable_report()->set_vessel_audience(vessel_audience);
  draft.mutable_report()->set_people_audience("own");
  return *UnsignedFrom(draft);
}

// "ID: facts vessel, not people".
std::vector<std::string> Seen(const std::vector<v1::EconomyView>& views) {
  std::vector<std::string> lines;
  for (const v1::EconomyView& view : views) {
    lines.push_back(absl::StrCat(view.economy(), view.receives() ? ": " : ": nothing of ", absl::StrJoin(view.sees(), " "),
                                 view.withheld().empty() ? "" : ", not ", absl::StrJoin(view.withheld(), " ")));
  }
  return lines;
}

ListAudiencesResponse Known() {
  ListAudiencesResponse known;
  for (const char* economy : {"ID", "MY", "SG"}) known.add_members(economy);
  lightship::v1::NamedAudience* straits = known.add_audiences();
  straits->set_name("SG/straits@1");
  straits->add_economies("ID");
  straits->add_economies("SG");
  return known;
}

TEST(Draft, EveryKindHasItsPart) {
  v1::Draft draft;
  EXPECT_FALSE(UnsignedFrom(draft).ok()) << "says nothing";
  draft.mutable_comment()->set_text("seen");
  EXPECT_EQ(UnsignedFrom(draft)->parts[0].name, "comment");
  EXPECT_EQ(UnsignedFrom(draft)->manifest.kind(), lightship::v1::STATEMENT_KIND_COMMENT);
  draft.mutable_audience();
  EXPECT_EQ(UnsignedFrom(draft)->manifest.kind(), lightship::v1::STATEMENT_KIND_AUDIENCE);
  draft.mutable_withdrawal();
  EXPECT_EQ(UnsignedFrom(draft)->parts[0].name, "withdrawal");
  const sdk::UnsignedStatement report = Report("all", "");
  EXPECT_EQ(report.parts.size(), 3u) << "facts, vessel, people; no narrative";
  EXPECT_TRUE(report.manifest.personal_data());
}

TEST(Draft, EachEconomySeesWhatItsAudiencesLetIt) {
  EXPECT_THAT(Seen(ViewsOf(Report("all", "SG/straits@1"), "SG", {}, Known())),
              ElementsAre("SG: facts vessel people", "ID: facts vessel, not people", "MY: facts, not vessel people"));
  EXPECT_THAT(Seen(ViewsOf(Report("SG/straits@1", "all"), "SG", {}, Known())),
              ElementsAre("SG: facts vessel people", "ID: facts vessel, not people",
                          "MY: nothing of , not facts vessel people"))
      << "a part goes no wider than its statement";
  EXPECT_THAT(Seen(ViewsOf(Report("SG/unheard-of@1", ""), "SG", {}, Known())),
              ElementsAre("SG: facts vessel people", "ID: nothing of , not facts vessel people",
                          "MY: nothing of , not facts vessel people"));
}

TEST(Draft, WithoutTheNodeOnlyBuiltInAudiencesAreTold) {
  EXPECT_THAT(Seen(ViewsOf(Report("all", "own"), "SG", {"ID", "SG"}, std::nullopt)),
              ElementsAre("SG: facts vessel people", "ID: facts, not vessel people"));
  EXPECT_TRUE(ViewsOf(Report("all", "SG/straits@1"), "SG", {"ID", "SG"}, std::nullopt).empty());
  EXPECT_TRUE(ViewsOf(Report("SG/straits@1", ""), "SG", {"ID", "SG"}, std::nullopt).empty());
}

}  // namespace
}  // namespace lightship::console
