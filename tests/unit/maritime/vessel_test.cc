#include "node/maritime/vessel.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "tests/unit/maritime/facts_file.h"

namespace lightship::maritime {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(ImoNumber, IsCheckedByItsLastDigit) {
  const struct {
    const char* text;
    v1::ImoCheck check;
    uint32_t number;
  } cases[] = {{"9074729", v1::IMO_CHECK_VALID, 9074729},
               {" IMO 9074729 ", v1::IMO_CHECK_VALID, 9074729},
               {"IMO No. 9074729", v1::IMO_CHECK_VALID, 9074729},
               {"imo9074729", v1::IMO_CHECK_VALID, 9074729},
               {"2000016", v1::IMO_CHECK_VALID, 2000016},
               {"2000045", v1::IMO_CHECK_BAD_CHECK_DIGIT, 2000045},
               {"9074728", v1::IMO_CHECK_BAD_CHECK_DIGIT, 9074728},
               {"200003", v1::IMO_CHECK_MALFORMED, 0},
               {"POL 118", v1::IMO_CHECK_MALFORMED, 0},
               {"3 VESSE", v1::IMO_CHECK_MALFORMED, 0},
               {"0000000", v1::IMO_CHECK_MALFORMED, 0},
               {"90747290", v1::IMO_CHECK_MALFORMED, 0},
               {"", v1::IMO_CHECK_ABSENT, 0},
               {"UNKNOWN", v1::IMO_CHECK_ABSENT, 0},
               {"N/A", v1::IMO_CHECK_ABSENT, 0},
               {"-", v1::IMO_CHECK_ABSENT, 0}};
  for (const auto& c : cases) {
    uint32_t number = 1;
    EXPECT_EQ(CheckImoNumber(c.text, &number), c.check) << c.text;
    EXPECT_EQ(number, c.number) << c.text;
  }
  EXPECT_EQ(CheckImoNumber(0), v1::IMO_CHECK_ABSENT);
  EXPECT_EQ(CheckImoNumber(10'000'000), v1::IMO_CHECK_MALFORMED);
}

TEST(ImoNumber, WithAnyOneDigitChangedIsBad) {
  uint32_t place = 1;
  for (int position = 0; position < 7; ++position, place *= 10) {
    const uint32_t digit = 9074729 / place % 10;
    for (uint32_t other = position == 6 ? 1 : 0; other < 10; ++other) {
      if (other == digit) continue;
      const uint32_t changed = 9074729 - digit * place + other * place;
      // Weights 5, 4, 6 and 2 share a factor with 10: digits 5 or 2 apart can have the same sum.
      const uint32_t weights[] = {1, 2, 3, 4, 5, 6, 7};
      const uint32_t apart = other > digit ? other - digit : digit - other;
      if (apart * weights[position] % 10 == 0) continue;
      EXPECT_EQ(CheckImoNumber(changed), v1::IMO_CHECK_BAD_CHECK_DIGIT) << changed;
    }
  }
}

TEST(Mmsi, TellsWhatItStandsFor) {
  EXPECT_EQ(KindOfMmsi(563012345), MmsiKind::kShip);
  EXPECT_EQ(KindOfMmsi(56301234), MmsiKind::kGroup);
  EXPECT_EQ(KindOfMmsi(5630123), MmsiKind::kCoastStation);
  EXPECT_EQ(KindOfMmsi(111563123), MmsiKind::kAircraft);
  EXPECT_EQ(KindOfMmsi(856301234), MmsiKind::kHandheld);
  EXPECT_EQ(KindOfMmsi(985631234), MmsiKind::kAuxiliary);
  EXPECT_EQ(KindOfMmsi(995631234), MmsiKind::kAidToNavigation);
  EXPECT_EQ(KindOfMmsi(970123456), MmsiKind::kLocator);
  for (const uint32_t wrong : {0u, 123456789u, 999999999u, 1000000000u, 5u, 899900000u}) {
    EXPECT_EQ(KindOfMmsi(wrong), MmsiKind::kInvalid) << wrong;
  }
}

TEST(Mmsi, IsNineDigits) {
  EXPECT_EQ(*ParseMmsi("563 012 345"), 563012345u);
  EXPECT_EQ(*ParseMmsi("005630123"), 5630123u);
  for (const char* wrong : {"", "56301234", "5630123456", "56301234X", "123456789"}) {
    const auto mmsi = ParseMmsi(wrong);
    ASSERT_FALSE(mmsi.ok()) << wrong;
    EXPECT_EQ(base::ReasonOf(mmsi.status()), base::reason::kMalformed);
    EXPECT_THAT(std::string(mmsi.status().message()), HasSubstr("563012345"));
  }
}

TEST(ShipName, HasOneSpelling) {
  const struct {
    const char* written;
    const char* normalised;
  } cases[] = {{"Mv Cosmic Leader", "COSMIC LEADER"},
               {"M/V COSMIC  LEADER ", "COSMIC LEADER"},
               {"m.v. cosmic leader", "COSMIC LEADER"},
               {"M.T. Petrobulk Panther", "PETROBULK PANTHER"},
               {"MT President", "PRESIDENT"},
               {"LPG/C Polar Endurance", "POLAR ENDURANCE"},
               {"S/S Sea", "SEA"},
               {"F/V Hai Fa", "HAI FA"},
               {"MT", "MT"},
               {"Blue Sky I", "BLUE SKY 1"},
               {"BLUE SKY 1", "BLUE SKY 1"},
               {"Surya Wira VII", "SURYA WIRA 7"},
               {"Tricolor Star XIV", "TRICOLOR STAR 14"},
               {"Nadia J", "NADIA J"},
               {"CPO C", "CPO C"},
               {"V", "V"},
               {"Sun Kung No.628", "SUN KUNG NO 628"},
               {"Sun Kung No. 628", "SUN KUNG NO 628"},
               {"Sun Kung No628", "SUN KUNG NO 628"},
               {"Sibirskiy-2114", "SIBIRSKIY 2114"},
               {"P.U. 2406", "PU 2406"},
               {"Samuel L. Cobb", "SAMUEL L COBB"},
               {"P&O Nedlloyd", "P O NEDLLOYD"},
               {"P & O Nedlloyd", "P O NEDLLOYD"},
               {"Nzol'Contender", "NZOLCONTENDER"},
               {"Queen’s Way", "QUEENS WAY"},
               {"OCEAN STAR (EX SEA STAR)", "OCEAN STAR"},
               {"OCEAN STAR EX-SEA STAR", "OCEAN STAR"},
               {"PKFB (U2) 1532", "PKFB 1532"},
               {"(Sea)", "SEA"},
               {"Ærø Ægir Søstjärnan", "AERO AEGIR SOSTJARNAN"},
               {"Straße", "STRASSE"},
               {"Đại Việt", "DAI VIET"},
               {"Cafe\xCC\x81", "CAFE"},
               {"ＡＢＣ　１２", "ABC 12"},
               {"海洋之星", "海洋之星"},
               {"\xFFX\xC3", "\xFFX\xC3"}};
  for (const auto& c : cases) {
    EXPECT_EQ(NormaliseName(c.written), c.normalised) << c.written;
    EXPECT_EQ(NormaliseName(NormaliseName(c.written)), c.normalised) << c.written;
  }
}

TEST(ShipName, MayBeMissingForSeveralReasons) {
  for (const char* text : {"NAME WITHHELD", "Name Witheld", " name  withheld ", "WITHHELD"}) {
    EXPECT_EQ(NameStateOf(text), v1::NAME_STATE_WITHHELD) << text;
    EXPECT_EQ(NormaliseName(text), "") << text;
  }
  for (const char* text :
       {"NA", " NA", "N/A", "NAME NOT REPORTED", "NOT REPORTED", "", "*", "Nil", "-------",
        "UNKNOWN", "Unspecified", "-", "NAME NOT REPORTED (BRODIN SHIPPING AB)"}) {
    EXPECT_EQ(NameStateOf(text), v1::NAME_STATE_NOT_REPORTED) << text;
    EXPECT_EQ(NormaliseName(text), "") << text;
  }
  EXPECT_EQ(NameStateOf("NO NAME"), v1::NAME_STATE_UNNAMED);
  EXPECT_EQ(NameStateOf("M/V UNKNOWN"), v1::NAME_STATE_NOT_REPORTED);
  EXPECT_EQ(NameStateOf("(tug) Name Withheld"), v1::NAME_STATE_WITHHELD);
  EXPECT_EQ(NameStateOf("Nile River"), v1::NAME_STATE_GIVEN);
  EXPECT_EQ(NameStateOf("Na Xin"), v1::NAME_STATE_GIVEN);
}

TEST(ShipName, OfTugAndBargeIsSplit) {
  EXPECT_THAT(SplitNames("SAMPLE TUG 3 & SAMPLE BARGE 31 "),
              ElementsAre("SAMPLE TUG 3", "SAMPLE BARGE 31"));
  EXPECT_THAT(SplitNames("TEST TUG 2/SAMPLE BARGE 21"),
              ElementsAre("TEST TUG 2", "SAMPLE BARGE 21"));
  EXPECT_THAT(SplitNames("Horrizon I and Horrizon II"), ElementsAre("Horrizon I", "Horrizon II"));
  EXPECT_THAT(SplitNames("Mitra Jaya V & Makmur Abadi V"),
              ElementsAre("Mitra Jaya V", "Makmur Abadi V"));
  EXPECT_THAT(SplitNames("Name Withheld & Name Withheld"),
              ElementsAre("Name Withheld", "Name Withheld"));
  for (const char* one : {"P & O Nedlloyd Lagos", "P&O Nedlloyd", "D&K 1", "LPG/C Polar", "M/V Sea",
                          "N/A", "Andaman", "Grand Sea", "NOT REPORTED (A LTD & B LTD)"}) {
    EXPECT_THAT(SplitNames(one), ElementsAre(one));
  }
  EXPECT_TRUE(SplitNames("  ").empty());
}

TEST(ShipName, NormalisesOnceAndForAllInEveryRecord) {
  int given = 0;
  int missing = 0;
  for (const auto& row : FactsFile()) {
    const std::string& name = row.at("vessel_name");
    const std::string normalised = NormaliseName(name);
    EXPECT_EQ(NormaliseName(normalised), normalised) << name;
    EXPECT_EQ(normalised.empty(), NameStateOf(name) != v1::NAME_STATE_GIVEN) << name;
    if (!name.empty()) ++(normalised.empty() ? missing : given);
  }
  EXPECT_GT(given, 5000);
  EXPECT_EQ(missing, 85) << "62 withheld, 18 unspecified, 3 unknown, Nil and N/A";
}

TEST(Vessel, KeepsWhatWasWrittenBesideWhatItMeans) {
  v1::Vessel vessel;
  SetName("M/V Blue Sky I", &vessel);
  SetImoNumber("IMO 9074728", &vessel);
  EXPECT_EQ(vessel.name_as_written(), "M/V Blue Sky I");
  EXPECT_EQ(vessel.name_normalised(), "BLUE SKY 1");
  EXPECT_EQ(vessel.name_state(), v1::NAME_STATE_GIVEN);
  EXPECT_EQ(vessel.imo_as_written(), "IMO 9074728");
  EXPECT_EQ(vessel.imo_number(), 9074728u);
  EXPECT_EQ(vessel.imo_check(), v1::IMO_CHECK_BAD_CHECK_DIGIT);
}

}  // namespace
}  // namespace lightship::maritime
