#include "node/maritime/economy.h"

#include <set>

#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"
#include "tests/unit/maritime/facts_file.h"

namespace lightship::maritime {
namespace {

// Every "Reporting State" of GISIS.
constexpr absl::string_view kGisisStates =
    "Liberia|Marshall Islands|United States|Philippines|Indonesia|Singapore|United Kingdom|Greece|"
    "Nigeria|Norway|India|Malaysia|Germany|Bangladesh|Denmark|Netherlands (Kingdom of)|Bahamas|"
    "United Arab Emirates|Viet Nam|China|France|Venezuela (Bolivarian Republic of)|Congo|Ecuador|"
    "Hong Kong, China|Latvia|Colombia|Japan|Chile|Thailand|Vanuatu|Côte d'Ivoire|Malta|Mozambique|"
    "Kenya|Togo|Guinea|Ghana|Peru|Republic of Korea|Estonia|Antigua and Barbuda|Israel|Algeria|"
    "Djibouti|Saint Vincent and the Grenadines|Egypt|Italy|Iran (Islamic Republic of)|Timor-Leste|"
    "Bahrain|Guyana|Sierra Leone|Brazil|Haiti|Cameroon";

TEST(Economy, HasTheNameThatApecUses) {
  EXPECT_EQ(EconomyName("TW"), "Chinese Taipei");
  EXPECT_EQ(EconomyName("hk"), "Hong Kong, China");
  EXPECT_EQ(EconomyName("PH"), "The Philippines");
  EXPECT_EQ(EconomyName("BD"), "Bangladesh");
  EXPECT_EQ(EconomyName("QQ"), "QQ");
  EXPECT_EQ(EconomyName(""), "");
}

TEST(Economy, OfApecIsFoundByEitherCode) {
  ASSERT_EQ(ApecEconomies().size(), 21u);
  std::set<absl::string_view> codes;
  for (const ApecEconomy& economy : ApecEconomies()) {
    EXPECT_TRUE(codes.insert(economy.alpha2).second) << economy.alpha2;
    EXPECT_EQ(FindApecEconomy(economy.alpha2), &economy);
    EXPECT_EQ(FindApecEconomy(economy.apec_code), &economy);
    EXPECT_EQ(Alpha2OfName(economy.name), economy.alpha2);
  }
  EXPECT_EQ(FindApecEconomy("ina")->alpha2, "ID");
  EXPECT_EQ(FindApecEconomy("KE"), nullptr);
  EXPECT_EQ(FindApecEconomy(""), nullptr);
}

TEST(Economy, IsToldByTheShipsMmsi) {
  EXPECT_EQ(EconomyOfMid(563), "SG");
  EXPECT_EQ(EconomyOfMid(414), "CN");
  EXPECT_EQ(EconomyOfMid(416), "TW");
  EXPECT_EQ(EconomyOfMid(405), std::nullopt);
}

TEST(Economy, OfEveryGisisStateIsKnown) {
  for (const absl::string_view name : absl::StrSplit(kGisisStates, '|')) {
    EXPECT_TRUE(Alpha2OfName(name).has_value()) << name;
  }
  EXPECT_EQ(Alpha2OfName("CÔTE D’IVOIRE"), "CI");
  EXPECT_EQ(Alpha2OfName("Congo"), "CG");
  EXPECT_EQ(Alpha2OfName("Atlantis"), std::nullopt);
}

TEST(Economy, OfEveryRecordHasATwoLetterCode) {
  for (const auto& row : FactsFile()) {
    for (const char* column : {"nearest_country", "eez_country"}) {
      const std::string& alpha3 = row.at(column);
      EXPECT_EQ(Alpha2OfAlpha3(alpha3).has_value(), !alpha3.empty()) << alpha3;
    }
  }
  EXPECT_EQ(Alpha2OfAlpha3("sgp"), "SG");
  EXPECT_EQ(Alpha2OfAlpha3("SG"), std::nullopt);
}

}  // namespace
}  // namespace lightship::maritime
