#include "client/formats/bar_chart.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"

namespace lightship::formats {
namespace {

constexpr const char* kEighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
constexpr const char* kFull = "█";

// value/most of `units`, rounded to the nearest, at least 1. REQUIRES: 0 < value, most.
uint64_t Share(uint64_t value, uint64_t most, uint64_t units) {
  const double share = static_cast<double>(value) / static_cast<double>(most);
  const auto nearest = static_cast<uint64_t>(std::lround(share * static_cast<double>(units)));
  return std::clamp<uint64_t>(nearest, 1, units);
}

}  // namespace

std::string Bar(uint64_t value, uint64_t most, size_t columns, Glyphs glyphs) {
  if (value == 0 || most == 0 || columns == 0) return "";
  if (glyphs == Glyphs::kAscii) return std::string(Share(value, most, columns), '#');
  const uint64_t eighths = Share(value, most, columns * 8);
  std::string bar;
  for (uint64_t i = 0; i < eighths / 8; ++i) bar += kFull;
  return absl::StrCat(bar, kEighths[eighths % 8]);
}

}  // namespace lightship::formats
