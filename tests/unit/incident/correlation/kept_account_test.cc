#include "node/incident/correlation/kept_account.h"

#include <gtest/gtest.h>

#include "tests/unit/incident/correlation/made.h"

namespace lightship::incident::correlation {
namespace {

TEST(KeptAccount, IsTheAccountAgainWhetherItsWordsHaveNumbersOrNot) {
  std::mt19937 random(5);
  Lexicon lexicon;
  for (int i = 0; i < 500; ++i) {
    const Account account = RandomAccount(random);
    if (i % 3 != 0) LearnWords(account, lexicon);
    ASSERT_TRUE(RestoreAccount(KeepAccount(account, lexicon), lexicon) == account) << "account " << i;
  }
}

TEST(KeptAccount, TakesAByteOrTwoForAWordThatIsKnown) {
  const Account account = Made("2020-05-03").Says("Robbers boarded the tanker and the robbers left the tanker when the alarm sounded");
  Lexicon lexicon;
  const size_t before = KeepAccount(account, lexicon).size();
  LearnWords(account, lexicon);
  EXPECT_LT(KeepAccount(account, lexicon).size() + 50, before);
}

TEST(Lexicon, NumbersAWordOnceAndForGood) {
  Lexicon lexicon;
  EXPECT_EQ(lexicon.NumberOf("TANKER"), std::nullopt);
  lexicon.Add("TANKER");
  lexicon.Add("BARGE");
  lexicon.Add("TANKER");
  EXPECT_EQ(lexicon.NumberOf("TANKER"), 0u);
  EXPECT_EQ(lexicon.NumberOf("BARGE"), 1u);
  EXPECT_EQ(lexicon.WordOf(1), "BARGE");
}

TEST(Lexicon, HasRoomForSoManyWordsOfSoManyLetters) {
  Lexicon lexicon;
  lexicon.Add(std::string(Lexicon::kLettersMost + 1, 'A'));
  for (size_t i = 0; i < Lexicon::kWordsMost; ++i) lexicon.Add(std::to_string(i));
  lexicon.Add("TANKER");
  EXPECT_EQ(lexicon.NumberOf(std::string(Lexicon::kLettersMost + 1, 'A')), std::nullopt);
  EXPECT_EQ(lexicon.NumberOf("TANKER"), std::nullopt);
  EXPECT_EQ(lexicon.NumberOf("65535"), 65535u);
}

TEST(KeptAccount, HoldsWhatFewReportsTell) {
  Account account = Made("2020-05-03 0345 UTC").At(-16.7, -179.95, 5000).Ship("BLUE STAR (EX RED MOON)", "9074729").CallSign("9V1234");
  account.references = {{v1::REF_SCHEME_IMB, "series", "7/20"}};
  account.collection = "IMB";
  account.record = "record 12";
  account.in_imo_list = account.centre_of_place = true;
  account.uncertainty_m = 0.125;
  account.ships[0].mmsi = 563000000;
  account.when->begin_s = -account.when->begin_s;
  account.when->end_s = account.when->begin_s + 1;
  account.perpetrators_min = 0;
  const Lexicon lexicon;
  EXPECT_TRUE(RestoreAccount(KeepAccount(account, lexicon), lexicon) == account);
}

TEST(KeptAccount, DiffersWhereTheAccountDoes) {
  const Account account = Made("2020-05-03").Ship("BLUE STAR").Says("Robbers boarded the tanker");
  Lexicon lexicon;
  LearnWords(account, lexicon);
  const std::string kept = KeepAccount(account, lexicon);
  Account other = account;
  other.prose.capital[1] = true;
  EXPECT_NE(KeepAccount(other, lexicon), kept);
  other = account;
  other.perpetrators_max = 3;
  EXPECT_NE(KeepAccount(other, lexicon), kept);
}

}  // namespace
}  // namespace lightship::incident::correlation
