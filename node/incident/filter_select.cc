// A compiled filter over the rows of a chunk: cheap columns first, details last.
#include <algorithm>

#include "absl/numeric/bits.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "node/base/status.h"
#include "node/incident/filter.h"

namespace lightship::incident {
namespace {

// All loops run over whole columns, a number of rows that the compiler knows; no row beyond the chunk's size is ever selected.
constexpr size_t kRows = Chunk::kRows;

// Keeps the rows whose value is one of `bits`. One value, the usual case, is a plain comparison.
void NarrowValues(const Chunk::Column<uint8_t>& values, uint64_t bits, Selection& selection) {
  if (bits == 0) return;
  if (absl::has_single_bit(bits)) {
    const uint8_t only = static_cast<uint8_t>(absl::countr_zero(bits));
    for (size_t i = 0; i < kRows; ++i) selection[i] &= values[i] == only;
    return;
  }
  for (size_t i = 0; i < kRows; ++i) selection[i] &= bits >> values[i] & 1;
}

// Keeps the rows that have one of `bits`.
void NarrowSet(const Chunk::Column<uint64_t>& sets, uint64_t bits, Selection& selection) {
  if (bits == 0) return;
  for (size_t i = 0; i < kRows; ++i) selection[i] &= (sets[i] & bits) != 0;
}

// One ship's name, " WORD WORD ", holds all the words.
bool HoldsAll(absl::string_view name, const std::vector<std::string>& words) {
  return std::all_of(words.begin(), words.end(), [name](const std::string& word) {
    return absl::StrContains(name, word);
  });
}

bool AnyNameHoldsAll(absl::string_view names, const std::vector<std::string>& words) {
  for (absl::string_view name : absl::StrSplit(names, '\n', absl::SkipEmpty())) {
    if (HoldsAll(name, words)) return true;
  }
  return false;
}

template <typename Values, typename Value>
bool Holds(const Values& values, const Value& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

template <typename Values, typename Wanted>
bool HoldsAny(const Values& values, const Wanted& wanted) {
  return std::find_first_of(values.begin(), values.end(), wanted.begin(), wanted.end()) != values.end();
}

bool IsClassifiedAsAny(const RowDetail& detail, const std::vector<v1::ClassificationTest>& tests) {
  return tests.empty() || std::any_of(tests.begin(), tests.end(), [&](const v1::ClassificationTest& test) {
           return detail.IsClassified(test.scheme(), test.value());
         });
}

}  // namespace

void CompiledFilter::SelectCodes(const Chunk& chunk, Selection& selection) const {
  const Outline& outline = chunk.outline;
  selection.fill(0);
  std::fill_n(selection.begin(), chunk.size, uint8_t{1});
  if (!include_retracted_ && outline.retracted) {
    for (size_t i = 0; i < kRows; ++i) selection[i] &= chunk.retracted[i] ^ 1;
  }
  if (!include_parts_ && outline.parts) {
    for (size_t i = 0; i < kRows; ++i) selection[i] &= chunk.part_of_another[i] ^ 1;
  }
  if ((outline.exercise_statuses & ~exercise_statuses_) != 0) {
    NarrowValues(chunk.exercise_status, exercise_statuses_, selection);
  }
  NarrowValues(chunk.act_stage, act_stages_, selection);
  NarrowValues(chunk.ship_status, ship_statuses_, selection);
  NarrowValues(chunk.verification, verifications_, selection);
  NarrowValues(chunk.light, lights_, selection);
  NarrowValues(chunk.located, located_, selection);
  NarrowValues(chunk.sea_zone, sea_zones_, selection);
  NarrowValues(chunk.navarea, navareas_, selection);
  NarrowValues(chunk.reporting_area, reporting_areas_, selection);
  NarrowValues(chunk.weapons_statement, weapons_statements_, selection);
}

void CompiledFilter::NarrowSets(const Chunk& chunk, Selection& selection) const {
  NarrowSet(chunk.ship_types, ship_types_, selection);
  NarrowSet(chunk.weapons, weapons_, selection);
  NarrowSet(chunk.crew_consequences, crew_consequences_, selection);
  NarrowSet(chunk.losses, losses_, selection);
  NarrowSet(chunk.craft, craft_, selection);
  NarrowSet(chunk.craft_indicators, craft_indicators_, selection);
  NarrowSet(chunk.legal_classes, legal_classes_, selection);
  if (perpetrators_least_ == 0 && perpetrators_most_ == kMostPersons) return;
  for (size_t i = 0; i < kRows; ++i) {
    selection[i] &= (chunk.perpetrators_least[i] <= perpetrators_most_) &
                    (chunk.perpetrators_most[i] >= perpetrators_least_);
  }
}

void CompiledFilter::NarrowTime(const Chunk& chunk, Selection& selection) const {
  const Outline& outline = chunk.outline;
  if (outline.updated_us.least < updated_from_us_) {
    for (size_t i = 0; i < kRows; ++i) selection[i] &= chunk.updated_us[i] >= updated_from_us_;
  }
  if (any_time_) return;
  if (!outline.timeless && outline.start_us.most < until_us_ && outline.end_us.least > from_us_) return;
  for (size_t i = 0; i < kRows; ++i) {
    selection[i] &= (chunk.start_us[i] != kUnknownTime) & (chunk.start_us[i] < until_us_) &
                    (chunk.end_us[i] > from_us_);
  }
}

bool CompiledFilter::DetailMatches(const RowDetail& detail) const {
  return (economies_.empty() || HoldsAny(detail.economies(), economies_)) &&
         (coastal_states_.empty() || HoldsAny(detail.coastal_states(), coastal_states_)) &&
         (flags_.empty() || HoldsAny(detail.flags(), flags_)) &&
         (unlocodes_.empty() || Holds(unlocodes_, detail.unlocode())) &&
         (imo_number_ == 0 || Holds(detail.imo_numbers(), imo_number_)) &&
         (mmsi_ == 0 || Holds(detail.mmsi_numbers(), mmsi_)) &&
         IsClassifiedAsAny(detail, classifications_) &&
         (words_.empty() || AnyNameHoldsAll(detail.vessel_names(), words_));
}

void CompiledFilter::NarrowDetail(const Chunk& chunk, Selection& selection) const {
  const uint64_t imo_bit = imo_number_ == 0 ? 0 : ValueBit(imo_number_);
  const uint64_t mmsi_bit = mmsi_ == 0 ? 0 : ValueBit(mmsi_);
  NarrowSet(chunk.economies, economy_bits_, selection);
  NarrowSet(chunk.imo_numbers, imo_bit, selection);
  NarrowSet(chunk.mmsi_numbers, mmsi_bit, selection);
  if (word_bits_ != 0) {
    for (size_t i = 0; i < kRows; ++i) selection[i] &= (chunk.words[i] & word_bits_) == word_bits_;
  }
  for (size_t i = 0; i < kRows; ++i) {
    if (selection[i] != 0 && !DetailMatches(*chunk.detail[i])) selection[i] = 0;
  }
}

bool CompiledFilter::MayMatch(const Outline& outline) const {
  if ((outline.exercise_statuses & exercise_statuses_) == 0 || outline.updated_us.most < updated_from_us_) return false;
  if (!any_time_ && !(outline.start_us.least < until_us_ && outline.end_us.most > from_us_)) return false;
  if (box_.has_value() && !box_->MayTouch(outline)) return false;
  if (circle_.has_value() && !circle_->MayTouch(outline)) return false;
  if (polygon_.has_value() && !polygon_->MayTouch(outline)) return false;
  return !areas_.has_value() || areas_->MayTouch(outline);
}

std::vector<Sought> CompiledFilter::MayMatch(absl::Span<const std::shared_ptr<const Region>> regions, uint64_t changed_from) const {
  std::vector<Sought> sought;
  for (size_t at = 0; at < regions.size(); ++at) {
    const Region& region = *regions[at];
    uint64_t with_ships = ~uint64_t{0};
    for (uint64_t hash : ship_hashes_) with_ships &= region.ships->ChunksWith(hash);
    for (size_t i = 0; i < region.size; ++i) {
      const Outline& outline = region.outlines[i];
      if ((with_ships >> i & 1) == 0 || outline.newest_change < changed_from || !MayMatch(outline)) continue;
      sought.push_back({at * Region::kChunks + i, region.chunks[i].get()});
    }
  }
  return sought;
}

absl::Status CompiledFilter::Select(const Chunk& chunk, Selection& selection) const {
  SelectCodes(chunk, selection);
  NarrowSets(chunk, selection);
  NarrowTime(chunk, selection);
  if (box_.has_value()) box_->Narrow(chunk, selection);
  if (circle_.has_value()) circle_->Narrow(chunk, selection);
  if (!any_detail_) NarrowDetail(chunk, selection);
  if (text_.has_value()) RETURN_IF_ERROR(text_->Narrow(chunk, selection));
  if (polygon_.has_value()) polygon_->Narrow(chunk, selection);
  if (areas_.has_value()) areas_->Narrow(chunk, selection);
  return absl::OkStatus();
}

absl::Status CompiledFilter::AddReads(const RowDetail& detail, const Records* records,
                                      std::vector<v1::AuditedRead>& reads) const {
  if (!detail.has_restricted_texts()) return absl::OkStatus();
  bool by_text = false;
  if (text_.has_value()) {
    ASSIGN_OR_RETURN(const auto texts, TextsOf(detail, records));
    by_text = text_->DrewOnRestricted(*texts);
  }
  const bool by_ship = HasShip();
  for (const v1::AuditedRead& read : detail.restricted_texts()) {
    if (by_text) {
      reads.push_back(read);
    } else if (by_ship && Holds(read.part_names(), "vessel")) {
      v1::AuditedRead& vessel = reads.emplace_back();
      vessel.set_address(read.address());
      vessel.add_part_names("vessel");
    }
  }
  return absl::OkStatus();
}

}  // namespace lightship::incident
