// Economies and States: codes and names. Codes are ISO 3166-1, upper case in results and of either
// case in arguments; names of members of APEC are those that APEC uses ("Chinese Taipei", "Hong
// Kong, China"). Thread-safe.
#ifndef LIGHTSHIP_NODE_MARITIME_ECONOMY_H_
#define LIGHTSHIP_NODE_MARITIME_ECONOMY_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace lightship::maritime {

// A member of APEC.
struct ApecEconomy {
  // ISO 3166-1 alpha-2 ("ID"), by which the network names it, and APEC's own code ("INA").
  absl::string_view alpha2;
  absl::string_view apec_code;
  absl::string_view name;
  // Maritime identification digits of its ships (ITU).
  std::vector<uint32_t> mids;
};

// All 21, by name.
absl::Span<const ApecEconomy> ApecEconomies();

// By either code; null if it is none of them.
const ApecEconomy* FindApecEconomy(absl::string_view code);

// Name for people of any alpha-2 code: "Singapore", "Bangladesh"; the code itself if it is not
// known.
std::string EconomyName(absl::string_view alpha2);

// "SG" for "SGP"; nothing if the code is not known.
std::optional<absl::string_view> Alpha2OfAlpha3(absl::string_view alpha3);

// "VN" for "Viet Nam", "NL" for "Netherlands (Kingdom of)": names as GISIS, the United Nations and
// APEC write them.
std::optional<absl::string_view> Alpha2OfName(absl::string_view name);

// The alpha-2 code of the APEC economy whose ships' MMSIs begin with `mid`; nothing for others.
std::optional<absl::string_view> EconomyOfMid(uint32_t mid);

}  // namespace lightship::maritime

#endif  // LIGHTSHIP_NODE_MARITIME_ECONOMY_H_
