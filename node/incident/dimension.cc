#include "node/incident/dimension.h"

#include <algorithm>
#include <array>

#include "absl/numeric/bits.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "node/maritime/area.h"
#include "node/maritime/economy.h"
#include "node/maritime/named_area.h"
#include "node/maritime/vocabulary.h"
#include "s2/s2cell_id.h"

namespace lightship::incident {
namespace {

// Codes of locations: reporting areas as they are, States and NAVAREAs after these.
constexpr int64_t kStates = 1000;
constexpr int64_t kSeveralStates = 1999;
constexpr int64_t kNavareas = 2000;
constexpr int64_t kUsPerHour = int64_t{3600} * 1'000'000;
constexpr int64_t kUsPerMinute = int64_t{60} * 1'000'000;

using Names = std::array<const char*, 16>;

// Names of the lists in countable.h, by value.
const Names* OwnNames(v1::Dimension dimension) {
  static constexpr Names kOutcomes = {"", "actual", "attempted", "neither"};
  static constexpr Names kPerpetrators = {"", "1-3", "4-6", "7-9", "more than 9"};
  static constexpr Names kArms = {"", "guns and knives", "knives or other", "not armed"};
  static constexpr Names kImbArms = {"", "guns", "knives", "other weapons", "none"};
  static constexpr Names kTreatments = {"",         "killed or missing",   "kidnapped",
                                        "held hostage or tied up", "assaulted or injured",
                                        "threatened", "no injury"};
  static constexpr Names kSpeeds = {"", "under 10 kn", "10-19 kn", "20-29 kn", "30 kn and more"};
  static constexpr Names kArrests = {"", "arrests", "none arrested"};
  static constexpr Names kCategories = {
      "", "CAT 1", "CAT 2", "CAT 3", "CAT 4", "economies differ", "attempted", "", "", "", "",
      "CAT 1 proposed", "CAT 2 proposed", "CAT 3 proposed", "CAT 4 proposed"};
  switch (dimension) {
    case v1::DIMENSION_OUTCOME: return &kOutcomes;
    case v1::DIMENSION_PERPETRATORS: return &kPerpetrators;
    case v1::DIMENSION_ARMS: return &kArms;
    case v1::DIMENSION_IMB_ARMS: return &kImbArms;
    case v1::DIMENSION_TREATMENT: return &kTreatments;
    case v1::DIMENSION_CRAFT_SPEED: return &kSpeeds;
    case v1::DIMENSION_ARRESTS: return &kArrests;
    case v1::DIMENSION_RECAAP_CATEGORY: return &kCategories;
    default: return nullptr;
  }
}

// The vocabulary behind a dimension; null if there is none.
const google::protobuf::EnumDescriptor* ListOf(v1::Dimension dimension) {
  switch (dimension) {
    case v1::DIMENSION_LIGHT: return v1::Light_descriptor();
    case v1::DIMENSION_REPORTING_AREA: return v1::ReportingArea_descriptor();
    case v1::DIMENSION_SEA_ZONE: return v1::SeaZone_descriptor();
    case v1::DIMENSION_ACT: return v1::ActStage_descriptor();
    case v1::DIMENSION_LEGAL_CLASS: return v1::LegalClass_descriptor();
    case v1::DIMENSION_SHIP_STATUS: return v1::ShipStatus_descriptor();
    case v1::DIMENSION_SHIP_TYPE: return v1::ShipType_descriptor();
    case v1::DIMENSION_WEAPON: return v1::Weapon_descriptor();
    case v1::DIMENSION_CREW_CONSEQUENCE: return v1::CrewConsequence_descriptor();
    case v1::DIMENSION_LOSS: return v1::LossKind_descriptor();
    case v1::DIMENSION_CRAFT: return v1::CraftKind_descriptor();
    case v1::DIMENSION_CRAFT_INDICATOR: return v1::CraftIndicator_descriptor();
    case v1::DIMENSION_VERIFICATION: return v1::Verification_descriptor();
    case v1::DIMENSION_SOURCE: return v1::SourceKind_descriptor();
    case v1::DIMENSION_REPORTED: return v1::TriState_descriptor();
    default: return nullptr;
  }
}

std::string StateName(int64_t number) {
  const std::string code = {static_cast<char>('A' + (number - 1) / 26),
                            static_cast<char>('A' + (number - 1) % 26)};
  return maritime::EconomyName(code);
}

// The States whose ports and anchorages are reporting areas of their own.
int64_t LocationOfState(uint16_t state) {
  static const std::map<uint16_t, v1::ReportingArea> areas = {
      {EconomyNumber("ID"), v1::REPORTING_AREA_INDONESIA},
      {EconomyNumber("MY"), v1::REPORTING_AREA_MALAYSIA},
      {EconomyNumber("PH"), v1::REPORTING_AREA_PHILIPPINES},
      {EconomyNumber("VN"), v1::REPORTING_AREA_VIET_NAM},
      {EconomyNumber("TH"), v1::REPORTING_AREA_THAILAND},
      {EconomyNumber("BD"), v1::REPORTING_AREA_BANGLADESH},
      {EconomyNumber("IN"), v1::REPORTING_AREA_INDIA},
      {EconomyNumber("LK"), v1::REPORTING_AREA_SRI_LANKA},
      {EconomyNumber("CN"), v1::REPORTING_AREA_CHINA},
      {EconomyNumber("PE"), v1::REPORTING_AREA_PERU},
      {EconomyNumber("EC"), v1::REPORTING_AREA_ECUADOR},
      {EconomyNumber("BR"), v1::REPORTING_AREA_BRAZIL}};
  auto found = areas.find(state);
  return found != areas.end() ? int64_t{found->second} : kStates + state;
}

// "ZZ" stands for a State that is not known.
void ReadStates(const RowDetail::EconomyNumbers& states, Codes& codes) {
  static const uint16_t unknown = EconomyNumber("ZZ");
  for (uint16_t state : states) {
    if (state != unknown && state != 0) codes.push_back(state);
  }
}

template <typename Numbers>
void AssignTo(Codes& codes, const Numbers& numbers) {
  codes.assign(numbers.begin(), numbers.end());
}

// One bit a value, for kListedDimensions.
uint32_t ListedBits(const Chunk& chunk, size_t row, v1::Dimension dimension) {
  const uint8_t value = chunk.listed[static_cast<size_t>(ListedPlace(dimension))][row];
  if (value == kSeveralValues) return chunk.detail[row]->SeveralOf(dimension);
  return value == 0 ? 0 : uint32_t{1} << value;
}

void ReadLocation(const Chunk& chunk, size_t row, Codes& codes) {
  Codes states;
  ReadStates(chunk.detail[row]->coastal_states(), states);
  const uint32_t area = ListedBits(chunk, row, v1::DIMENSION_REPORTING_AREA);
  if (area != 0) {
    int64_t value = absl::countr_zero(area);
    const bool lane = value >= v1::REPORTING_AREA_SINGAPORE_STRAIT_EASTBOUND &&
                      value <= v1::REPORTING_AREA_SINGAPORE_STRAIT_PRECAUTIONARY;
    codes.push_back(lane ? int64_t{v1::REPORTING_AREA_SINGAPORE_STRAIT} : value);
  } else if (!states.empty()) {
    codes.push_back(states.size() > 1 ? kSeveralStates
                                      : LocationOfState(static_cast<uint16_t>(states.front())));
  } else if (uint32_t navarea = ListedBits(chunk, row, v1::DIMENSION_NAVAREA); navarea != 0) {
    codes.push_back(kNavareas + absl::countr_zero(navarea));
  }
}

std::string LocationName(int64_t code) {
  if (code > kNavareas) {
    return absl::StrCat("NAVAREA ", maritime::NavareaName(static_cast<int>(code - kNavareas)));
  }
  if (code == kSeveralStates) return "several States";
  if (code > kStates) return StateName(code - kStates);
  return maritime::DisplayName(v1::ReportingArea_descriptor(), static_cast<int>(code));
}

// Of the hour's own zone: the reporter's, else the nautical zone of the position. UTC is what centres report in, not where the
// ship's clock stood; where it did, the nautical zone is the same.
std::optional<int64_t> HourCode(const Chunk& chunk, size_t row, int64_t middle_us) {
  if (chunk.end_us[row] - chunk.start_us[row] > kHourKnownUs) return std::nullopt;
  int64_t offset_minutes = chunk.detail[row]->utc_offset_minutes();
  if (offset_minutes == kUnknownOffset || offset_minutes == 0) {
    if (chunk.lon_e7[row] == kUnknownDegrees) return std::nullopt;
    const int64_t half_zone = chunk.lon_e7[row] < 0 ? -75'000'000 : 75'000'000;
    offset_minutes = (chunk.lon_e7[row] + half_zone) / 150'000'000 * 60;
  }
  const int64_t local_us = middle_us + offset_minutes * kUsPerMinute;
  const int64_t hours = (local_us - (local_us < 0 ? kUsPerHour - 1 : 0)) / kUsPerHour;
  return (hours % 24 + 24) % 24;
}

}  // namespace

DimensionReader::DimensionReader(v1::Dimension dimension, const CountingFrame& frame)
    : dimension_(dimension), frame_(frame) {}

std::optional<int64_t> DimensionReader::TimeCode(const Chunk& chunk, size_t row) const {
  const int64_t middle_us = MiddleOf(chunk, row);
  if (middle_us == kUnknownTime) return std::nullopt;
  if (dimension_ == v1::DIMENSION_HOUR_OF_DAY) return HourCode(chunk, row, middle_us);
  const absl::CivilMonth month = absl::ToCivilMonth(
      absl::FromUnixMicros(middle_us + frame_.utc_offset_minutes * kUsPerMinute), absl::UTCTimeZone());
  switch (dimension_) {
    case v1::DIMENSION_YEAR: return month.year();
    case v1::DIMENSION_QUARTER: return month.year() * 4 + (month.month() - 1) / 3;
    case v1::DIMENSION_MONTH: return month.year() * 12 + month.month() - 1;
    default: return month.month();
  }
}

int64_t DimensionReader::PlaceCode(const std::string& place) {
  auto [found, added] = place_codes_.emplace(absl::AsciiStrToUpper(place), places_.size());
  if (added) places_.push_back(place);
  // Of several spellings that which is not all capitals: small letters come after them.
  std::string& name = places_[static_cast<size_t>(found->second)];
  name = std::max(name, place);
  return found->second;
}

int64_t DimensionReader::CodeAs(const DimensionReader& other, int64_t code) {
  return dimension_ == v1::DIMENSION_PORT ? PlaceCode(other.NameOf(code)) : code;
}

void DimensionReader::Read(const Chunk& chunk, size_t row, Codes& codes) {
  codes.clear();
  const RowDetail& detail = *chunk.detail[row];
  switch (dimension_) {
    case v1::DIMENSION_YEAR:
    case v1::DIMENSION_QUARTER:
    case v1::DIMENSION_MONTH:
    case v1::DIMENSION_MONTH_OF_YEAR:
    case v1::DIMENSION_HOUR_OF_DAY:
      if (auto code = TimeCode(chunk, row)) codes.push_back(*code);
      return;
    case v1::DIMENSION_LOCATION:
      return ReadLocation(chunk, row, codes);
    case v1::DIMENSION_COASTAL_STATE:
      return ReadStates(detail.coastal_states(), codes);
    case v1::DIMENSION_AREA:
      return AssignTo(codes, detail.areas());
    case v1::DIMENSION_FLAG:
      return ReadStates(detail.flags(), codes);
    case v1::DIMENSION_ECONOMY:
      return AssignTo(codes, detail.economies());
    case v1::DIMENSION_PORT:
      if (!detail.port().empty()) codes.push_back(PlaceCode(std::string(detail.port())));
      return;
    case v1::DIMENSION_CELL:
      if (chunk.cell[row] == 0) return;
      codes.push_back(
          static_cast<int64_t>(S2CellId(chunk.cell[row]).parent(frame_.cell_level).id()));
      return;
    default:
      for (uint32_t left = ListedBits(chunk, row, dimension_); left != 0; left &= left - 1) {
        codes.push_back(absl::countr_zero(left));
      }
  }
}

std::string DimensionReader::NameOf(int64_t code) const {
  if (const Names* names = OwnNames(dimension_); names != nullptr) return (*names)[code];
  if (const auto* list = ListOf(dimension_); list != nullptr) {
    return maritime::DisplayName(list, static_cast<int>(code));
  }
  switch (dimension_) {
    case v1::DIMENSION_QUARTER: return absl::StrFormat("%04d-Q%d", code / 4, code % 4 + 1);
    case v1::DIMENSION_MONTH: return absl::StrFormat("%04d-%02d", code / 12, code % 12 + 1);
    case v1::DIMENSION_MONTH_OF_YEAR:
    case v1::DIMENSION_HOUR_OF_DAY: return absl::StrFormat("%02d", code);
    case v1::DIMENSION_LOCATION: return LocationName(code);
    case v1::DIMENSION_AREA: return maritime::NamedAreas()[static_cast<size_t>(code)].title;
    case v1::DIMENSION_NAVAREA: return maritime::NavareaName(static_cast<int>(code));
    case v1::DIMENSION_COASTAL_STATE:
    case v1::DIMENSION_FLAG:
    case v1::DIMENSION_ECONOMY: return StateName(code);
    case v1::DIMENSION_PORT: return places_[static_cast<size_t>(code)];
    case v1::DIMENSION_CELL: return S2CellId(static_cast<uint64_t>(code)).ToToken();
    default: return absl::StrCat(code);
  }
}

bool DimensionReader::in_code_order() const {
  switch (dimension_) {
    case v1::DIMENSION_COASTAL_STATE:
    case v1::DIMENSION_FLAG:
    case v1::DIMENSION_ECONOMY:
    case v1::DIMENSION_PORT:
    case v1::DIMENSION_CELL: return false;
    default: return true;
  }
}

}  // namespace lightship::incident
