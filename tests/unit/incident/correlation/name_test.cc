#include "node/incident/correlation/name.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lightship::incident::correlation {
namespace {

Likeness Between(absl::string_view a, absl::string_view b) {
  return CompareNames(NameOf(a), NameOf(b));
}

TEST(Name, IsTheSameHoweverItIsSpelt) {
  EXPECT_EQ(Between("M/V Blue Sky I", "BLUE SKY 1"), Likeness::kSame);
  EXPECT_EQ(Between("ELLENS", "Ellen S."), Likeness::kSame);
  EXPECT_EQ(Between("PEGASUSIII", "Pegasus 3"), Likeness::kSame);
  EXPECT_EQ(Between("Dong No.628", "DONG NO. 628"), Likeness::kSame);
  EXPECT_EQ(Between("Søren Østfold", "SOREN OSTFOLD"), Likeness::kSame);
  EXPECT_EQ(Between("Captain's Pride", "CAPTAINS PRIDE"), Likeness::kSame);
}

TEST(Name, IsTheSameInAnotherScript) {
  EXPECT_EQ(Between("Капитан Орлов", "KAPITAN ORLOV"), Likeness::kSame);
  EXPECT_EQ(Between("Νίκη", "Niki"), Likeness::kSame);
}

TEST(Name, IsTheSameWithAndWithoutAWordForItsKind) {
  EXPECT_EQ(Between("TUG HARBOUR LION", "Harbour Lion"), Likeness::kSame);
  EXPECT_EQ(NameOf("TANKER").letters, "TANKER") << "nothing else remains";
}

TEST(Name, IsSimilarWithOneOrTwoWrongLettersInProportionToItsLength) {
  EXPECT_EQ(Between("Patanasso", "PANTANASSO"), Likeness::kSimilar);
  EXPECT_EQ(Between("Bilda", "BILDAR"), Likeness::kSimilar);
  EXPECT_EQ(Between("BLINDA", "BILNDA"), Likeness::kSimilar) << "two letters exchanged";
  EXPECT_EQ(Between("MONA", "MOMA"), Likeness::kNone) << "too short to be a slip";
  EXPECT_EQ(Between("OCEAN LADY", "OCEAN PRIDE"), Likeness::kNone);
}

TEST(Name, OfAnotherNumberIsAnotherShips) {
  EXPECT_EQ(Between("BAHARI 1", "BAHARI 2"), Likeness::kNone);
  EXPECT_EQ(Between("BAHARI II", "BAHARI III"), Likeness::kNone);
  EXPECT_EQ(Between("GULF STAR A", "GULF STAR B"), Likeness::kNone);
}

TEST(Name, MayBePartOfTheOther) {
  EXPECT_EQ(Between("IRAN LIGHT", "LIGHT"), Likeness::kPart);
  EXPECT_EQ(Between("COPPER", "COPPER GERMANIA"), Likeness::kPart);
  EXPECT_EQ(Between("BAHARI", "BAHARI 2"), Likeness::kPart);
}

TEST(Name, ThatWasWithheldIsNone) {
  EXPECT_TRUE(NamesOf("NAME WITHHELD").empty());
  EXPECT_TRUE(NamesOf("-").empty());
  EXPECT_EQ(CompareNames(NameOf("NA"), NameOf("NA")), Likeness::kNone);
}

TEST(Name, FormerOnesAreKept) {
  const std::vector<Name> names = NamesOf("New Dawn (EX OLD DUSK)");
  ASSERT_EQ(names.size(), 2u);
  EXPECT_EQ(names[0].Display(), "NEW DAWN");
  EXPECT_EQ(names[1].Display(), "OLD DUSK");
}

TEST(Name, LikenessIsSymmetric) {
  const char* names[] = {"BLUE STAR", "BLUE STARR", "STAR",     "BLUE STAR 2",
                         "",          "A",          "M/T BLUE", "Blue-Star"};
  for (const char* a : names) {
    for (const char* b : names) EXPECT_EQ(Between(a, b), Between(b, a)) << a << " " << b;
  }
}

}  // namespace
}  // namespace lightship::incident::correlation
