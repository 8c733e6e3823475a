#include "client/formats/country_codes.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace lightship::formats {
namespace {

using Pair = std::pair<absl::string_view, absl::string_view>;

// In order of the first, for searching.
constexpr Pair kCodes[] = {
    {"AGO", "AO"}, {"ALB", "AL"}, {"ARE", "AE"}, {"ARG", "AR"}, {"AUS", "AU"}, {"BEN", "BJ"}, {"BGD", "BD"},
    {"BGR", "BG"}, {"BLZ", "BZ"}, {"BRA", "BR"}, {"BRB", "BB"}, {"BRN", "BN"}, {"CAN", "CA"}, {"CCK", "CC"},
    {"CHL", "CL"}, {"CHN", "CN"}, {"CIV", "CI"}, {"CMR", "CM"}, {"COD", "CD"}, {"COG", "CG"}, {"COL", "CO"},
    {"CRI", "CR"}, {"CUB", "CU"}, {"DEU", "DE"}, {"DJI", "DJ"}, {"DNK", "DK"}, {"DOM", "DO"}, {"DZA", "DZ"},
    {"ECU", "EC"}, {"EGY", "EG"}, {"ERI", "ER"}, {"FRA", "FR"}, {"GAB", "GA"}, {"GBR", "GB"}, {"GEO", "GE"},
    {"GHA", "GH"}, {"GIN", "GN"}, {"GLP", "GP"}, {"GMB", "GM"}, {"GNB", "GW"}, {"GNQ", "GQ"}, {"GRC", "GR"},
    {"GRD", "GD"}, {"GTM", "GT"}, {"GUF", "GF"}, {"GUY", "GY"}, {"HKG", "HK"}, {"HND", "HN"}, {"HTI", "HT"},
    {"IDN", "ID"}, {"IND", "IN"}, {"IRN", "IR"}, {"IRQ", "IQ"}, {"ITA", "IT"}, {"JAM", "JM"}, {"JPN", "JP"},
    {"KAZ", "KZ"}, {"KEN", "KE"}, {"KHM", "KH"}, {"KOR", "KR"}, {"LBR", "LR"}, {"LCA", "LC"}, {"LKA", "LK"},
    {"MAR", "MA"}, {"MDG", "MG"}, {"MDV", "MV"}, {"MEX", "MX"}, {"MLT", "MT"}, {"MMR", "MM"}, {"MOZ", "MZ"},
    {"MRT", "MR"}, {"MTQ", "MQ"}, {"MUS", "MU"}, {"MYS", "MY"}, {"MYT", "YT"}, {"NGA", "NG"}, {"NLD", "NL"},
    {"NZL", "NZ"}, {"OMN", "OM"}, {"PAK", "PK"}, {"PAN", "PA"}, {"PER", "PE"}, {"PHL", "PH"}, {"PNG", "PG"},
    {"PRT", "PT"}, {"RUS", "RU"}, {"SAU", "SA"}, {"SDN", "SD"}, {"SEN", "SN"}, {"SGP", "SG"}, {"SLB", "SB"},
    {"SLE", "SL"}, {"SLV", "SV"}, {"SOM", "SO"}, {"STP", "ST"}, {"SUR", "SR"}, {"SYC", "SC"}, {"TGO", "TG"},
    {"THA", "TH"}, {"TTO", "TT"}, {"TUR", "TR"}, {"TWN", "TW"}, {"TZA", "TZ"}, {"URY", "UY"}, {"USA", "US"},
    {"VEN", "VE"}, {"VNM", "VN"}, {"YEM", "YE"}, {"ZAF", "ZA"},
};

}  // namespace

std::string Alpha2Of(absl::string_view alpha3) {
  const Pair* found =
      std::lower_bound(std::begin(kCodes), std::end(kCodes), alpha3,
                       [](const Pair& pair, absl::string_view code) { return pair.first < code; });
  if (found == std::end(kCodes) || found->first != alpha3) return "";
  return std::string(found->second);
}

}  // namespace lightship::formats
