#include "client/formats/world_map.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace lightship::formats {
namespace {

constexpr size_t kColumnsLeast = 20;
constexpr size_t kLinesMost = 60;
constexpr size_t kShades = 4;
constexpr double kMarginDegrees = 2, kSpanLeast = 10;
constexpr double kWorldSouth = -60, kWorldNorth = 75;
// Beyond this a view of the parts shows no more than one of the world.
constexpr double kSpanMost = 200;
constexpr size_t kLabel = 7;

struct Signs {
  const char* land;
  std::array<const char*, kShades> shades;
};
constexpr Signs kUtf8Signs = {"·", {"░", "▒", "▓", "█"}};
constexpr Signs kAsciiSigns = {".", {"o", "O", "%", "#"}};

struct Frame {
  double south = 0, west = 0, north = 0, width = 0;  // degrees; width eastward from west
  size_t columns = 0, lines = 0;

  double lat(size_t line) const {
    return north - (static_cast<double>(line) + 0.5) * (north - south) / static_cast<double>(lines);
  }
  double lon(size_t column) const {
    const double lon = west + (static_cast<double>(column) + 0.5) * width / static_cast<double>(columns);
    return lon > 180 ? lon - 360 : lon;
  }
};

Frame FrameOf(const v1::Box& view, size_t columns) {
  Frame frame;
  frame.south = maritime::ToDegrees(view.south_e7());
  frame.north = maritime::ToDegrees(view.north_e7());
  frame.west = maritime::ToDegrees(view.west_e7());
  frame.width = maritime::ToDegrees(view.east_e7()) - frame.west;
  if (frame.width <= 0) frame.width += 360;
  frame.columns = std::max(columns, kColumnsLeast + kLabel) - kLabel;
  // A degree of longitude shrinks away from the equator.
  const double middle = (frame.south + frame.north) / 2 * 3.14159265358979 / 180;
  const double shape = (frame.north - frame.south) / (frame.width * std::max(0.3, std::cos(middle)));
  const auto lines = static_cast<size_t>(std::lround(static_cast<double>(frame.columns) * shape / 2));
  frame.lines = std::clamp<size_t>(lines, 3, kLinesMost);
  return frame;
}

// Counts by sign, line after line.
std::vector<uint64_t> Spread(const std::vector<MapSpot>& spots, const Frame& frame) {
  std::vector<uint64_t> counts(frame.columns * frame.lines);
  for (const MapSpot& spot : spots) {
    double east = maritime::ToDegrees(spot.at.lon_e7) - frame.west;
    if (east < 0) east += 360;
    const double down = frame.north - maritime::ToDegrees(spot.at.lat_e7);
    const double column = east / frame.width * static_cast<double>(frame.columns);
    const double line = down / (frame.north - frame.south) * static_cast<double>(frame.lines);
    if (column >= static_cast<double>(frame.columns) || line < 0 || line >= static_cast<double>(frame.lines)) continue;
    counts[static_cast<size_t>(line) * frame.columns + static_cast<size_t>(column)] += spot.count;
  }
  return counts;
}

// The least count of each shade: equal steps of the logarithm.
std::array<uint64_t, kShades> Steps(const std::vector<uint64_t>& counts) {
  const uint64_t most = counts.empty() ? 0 : *std::max_element(counts.begin(), counts.end());
  std::array<uint64_t, kShades> steps{};
  for (size_t i = 0; i < kShades; ++i) {
    const double share = static_cast<double>(i) / kShades;
    const auto step = static_cast<uint64_t>(std::ceil(std::pow(static_cast<double>(std::max<uint64_t>(most, 1)), share)));
    steps[i] = i == 0 ? 1 : std::max(step, steps[i - 1] + 1);
  }
  return steps;
}

std::string Latitude(double degrees) {
  const auto whole = std::lround(std::abs(degrees));
  return absl::StrFormat("%2d %s", whole, whole == 0 ? " " : degrees < 0 ? "S" : "N");
}

std::string Longitude(double degrees) {
  if (degrees > 180) degrees -= 360;
  const auto whole = std::lround(std::abs(degrees));
  return absl::StrFormat("%d%s", whole, whole % 180 == 0 ? "" : degrees < 0 ? "W" : "E");
}

// "100E      110E      120E": a label at each fifth of the width.
std::string Ruler(const Frame& frame) {
  std::string line(kLabel + frame.columns, ' ');
  const size_t labels = frame.columns >= 60 ? 5 : 2;
  for (size_t i = 0; i < labels; ++i) {
    const size_t column = i * frame.columns / labels;
    const double east = frame.west + static_cast<double>(column) / static_cast<double>(frame.columns) * frame.width;
    const std::string label = Longitude(east);
    line.replace(kLabel + column, label.size(), label);
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return absl::StrCat(line, "\n");
}

std::string Legend(const std::array<uint64_t, kShades>& steps, uint64_t most, const Signs& signs) {
  std::string text = absl::StrCat(std::string(kLabel, ' '), signs.land, " land");
  for (size_t i = 0; i < kShades && steps[i] <= std::max<uint64_t>(most, 1); ++i) {
    const bool last = i + 1 == kShades || steps[i + 1] > most;
    const uint64_t until = last ? most : steps[i + 1] - 1;
    absl::StrAppend(&text, "   ", signs.shades[i], " ", steps[i]);
    if (until > steps[i]) absl::StrAppend(&text, "-", until);
  }
  return absl::StrCat(text, "\n");
}

}  // namespace

v1::Box ViewOf(const std::vector<MapSpot>& spots) {
  double south = 90, north = -90, west = 180, east = -180;
  for (const MapSpot& spot : spots) {
    south = std::min(south, maritime::ToDegrees(spot.at.lat_e7));
    north = std::max(north, maritime::ToDegrees(spot.at.lat_e7));
    west = std::min(west, maritime::ToDegrees(spot.at.lon_e7));
    east = std::max(east, maritime::ToDegrees(spot.at.lon_e7));
  }
  if (spots.empty() || east - west > kSpanMost) {
    south = kWorldSouth, north = kWorldNorth, west = -180, east = 180;
  } else {
    const double high = std::max(kMarginDegrees, (kSpanLeast - (north - south)) / 2);
    const double wide = std::max(kMarginDegrees, (kSpanLeast * 2 - (east - west)) / 2);
    south = std::max(-90.0, south - high), north = std::min(90.0, north + high);
    west = std::max(-180.0, west - wide), east = std::min(180.0, east + wide);
  }
  v1::Box view;
  view.set_south_e7(maritime::ToE7(south));
  view.set_north_e7(maritime::ToE7(north));
  view.set_west_e7(maritime::ToE7(west));
  view.set_east_e7(maritime::ToE7(east));
  return view;
}

std::string DrawMap(const std::vector<MapSpot>& spots, const v1::Box& view, size_t columns,
                    Glyphs glyphs, const std::function<bool(const maritime::Point&)>& land) {
  const Frame frame = FrameOf(view, columns);
  const std::vector<uint64_t> counts = Spread(spots, frame);
  const std::array<uint64_t, kShades> steps = Steps(counts);
  const Signs& signs = glyphs == Glyphs::kUtf8 ? kUtf8Signs : kAsciiSigns;
  std::string text = Ruler(frame);
  for (size_t line = 0; line < frame.lines; ++line) {
    std::string drawn = line % 5 == 0 ? Latitude(frame.lat(line)) : std::string(4, ' ');
    drawn.resize(kLabel, ' ');
    for (size_t column = 0; column < frame.columns; ++column) {
      const uint64_t count = counts[line * frame.columns + column];
      if (count > 0) {
        const auto shade = std::upper_bound(steps.begin(), steps.end(), count) - steps.begin() - 1;
        drawn += signs.shades[static_cast<size_t>(shade)];
      } else {
        const maritime::Point point{maritime::ToE7(frame.lat(line)), maritime::ToE7(frame.lon(column))};
        drawn += land(point) ? signs.land : " ";
      }
    }
    drawn.erase(drawn.find_last_not_of(' ') + 1);
    absl::StrAppend(&text, drawn, "\n");
  }
  const uint64_t most = *std::max_element(counts.begin(), counts.end());
  return absl::StrCat(text, Legend(steps, most, signs));
}

}  // namespace lightship::formats
