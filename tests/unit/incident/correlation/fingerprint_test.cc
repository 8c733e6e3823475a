#include "node/incident/correlation/fingerprint.h"

#include <gtest/gtest.h>

#include <functional>

#include "tests/unit/incident/correlation/made.h"

namespace lightship::incident::correlation {
namespace {

TEST(Fingerprint, IsThatOfEqualAccountsAlone) {
  std::mt19937 random(5);
  std::vector<Account> accounts;
  for (int i = 0; i < 200; ++i) accounts.push_back(RandomAccount(random));
  for (const Account& a : accounts) {
    for (const Account& b : accounts) ASSERT_EQ(FingerprintOf(a) == FingerprintOf(b), a == b);
  }
}

TEST(Fingerprint, DiffersWhereTheAccountDoes) {
  Account account = Made("2020-05-03 0345 UTC").At(-16.7, -179.95, 5000).Ship("BLUE STAR (EX RED MOON)", "9074729").Says(
      "Tanker (RED SUN) was chased.");
  account.references = {{v1::REF_SCHEME_IMB, "series", "7/20"}};
  const std::vector<std::function<void(Account&)>> changes = {
      [](Account& one) { one.source = "IMB"; },
      [](Account& one) { one.references[0].scheme = v1::REF_SCHEME_NGA_ASAM; },
      [](Account& one) { one.references[0].series = "other"; },
      [](Account& one) { one.references[0].id = "8/20"; },
      [](Account& one) { one.collection = "IMB"; },
      [](Account& one) { one.record = "record 12"; },
      [](Account& one) { one.in_imo_list = true; },
      [](Account& one) { one.when->begin_s -= 1; },
      [](Account& one) { one.when->end_s += 1; },
      [](Account& one) { one.when->to_the_hour = !one.when->to_the_hour; },
      [](Account& one) { one.when.reset(); },
      [](Account& one) { one.point->lat_e7 += 1; },
      [](Account& one) { one.point->lon_e7 += 1; },
      [](Account& one) { one.point.reset(); },
      [](Account& one) { one.uncertainty_m = 0.125; },
      [](Account& one) { one.centre_of_place = !one.centre_of_place; },
      [](Account& one) { one.ships[0].names.pop_back(); },
      [](Account& one) { one.ships[0].imo_number += 1; },
      [](Account& one) { one.ships[0].imo_valid = !one.ships[0].imo_valid; },
      [](Account& one) { one.ships[0].mmsi = 563000000; },
      [](Account& one) { one.ships[0].call_sign = "9V1234"; },
      [](Account& one) { one.ships[0].type = v1::SHIP_TYPE_TUG; },
      [](Account& one) { one.prose.letters[0] = 'S'; },
      [](Account& one) { one.prose.starts[1] += 1; },
      [](Account& one) { one.prose.capital[1] = !one.prose.capital[1]; },
      [](Account& one) { one.prose.ships.clear(); },
      [](Account& one) { one.status = v1::SHIP_STATUS_ANCHORED; },
      [](Account& one) { one.act = v1::ACT_STAGE_NOT_STATED; },
      [](Account& one) { one.perpetrators_min = 0; },
      [](Account& one) { one.perpetrators_max = 0; },
  };
  const uint64_t print = FingerprintOf(account);
  for (size_t i = 0; i < changes.size(); ++i) {
    Account other = account;
    changes[i](other);
    EXPECT_NE(FingerprintOf(other), print) << "change " << i;
  }
  EXPECT_NE(FingerprintOf(account, "told to few"), print);
}

}  // namespace
}  // namespace lightship::incident::correlation
