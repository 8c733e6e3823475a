#include "node/incident/correlation/kept_account.h"

#include <gtest/gtest.h>

#include "tests/unit/incident/correlation/made.h"

namespace lightship::incident::correlation {
namespace {

TEST(KeptAccount, IsTheAccountAgain) {
  std::mt19937 random(5);
  for (int i = 0; i < 500; ++i) {
    const Account account = RandomAccount(random);
    ASSERT_TRUE(RestoreAccount(KeepAccount(account)) == account) << "account " << i;
  }
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
  EXPECT_TRUE(RestoreAccount(KeepAccount(account)) == account);
}

TEST(KeptAccount, DiffersWhereTheAccountDoes) {
  const Account account = Made("2020-05-03").Ship("BLUE STAR").Says("Robbers boarded the tanker");
  const std::string kept = KeepAccount(account);
  Account other = account;
  other.prose.capital[1] = true;
  EXPECT_NE(KeepAccount(other), kept);
  other = account;
  other.perpetrators_max = 3;
  EXPECT_NE(KeepAccount(other), kept);
}

}  // namespace
}  // namespace lightship::incident::correlation
