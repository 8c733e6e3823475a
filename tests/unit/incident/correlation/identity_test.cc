// Which ship: what decides, and what must never decide.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/incident/correlation/made.h"

namespace lightship::incident::correlation {
namespace {

constexpr auto kSame = v1::CORRELATION_VERDICT_SAME_INCIDENT;
constexpr auto kPossible = v1::CORRELATION_VERDICT_POSSIBLE_SAME;
constexpr auto kDifferent = v1::CORRELATION_VERDICT_DIFFERENT_INCIDENT;

Made Here(const std::string& when = "2020-05-03") { return Made(when).At(1.25, 104); }

std::string WordsOf(const Account& a, const Account& b) { return Compare(a, b).InWords(); }

TEST(Identity, SameNameOnTheSameDayIsOneIncidentEvenFarAway) {
  const Account far = Made("2020-05-03").At(7, 110).Ship("Blue Star");
  EXPECT_EQ(VerdictOf(Here().Ship("M/V BLUE STAR"), far), kSame);
  EXPECT_THAT(WordsOf(Here().Ship("M/V BLUE STAR"), far),
              testing::HasSubstr("same name BLUE STAR"));
}

TEST(Identity, DifferentValidImoNumbersAreAVetoWhateverElseAgrees) {
  const Account a = Here().Ship("BLUE STAR", "9074729"), b = Here().Ship("BLUE STAR", "2000016");
  EXPECT_EQ(VerdictOf(a, b), kDifferent);
  EXPECT_THAT(WordsOf(a, b), testing::HasSubstr("different valid IMO numbers: veto"));
}

TEST(Identity, ATugAndItsBargeAreOneIncidentUnderTwoNumbers) {
  const Account tug = Here().Ship("ALPHA 3", "9074729", v1::SHIP_TYPE_TUG);
  const Account barge = Here().Ship("BETA BARGE", "2000016", v1::SHIP_TYPE_BARGE);
  EXPECT_EQ(VerdictOf(tug, barge), kPossible);
  const Account both = Here()
                           .Ship("ALPHA 3", "9074729", v1::SHIP_TYPE_TUG)
                           .Ship("BETA BARGE", "", v1::SHIP_TYPE_BARGE);
  EXPECT_EQ(VerdictOf(both, barge), kSame);
}

TEST(Identity, ANumberWithAWrongCheckDigitDoesNotVeto) {
  const Account right = Here().Ship("BLUE STAR", "9074729"),
                wrong = Here().Ship("BLUE STAR", "9074728");
  EXPECT_EQ(VerdictOf(right, wrong), kSame);
  EXPECT_THAT(WordsOf(right, wrong), testing::HasSubstr("one slip apart"));
}

TEST(Identity, ARenamedShipIsKnownByItsNumberOrFormerName) {
  EXPECT_EQ(VerdictOf(Here().Ship("NEW DAWN", "9074729"), Here().Ship("OLD DUSK", "9074729")),
            kSame);
  EXPECT_EQ(VerdictOf(Here().Ship("NEW DAWN (EX OLD DUSK)"), Here().Ship("OLD DUSK")), kSame);
}

TEST(Identity, DifferentNamesAtOnePlaceAndTimeAreTwoIncidents) {
  const Account a = Here("2020-05-03 0345 UTC").Ship("BLUE STAR"),
                b = Here("2020-05-03 0345 UTC").Ship("RED MOON");
  EXPECT_EQ(VerdictOf(a, b), kDifferent);
}

TEST(Identity, PlaceAndDayAloneAreNeverEnough) {
  EXPECT_EQ(VerdictOf(Here().Ship("BLUE STAR"), Here().Ship("NAME WITHHELD")), kPossible);
  EXPECT_EQ(VerdictOf(Here(), Here()), kPossible);
}

TEST(Identity, ANameInTheOthersTextIsItsShip) {
  const Account told =
      Here().Says("INDONESIA: Tanker BLUE STAR was boarded by five men while at anchor.");
  EXPECT_EQ(VerdictOf(Here().Ship("Blue Star"), told), kSame);
  const Account capitals = Here().Says("BLUE STAR REPORTED FIVE MEN ON BOARD WHILE AT ANCHOR");
  EXPECT_EQ(VerdictOf(Here().Ship("Blue Star"), capitals), kSame);
}

TEST(Identity, AShipThatIsOnlyMentionedIsNotTheTextsShip) {
  const Account other = Here().Says(
      "Cargo ship (GREEN LEAF) was approached by a small boat, which turned away after twenty "
      "minutes. It is believed "
      "that these are the men who had robbed the tanker (BLUE STAR) an hour before.");
  EXPECT_EQ(VerdictOf(Here().Ship("Blue Star"), other), kPossible);
  EXPECT_EQ(VerdictOf(Here().Ship("Green Leaf"), other), kSame);
}

TEST(Identity, AReportOfSeveralShipsIsTheSameAsEachOfTheirs) {
  const Account several = Here().Says(
      "Tankers (BLUE STAR) and (GREEN LEAF) were boarded by the same men in one night.");
  EXPECT_EQ(VerdictOf(Here().Ship("Blue Star"), several), kSame);
  EXPECT_EQ(VerdictOf(Here().Ship("Green Leaf"), several), kSame);
}

TEST(Identity, PartOfANameCountsWherePlaceAndDayAgree) {
  EXPECT_EQ(VerdictOf(Here().Ship("IRAN LIGHT"), Here().Ship("Light")), kSame);
  EXPECT_EQ(VerdictOf(Here().Ship("IRAN LIGHT"), Made("2020-05-04").At(1.25, 104).Ship("Light")),
            kPossible);
}

TEST(Identity, OneReferenceInBothIsOneRecord) {
  const Account a = Made("2020-05-03").Record(v1::REF_SCHEME_IMB, "12"),
                b = Made("2020-05-03").Record(v1::REF_SCHEME_IMB, "12");
  EXPECT_EQ(VerdictOf(a, b), kSame);
}

TEST(Identity, ANameInAnotherOrderOfItsWordsCountsWherePlaceAndDayAgree) {
  EXPECT_EQ(VerdictOf(Here().Ship("Kestrel Bright"), Here().Ship("Bright Kestrel")), kSame);
  EXPECT_EQ(VerdictOf(Here().Ship("Kestrel Bright"),
                      Made("2020-05-04").At(1.25, 104).Ship("Bright Kestrel")),
            kPossible);
  EXPECT_EQ(VerdictOf(Here().Ship("Kestrel Bright"), Here().Ship("Bright Osprey")), kDifferent);
}

TEST(Identity, OneCallSignIsOneShip) {
  const auto there = []() -> Made { return Made("2020-05-04").At(1.26, 104); };
  EXPECT_EQ(VerdictOf(Here().Ship("BLUE STAR").CallSign("9V-8213"),
                      there().Ship("AZURE SUN").CallSign("9v8213")),
            kSame);
  EXPECT_EQ(VerdictOf(Here().Ship("BLUE STAR").CallSign("NONE"),
                      there().Ship("AZURE SUN").CallSign("none")),
            kDifferent);
  EXPECT_EQ(VerdictOf(Here().Ship("BLUE STAR", "9074729").CallSign("9V8213"),
                      there().Ship("BLUE STAR", "9395044").CallSign("9V8213")),
            kDifferent)
      << "valid numbers weigh more";
}

}  // namespace
}  // namespace lightship::incident::correlation
