// A compiled filter over the rows of a chunk: cheap columns first, details last.
#include <algorithm>
#include <array>

#include "absl/numeric/bits.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "node/base/status.h"
#include "node/incident/filter.h"

namespace lightship::incident {
namespace {

constexpr size_t kRows = Chunk::kBlockRows;

constexpr Blocks kAllBlocks = (Blocks{1} << Chunk::kBlocks) - 1;

// Keeps the rows that `keeps` says. The loop is one over a number of rows that the compiler knows; no row beyond the chunk's size is
// ever selected.
template <typename Keeps>
void Narrow(Blocks blocks, Selection& selection, Keeps keeps) {
  if (blocks == kAllBlocks) {
    for (size_t i = 0; i < Chunk::kRows; ++i) selection[i] &= keeps(i);
    return;
  }
  ForEachBlock(blocks, [&](size_t begin) {
    for (size_t i = begin; i < begin + kRows; ++i) selection[i] &= keeps(i);
  });
}

// Keeps the rows whose value is one of `bits`. One value, the usual case, is a plain comparison.
void NarrowValues(const Chunk::Column<uint8_t>& values, uint64_t bits, Blocks blocks, Selection& selection) {
  if (bits == 0) return;
  if (absl::has_single_bit(bits)) {
    const uint8_t only = static_cast<uint8_t>(absl::countr_zero(bits));
    Narrow(blocks, selection, [&values, only](size_t i) { return values[i] == only; });
    return;
  }
  Narrow(blocks, selection, [&values, bits](size_t i) { return bits >> values[i] & 1; });
}

// Keeps the rows of which `keeps` says so of the value, which it is asked about once.
template <typename T, typename Keeps>
void NarrowFew(const Chunk::Few<T>& column, Blocks blocks, Selection& selection, Keeps keeps) {
  const absl::Span<const T> values = column.values();
  const absl::Span<const uint8_t> places = column.places();
  if (values.size() == 1) {
    if (!keeps(values.front())) Narrow(blocks, selection, [](size_t) { return 0; });
  } else if (places.empty()) {
    Narrow(blocks, selection, [values, keeps](size_t i) { return keeps(values[i]); });
  } else {
    std::array<uint8_t, 256> kept;
    for (size_t i = 0; i < values.size(); ++i) kept[i] = keeps(values[i]) ? 1 : 0;
    Narrow(blocks, selection, [&kept, places](size_t i) { return kept[places[i]]; });
  }
}

// Keeps the rows whose value is one of `bits`.
void NarrowValues(const Chunk::Few<uint8_t>& values, uint64_t bits, Blocks blocks, Selection& selection) {
  if (bits != 0) NarrowFew(values, blocks, selection, [bits](uint8_t value) { return (bits >> value & 1) != 0; });
}

// Keeps the rows that have one of `bits`.
void NarrowSet(const Chunk::Few<uint64_t>& sets, uint64_t bits, Blocks blocks, Selection& selection) {
  if (bits != 0) NarrowFew(sets, blocks, selection, [bits](uint64_t set) { return (set & bits) != 0; });
}

void Fetch(const void* bytes, size_t size) {
  constexpr size_t kLine = 64;
  for (size_t at = 0; at < size; at += kLine) __builtin_prefetch(static_cast<const char*>(bytes) + at);
}

// What the day of a row's middle tells of whether the row overlaps an interval: a quarter of what its beginning and end take to read.
class Days {
 public:
  // Of rows that last no longer.
  Days(int64_t from_us, int64_t until_us, int64_t longest_us) {
    constexpr int64_t kEnd = kFarDay * kUsPerDay;
    const int64_t from = std::clamp(from_us, -kUsPerDay, kEnd), until = std::clamp(until_us, -kUsPerDay, kEnd);
    const int64_t half = std::min(longest_us / 2 + 1, kEnd);
    may_ = {DayOf(from - half) - 1, DayOf(until + half)};
    must_ = {DayOf(from) + 1, DayOf(until) - 1};
  }

  bool May(uint16_t day) const { return day == kFarDay || may_.Has(day); }
  bool Must(uint16_t day) const { return must_.Has(day); }

 private:
  static constexpr int64_t kUsPerDay = int64_t{86400} * 1'000'000;

  // Of the days that a column holds.
  struct Stretch {
    Stretch() = default;
    Stretch(int64_t from, int64_t to) : first(static_cast<uint16_t>(std::clamp<int64_t>(from, 0, kFarDay))) {
      days = static_cast<uint16_t>(std::clamp<int64_t>(to + 1, first, kFarDay) - first);
    }
    bool Has(uint16_t day) const { return static_cast<uint16_t>(day - first) < days; }

    uint16_t first = 0;
    uint16_t days = 0;
  };

  static int64_t DayOf(int64_t us) { return us >= 0 ? us / kUsPerDay : -((-us + kUsPerDay - 1) / kUsPerDay); }

  Stretch may_, must_;
};

// The blocks that have a row selected.
Blocks Left(Blocks blocks, const Selection& selection) {
  Blocks left = 0;
  ForEachBlock(blocks, [&](size_t begin) {
    uint8_t any = 0;
    for (size_t i = begin; i < begin + kRows; ++i) any |= selection[i];
    left |= Blocks{any} << (begin / kRows);
  });
  return left;
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

// Of the blocks that have rows, those that may have some in the area.
Blocks CompiledFilter::BlocksOf(const Chunk& chunk) const {
  Blocks blocks = 0;
  for (size_t i = 0; i * kRows < chunk.size; ++i) blocks |= Blocks{!HasArea() || MayTouch(chunk.blocks[i])} << i;
  return blocks;
}

void CompiledFilter::SelectCodes(const Chunk& chunk, Blocks blocks, Selection& selection) const {
  const Outline& outline = chunk.outline;
  selection.fill(0);
  ForEachBlock(blocks, [&](size_t begin) {
    std::fill_n(selection.begin() + begin, std::min(kRows, chunk.size - begin), uint8_t{1});
  });
  if (!include_retracted_ && outline.retracted) {
    Narrow(blocks, selection, [&chunk](size_t i) { return chunk.retracted[i] ^ 1; });
  }
  if (!include_parts_ && outline.parts) {
    Narrow(blocks, selection, [&chunk](size_t i) { return chunk.part_of_another[i] ^ 1; });
  }
  if ((outline.exercise_statuses & ~exercise_statuses_) != 0) {
    NarrowValues(chunk.exercise_status, exercise_statuses_, blocks, selection);
  }
  NarrowValues(chunk.act_stage, act_stages_, blocks, selection);
  NarrowValues(chunk.ship_status, ship_statuses_, blocks, selection);
  NarrowValues(chunk.verification, verifications_, blocks, selection);
  NarrowValues(chunk.light, lights_, blocks, selection);
  NarrowValues(chunk.located, located_, blocks, selection);
  NarrowValues(chunk.sea_zone, sea_zones_, blocks, selection);
  NarrowValues(chunk.navarea, navareas_, blocks, selection);
  NarrowValues(chunk.reporting_area, reporting_areas_, blocks, selection);
  NarrowValues(chunk.weapons_statement, weapons_statements_, blocks, selection);
}

void CompiledFilter::NarrowSets(const Chunk& chunk, Blocks blocks, Selection& selection) const {
  NarrowSet(chunk.ship_types, ship_types_, blocks, selection);
  NarrowSet(chunk.weapons, weapons_, blocks, selection);
  NarrowSet(chunk.crew_consequences, crew_consequences_, blocks, selection);
  NarrowSet(chunk.losses, losses_, blocks, selection);
  NarrowSet(chunk.craft, craft_, blocks, selection);
  NarrowSet(chunk.craft_indicators, craft_indicators_, blocks, selection);
  NarrowSet(chunk.legal_classes, legal_classes_, blocks, selection);
  if (perpetrators_least_ == 0 && perpetrators_most_ == kMostPersons) return;
  NarrowFew(chunk.perpetrators_least, blocks, selection, [most = perpetrators_most_](uint32_t value) { return value <= most; });
  NarrowFew(chunk.perpetrators_most, blocks, selection, [least = perpetrators_least_](uint32_t value) { return value >= least; });
}

void CompiledFilter::NarrowTime(const Chunk& chunk, Blocks blocks, Selection& selection) const {
  const Outline& outline = chunk.outline;
  if (outline.updated_us.least < updated_from_us_) {
    Narrow(blocks, selection, [&chunk, from = updated_from_us_](size_t i) { return chunk.updated_us[i] >= from; });
  }
  if (any_time_) return;
  if (!outline.timeless && outline.start_us.most < until_us_ && outline.end_us.least > from_us_) return;
  const Days days(from_us_, until_us_, outline.longest_us);
  ForEachBlock(blocks, [&](size_t begin) {
    uint8_t open = 0;  // a row of which its day does not tell
    for (size_t i = begin; i < begin + kRows; ++i) {
      selection[i] &= days.May(chunk.day[i]);
      open |= selection[i] & !days.Must(chunk.day[i]);
    }
    for (size_t i = begin; open != 0 && i < begin + kRows; ++i) {
      if (selection[i] != 0 && !days.Must(chunk.day[i])) selection[i] = chunk.start_us[i] < until_us_ && chunk.end_us[i] > from_us_ ? 1 : 0;
    }
  });
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

void CompiledFilter::NarrowDetail(const Chunk& chunk, Blocks blocks, Selection& selection) const {
  NarrowSet(chunk.economies, economy_bits_, blocks, selection);
  if (ship_bits_ != 0) {
    Narrow(blocks, selection, [&chunk, bits = ship_bits_](size_t i) { return (chunk.ships[i] & bits) == bits; });
  }
  ForEachBlock(Left(blocks, selection), [&](size_t begin) {
    for (size_t i = begin; i < begin + kRows; ++i) {
      if (selection[i] != 0 && !DetailMatches(*chunk.detail[i])) selection[i] = 0;
    }
  });
}

bool CompiledFilter::MayTouch(const Extent& extent) const {
  if (box_.has_value() && !box_->MayTouch(extent)) return false;
  if (circle_.has_value() && !circle_->MayTouch(extent)) return false;
  if (polygon_.has_value() && !polygon_->MayTouch(extent)) return false;
  return !areas_.has_value() || areas_->MayTouch(extent);
}

bool CompiledFilter::MayMatch(const Outline& outline) const {
  if ((outline.exercise_statuses & exercise_statuses_) == 0 || outline.updated_us.most < updated_from_us_) return false;
  if (!any_time_ && !(outline.start_us.least < until_us_ && outline.end_us.most > from_us_)) return false;
  return MayTouch(outline);
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
      const Chunk* const chunk = region.chunks[i].get();
      if (HasArea()) Fetch(&chunk->outline, sizeof(chunk->outline) + sizeof(chunk->blocks));
      sought.push_back({at * Region::kChunks + i, chunk});
    }
  }
  return sought;
}

void CompiledFilter::Expect(const Chunk& chunk) const {
  if (!HasArea()) return;
  ForEachBlock(BlocksOf(chunk), [&](size_t begin) {
    Fetch(&chunk.lat_e7[begin], kRows * sizeof(chunk.lat_e7[0]));
    Fetch(&chunk.lon_e7[begin], kRows * sizeof(chunk.lon_e7[0]));
    if (HasPolygon()) Fetch(&chunk.cell[begin], kRows * sizeof(chunk.cell[0]));
    if (!any_time_) Fetch(&chunk.day[begin], kRows * sizeof(chunk.day[0]));
  });
}

absl::Status CompiledFilter::Select(const Chunk& chunk, Selection& selection) const {
  Blocks blocks = BlocksOf(chunk);
  SelectCodes(chunk, blocks, selection);
  if (blocks == 0) return absl::OkStatus();
  if (box_.has_value()) box_->Narrow(chunk, blocks, selection);
  if (circle_.has_value()) circle_->Narrow(chunk, blocks, selection);
  if (HasArea()) blocks = Left(blocks, selection);
  NarrowSets(chunk, blocks, selection);
  NarrowTime(chunk, blocks, selection);
  if (!any_detail_) NarrowDetail(chunk, blocks, selection);
  if (text_.has_value()) RETURN_IF_ERROR(text_->Narrow(chunk, selection));
  if (polygon_.has_value()) polygon_->Narrow(chunk, blocks, selection);
  if (areas_.has_value()) areas_->Narrow(chunk, blocks, selection);
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
