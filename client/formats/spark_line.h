// A row of numbers as one word of columns. Pure.
#ifndef LIGHTSHIP_CLIENT_FORMATS_SPARK_LINE_H_
#define LIGHTSHIP_CLIENT_FORMATS_SPARK_LINE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "client/formats/glyphs.h"

namespace lightship::formats {

// One sign a value, its height from 0 to the greatest value; a blank for what is not known. Eight heights, nothing apart: 0 is
// the lowest line, what is more at least one above it unless all are 0.
std::string SparkLine(const std::vector<std::optional<uint64_t>>& values, Glyphs glyphs);

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_SPARK_LINE_H_
