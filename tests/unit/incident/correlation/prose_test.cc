#include "node/incident/correlation/prose.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace lightship::incident::correlation {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> ShipsOf(absl::string_view text) {
  std::vector<std::string> ships;
  for (const NamedShip& ship : ReadProse(text).ships) ships.push_back(ship.name.Display());
  return ships;
}

std::optional<size_t> Found(absl::string_view text, absl::string_view name) {
  return FindName(ReadProse(text), NameOf(name));
}

TEST(Prose, NamesShipsInBracketsAfterAPrefixAndAfterTheirKind) {
  EXPECT_THAT(ShipsOf("Tanker (GLOBAL PEARL) was boarded."), ElementsAre("GLOBAL PEARL"));
  EXPECT_THAT(ShipsOf("At 0100 M/V Far Lights was boarded by six men."), ElementsAre("FAR LIGHTS"));
  EXPECT_THAT(ShipsOf("Men boarded the Panama-flagged tanker AMBER DAISY 2 while underway."),
              ElementsAre("AMBER DAISY 2"));
  EXPECT_THAT(ShipsOf("THE M/V NEW DAWN WAS CHASED BY TWO SKIFFS"), ElementsAre("NEW DAWN"));
}

TEST(Prose, DoesNotTakeAbbreviationsForShips) {
  EXPECT_TRUE(ShipsOf("The vessel VHF was off. Reported to the authorities (IMB, ONI) and (UKMTO).")
                  .empty());
  EXPECT_TRUE(ShipsOf("Robbers boarded the ship in the lane of the strait (TSS).").empty());
  EXPECT_TRUE(ShipsOf("INDONESIA (NORTHERN COAST): A TANKER WAS BOARDED").empty());
}

TEST(Prose, FindsANameHoweverItIsSpaced) {
  EXPECT_EQ(Found("General cargo vessel (AL MARJANI) hijacked", "Almarjani"), 3u);
  EXPECT_EQ(Found("Vessel (VEENA II) hijacked", "Veena 2"), 1u);
  EXPECT_EQ(Found("Tanker K.R. 12 hijacked", "K. R. 12"), 1u);
}

TEST(Prose, FindsNoNameWithinAWordInSmallLettersOrOfAPort) {
  EXPECT_EQ(Found("The MONARCH was boarded", "MONA"), std::nullopt);
  EXPECT_EQ(Found("A patrol gave victory signs", "Victory"), std::nullopt);
  EXPECT_EQ(Found("Off Port Victoria two boats came near", "Victoria"), std::nullopt);
}

TEST(Prose, TellsHowMuchWordingTwoTextsShare) {
  const std::string text =
      "Duty crew saw five robbers with long knives near the engine room and raised the alarm at "
      "once, upon which they "
      "left in a small wooden boat with two mooring ropes.";
  const std::string other =
      "While the ship lay at berth an unknown number of persons cut the lock of the paint store "
      "during the night; the "
      "theft was found at daybreak and the port control was told.";
  EXPECT_EQ(SharedWording(ReadProse(text), ReadProse(text)), 1.0);
  EXPECT_EQ(SharedWording(ReadProse(text), ReadProse(other)), 0.0);
  EXPECT_EQ(SharedWording(ReadProse(text), ReadProse("Robbers boarded.")), std::nullopt);
  const std::string brief = "Five robbers took ropes from the forecastle store at dawn.";
  EXPECT_EQ(SharedWording(ReadProse(brief), ReadProse(brief)), 1.0);
}

TEST(Prose, ReadsNoMoreThanItsLimit) {
  std::string endless;
  for (int i = 0; i < 100'000; ++i) endless += "(SHIP ALPHABETA) word ";
  const Prose prose = ReadProse(endless);
  EXPECT_LE(prose.starts.size(), kProseWordsMost);
  EXPECT_EQ(prose.ships.size(), 1u);
}

TEST(Prose, TakesAnyBytes) {
  EXPECT_TRUE(ReadProse("").starts.empty());
  EXPECT_TRUE(ReadProse("\xFF\xFE (((( )))) \xC3").ships.empty());
  EXPECT_TRUE(ReadProse("(").ships.empty());
  EXPECT_TRUE(ReadProse("M/V").ships.empty());
}

}  // namespace
}  // namespace lightship::incident::correlation
