// What IMB and GISIS write for acts, ships and waters.
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "node/maritime/vessel.h"
#include "node/maritime/vocabulary.h"
#include "node/maritime/words.h"

namespace lightship::maritime {
namespace {

// Spellings of one value as WordKey leaves them, apart by strokes; display names and schema names
// are not repeated.
template <typename List>
struct Spellings {
  List value;
  absl::string_view words;
};

constexpr Spellings<v1::ActStage> kActs[] = {
    {v1::ACT_STAGE_SUSPICIOUS_ACTIVITY, "suspicious|sighting|irregular activity"},
    {v1::ACT_STAGE_SUSPICIOUS_APPROACH, "approach"},
    {v1::ACT_STAGE_ATTEMPTED_BOARDING, "attempted|attempted attack"},
    {v1::ACT_STAGE_FIRED_UPON, "fired at"},
    {v1::ACT_STAGE_BOARDED, "boarding|illegal boarding"},
    {v1::ACT_STAGE_HIJACKED, "hijack|hijacking"},
    {v1::ACT_STAGE_KIDNAPPING, "kidnap|kidnapped"},
    {v1::ACT_STAGE_DETAINED, "detained|ship missing|missing"},
    {v1::ACT_STAGE_OTHER_ATTACK, "explosion"},
};

constexpr Spellings<v1::ShipStatus> kStatuses[] = {
    {v1::SHIP_STATUS_UNDERWAY, "steaming|under way|sailing"},
    {v1::SHIP_STATUS_ANCHORED, "at anchor"},
    {v1::SHIP_STATUS_BERTHED, "at berth|alongside"},
    {v1::SHIP_STATUS_TOWING, "towed|under tow"},
    {v1::SHIP_STATUS_AGROUND, "grounded"},
    {v1::SHIP_STATUS_BUNKERING, "bunkering operations|sts"},
};

constexpr Spellings<v1::SeaZone> kZones[] = {
    {v1::SEA_ZONE_INTERNATIONAL_WATERS, "in international waters"},
    {v1::SEA_ZONE_TERRITORIAL_WATERS, "in territorial waters"},
    {v1::SEA_ZONE_PORT_AREA, "in port area|in port areas"},
    {v1::SEA_ZONE_ARCHIPELAGIC_WATERS, "in archipelagic waters"},
    {v1::SEA_ZONE_INTERNAL_WATERS, "in internal waters"},
};

constexpr Spellings<v1::ShipType> kTypes[] = {
    {v1::SHIP_TYPE_BULK_CARRIER,
     "bulk|bulk and container carrier|bulk carrier|dry bulk carrier|steel bulk carrier|"
     "wood chip carrier|wood chips carrier"},
    {v1::SHIP_TYPE_CONTAINER,
     "cellular container ship|container|container general cargo ship|container ship|"
     "container vessel|feeder container|reefer container ship"},
    {v1::SHIP_TYPE_GENERAL_CARGO,
     "cargo|cargo ship|coaster|dry cargo ship|flush tween 3 decker|general cargo|"
     "general cargo ship|general dry cargo ship|multi purpose ship|multipurpose|"
     "multipurpose cargo ship|multipurpose tweendecker|trading ship|unitised vessel"},
    {v1::SHIP_TYPE_TANKER_UNSPECIFIED,
     "oil tanker|bunkering tanker|motor tanker|tanker|tanker ship"},
    {v1::SHIP_TYPE_CRUDE_OIL_TANKER, "crude oil tanker|crude tanker|tanker vlcc|vlcc"},
    {v1::SHIP_TYPE_PRODUCT_TANKER,
     "oil product tanker|oil products tanker|product motor tanker|product tanker"},
    {v1::SHIP_TYPE_CHEMICAL_TANKER,
     "chemical carrier|chemical oil tanker|chemical tanker|oil chemical tanker"},
    {v1::SHIP_TYPE_LPG, "gas carrier lpg|lpg|lpg carrier|lpg tanker"},
    {v1::SHIP_TYPE_LNG, "gas carrier lng|lng|lng carrier|lng tanker"},
    {v1::SHIP_TYPE_GAS_UNSPECIFIED,
     "gas carrier|gas carrier non specified|gas carrier tanker|gas oil tanker|gas tanker|"
     "liquefied gas carrier|liquefied gas oil tanker"},
    {v1::SHIP_TYPE_BITUMEN_ASPHALT, "asphalt bitumen tanker|asphalt tanker|bitumen tanker"},
    {v1::SHIP_TYPE_TUG, "salvage tug|towing tug|tug"},
    {v1::SHIP_TYPE_BARGE,
     "accommodation barge|barge|barge carrier|barge oil|flat top cargo barge|"
     "maintenance pontoon|pipe lay barge|tug and barge|tug barge|tug lighter"},
    {v1::SHIP_TYPE_OFFSHORE_SUPPORT,
     "offshore barge carrier|offshore supply|offshore supply ship|offshore supply vessel|"
     "offshore support vessel|offshore tug|offshore tug supply ship|rescue standby ship|"
     "supply ship|supply vessel|support"},
    {v1::SHIP_TYPE_FISHING,
     "factory ship|fishing boat|fishing trawler|fishing vessel|fishing vessels|trawler"},
    {v1::SHIP_TYPE_YACHT, "catamaran|motor yacht|pleasure craft|sailing yacht|yacht"},
    {v1::SHIP_TYPE_DHOW, "dhow"},
    {v1::SHIP_TYPE_REEFER,
     "reefer|refrigerated cargo|refrigerated cargo carrier|refrigerated cargo ship|"
     "refrigerated ship"},
    {v1::SHIP_TYPE_RO_RO_VEHICLE, "car carrier|ro ro|ro ro cargo ship|ro ro ship|vehicle carrier"},
    {v1::SHIP_TYPE_PASSENGER_FERRY,
     "ferry|passenger boat|passenger ship|ro ro ferry passenger ship|"
     "ro ro passenger vessel"},
    {v1::SHIP_TYPE_LIVESTOCK, "livestock carrier"},
    {v1::SHIP_TYPE_HEAVY_LOAD, "heavy load carrier"},
    {v1::SHIP_TYPE_CEMENT_ORE_LOG_OBO,
     "cement carrier|combination carrier|freighter log carrier|log bulk carrier|"
     "log carrier|ore bulk oil carrier|ore carrier"},
    {v1::SHIP_TYPE_DREDGER, "cutter dredger|dredger|hopper dredger|hopper dregger"},
    {v1::SHIP_TYPE_RESEARCH_SPECIAL,
     "cable layer|cable ship|pipe layer|research ship|research vessel|"
     "special purpose ship"},
    {v1::SHIP_TYPE_MODU_FPSO_RIG,
     "drilling rig|floating production storage and offloading|"
     "floating storage and offloading|fpso|fso|mobile offshore drilling unit|rig"},
    {v1::SHIP_TYPE_LANDING_CRAFT, "landing craft"},
    {v1::SHIP_TYPE_SMALL_BOAT, "barter trade boat|boat|speedboat"},
    {v1::SHIP_TYPE_GOVERNMENT, "coast guard ship|navy ship|warship"},
    {v1::SHIP_TYPE_OTHER, "other"},
    {v1::SHIP_TYPE_NOT_STATED, "panama"},  // a flag in the wrong column of GISIS
};

template <typename List, size_t N>
absl::flat_hash_map<absl::string_view, List> MapOf(const Spellings<List> (&table)[N]) {
  absl::flat_hash_map<absl::string_view, List> map;
  for (const Spellings<List>& spellings : table) {
    for (absl::string_view words : absl::StrSplit(spellings.words, '|')) {
      map.emplace(words, spellings.value);
    }
  }
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
