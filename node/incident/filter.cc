#include "node/incident/filter.h"

#include <limits>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "node/base/reasons.h"
#include "node/incident/ship_hash.h"
#include "node/maritime/named_area.h"
#include "node/maritime/vessel.h"
#include "node/statement/open.h"

namespace lightship::incident {
namespace {

template <typename Values>
uint64_t BitsOf(const Values& values) {
  uint64_t bits = 0;
  for (int value : values) bits |= uint64_t{1} << value;
  return bits;
}

int64_t MicrosOf(const google::protobuf::Timestamp& time) {
  return absl::ToUnixMicros(*statement::ToTime(time));
}

maritime::Polygon PolygonOf(const v1::Polygon& polygon) {
  std::vector<maritime::Point> vertices;
  for (const v1::Vertex& vertex : polygon.vertices()) {
    vertices.push_back({vertex.lat_e7(), vertex.lon_e7()});
  }
  return *maritime::Polygon::Make(vertices);
}

template <typename Codes>
std::vector<uint16_t> NumbersOf(const Codes& codes) {
  std::vector<uint16_t> numbers;
  for (const std::string& code : codes) numbers.push_back(EconomyNumber(code));
  return numbers;
}

}  // namespace

absl::StatusOr<CompiledFilter> CompiledFilter::Compile(const v1::IncidentFilter& filter,
                                                       PartsOfOthers parts) {
  std::vector<base::Violation> violations = CheckFilter(filter);
  if (!violations.empty()) return base::InvalidFields(base::reason::kInvalidFilter, violations);
  return OfChecked(filter, parts);
}

CompiledFilter CompiledFilter::OfChecked(const v1::IncidentFilter& filter, PartsOfOthers parts) {
  CompiledFilter compiled;
  compiled.include_parts_ = parts == PartsOfOthers::kSelected;
  compiled.include_retracted_ = filter.include_retracted();
  compiled.CompileTimes(filter);
  compiled.CompileShapes(filter);
  compiled.CompileCodes(filter);
  compiled.CompileDetail(filter);
  if (!filter.text().empty()) compiled.text_ = *TextQuery::Parse(filter.text());
  return compiled;
}

void CompiledFilter::CompileTimes(const v1::IncidentFilter& filter) {
  constexpr int64_t kEver = std::numeric_limits<int64_t>::min();
  any_time_ = !filter.has_occurred_from() && !filter.has_occurred_until();
  from_us_ = filter.has_occurred_from() ? MicrosOf(filter.occurred_from()) : kEver;
  until_us_ = filter.has_occurred_until() ? MicrosOf(filter.occurred_until())
                                          : std::numeric_limits<int64_t>::max();
  updated_from_us_ = filter.has_updated_from() ? MicrosOf(filter.updated_from()) : kEver;
}

void CompiledFilter::CompileShapes(const v1::IncidentFilter& filter) {
  if (filter.has_box()) box_.emplace(filter.box());
  if (filter.has_circle()) circle_.emplace(filter.circle());
  if (filter.has_polygon()) polygon_.emplace(std::vector{PolygonOf(filter.polygon())});
  if (filter.areas().empty()) return;
  // Each once: what is indexed grows with the pieces.
  std::set<const maritime::NamedArea*> areas;
  for (const std::string& name : filter.areas()) areas.insert(*maritime::FindNamedArea(name));
  std::vector<maritime::Polygon> pieces;
  for (const maritime::NamedArea* area : areas) pieces.insert(pieces.end(), area->pieces.begin(), area->pieces.end());
  areas_.emplace(pieces);
}

void CompiledFilter::CompileCodes(const v1::IncidentFilter& filter) {
  act_stages_ = BitsOf(filter.act_stages());
  ship_statuses_ = BitsOf(filter.ship_statuses());
  exercise_statuses_ = filter.exercise_statuses_size() > 0
                           ? BitsOf(filter.exercise_statuses())
                           : uint64_t{1} << v1::EXERCISE_STATUS_ACTUAL;
  verifications_ = BitsOf(filter.verifications());
  lights_ = BitsOf(filter.lights());
  located_ = BitsOf(filter.located());
  sea_zones_ = BitsOf(filter.sea_zones());
  navareas_ = BitsOf(filter.navareas());
  reporting_areas_ = BitsOf(filter.reporting_areas());
  for (int state : filter.weapons_statements()) {
    weapons_statements_ |= uint64_t{1} << StatementOf(static_cast<v1::StatedState>(state));
  }
  ship_types_ = BitsOf(filter.ship_types());
  weapons_ = BitsOf(filter.weapons());
  crew_consequences_ = BitsOf(filter.crew_consequences());
  losses_ = BitsOf(filter.losses());
  craft_ = BitsOf(filter.craft());
  craft_indicators_ = BitsOf(filter.craft_indicators());
  legal_classes_ = BitsOf(filter.legal_classes());
  perpetrators_least_ = filter.perpetrators_least();
  if (filter.perpetrators_most() != 0) perpetrators_most_ = filter.perpetrators_most();
}

void CompiledFilter::CompileDetail(const v1::IncidentFilter& filter) {
  economies_ = NumbersOf(filter.economies());
  for (uint16_t number : economies_) economy_bits_ |= ValueBit(number);
  const std::string name = maritime::NormaliseName(filter.vessel_name());
  for (absl::string_view word : absl::StrSplit(name, ' ', absl::SkipEmpty())) {
    words_.push_back(absl::StrCat(" ", word, " "));
    ship_hashes_.push_back(HashOfNameWord(word));
  }
  imo_number_ = filter.imo_number();
  if (imo_number_ != 0) ship_hashes_.push_back(HashOfImoNumber(imo_number_));
  mmsi_ = filter.mmsi();
  if (mmsi_ != 0) ship_hashes_.push_back(HashOfMmsi(mmsi_));
  for (uint64_t hash : ship_hashes_) ship_bits_ |= ShipBits(hash);
  coastal_states_ = NumbersOf(filter.coastal_states());
  flags_ = NumbersOf(filter.flags());
  unlocodes_.assign(filter.unlocodes().begin(), filter.unlocodes().end());
  classifications_.assign(filter.classifications().begin(), filter.classifications().end());
  any_detail_ = economies_.empty() && words_.empty() && imo_number_ == 0 && mmsi_ == 0 &&
                coastal_states_.empty() && flags_.empty() && unlocodes_.empty() &&
                classifications_.empty();
}

}  // namespace lightship::incident
