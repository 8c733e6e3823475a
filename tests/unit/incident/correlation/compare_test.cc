#include "node/incident/correlation/compare.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/incident/correlation/made.h"

namespace lightship::incident::correlation {
namespace {

using ::testing::HasSubstr;

constexpr auto kNone = v1::CORRELATION_VERDICT_UNSPECIFIED;
constexpr auto kSame = v1::CORRELATION_VERDICT_SAME_INCIDENT;
constexpr auto kPossible = v1::CORRELATION_VERDICT_POSSIBLE_SAME;

constexpr char kText[] =
    "Duty crew saw five robbers with long knives near the engine room and raised the alarm at "
    "once, upon which they "
    "left in a small wooden boat with two mooring ropes.";

Account Ship(const std::string& when, double lat = 1.25, double lon = 104) {
  return Made(when).At(lat, lon).Ship("BLUE STAR");
}

TEST(Compare, IsSymmetricInEveryWord) {
  for (uint32_t seed = 1; seed <= 3000; ++seed) {
    std::mt19937 random(seed);
    const Account a = RandomAccount(random), b = RandomAccount(random);
    const Judgement forth = Compare(a, b), back = Compare(b, a);
    ASSERT_EQ(forth.verdict, back.verdict) << "seed " << seed;
    ASSERT_EQ(forth.score, back.score) << "seed " << seed;
    ASSERT_EQ(forth.InWords(), back.InWords()) << "seed " << seed;
  }
}

TEST(Compare, NeverMergesTwoIdentitiesByPlaceAndTime) {
  for (uint32_t seed = 1; seed <= 3000; ++seed) {
    std::mt19937 random(seed);
    Account a = RandomAccount(random), b = RandomAccount(random);
    a.prose = b.prose = Prose();
    a.references.clear();
    a.ships.resize(1);
    b.ships.resize(1);
    a.ships[0] = b.ships[0] = {};
    a.ships[0].names = {NameOf("BLUE STAR")};
    b.ships[0].names = {NameOf("RED MOON")};
    ASSERT_NE(VerdictOf(a, b), kSame) << "seed " << seed;
  }
}

TEST(Compare, TheScoreIsThePriorAndTheSumOfItsReasons) {
  const Judgement judgement = Compare(Ship("2020-05-03"), Ship("2020-05-04"));
  double sum = 0;
  for (const Reason& reason : judgement.reasons) sum += reason.weight;
  const Judgement nothing = Compare(Made(""), Made(""));
  EXPECT_TRUE(nothing.reasons.empty());
  EXPECT_NEAR(judgement.score, nothing.score + sum, 1e-9);
  EXPECT_GT(judgement.Probability(), 0.9);
  EXPECT_LT(nothing.Probability(), 0.1);
}

TEST(Compare, AShipAttackedAgainDaysLaterIsAtMostPossible) {
  EXPECT_EQ(VerdictOf(Ship("2020-05-03"), Ship("2020-05-05")), kPossible);
  EXPECT_EQ(VerdictOf(Ship("2020-05-03"), Ship("2020-05-09")), kPossible);
  EXPECT_EQ(VerdictOf(Ship("2020-05-03"), Ship("2020-05-25")), kNone);
}

TEST(Compare, AShipAttackedAgainNextDayElsewhereIsAtMostPossible) {
  const Account there = Ship("2020-05-04", 4.5, 106);
  EXPECT_EQ(VerdictOf(Ship("2020-05-03"), there), kPossible);
  EXPECT_THAT(Compare(Ship("2020-05-03"), there).InWords(), HasSubstr("perhaps attacked again"));
  EXPECT_EQ(VerdictOf(Ship("2020-05-03"), Ship("2020-05-04")), kSame)
      << "at the same place: one date is another zone's";
}

TEST(Compare, TwoRecordsOfOneSourceAreOneIncidentOnlyInTheSameWords) {
  const auto record = [](const std::string& id) {
    return Made("2020-05-03").At(1.25, 104).Ship("BLUE STAR").Record(v1::REF_SCHEME_IMB, id);
  };
  EXPECT_EQ(VerdictOf(record("1"), record("2")), kPossible);
  EXPECT_EQ(VerdictOf(record("1").Says(kText), record("2").Says(kText)), kSame);
  const auto listed = [](const std::string& day) {
    return Made(day).At(1.25, 104).Ship("BLUE STAR").Record(v1::REF_SCHEME_IMO_MSC_CIRC, "124");
  };
  EXPECT_EQ(VerdictOf(listed("2020-05-03"), listed("2020-05-04")), kPossible)
      << "one circular lists many events";
  EXPECT_EQ(VerdictOf(listed("2020-05-03"), record("1")), kSame);
}

TEST(Compare, AShipAttackedAgainInTheSameNightElsewhereIsAtMostPossible) {
  const Account first = Ship("2020-05-03 0100 UTC");
  const Judgement again = Compare(first, Ship("2020-05-03 1230 UTC", 3.7));
  EXPECT_EQ(again.verdict, kPossible);
  EXPECT_EQ(again.reasons[0].words, "147 nm in 11.5 h, 13 knots: perhaps attacked again");
  EXPECT_EQ(VerdictOf(first, Ship("2020-05-03 1430 UTC", 3.7)), kPossible) << "over half a day";
  EXPECT_EQ(VerdictOf(first, Ship("2020-05-03 0110 UTC", 1.5)), kSame) << "two clocks";
  EXPECT_EQ(VerdictOf(first, Ship("2020-05-03 0500 UTC", 1.26)), kSame) << "at the same place";
  EXPECT_EQ(VerdictOf(first, Ship("2020-05-03", 3.7)), kSame) << "a date tells no hour";
}

TEST(Compare, WhatHeldALikelyPairBackStandsFirstAndItsProbabilityIsBelowThatOfALikelyOne) {
  const Judgement held = Compare(Ship("2020-05-03"), Ship("2020-05-05"));
  ASSERT_GT(held.score, 5);
  EXPECT_EQ(held.reasons[0].words, "days apart: perhaps attacked again");
  EXPECT_LT(held.Probability(), 0.954);
  EXPECT_GT(Compare(Ship("2020-05-03"), Ship("2020-05-03")).Probability(), 0.99);
}

TEST(Compare, ACaseNumberIsThatOfOneEconomyAndAgency) {
  const auto report = [](const std::string& keeper, const std::string& number, double lat) -> Account {
    return Made("2020-05-03")
        .At(lat, 104)
        .Ship(number == "none" ? "" : "BLUE STAR")
        .KeptBy(keeper)
        .Record(v1::REF_SCHEME_NATIONAL_CASE_NO, number);
  };
  EXPECT_EQ(VerdictOf(report("SG coastguard", "2026-17", 1.25), report("ID navy", "2026-44", 1.25)),
            kSame)
      << "each counts for itself";
  EXPECT_EQ(VerdictOf(report("SG police", "1", 1.25), report("SG coastguard", "2", 1.25)), kSame);
  EXPECT_EQ(VerdictOf(report("SG police", "1", 1.25), report("SG police", "2", 1.25)), kPossible);
  EXPECT_EQ(VerdictOf(report("SG police", "none", 1.25), report("ID navy", "none", 16.4)), kNone);
  EXPECT_EQ(VerdictOf(report("SG police", "none", 1.25), report("SG police", "none", 1.25)), kSame);
  EXPECT_EQ(VerdictOf(report("", "none", 1.25), report("", "none", 16.4)), kNone) << "nobody's";
}

TEST(Compare, ANumberInCommonDoesNotOverrulePlaceAndTime) {
  const auto report = [](const std::string& day, double lat) -> Account {
    return Made(day).At(lat, 104).Record(v1::REF_SCHEME_RECAAP, "12");
  };
  EXPECT_EQ(VerdictOf(report("2020-05-03", 1.25), report("2020-05-03", 1.25)), kSame);
  EXPECT_EQ(VerdictOf(report("2020-05-03", 1.25), report("2020-05-03", 16.4)), kPossible);
  EXPECT_EQ(VerdictOf(report("2020-05-03", 1.25), report("2020-05-08", 1.25)), kPossible);
}

TEST(Compare, ARowOfAFileIsNoReference) {
  const auto row = [](const std::string& number, double lat) -> Account {
    return Made("2020-05-03").At(lat, 104).Ship("BLUE STAR").Row(number);
  };
  EXPECT_NE(VerdictOf(Made("2020-05-03").At(1.25, 104).Row("1"),
                      Made("2020-05-03").At(16.4, 104).Row("1")),
            kSame);
  EXPECT_EQ(VerdictOf(row("1", 1.25), row("2", 1.25)), kPossible) << "two rows of one collection";
  EXPECT_EQ(VerdictOf(row("1", 1.25), row("1", 1.25)), kSame) << "which the ship decides";
}

TEST(Compare, AMonthTypedWrongIsNamedAsADoubt) {
  const Account slipped = Ship("2020-06-03");
  EXPECT_EQ(VerdictOf(Ship("2020-05-03"), slipped), kPossible);
  EXPECT_THAT(Compare(Ship("2020-05-03"), slipped).InWords(), HasSubstr("month typed wrong"));
}

TEST(Compare, ADateAndATimeOfThatDayAreTheSameDay) {
  EXPECT_THAT(Compare(Ship("2020-05-03"), Ship("2020-05-02 2000 UTC")).InWords(),
              HasSubstr("same day"))
      << "in the zones where most incidents are, it is the third already";
  EXPECT_THAT(Compare(Ship("2020-05-03 0345 UTC"), Ship("2020-05-03 0410 UTC")).InWords(),
              HasSubstr("same time of day"));
}

TEST(Compare, SlipsInAPositionAreNamedAndNotRepaired) {
  const auto words = [](double lat, double lon) {
    return Compare(Ship("2020-05-03", 6.1, 106.9), Ship("2020-05-03", lat, lon)).InWords();
  };
  EXPECT_THAT(words(6.1, -106.9), HasSubstr("if the hemisphere is wrong in one longitude"));
  EXPECT_THAT(words(-6.1, 106.9), HasSubstr("if the hemisphere is wrong in one latitude"));
  EXPECT_THAT(words(6.1, 105.9), HasSubstr("if a whole degree is wrong in one longitude"));
  EXPECT_THAT(words(16.1, 106.9), HasSubstr("if a whole degree is wrong in one latitude"));
  EXPECT_THAT(words(6.1, 6.9), HasSubstr("if a lost digit is wrong in one longitude"));
  EXPECT_THAT(words(8.3, 109.2), testing::Not(HasSubstr("wrong in one")));
}

TEST(Compare, NearnessOfVaguePositionsSaysLess) {
  const auto at = [](double lat, uint32_t uncertainty_m) -> Account {
    return Made("2020-05-03").At(lat, 104, uncertainty_m);
  };
  EXPECT_GT(Compare(at(1.25, 100), at(1.25, 100)).score,
            Compare(at(1.25, 100), at(1.25, 40'000)).score);
  EXPECT_LT(Compare(at(1.25, 100), at(3.25, 100)).score,
            Compare(at(1.25, 100), at(3.25, 300'000)).score);
}

TEST(Compare, TimesOutOfAllYearsAreNotKnown) {
  v1::Facts facts;
  facts.mutable_occurred()->mutable_start()->set_seconds(INT64_MIN);
  facts.mutable_occurred()->mutable_end()->set_seconds(INT64_MAX);
  EXPECT_FALSE(MakeAccount(facts, nullptr, nullptr).when.has_value());
}

TEST(Compare, MinutesReadAsSecondsAreNamedWithTheirSource) {
  // 1°15.25' and 104°02.41', and what comes of reading them as 15'25" and 02'41".
  const Account right = Made("2020-05-03")
                            .At(1 + 15.25 / 60, 104 + 2.41 / 60, 20)
                            .Record(v1::REF_SCHEME_NGA_ASAM, "1");
  const Account misread = Made("2020-05-03")
                              .At(1 + 15.0 / 60 + 25.0 / 3600, 104 + 2.0 / 60 + 41.0 / 3600, 20)
                              .Record(v1::REF_SCHEME_IMB, "1");
  EXPECT_THAT(Compare(right, misread).InWords(),
              HasSubstr("0.0 nm apart if decimal minutes were read as seconds in IMB's position"));
}

TEST(Compare, UnnamedShipsAreOneIncidentInTheSameWordsOrInSomeOfThemAtTheSameSpotAndHour) {
  constexpr char kRetold[] =
      "Master of a bulk carrier told the port that armed persons were on the poop deck; later they "
      "left in a small wooden boat with two mooring ropes.";

  EXPECT_EQ(VerdictOf(Made("2020-05-03").At(1.25, 104).Says(kText),
                      Made("2020-05-03").At(1.26, 104.01).Says(kText)),
            kSame);
  EXPECT_EQ(VerdictOf(Made("2020-05-03 0345 UTC").At(1.25, 104).Says(kText),
                      Made("2020-05-03 0350 UTC").At(1.25, 104.01).Says(kRetold)),
            kSame);
  EXPECT_EQ(VerdictOf(Made("2020-05-03 0345 UTC").At(1.25, 104).Says(kText),
                      Made("2020-05-03 0350 UTC").At(1.25, 104.1).Says(kRetold)),
            kPossible);
  EXPECT_EQ(VerdictOf(Made("2020-05-03 0345 UTC").At(1.25, 104),
                      Made("2020-05-03 1100 UTC").At(1.25, 104.01)),
            kPossible);
}

TEST(Compare, UnnamedShipsRobbedSideBySideInOneHourAreAtMostPossible) {
  const auto carrier = [](const std::string& when, double lon) -> Account {
    return Made(when)
        .At(1.25, lon)
        .Ship("", "", v1::SHIP_TYPE_BULK_CARRIER)
        .Act(v1::ACT_STAGE_BOARDED)
        .Status(v1::SHIP_STATUS_ANCHORED)
        .Perpetrators(4, 4);
  };
  const Judgement judgement =
      Compare(carrier("2020-05-03 0345 UTC", 104), carrier("2020-05-03 0425 UTC", 104.0166));
  EXPECT_EQ(judgement.verdict, kPossible);
  EXPECT_THAT(judgement.reasons[0].words, HasSubstr("no ship that both name"));
}

TEST(Compare, UnnamedShipsAtTheSameSpotAndHourAreOnlyPossibleWhenTheirTextsAreUnlike) {
  constexpr char kOther[] =
      "While the ship lay at berth an unknown number of persons cut the lock of the paint store "
      "during the night; the "
      "theft was found at daybreak and the port control was told.";
  EXPECT_EQ(VerdictOf(Made("2020-05-03 0345 UTC").At(1.25, 104).Says(kText),
                      Made("2020-05-03 0350 UTC").At(1.25, 104.01).Says(kOther)),
            kPossible);
}

TEST(Compare, LikeCircumstancesAddAndUnlikeOnesTakeAway) {
  const auto report = [] { return Made("2020-05-03").At(1.25, 104); };
  const double plain = Compare(report(), report()).score;
  const Account anchored = report()
                               .Ship("", "", v1::SHIP_TYPE_PRODUCT_TANKER)
                               .Act(v1::ACT_STAGE_BOARDED)
                               .Status(v1::SHIP_STATUS_ANCHORED)
                               .Perpetrators(4, 6);
  const Account alike = report()
                            .Ship("", "", v1::SHIP_TYPE_CHEMICAL_TANKER)
                            .Act(v1::ACT_STAGE_ROBBERY)
                            .Status(v1::SHIP_STATUS_BERTHED)
                            .Perpetrators(5, 5);
  const Account unlike = report()
                             .Ship("", "", v1::SHIP_TYPE_FISHING)
                             .Act(v1::ACT_STAGE_SUSPICIOUS_APPROACH)
                             .Status(v1::SHIP_STATUS_UNDERWAY)
                             .Perpetrators(12, 15);
  EXPECT_GT(Compare(anchored, alike).score, plain + 2);
  EXPECT_LT(Compare(anchored, unlike).score, plain - 2);
}

TEST(Compare, WhatIsWithheldIsNotHeldAgainstAReport) {
  EXPECT_EQ(VerdictOf(Ship("2020-05-03"), Made("2020-05-03").Ship("BLUE STAR")), kSame)
      << "no position";
  EXPECT_EQ(VerdictOf(Ship("2020-05-03"), Made("")), kNone) << "nothing at all";
}

}  // namespace
}  // namespace lightship::incident::correlation
