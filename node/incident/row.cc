#include "node/incident/row.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/numeric/bits.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "node/base/encoding.h"
#include "node/base/limits.h"
#include "node/incident/ship_hash.h"
#include "node/maritime/area.h"
#include "node/maritime/geometry.h"
#include "node/maritime/named_area.h"
#include "node/statement/address.h"
#include "node/statement/open.h"

namespace lightship::incident {
namespace {

uint8_t SmallValue(int value) {
  return value >= 0 && value < kOtherValue ? static_cast<uint8_t>(value) : kOtherValue;
}

void SetTime(const v1::OccurrenceTime& occurred, Row& row) {
  if (!occurred.has_start() || !occurred.has_end()) return;
  absl::StatusOr<absl::Time> start = statement::ToTime(occurred.start());
  absl::StatusOr<absl::Time> end = statement::ToTime(occurred.end());
  if (!start.ok() || !end.ok()) return;
  row.start_us = absl::ToUnixMicros(*start);
  // An interval without length is a moment, and a moment is found by the interval that holds it.
  row.end_us = std::max(absl::ToUnixMicros(*end), row.start_us + 1);
  constexpr int64_t kUsPerDay = int64_t{86'400} * 1'000'000;
  const int64_t middle_us = row.start_us + (row.end_us - row.start_us) / 2;
  row.day = middle_us >= 0 && middle_us / kUsPerDay < kFarDay ? static_cast<uint16_t>(middle_us / kUsPerDay) : kFarDay;
}

void SetPosition(const v1::Position& position, Row& row) {
  std::optional<maritime::Point> point = maritime::PointOf(position);
  if (!point.has_value()) return;
  row.lat_e7 = point->lat_e7;
  // One meridian, one number.
  row.lon_e7 = point->lon_e7 == -maritime::kLonMostE7 ? maritime::kLonMostE7 : point->lon_e7;
  row.cell = maritime::CellId(*point);
  row.uncertainty_m = position.uncertainty_m();
  row.located = row.uncertainty_m <= base::limits::kPreciseMetres ? v1::LOCATED_PRECISELY : v1::LOCATED_ROUGHLY;
}

void SetShips(const IncidentDocument& document, Row& row, Particulars& particulars) {
  for (uint32_t type : document.ship_types) row.ship_types |= uint64_t{1} << SmallValue(type);
  for (uint32_t number : document.imo_numbers) {
    row.ships |= ShipBits(HashOfImoNumber(number));
    particulars.imo_numbers.push_back(number);
  }
  for (uint32_t number : document.mmsi_numbers) {
    row.ships |= ShipBits(HashOfMmsi(number));
    particulars.mmsi_numbers.push_back(number);
  }
  for (const std::string& name : document.vessel_names) {
    absl::StrAppend(&particulars.vessel_names, " ", name, " \n");
    for (absl::string_view word : absl::StrSplit(name, ' ', absl::SkipEmpty())) {
      row.ships |= ShipBits(HashOfNameWord(word));
    }
  }
}

template <typename Values>
uint64_t SmallBitsOf(const Values& values) {
  uint64_t bits = 0;
  for (int value : values) bits |= uint64_t{1} << SmallValue(value);
  return bits;
}

void SetPerpetrators(const v1::Facets& facets, Row& row) {
  if (!facets.has_perpetrators_min() && !facets.has_perpetrators_max()) return;
  row.perpetrators_least = facets.perpetrators_min();
  row.perpetrators_most =
      facets.has_perpetrators_max() ? facets.perpetrators_max() : kMostPersons;
}

void SetClassifications(const v1::Facets& facets, Row& row, Particulars& particulars) {
  if (facets.legal_class_claimed() != v1::LEGAL_CLASS_UNSPECIFIED) {
    row.legal_classes |= uint64_t{1} << SmallValue(facets.legal_class_claimed());
  }
  for (const v1::Classified& held : facets.classifications()) {
    particulars.classifications.push_back(held);
    if (held.scheme() != v1::CLASSIFICATION_SCHEME_UNCLOS_IMO) continue;
    v1::LegalClass value = v1::LEGAL_CLASS_UNSPECIFIED;
    if (v1::LegalClass_Parse(held.value(), &value) ||
        v1::LegalClass_Parse(absl::StrCat("LEGAL_CLASS_", held.value()), &value)) {
      row.legal_classes |= uint64_t{1} << SmallValue(value);
    }
  }
}

void SetFacets(const v1::IncidentSummary& summary, Row& row, Particulars& particulars) {
  const v1::Facets& facets = summary.facets();
  row.weapons = SmallBitsOf(summary.weapons());
  row.crew_consequences = SmallBitsOf(facets.crew_consequences());
  row.losses = SmallBitsOf(facets.losses());
  row.craft = SmallBitsOf(facets.craft());
  row.craft_indicators = SmallBitsOf(facets.craft_indicators());
  row.light = SmallValue(facets.light());
  row.sea_zone = SmallValue(facets.sea_zone());
  row.weapons_statement = SmallValue(
      summary.weapons_size() > 0 ? v1::STATED_STATE_PRESENT
                                 : StatementOf(facets.weapons_statement()));
  SetPerpetrators(facets, row);
  SetClassifications(facets, row, particulars);
  for (const std::string& code : facets.coastal_states()) {
    particulars.coastal_states.push_back(EconomyNumber(code));
  }
  for (const std::string& code : facets.flags()) particulars.flags.push_back(EconomyNumber(code));
  particulars.unlocode = absl::StrReplaceAll(facets.unlocode(), {{" ", ""}});
}

void SetCounting(const Particulars& particulars, Row& row) {
  const Countable& countable = particulars.countable;
  for (size_t i = 0; i < kListedDimensions.size(); ++i) {
    const uint32_t bits = countable.values[kListedDimensions[i]];
    if (bits == 0) continue;
    row.listed[i] = absl::has_single_bit(bits) ? static_cast<uint8_t>(absl::countr_zero(bits)) : kSeveralValues;
  }
  if (!particulars.economies.empty()) {
    const bool plain = particulars.economies.size() == 1 && particulars.economies.front() != 0;
    row.economy = plain ? particulars.economies.front() : kSeveralEconomies;
  }
  if (countable.uncounted_by_source) row.counting |= kUncountedBySource;
  if (countable.doubtful) row.counting |= kDoubtful;
  if (countable.linked) row.counting |= kLinked;
  row.map_category = MapCategoryOf(countable);
  row.restricted = countable.restricted;
}

// What is looked at of incidents that no page shows.
std::string ToldOf(v1::IncidentSummary& summary) {
  v1::IncidentSummary told;
  *told.mutable_joined() = summary.joined();
  *told.mutable_links() = summary.links();
  *told.mutable_restricted() = summary.restricted();
  return told.SerializeAsString();
}

std::optional<statement::Address> AddressOf(const Record& record) {
  for (const StatementRef& member : record.members) {
    if (member.id != record.document.id) continue;
    absl::StatusOr<statement::Origin> log = statement::Origin::Parse(member.origin);
    if (log.ok()) return log->At(member.index);
  }
  return std::nullopt;
}

}  // namespace

Row MakeKeptRow(Record record) {
  std::string bytes = EncodeRecord(record);
  AddTexts(record.document.open_text, record.document.restricted_text, bytes);
  Row row = MakeRow(std::move(record));
  row.detail->Keep(std::move(bytes));
  return row;
}

Row MakeRow(Record record) {
  v1::IncidentSummary& summary = record.document.summary;
  FillWaters(summary);
  summary.mutable_restricted()->Add(record.restricted_verdicts.begin(), record.restricted_verdicts.end());
  Particulars particulars;
  Row row;
  SetTime(summary.occurred(), row);
  SetPosition(summary.position(), row);
  SetShips(record.document, row, particulars);
  for (const std::string& code : summary.economies()) {
    uint16_t number = EconomyNumber(code);
    row.economies |= ValueBit(number);
    particulars.economies.push_back(number);
  }
  row.changed = record.changed;
  row.act_stage = SmallValue(summary.act_stage());
  row.ship_status = SmallValue(summary.ship_status());
  row.exercise_status = SmallValue(summary.exercise_status());
  row.retracted = summary.retracted();
  row.verification = SmallValue(summary.verification());
  row.navarea = SmallValue(static_cast<int>(summary.navarea()));
  row.reporting_area = SmallValue(summary.reporting_area());
  absl::StatusOr<absl::Time> updated = statement::ToTime(summary.updated_at());
  if (summary.has_updated_at() && updated.ok()) row.updated_us = absl::ToUnixMicros(*updated);
  SetFacets(summary, row, particulars);
  row.part_of_another = IsPartOfAnother(record);
  if (!record.document.open_text.empty() || !record.document.restricted_text.empty()) {
    row.texts = std::make_shared<const RowTexts>(
        RowTexts{std::move(record.document.open_text), std::move(record.document.restricted_text)});
  }
  row.address = AddressOf(record);
  particulars.restricted_texts = std::move(record.document.restricted_texts);
  particulars.id = record.document.id;
  particulars.name = summary.address().empty() ? base::Hex(crypto::AsView(particulars.id)) : summary.address();
  particulars.countable = MakeCountable(summary);
  SetCounting(particulars, row);
  particulars.told = ToldOf(summary);
  particulars.changed = record.changed;
  particulars.navarea = static_cast<uint8_t>(summary.navarea());
  particulars.reporting_area = static_cast<uint8_t>(summary.reporting_area());
  particulars.several_statements = record.members.size() > 1;
  particulars.group = std::move(record.group);
  row.detail = RowDetail::Make(particulars);
  return row;
}

void FillWaters(v1::IncidentSummary& summary) {
  const std::optional<maritime::Point> point = maritime::PointOf(summary.position());
  if (!point.has_value()) return;
  if (summary.navarea() == 0) {
    summary.set_navarea(static_cast<uint32_t>(maritime::NavareaOf(*point).number));
  }
  if (summary.reporting_area() == v1::REPORTING_AREA_UNSPECIFIED) {
    summary.set_reporting_area(maritime::ReportingAreaAt(*point));
  }
}

v1::StatedState StatementOf(v1::StatedState state) {
  return state == v1::STATED_STATE_UNSPECIFIED ? v1::STATED_STATE_NOT_STATED : state;
}

uint16_t EconomyNumber(absl::string_view code) {
  if (!statement::IsEconomyCode(code)) return 0;
  return static_cast<uint16_t>(1 + (code[0] - 'A') * 26 + (code[1] - 'A'));
}

uint64_t ValueBit(uint32_t value) {
  // Multiplication by a large odd number spreads neighbours over the upper bits (Knuth, TAOCP 6.4).
  return uint64_t{1} << (value * 2654435769u >> 26);
}

}  // namespace lightship::incident
