#include "node/maritime/cell_cover.h"

#include <algorithm>

#include "s2/s2cell_id.h"
#include "s2/s2region.h"
#include "s2/s2region_coverer.h"

namespace lightship::maritime {
namespace {

// More cells hug the area closer and take longer to find.
constexpr int kCells = 64;

// The first range that does not end before `leaf`.
template <typename Ranges>
auto RangeAt(const Ranges& ranges, uint64_t leaf) {
  return std::lower_bound(ranges.begin(), ranges.end(), leaf,
                          [](const auto& range, uint64_t wanted) { return range.second < wanted; });
}

}  // namespace

CellCover::CellCover(const S2Region& touched, const S2Region& held) {
  S2RegionCoverer::Options options;
  options.set_max_cells(kCells);
  S2RegionCoverer coverer(options);
  std::vector<S2CellId> cells;
  coverer.GetCovering(touched, &cells);
  touched_ = RangesOf(cells);
  coverer.GetInteriorCovering(held, &cells);
  held_ = RangesOf(cells);
}

CellCover::Ranges CellCover::RangesOf(const std::vector<S2CellId>& cells) {
  Ranges ranges;
  for (const S2CellId& cell : cells) ranges.emplace_back(cell.range_min().id(), cell.range_max().id());
  std::sort(ranges.begin(), ranges.end());
  return ranges;
}

bool CellCover::Holds(const Ranges& ranges, uint64_t leaf) {
  const auto range = RangeAt(ranges, leaf);
  return range != ranges.end() && range->first <= leaf;
}

CellCover::Side CellCover::Of(uint64_t leaf) const {
  if (!Holds(touched_, leaf)) return Side::kOutside;
  return Holds(held_, leaf) ? Side::kInside : Side::kEdge;
}

bool CellCover::MayTouch(uint64_t first, uint64_t last) const {
  const auto range = RangeAt(touched_, first);
  return range != touched_.end() && range->first <= last;
}

}  // namespace lightship::maritime
