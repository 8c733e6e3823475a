#include "node/maritime/area.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"
#include "node/maritime/areas_file.h"

namespace lightship::maritime {
namespace {

constexpr int kNavareas = 21;
constexpr const char* kNames[] = {"",     "I",    "II",    "III", "IV",  "V",    "VI",  "VII",
                                  "VIII", "IX",   "X",     "XI",  "XII", "XIII", "XIV", "XV",
                                  "XVI",  "XVII", "XVIII", "XIX", "XX",  "XXI"};

struct Ring {
  int navarea;
  std::vector<Vertex> vertices;  // the last repeats the first
  Vertex least;
  Vertex most;
};

struct Areas {
  std::vector<Ring> rings;
  std::string coordinators[kNavareas + 1];
};

constexpr absl::string_view kFile = "navareas.geojson";

Ring RingOf(int navarea, const std::vector<Vertex>& vertices) {
  constexpr double kFar = std::numeric_limits<double>::max();
  Ring ring{navarea, vertices, {kFar, kFar}, {-kFar, -kFar}};
  for (const Vertex& vertex : vertices) {
    ring.least = {std::min(ring.least.x, vertex.x), std::min(ring.least.y, vertex.y)};
    ring.most = {std::max(ring.most.x, vertex.x), std::max(ring.most.y, vertex.y)};
  }
  return ring;
}

const Areas* BuildAreas() {
  auto* areas = new Areas;
  for (const AreaFeature& feature : ReadAreas(kFile, kNavareasGeoJson)) {
    int number = 0;
    if (!absl::SimpleAtoi(feature.properties.at("number"), &number) || number < 1 ||
        number > kNavareas) {
      DieOfAreas(kFile, "a number is not 1 to 21");
    }
    areas->coordinators[number] = feature.properties.at("coordinator");
    for (const std::vector<Vertex>& ring : feature.rings) {
      areas->rings.push_back(RingOf(number, ring));
    }
  }
  return areas;
}

const Areas& AllAreas() {
  static const Areas* const areas = BuildAreas();
  return *areas;
}

bool Holds(const Ring& ring, const Vertex& p) {
  if (p.x < ring.least.x || p.x > ring.most.x || p.y < ring.least.y || p.y > ring.most.y) {
    return false;
  }
  // Even-odd rule: an edge counts when it crosses the ray from `p` to the east.
  bool inside = false;
  for (size_t i = 1; i < ring.vertices.size(); ++i) {
    const Vertex& a = ring.vertices[i - 1];
    const Vertex& b = ring.vertices[i];
    if ((a.y > p.y) == (b.y > p.y)) continue;
    if (p.x < a.x + (p.y - a.y) / (b.y - a.y) * (b.x - a.x)) inside = !inside;
  }
  return inside;
}

// Square of the distance from `p` to the edge a-b in degrees of latitude, as on a flat map around
// `p`.
double SquareDistance(const Vertex& p, const Vertex& a, const Vertex& b, double shrink) {
  const double ax = (a.x - p.x) * shrink;
  const double ay = a.y - p.y;
  const double bx = (b.x - p.x) * shrink;
  const double by = b.y - p.y;
  const double dx = bx - ax;
  const double dy = by - ay;
  const double length = dx * dx + dy * dy;
  const double along = length == 0 ? 0 : std::clamp(-(ax * dx + ay * dy) / length, 0.0, 1.0);
  return std::pow(ax + along * dx, 2) + std::pow(ay + along * dy, 2);
}

// Needs no look across the 180th meridian: the areas that meet there reach it on either side.
int NearestOf(const Vertex& p) {
  const double shrink = std::cos(p.y * M_PI / 180);
  double least = std::numeric_limits<double>::max();
  int nearest = 0;
  for (const Ring& ring : AllAreas().rings) {
    for (size_t i = 1; i < ring.vertices.size(); ++i) {
      const double distance = SquareDistance(p, ring.vertices[i - 1], ring.vertices[i], shrink);
      if (distance < least) {
        least = distance;
        nearest = ring.navarea;
      }
    }
  }
  return nearest;
}

}  // namespace

Navarea NavareaOf(const Point& point) {
  const Vertex p{ToDegrees(point.lon_e7), ToDegrees(point.lat_e7)};
  for (const Ring& ring : AllAreas().rings) {
    if (Holds(ring, p)) return {ring.navarea, false};
  }
  return {NearestOf(p), true};
}

std::string NavareaName(int number) {
  return number < 1 || number > kNavareas ? "" : kNames[number];
}

std::optional<int> ParseNavarea(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  if (absl::StartsWithIgnoreCase(text, "navarea")) {
    text = absl::StripAsciiWhitespace(text.substr(7));
  }
  int figures = 0;
  const bool is_figures = absl::SimpleAtoi(text, &figures);
  for (int number = 1; number <= kNavareas; ++number) {
    if (is_figures ? figures == number : absl::EqualsIgnoreCase(text, kNames[number]))
      return number;
  }
  return std::nullopt;
}

absl::string_view NavareaCoordinator(int number) {
  if (number < 1 || number > kNavareas) return "";
  return AllAreas().coordinators[number];
}

}  // namespace lightship::maritime
