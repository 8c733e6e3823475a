// Bars in text. Pure.
#ifndef LIGHTSHIP_CLIENT_FORMATS_BAR_CHART_H_
#define LIGHTSHIP_CLIENT_FORMATS_BAR_CHART_H_

#include <cstddef>
#include <cstdint>
#include <string>


#include "client/formats/glyphs.h"

namespace lightship::formats {

// A bar for `value` where one for `most` takes `columns`: in eighths of a column, in ASCII in whole ones. What is not nothing is
// drawn, however small. Empty when `value` or `most` is 0.
std::string Bar(uint64_t value, uint64_t most, size_t columns, Glyphs glyphs);

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_BAR_CHART_H_
