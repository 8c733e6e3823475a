// A table of counts: lines down, the last dimension across. Pure.
#ifndef LIGHTSHIP_CLIENT_FORMATS_PIVOT_H_
#define LIGHTSHIP_CLIENT_FORMATS_PIVOT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "client/formats/glyphs.h"
#include "lightship/v1/statistics.pb.h"

namespace lightship::formats {

struct Pivot {
  struct Line {
    std::vector<std::string> names;  // one per dimension that runs down
    std::vector<uint64_t> cells;     // one per column
    uint64_t total = 0;              // incidents, which may be fewer than the cells add up to
  };
  std::vector<std::string> headings;  // of the dimensions that run down
  std::vector<std::string> columns;   // empty: one dimension, totals only
  std::vector<Line> lines;
  std::vector<uint64_t> column_totals;
  uint64_t total = 0;
};

// What stands for a value that is not known.
inline constexpr char kNotStated[] = "not stated";

// From three counts of the same incidents: by all dimensions, by all but the last, by the last alone (for one dimension: only the
// first is looked at). Totals come from counts of their own, since an incident may have several values.
Pivot MakePivot(const std::vector<std::string>& dimensions, const v1::CountIncidentsResponse& cells,
                const v1::CountIncidentsResponse& lines, const v1::CountIncidentsResponse& columns);

// Lines by falling total; what is not stated stays last.
void SortByCount(Pivot& pivot);

// Adds up the lines of fewer than `least` incidents in one, "12 others under 3", before what is not stated. For lines that have
// one value an incident.
void GatherSmall(uint64_t least, Pivot& pivot);

// For a terminal: as many columns side by side as fit, the others in further blocks below. One dimension: a share and a bar.
std::string RenderPivot(const Pivot& pivot, size_t width, Glyphs glyphs);

// Heading, lines, totals.
std::string PivotCsv(const Pivot& pivot);

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_PIVOT_H_
