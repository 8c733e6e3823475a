#include "node/maritime/vocabulary.h"

#include <algorithm>
#include <cstdint>
#include <memory>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "google/protobuf/descriptor.h"
#include "node/base/mutex.h"
#include "node/base/quote.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/maritime/nearest_names.h"
#include "node/maritime/words.h"

namespace lightship::maritime {
namespace {

using google::protobuf::EnumDescriptor;

constexpr size_t kQuotedBytes = 40;

// Names that the schema's own words do not give.
const absl::flat_hash_map<absl::string_view, absl::string_view>& Spoken() {
  static const auto* const names = new absl::flat_hash_map<absl::string_view, absl::string_view>({
      {"SEA_ZONE_DISPUTED", "disputed waters"},
      {"ACT_STAGE_DETAINED", "detained or missing"},
      {"ACT_STAGE_HIJACK_AND_KIDNAP", "hijack and kidnapping"},
      {"SHIP_STATUS_TOWING", "towing or under tow"},
      {"WEAPON_RPG", "rocket-propelled grenade"},
      {"WEAPON_PROJECTILE_IMPROVISED", "improvised projectile"},
      {"WEAPON_WBIED_MISSILE_DRONE", "explosive boat, missile or drone"},
      {"WEAPON_OTHER", "other weapon"},
      {"SHIP_PART_MASTER_AND_CREW_ACCOMMODATION", "accommodation"},
      {"CREW_ACTION_SSAS_ACTIVATED", "SSAS activated"},
      {"CREW_ACTION_VHF_CALL", "VHF call"},
      {"CONTACT_CHANNEL_VHF", "VHF"},
      {"CONTACT_CHANNEL_DSC_GMDSS", "DSC or GMDSS"},
      {"CONTACT_CHANNEL_SSAS", "SSAS"},
      {"CONTACT_CHANNEL_VIA_CSO_OR_OWNER", "via CSO or owner"},
      {"REPORTING_AREA_STRAITS_OF_MALACCA_AND_SINGAPORE", "Straits of Malacca and Singapore"},
      {"SHIP_TYPE_CONTAINER", "container ship"},
      {"SHIP_TYPE_GENERAL_CARGO", "general cargo ship"},
      {"SHIP_TYPE_TANKER_UNSPECIFIED", "tanker"},
      {"SHIP_TYPE_LPG", "LPG carrier"},
      {"SHIP_TYPE_LNG", "LNG carrier"},
      {"SHIP_TYPE_GAS_UNSPECIFIED", "gas carrier"},
      {"SHIP_TYPE_BITUMEN_ASPHALT", "bitumen or asphalt tanker"},
      {"SHIP_TYPE_OFFSHORE_SUPPORT", "offshore support vessel"},
      {"SHIP_TYPE_FISHING", "fishing vessel"},
      {"SHIP_TYPE_REEFER", "refrigerated cargo ship"},
      {"SHIP_TYPE_RO_RO_VEHICLE", "ro-ro or vehicle carrier"},
      {"SHIP_TYPE_PASSENGER_FERRY", "passenger ship or ferry"},
      {"SHIP_TYPE_LIVESTOCK", "livestock carrier"},
      {"SHIP_TYPE_HEAVY_LOAD", "heavy load carrier"},
      {"SHIP_TYPE_CEMENT_ORE_LOG_OBO", "cement, ore, log or OBO carrier"},
      {"SHIP_TYPE_RESEARCH_SPECIAL", "research or special-purpose ship"},
      {"SHIP_TYPE_MODU_FPSO_RIG", "offshore unit"},
      {"SHIP_TYPE_GOVERNMENT", "government ship or warship"},
      {"SHIP_TYPE_OTHER", "other ship"},
      {"SOURCE_KIND_RECAAP_FOCAL_POINT", "ReCAAP focal point"},
      {"SOURCE_KIND_IMB_PRC", "IMB PRC"},
      {"SOURCE_KIND_IFC", "IFC"},
      {"SOURCE_KIND_UKMTO_JMIC", "UKMTO or JMIC"},
      {"SOURCE_KIND_MDAT_GOG", "MDAT-GoG"},
      {"SOURCE_KIND_MSCHOA_EUNAVFOR", "MSCHOA or EUNAVFOR"},
      {"SOURCE_KIND_NGA_ONI", "NGA or ONI"},
      {"REF_SCHEME_IMO_GISIS", "IMO GISIS"},
      {"REF_SCHEME_IMO_MSC_CIRC", "IMO MSC circular"},
      {"REF_SCHEME_IMB", "IMB"},
      {"REF_SCHEME_RECAAP", "ReCAAP"},
      {"REF_SCHEME_NGA_ASAM", "NGA ASAM"},
      {"REF_SCHEME_UKMTO", "UKMTO"},
      {"REF_SCHEME_MDAT_GOG", "MDAT-GoG"},
      {"REF_SCHEME_IFC", "IFC"},
      {"REF_SCHEME_NATIONAL_CASE_NO", "national case number"},
      {"REF_SCHEME_NAVAREA_WARNING", "NAVAREA warning"},
      {"REF_SCHEME_CAP", "CAP"},
      {"POSITION_NOTATION_DECIMAL_DEG", "decimal degrees"},
      {"POSITION_NOTATION_DEG_DECMIN", "degrees and decimal minutes"},
      {"POSITION_NOTATION_DMS", "degrees, minutes, seconds"},
      {"POSITION_NOTATION_RANGE_BEARING", "range and bearing"},
      {"ZONE_BASIS_STATED_UTC", "stated UTC"},
      {"ZONE_BASIS_ASSUMED_UTC", "assumed UTC"},
      {"COMMS_KIND_HF", "HF"},
      {"COMMS_KIND_MF", "MF"},
      {"COMMS_KIND_VHF", "VHF"},
      {"COMMS_KIND_INMARSAT", "Inmarsat"},
      {"COMMS_KIND_MMSI", "MMSI"},
      {"CRAFT_INDICATOR_NO_AIS", "no AIS"},
  });
  return *names;
}

// "ACT_STAGE_", from the list's zero value, which is "ACT_STAGE_UNSPECIFIED".
absl::string_view PrefixOf(const EnumDescriptor* list) {
  return absl::StripSuffix(list->FindValueByNumber(0)->name(), "UNSPECIFIED");
}

bool IsProperName(const EnumDescriptor* list) {
  return list == v1::ReportingArea_descriptor() || list == v1::Reliability_descriptor();
}

// "SOUTH_CHINA_SEA" to "South China Sea".
std::string Capitalised(absl::string_view name) {
  std::string text = absl::AsciiStrToLower(name);
  for (size_t i = 0; i < text.size(); ++i) {
    if (i == 0 || text[i - 1] == '_') text[i] = absl::ascii_toupper(text[i]);
  }
  return absl::StrReplaceAll(text, {{"_", " "}, {"Of", "of"}, {"And", "and"}});
}

std::string NameOf(const google::protobuf::EnumValueDescriptor& value) {
  if (value.number() == 0) return "not filled in";
  if (const auto found = Spoken().find(value.name()); found != Spoken().end()) {
    return std::string(found->second);
  }
  const absl::string_view bare = absl::StripPrefix(value.name(), PrefixOf(value.type()));
  if (IsProperName(value.type())) return Capitalised(bare);
  return absl::StrReplaceAll(absl::AsciiStrToLower(bare), {{"_", " "}});
}

// Each list's values by all that may be said for them, as WordKey; of several with one name the first.
class ValuesByWords {
 public:
  using Values = absl::flat_hash_map<std::string, int>;

  // Valid for ever: lists are the schema's.
  const Values& Of(const EnumDescriptor* list) {
    base::MutexLock lock(mutex_);
    std::unique_ptr<Values>& known = lists_[list];
    if (known == nullptr) known = std::make_unique<Values>(Read(list));
    return *known;
  }

 private:
  static Values Read(const EnumDescriptor* list) {
    Values values;
    for (int i = 0; i < list->value_count(); ++i) {
      const auto& value = *list->value(i);
      if (value.number() == 0) continue;
      const absl::string_view bare = absl::StripPrefix(value.name(), PrefixOf(list));
      values.try_emplace(WordKey(NameOf(value)), value.number());
      values.try_emplace(WordKey(bare), value.number());
      values.try_emplace(WordKey(value.name()), value.number());
    }
    return values;
  }

  base::Mutex mutex_;
  absl::flat_hash_map<const EnumDescriptor*, std::unique_ptr<Values>> lists_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace

std::string DisplayName(const EnumDescriptor* list, int value) {
  const auto* found = list->FindValueByNumber(value);
  return found != nullptr ? NameOf(*found) : absl::StrCat("value ", value);
}

std::vector<std::string> DisplayNames(const EnumDescriptor* list) {
  std::vector<std::string> names;
  for (int i = 0; i < list->value_count(); ++i) {
    if (list->value(i)->number() != 0) names.push_back(NameOf(*list->value(i)));
  }
  return names;
}

absl::StatusOr<int> ParseValue(const EnumDescriptor* list, absl::string_view text) {
  static auto* const lists = new ValuesByWords();
  const ValuesByWords::Values& values = lists->Of(list);
  if (const auto found = values.find(WordKey(text)); found != values.end()) return found->second;
  return base::Error(
      absl::StatusCode::kInvalidArgument, base::reason::kMalformed,
      absl::StrCat(base::Quoted(text, kQuotedBytes), " is no ",
                   absl::StrReplaceAll(
                       absl::AsciiStrToLower(absl::StripSuffix(PrefixOf(list), "_")), {{"_", " "}}),
                   NameHint(text, DisplayNames(list))));
}

}  // namespace lightship::maritime
