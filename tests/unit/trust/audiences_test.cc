#include "node/trust/audiences.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lightship::trust {
namespace {

using ::testing::ElementsAre;
using Verdict = AudienceBook::Verdict;

v1::AudienceDefinition Definition(const char* name, uint32_t version,
                                  std::vector<std::string> economies) {
  v1::AudienceDefinition definition;
  definition.set_name(name);
  definition.set_version(version);
  for (std::string& economy : economies) definition.add_economies(std::move(economy));
  return definition;
}

AudienceBook Patrol() {
  AudienceBook book;
  book.Define("SG", Definition("patrol", 1, {"ID", "MY"}));
  return book;
}

TEST(AudienceBook, LetsTheAuthorsEconomyHoldItsOwn) {
  for (const char* audience : {"own", "all", "", "nonsense", "ID/patrol@1", "SG/patrol@9"}) {
    EXPECT_EQ(AudienceBook().Judge("SG", "SG", audience), Verdict::kMayHold) << audience;
  }
}

TEST(AudienceBook, LetsEveryEconomyHoldWhatIsForAll) {
  EXPECT_EQ(AudienceBook().Judge("ID", "SG", "all"), Verdict::kMayHold);
  EXPECT_EQ(AudienceBook().Judge("", "SG", "all"), Verdict::kOutside);
  EXPECT_EQ(AudienceBook().Judge("id", "SG", "all"), Verdict::kOutside);
  EXPECT_EQ(AudienceBook().Judge("", "", "all"), Verdict::kOutside);
}

TEST(AudienceBook, KeepsOwnEmptyAndMalformedToTheAuthor) {
  for (const char* audience : {"own", "", " ", "ALL", "all ", "SG/patrol", "SG/patrol@01",
                               "patrol@1", "SG/patrol@1,all", "everyone"}) {
    EXPECT_EQ(Patrol().Judge("ID", "SG", audience), Verdict::kOwnOnly) << audience;
  }
}

TEST(AudienceBook, LetsMembersHoldAndOthersNot) {
  const AudienceBook book = Patrol();
  EXPECT_EQ(book.Judge("ID", "SG", "SG/patrol@1"), Verdict::kMayHold);
  EXPECT_EQ(book.Judge("MY", "SG", "SG/patrol@1"), Verdict::kMayHold);
  EXPECT_EQ(book.Judge("TH", "SG", "SG/patrol@1"), Verdict::kOutside);
  // Another economy may address the group; the one that defines it is a member unnamed.
  EXPECT_EQ(book.Judge("SG", "ID", "SG/patrol@1"), Verdict::kMayHold);
  EXPECT_EQ(book.Judge("TH", "ID", "SG/patrol@1"), Verdict::kOutside);
}

TEST(AudienceBook, KnowsNoVersionAheadOfItsDefinition) {
  EXPECT_EQ(Patrol().Judge("ID", "SG", "SG/patrol@2"), Verdict::kUndefined);
  EXPECT_EQ(Patrol().Judge("ID", "SG", "SG/other@1"), Verdict::kUndefined);
  EXPECT_EQ(AudienceBook().Judge("ID", "SG", "SG/patrol@1"), Verdict::kUndefined);
}

TEST(AudienceBook, TellsGroupsOfTheSameNameApart) {
  AudienceBook book = Patrol();
  EXPECT_EQ(book.Judge("ID", "SG", "TH/patrol@1"), Verdict::kUndefined);
  book.Define("TH", Definition("patrol", 1, {"VN"}));
  EXPECT_EQ(book.Judge("ID", "SG", "TH/patrol@1"), Verdict::kOutside);
  EXPECT_EQ(book.Judge("VN", "SG", "SG/patrol@1"), Verdict::kOutside);
}

TEST(AudienceBook, LetsInWhomAllDefinitionsNameInWhateverOrderTheyCome) {
  const std::vector<std::pair<AudienceBook::Place, std::vector<std::string>>> definitions = {
      {{1, 9}, {"TH", "VN"}}, {{2, 3}, {"VN", "TH", "JP"}}, {{1, 5}, {"ID", "TH"}}};
  for (std::vector<int> order : {std::vector<int>{0, 1, 2}, {1, 0, 2}, {2, 1, 0}, {2, 0, 1}}) {
    AudienceBook book;
    for (int next : order) book.Define("SG", Definition("patrol", 1, definitions[next].second), definitions[next].first);
    EXPECT_EQ(book.Judge("TH", "SG", "SG/patrol@1"), Verdict::kMayHold);
    for (const char* outside : {"ID", "VN", "JP"}) {
      EXPECT_EQ(book.Judge(outside, "SG", "SG/patrol@1"), Verdict::kOutside) << outside;
    }
    EXPECT_EQ(book.FirstPlace("SG", "patrol", 1), (AudienceBook::Place{1, 5}));
    EXPECT_TRUE(book.IsDefinedOtherwise("SG", Definition("patrol", 1, {"ID", "TH"})));
    EXPECT_FALSE(book.IsDefinedOtherwise("SG", Definition("patrol", 1, {"TH", "SG"})));
    EXPECT_FALSE(book.IsDefinedOtherwise("SG", Definition("patrol", 2, {"TH"})));
  }
}

// "SG/patrol@1 ID MY SG 1/5"
std::vector<std::string> Listed(const AudienceBook& book, size_t most = 100) {
  std::vector<std::string> listed;
  for (const AudienceBook::Known& known : book.List(most)) {
    listed.push_back(absl::StrCat(known.name.ToString(), " ", absl::StrJoin(known.economies, " "), " ",
                                  known.place.epoch, "/", known.place.index));
  }
  return listed;
}

TEST(AudienceBook, ListsWhatIsKnownByNameAndVersion) {
  AudienceBook book;
  book.Define("TH", Definition("gulf", 1, {}), {1, 3});
  book.Define("SG", Definition("straits", 10, {"MY"}), {2, 2});
  book.Define("SG", Definition("straits", 2, {"MY", "ID"}), {1, 8});
  book.Define("SG", Definition("patrol", 1, {"ID", "MY"}), {1, 9});
  book.Define("SG", Definition("patrol", 1, {"MY", "TH"}), {1, 5});
  book.Claim("SG", "lost", 1, {1, 4});
  EXPECT_THAT(Listed(book), ElementsAre("SG/patrol@1 MY SG 1/5", "SG/straits@2 ID MY SG 1/8",
                                        "SG/straits@10 MY SG 2/2", "TH/gulf@1 TH 1/3"));
}

TEST(AudienceBook, ListsOfTooManyThoseDefinedLastOfEachOwner) {
  AudienceBook book;
  for (uint32_t version = 1; version <= 50; ++version) book.Define("AA", Definition("x", version, {}), {1, 99 - version});
  for (uint32_t version = 1; version <= 3; ++version) book.Define("SG", Definition("y", version, {}), {1, version});
  EXPECT_THAT(Listed(book, 4), ElementsAre("AA/x@1 AA 1/98", "AA/x@2 AA 1/97", "SG/y@2 SG 1/2", "SG/y@3 SG 1/3"));
}

TEST(AudienceBook, SaysWhetherADefinitionChangesAnything) {
  AudienceBook book;
  EXPECT_TRUE(book.Define("SG", Definition("patrol", 1, {"TH", "ID"}), {1, 9}));
  EXPECT_FALSE(book.Define("SG", Definition("patrol", 1, {"TH", "ID"}), {1, 9}));
  EXPECT_FALSE(book.Define("SG", Definition("patrol", 1, {"TH", "ID", "VN"}), {2, 3}));
  EXPECT_TRUE(book.Define("SG", Definition("patrol", 1, {"TH"}), {2, 4}));
  EXPECT_TRUE(book.Define("SG", Definition("patrol", 1, {"TH"}), {1, 5})) << "it stands before the others";
}

TEST(AudienceBook, KnowsNoVersionWhoseDefinitionIsLostUntilThatIsBack) {
  AudienceBook book;
  book.Claim("SG", "patrol", 1, {1, 5});
  book.Define("SG", Definition("patrol", 1, {"TH", "ID"}), {1, 9});
  EXPECT_EQ(book.Judge("TH", "SG", "SG/patrol@1"), Verdict::kUndefined);
  EXPECT_TRUE(book.IsDefinedOtherwise("SG", Definition("patrol", 1, {"TH", "ID"})));
  EXPECT_TRUE(book.Define("SG", Definition("patrol", 1, {"ID"}), {1, 5}));
  EXPECT_EQ(book.Judge("ID", "SG", "SG/patrol@1"), Verdict::kMayHold);
  EXPECT_EQ(book.Judge("TH", "SG", "SG/patrol@1"), Verdict::kOutside);
}

TEST(AudienceBook, TellsVersionsApart) {
  AudienceBook book = Patrol();
  book.Define("SG", Definition("patrol", 2, {"TH"}));
  EXPECT_EQ(book.Judge("TH", "SG", "SG/patrol@2"), Verdict::kMayHold);
  EXPECT_EQ(book.Judge("ID", "SG", "SG/patrol@2"), Verdict::kOutside);
  EXPECT_EQ(book.Judge("ID", "SG", "SG/patrol@1"), Verdict::kMayHold);
}

TEST(AudienceBook, IgnoresMalformedDefinitions) {
  AudienceBook book;
  book.Define("SG", Definition("patrol", 0, {"ID"}));
  book.Define("SG", Definition("own", 1, {"ID"}));
  book.Define("SG", Definition("Patrol", 1, {"ID"}));
  book.Define("SG", Definition("patrol", 1, {"ID", "my"}));
  book.Define("sg", Definition("patrol", 1, {"ID"}));
  book.Define("SG", Definition("patrol", 2, std::vector<std::string>(301, "ID")));
  for (const char* audience : {"SG/patrol@1", "SG/patrol@2"}) {
    EXPECT_EQ(book.Judge("ID", "SG", audience), Verdict::kUndefined) << audience;
  }
}

TEST(AudienceBook, TakesAnEmptyGroupAsNobodyElse) {
  AudienceBook book;
  book.Define("SG", Definition("none", 1, {}));
  EXPECT_EQ(book.Judge("ID", "SG", "SG/none@1"), Verdict::kOutside);
}

TEST(AudienceBook, NarrowsAPartWithinItsStatement) {
  const AudienceBook book = Patrol();
  v1::Manifest manifest;
  manifest.set_economy("SG");
  v1::PartRef part;
  manifest.set_audience("all");
  EXPECT_EQ(book.JudgePart("TH", manifest, part), Verdict::kMayHold);
  part.set_audience("SG/patrol@1");
  EXPECT_EQ(book.JudgePart("TH", manifest, part), Verdict::kOutside);
  EXPECT_EQ(book.JudgePart("ID", manifest, part), Verdict::kMayHold);
  part.set_audience("own");
  EXPECT_EQ(book.JudgePart("ID", manifest, part), Verdict::kOwnOnly);
  // A part cannot reach further than the statement.
  manifest.set_audience("own");
  part.set_audience("all");
  EXPECT_EQ(book.JudgePart("ID", manifest, part), Verdict::kOwnOnly);
  EXPECT_EQ(book.JudgePart("SG", manifest, part), Verdict::kMayHold);
}

TEST(AudienceBook, WhatIsUndefinedLeavesWhatElseIsSaidOfTheName) {
  AudienceBook book = Patrol();
  book.Define("SG", Definition("patrol", 1, {"ID", "PH"}), {1, 5});
  EXPECT_EQ(book.Judge("MY", "SG", "SG/patrol@1"), Verdict::kOutside);
  const AudienceBook copy = book;
  EXPECT_EQ(book.Undefine("SG", {1, 5}), (std::pair<std::string, uint32_t>("patrol", 1)));
  EXPECT_EQ(book.Judge("MY", "SG", "SG/patrol@1"), Verdict::kMayHold);
  EXPECT_EQ(book.Judge("PH", "SG", "SG/patrol@1"), Verdict::kOutside);
  EXPECT_EQ(copy.Judge("MY", "SG", "SG/patrol@1"), Verdict::kOutside);
  EXPECT_FALSE(book.Undefine("SG", {1, 5}).has_value());
  EXPECT_FALSE(book.Undefine("ID", {}).has_value());
  EXPECT_TRUE(book.Undefine("SG", {}).has_value());
  EXPECT_EQ(book.Judge("MY", "SG", "SG/patrol@1"), Verdict::kUndefined);
  EXPECT_FALSE(book.FirstPlace("SG", "patrol", 1).has_value());
}

TEST(AudienceBook, WhatIsUndefinedWhereItStoodFirstIsDefinedWhereItStandsNext) {
  AudienceBook book;
  for (uint64_t index : {9, 3, 7}) book.Define("SG", Definition("patrol", 1, {"ID"}), {1, index});
  ASSERT_TRUE(book.Undefine("SG", {1, 3}).has_value());
  EXPECT_EQ(book.FirstPlace("SG", "patrol", 1), (AudienceBook::Place{1, 7}));
  EXPECT_EQ(book.Judge("ID", "SG", "SG/patrol@1"), Verdict::kMayHold);
}

}  // namespace
}  // namespace lightship::trust
