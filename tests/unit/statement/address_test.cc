#include "node/statement/address.h"

#include "gtest/gtest.h"

namespace lightship::statement {
namespace {

TEST(Origin, HasOneForm) {
  const Origin origin = Origin::Parse("lightship/SG/12").value();
  EXPECT_EQ(origin.economy, "SG");
  EXPECT_EQ(origin.epoch, 12u);
  EXPECT_EQ(origin.ToString(), "lightship/SG/12");
  for (const char* wrong :
       {"", "lightship/SG", "lightship/SG/0", "lightship/SG/01", "lightship/sg/1",
        "lightship/SGP/1", "lightship/SG/1/", "Lightship/SG/1", "lightship/SG/4294967296",
        " lightship/SG/1", "lightship/SG/-1", "lightship/SG/+1"}) {
    EXPECT_FALSE(Origin::Parse(wrong).ok()) << wrong;
  }
}

TEST(Address, HasOneForm) {
  EXPECT_EQ(Address::Parse("SG/0").value(), (Address{"SG", 0}));
  EXPECT_EQ(Address::Parse("ID/18446744073709551615").value().ToString(),
            "ID/18446744073709551615");
  EXPECT_EQ(Address::Parse("SG.2/17").value(), (Address{"SG", 17, 2}));
  EXPECT_EQ((Address{"SG", 17, 2}).ToString(), "SG.2/17");
  EXPECT_EQ((Origin{"SG", 3}.At(5).ToString()), "SG.3/5");
  for (const char* wrong : {"SG.1/17", "SG.0/1", "SG.02/1", "SG./1", "SG.2", "SG.2.3/1",
                            "", "SG", "SG/", "SG/01", "sg/1", "SG/1 ", "SG/18446744073709551616",
                            "SG/1/2", "S/1", "SG1"}) {
    EXPECT_FALSE(Address::Parse(wrong).ok()) << wrong;
  }
}

TEST(AudienceName, HasThreeKindsAndOneFormEach) {
  EXPECT_EQ(AudienceName::Parse("own").value().kind, AudienceName::Kind::kOwn);
  EXPECT_EQ(AudienceName::Parse("all").value().kind, AudienceName::Kind::kAll);
  const AudienceName named = AudienceName::Parse("SG/straits-patrol@3").value();
  EXPECT_EQ(named.kind, AudienceName::Kind::kNamed);
  EXPECT_EQ(named.economy, "SG");
  EXPECT_EQ(named.name, "straits-patrol");
  EXPECT_EQ(named.version, 3u);
  EXPECT_EQ(named.ToString(), "SG/straits-patrol@3");
}

TEST(AudienceName, RefusesWhatIsNotCanonical) {
  for (const char* wrong :
       {"", "Own", "all ", "SG/patrol", "SG/patrol@", "SG/patrol@0", "SG/patrol@03", "SG@patrol/3",
        "SG/Patrol@1", "SG/-patrol@1", "SG/patrol-@1", "sg/patrol@1", "SG/patrol@1@2", "SG//@1",
        "SG/own@1", "SG/all@1", "SG/a_b@1", "SG/patrol@4294967296",
        "SG/a23456789012345678901234567890123456789041@1"}) {
    EXPECT_FALSE(AudienceName::Parse(wrong).ok()) << wrong;
  }
}

TEST(Label, IsLowerCaseDigitsAndInnerHyphens) {
  EXPECT_TRUE(IsLabel("police-coast-guard"));
  EXPECT_TRUE(IsLabel("1"));
  EXPECT_TRUE(IsLabel(std::string(40, 'a')));
  for (const std::string& wrong :
       {std::string(), std::string(41, 'a'), std::string("a b"), std::string("A"),
        std::string("-a"), std::string("a-"), std::string("a\0b", 3), std::string("caf\xc3\xa9")}) {
    EXPECT_FALSE(IsLabel(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace lightship::statement
