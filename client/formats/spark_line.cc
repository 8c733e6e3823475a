#include "client/formats/spark_line.h"

#include <algorithm>

namespace lightship::formats {
namespace {

constexpr uint64_t kHeights = 8;
constexpr const char* kBlocks[kHeights] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
constexpr const char* kSigns[kHeights] = {"_", ".", ":", "-", "=", "+", "*", "#"};

}  // namespace

std::string SparkLine(const std::vector<std::optional<uint64_t>>& values, Glyphs glyphs) {
  uint64_t most = 0;
  for (const auto& value : values) most = std::max(most, value.value_or(0));
  std::string line;
  for (const auto& value : values) {
    if (!value.has_value()) {
      line += ' ';
      continue;
    }
    // Rounded up, so that only 0 lies at the bottom.
    uint64_t height = most == 0 ? 0 : (*value * (kHeights - 1) + most - 1) / most;
    line += glyphs == Glyphs::kUtf8 ? kBlocks[height] : kSigns[height];
  }
  return line;
}

}  // namespace lightship::formats
