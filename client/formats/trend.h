// A period against the same months of earlier years. Pure.
#ifndef LIGHTSHIP_CLIENT_FORMATS_TREND_H_
#define LIGHTSHIP_CLIENT_FORMATS_TREND_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "client/formats/glyphs.h"
#include "lightship/v1/statistics.pb.h"

namespace lightship::formats {

// Whole months; a month is year * 12 + (0 to 11).
struct Months {
  int64_t first = 0;
  int64_t count = 0;  // 1 to 12
};

// "January to June 2020", "March 2020".
std::string Spoken(const Months& months);

struct Trend {
  struct Line {
    std::string name;
    // By year, the oldest first, the period itself last; nothing where this node knows no incident so old.
    std::vector<std::optional<uint64_t>> counts;
  };
  std::string heading;             // of the names; empty: one line
  std::vector<std::string> years;  // "2015", or "2015/16" where the months run over the new year
  std::vector<Line> lines;
  Line total;
};

// `totals` counts by DIMENSION_MONTH, `cells` by that and one more, under several values of which an incident may stand; the months
// before `oldest_known` are not known.
Trend MakeTrend(const std::string& heading, const v1::CountIncidentsResponse& totals,
                const v1::CountIncidentsResponse& cells, const Months& period, int years,
                int64_t oldest_known);

// Mean of the earlier years that are known; nothing if none is.
std::optional<double> MeanBefore(const Trend::Line& line);

// "+25 %", "-100 %"; "new" where there was none before; empty where nothing before is known.
std::string Change(const Trend::Line& line);

std::string RenderTrend(const Trend& trend, size_t width, Glyphs glyphs);
std::string TrendCsv(const Trend& trend);

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_TREND_H_
