// What IMB and GISIS write for acts, ships and waters.
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"
#include "node/maritime/vessel.h"
#include "node/maritime/vocabulary.h"
#include "node/maritime/words.h"

namespace lightship::maritime {
namespace {

// Spellings as WordKey leaves them; those that are display names or schema names are not repeated.
template <typename List>
struct Spelling {
  absl::string_view words;
  List value;
};

constexpr Spelling<v1::ActStage> kActs[] = {
    {"suspicious", v1::ACT_STAGE_SUSPICIOUS_ACTIVITY},
    {"sighting", v1::ACT_STAGE_SUSPICIOUS_ACTIVITY},
    {"irregular activity", v1::ACT_STAGE_SUSPICIOUS_ACTIVITY},
    {"approach", v1::ACT_STAGE_SUSPICIOUS_APPROACH},
    {"attempted", v1::ACT_STAGE_ATTEMPTED_BOARDING},
    {"attempted attack", v1::ACT_STAGE_ATTEMPTED_BOARDING},
    {"fired at", v1::ACT_STAGE_FIRED_UPON},
    {"boarding", v1::ACT_STAGE_BOARDED},
    {"illegal boarding", v1::ACT_STAGE_BOARDED},
    {"hijack", v1::ACT_STAGE_HIJACKED},
    {"hijacking", v1::ACT_STAGE_HIJACKED},
    {"kidnap", v1::ACT_STAGE_KIDNAPPING},
    {"kidnapped", v1::ACT_STAGE_KIDNAPPING},
    {"detained", v1::ACT_STAGE_DETAINED},
    {"ship missing", v1::ACT_STAGE_DETAINED},
    {"missing", v1::ACT_STAGE_DETAINED},
    {"explosion", v1::ACT_STAGE_OTHER_ATTACK},
};

constexpr Spelling<v1::ShipStatus> kStatuses[] = {
    {"steaming", v1::SHIP_STATUS_UNDERWAY}, {"under way", v1::SHIP_STATUS_UNDERWAY},
    {"sailing", v1::SHIP_STATUS_UNDERWAY},  {"at anchor", v1::SHIP_STATUS_ANCHORED},
    {"at berth", v1::SHIP_STATUS_BERTHED},  {"alongside", v1::SHIP_STATUS_BERTHED},
    {"towed", v1::SHIP_STATUS_TOWING},      {"under tow", v1::SHIP_STATUS_TOWING},
    {"grounded", v1::SHIP_STATUS_AGROUND},  {"bunkering operations", v1::SHIP_STATUS_BUNKERING},
    {"sts", v1::SHIP_STATUS_BUNKERING},
};

constexpr Spelling<v1::SeaZone> kZones[] = {
    {"in international waters", v1::SEA_ZONE_INTERNATIONAL_WATERS},
    {"in territorial waters", v1::SEA_ZONE_TERRITORIAL_WATERS},
    {"in port area", v1::SEA_ZONE_PORT_AREA},
    {"in port areas", v1::SEA_ZONE_PORT_AREA},
    {"in archipelagic waters", v1::SEA_ZONE_ARCHIPELAGIC_WATERS},
    {"in internal waters", v1::SEA_ZONE_INTERNAL_WATERS},
};

constexpr Spelling<v1::ShipType> kTypes[] = {
    {"bulk", v1::SHIP_TYPE_BULK_CARRIER},
    {"bulk and container carrier", v1::SHIP_TYPE_BULK_CARRIER},
    {"bulk carrier", v1::SHIP_TYPE_BULK_CARRIER},
    {"dry bulk carrier", v1::SHIP_TYPE_BULK_CARRIER},
    {"steel bulk carrier", v1::SHIP_TYPE_BULK_CARRIER},
    {"wood chip carrier", v1::SHIP_TYPE_BULK_CARRIER},
    {"wood chips carrier", v1::SHIP_TYPE_BULK_CARRIER},
    {"cellular container ship", v1::SHIP_TYPE_CONTAINER},
    {"container", v1::SHIP_TYPE_CONTAINER},
    {"container general cargo ship", v1::SHIP_TYPE_CONTAINER},
    {"container ship", v1::SHIP_TYPE_CONTAINER},
    {"container vessel", v1::SHIP_TYPE_CONTAINER},
    {"feeder container", v1::SHIP_TYPE_CONTAINER},
    {"reefer container ship", v1::SHIP_TYPE_CONTAINER},
    {"cargo", v1::SHIP_TYPE_GENERAL_CARGO},
    {"cargo ship", v1::SHIP_TYPE_GENERAL_CARGO},
    {"coaster", v1::SHIP_TYPE_GENERAL_CARGO},
    {"dry cargo ship", v1::SHIP_TYPE_GENERAL_CARGO},
    {"flush tween 3 decker", v1::SHIP_TYPE_GENERAL_CARGO},
    {"general cargo", v1::SHIP_TYPE_GENERAL_CARGO},
    {"general cargo ship", v1::SHIP_TYPE_GENERAL_CARGO},
    {"general dry cargo ship", v1::SHIP_TYPE_GENERAL_CARGO},
    {"multi purpose ship", v1::SHIP_TYPE_GENERAL_CARGO},
    {"multipurpose", v1::SHIP_TYPE_GENERAL_CARGO},
    {"multipurpose cargo ship", v1::SHIP_TYPE_GENERAL_CARGO},
    {"multipurpose tweendecker", v1::SHIP_TYPE_GENERAL_CARGO},
    {"trading ship", v1::SHIP_TYPE_GENERAL_CARGO},
    {"unitised vessel", v1::SHIP_TYPE_GENERAL_CARGO},
    {"oil tanker", v1::SHIP_TYPE_TANKER_UNSPECIFIED},  // of crude or of products
    {"bunkering tanker", v1::SHIP_TYPE_TANKER_UNSPECIFIED},
    {"motor tanker", v1::SHIP_TYPE_TANKER_UNSPECIFIED},
    {"tanker", v1::SHIP_TYPE_TANKER_UNSPECIFIED},
    {"tanker ship", v1::SHIP_TYPE_TANKER_UNSPECIFIED},
    {"crude oil tanker", v1::SHIP_TYPE_CRUDE_OIL_TANKER},
    {"crude tanker", v1::SHIP_TYPE_CRUDE_OIL_TANKER},
    {"tanker vlcc", v1::SHIP_TYPE_CRUDE_OIL_TANKER},
    {"vlcc", v1::SHIP_TYPE_CRUDE_OIL_TANKER},
    {"oil product tanker", v1::SHIP_TYPE_PRODUCT_TANKER},
    {"oil products tanker", v1::SHIP_TYPE_PRODUCT_TANKER},
    {"product motor tanker", v1::SHIP_TYPE_PRODUCT_TANKER},
    {"product tanker", v1::SHIP_TYPE_PRODUCT_TANKER},
    {"chemical carrier", v1::SHIP_TYPE_CHEMICAL_TANKER},
    {"chemical oil tanker", v1::SHIP_TYPE_CHEMICAL_TANKER},
    {"chemical tanker", v1::SHIP_TYPE_CHEMICAL_TANKER},
    {"oil chemical tanker", v1::SHIP_TYPE_CHEMICAL_TANKER},
    {"gas carrier lpg", v1::SHIP_TYPE_LPG},
    {"lpg", v1::SHIP_TYPE_LPG},
    {"lpg carrier", v1::SHIP_TYPE_LPG},
    {"lpg tanker", v1::SHIP_TYPE_LPG},
    {"gas carrier lng", v1::SHIP_TYPE_LNG},
    {"lng", v1::SHIP_TYPE_LNG},
    {"lng carrier", v1::SHIP_TYPE_LNG},
    {"lng tanker", v1::SHIP_TYPE_LNG},
    {"gas carrier", v1::SHIP_TYPE_GAS_UNSPECIFIED},
    {"gas carrier non specified", v1::SHIP_TYPE_GAS_UNSPECIFIED},
    {"gas carrier tanker", v1::SHIP_TYPE_GAS_UNSPECIFIED},
    {"gas oil tanker", v1::SHIP_TYPE_GAS_UNSPECIFIED},
    {"gas tanker", v1::SHIP_TYPE_GAS_UNSPECIFIED},
    {"liquefied gas carrier", v1::SHIP_TYPE_GAS_UNSPECIFIED},
    {"liquefied gas oil tanker", v1::SHIP_TYPE_GAS_UNSPECIFIED},
    {"asphalt bitumen tanker", v1::SHIP_TYPE_BITUMEN_ASPHALT},
    {"asphalt tanker", v1::SHIP_TYPE_BITUMEN_ASPHALT},
    {"bitumen tanker", v1::SHIP_TYPE_BITUMEN_ASPHALT},
    {"salvage tug", v1::SHIP_TYPE_TUG},
    {"towing tug", v1::SHIP_TYPE_TUG},
    {"tug", v1::SHIP_TYPE_TUG},
    {"accommodation barge", v1::SHIP_TYPE_BARGE},
    {"barge", v1::SHIP_TYPE_BARGE},
    {"barge carrier", v1::SHIP_TYPE_BARGE},
    {"barge oil", v1::SHIP_TYPE_BARGE},
    {"flat top cargo barge", v1::SHIP_TYPE_BARGE},
    {"maintenance pontoon", v1::SHIP_TYPE_BARGE},
    {"pipe lay barge", v1::SHIP_TYPE_BARGE},
    {"tug and barge", v1::SHIP_TYPE_BARGE},
    {"tug barge", v1::SHIP_TYPE_BARGE},
    {"tug lighter", v1::SHIP_TYPE_BARGE},
    {"offshore barge carrier", v1::SHIP_TYPE_OFFSHORE_SUPPORT},
    {"offshore supply", v1::SHIP_TYPE_OFFSHORE_SUPPORT},
    {"offshore supply ship", v1::SHIP_TYPE_OFFSHORE_SUPPORT},
    {"offshore supply vessel", v1::SHIP_TYPE_OFFSHORE_SUPPORT},
    {"offshore support vessel", v1::SHIP_TYPE_OFFSHORE_SUPPORT},
    {"offshore tug", v1::SHIP_TYPE_OFFSHORE_SUPPORT},
    {"offshore tug supply ship", v1::SHIP_TYPE_OFFSHORE_SUPPORT},
    {"rescue standby ship", v1::SHIP_TYPE_OFFSHORE_SUPPORT},
    {"supply ship", v1::SHIP_TYPE_OFFSHORE_SUPPORT},
    {"supply vessel", v1::SHIP_TYPE_OFFSHORE_SUPPORT},
    {"support", v1::SHIP_TYPE_OFFSHORE_SUPPORT},
    {"factory ship", v1::SHIP_TYPE_FISHING},
    {"fishing boat", v1::SHIP_TYPE_FISHING},
    {"fishing trawler", v1::SHIP_TYPE_FISHING},
    {"fishing vessel", v1::SHIP_TYPE_FISHING},
    {"fishing vessels", v1::SHIP_TYPE_FISHING},
    {"trawler", v1::SHIP_TYPE_FISHING},
    {"catamaran", v1::SHIP_TYPE_YACHT},
    {"motor yacht", v1::SHIP_TYPE_YACHT},
    {"pleasure craft", v1::SHIP_TYPE_YACHT},
    {"sailing yacht", v1::SHIP_TYPE_YACHT},
    {"yacht", v1::SHIP_TYPE_YACHT},
    {"dhow", v1::SHIP_TYPE_DHOW},
    {"reefer", v1::SHIP_TYPE_REEFER},
    {"refrigerated cargo", v1::SHIP_TYPE_REEFER},
    {"refrigerated cargo carrier", v1::SHIP_TYPE_REEFER},
    {"refrigerated cargo ship", v1::SHIP_TYPE_REEFER},
    {"refrigerated ship", v1::SHIP_TYPE_REEFER},
    {"car carrier", v1::SHIP_TYPE_RO_RO_VEHICLE},
    {"ro ro", v1::SHIP_TYPE_RO_RO_VEHICLE},
    {"ro ro cargo ship", v1::SHIP_TYPE_RO_RO_VEHICLE},
    {"ro ro ship", v1::SHIP_TYPE_RO_RO_VEHICLE},
    {"vehicle carrier", v1::SHIP_TYPE_RO_RO_VEHICLE},
    {"ferry", v1::SHIP_TYPE_PASSENGER_FERRY},
    {"passenger boat", v1::SHIP_TYPE_PASSENGER_FERRY},
    {"passenger ship", v1::SHIP_TYPE_PASSENGER_FERRY},
    {"ro ro ferry passenger ship", v1::SHIP_TYPE_PASSENGER_FERRY},
    {"ro ro passenger vessel", v1::SHIP_TYPE_PASSENGER_FERRY},
    {"livestock carrier", v1::SHIP_TYPE_LIVESTOCK},
    {"heavy load carrier", v1::SHIP_TYPE_HEAVY_LOAD},
    {"cement carrier", v1::SHIP_TYPE_CEMENT_ORE_LOG_OBO},
    {"combination carrier", v1::SHIP_TYPE_CEMENT_ORE_LOG_OBO},
    {"freighter log carrier", v1::SHIP_TYPE_CEMENT_ORE_LOG_OBO},
    {"log bulk carrier", v1::SHIP_TYPE_CEMENT_ORE_LOG_OBO},
    {"log carrier", v1::SHIP_TYPE_CEMENT_ORE_LOG_OBO},
    {"ore bulk oil carrier", v1::SHIP_TYPE_CEMENT_ORE_LOG_OBO},
    {"ore carrier", v1::SHIP_TYPE_CEMENT_ORE_LOG_OBO},
    {"cutter dredger", v1::SHIP_TYPE_DREDGER},
    {"dredger", v1::SHIP_TYPE_DREDGER},
    {"hopper dredger", v1::SHIP_TYPE_DREDGER},
    {"hopper dregger", v1::SHIP_TYPE_DREDGER},
    {"cable layer", v1::SHIP_TYPE_RESEARCH_SPECIAL},
    {"cable ship", v1::SHIP_TYPE_RESEARCH_SPECIAL},
    {"pipe layer", v1::SHIP_TYPE_RESEARCH_SPECIAL},
    {"research ship", v1::SHIP_TYPE_RESEARCH_SPECIAL},
    {"research vessel", v1::SHIP_TYPE_RESEARCH_SPECIAL},
    {"special purpose ship", v1::SHIP_TYPE_RESEARCH_SPECIAL},
    {"drilling rig", v1::SHIP_TYPE_MODU_FPSO_RIG},
    {"floating production storage and offloading", v1::SHIP_TYPE_MODU_FPSO_RIG},
    {"floating storage and offloading", v1::SHIP_TYPE_MODU_FPSO_RIG},
    {"fpso", v1::SHIP_TYPE_MODU_FPSO_RIG},
    {"fso", v1::SHIP_TYPE_MODU_FPSO_RIG},
    {"mobile offshore drilling unit", v1::SHIP_TYPE_MODU_FPSO_RIG},
    {"rig", v1::SHIP_TYPE_MODU_FPSO_RIG},
    {"landing craft", v1::SHIP_TYPE_LANDING_CRAFT},
    {"barter trade boat", v1::SHIP_TYPE_SMALL_BOAT},
    {"boat", v1::SHIP_TYPE_SMALL_BOAT},
    {"speedboat", v1::SHIP_TYPE_SMALL_BOAT},
    {"coast guard ship", v1::SHIP_TYPE_GOVERNMENT},
    {"navy ship", v1::SHIP_TYPE_GOVERNMENT},
    {"warship", v1::SHIP_TYPE_GOVERNMENT},
    {"other", v1::SHIP_TYPE_OTHER},
    {"panama", v1::SHIP_TYPE_NOT_STATED},  // a flag in the wrong column, as it stands in GISIS
};

template <typename List, size_t N>
absl::flat_hash_map<absl::string_view, List> MapOf(const Spelling<List> (&spellings)[N]) {
  absl::flat_hash_map<absl::string_view, List> map;
  for (const Spelling<List>& spelling : spellings) map.emplace(spelling.words, spelling.value);
  return map;
}

// A spelling first, because imports meet little else; then the names that people type.
template <typename List>
absl::StatusOr<List> ParseWith(const absl::flat_hash_map<absl::string_view, List>& spellings,
                               List not_stated, absl::string_view text) {
  const std::string key = WordKey(text);
  if (const auto found = spellings.find(key); found != spellings.end()) return found->second;
  if (NameStateOf(text) != v1::NAME_STATE_GIVEN) return not_stated;
  return ParseValue<List>(text);
}

}  // namespace

std::string WordKey(absl::string_view text) {
  std::string key;
  key.reserve(text.size());
  for (const char c : text) {
    if (absl::ascii_isalnum(c)) {
      key += absl::ascii_tolower(c);
    } else if (!key.empty() && key.back() != ' ') {
      key += ' ';
    }
  }
  if (!key.empty() && key.back() == ' ') key.pop_back();
  return key;
}

absl::StatusOr<v1::ActStage> ParseActStage(absl::string_view text) {
  static const auto* const map = new auto(MapOf(kActs));
  return ParseWith(*map, v1::ACT_STAGE_NOT_STATED, text);
}

absl::StatusOr<v1::ShipStatus> ParseShipStatus(absl::string_view text) {
  static const auto* const map = new auto(MapOf(kStatuses));
  return ParseWith(*map, v1::SHIP_STATUS_NOT_STATED, text);
}

absl::StatusOr<v1::ShipType> ParseShipType(absl::string_view text) {
  static const auto* const map = new auto(MapOf(kTypes));
  return ParseWith(*map, v1::SHIP_TYPE_NOT_STATED, text);
}

absl::StatusOr<v1::SeaZone> ParseSeaZone(absl::string_view text) {
  static const auto* const map = new auto(MapOf(kZones));
  return ParseWith(*map, v1::SEA_ZONE_NOT_STATED, text);
}

}  // namespace lightship::maritime
