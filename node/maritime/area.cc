#include "node/maritime/area.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "node/maritime/navareas.h"

namespace lightship::maritime {
namespace {

constexpr int kNavareas = 21;
constexpr const char* kNames[] = {"",     "I",    "II",    "III", "IV",  "V",    "VI",  "VII",
                                  "VIII", "IX",   "X",     "XI",  "XII", "XIII", "XIV", "XV",
                                  "XVI",  "XVII", "XVIII", "XIX", "XX",  "XXI"};

// Degrees; x is longitude.
struct Vertex {
  double x;
  double y;
};

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

// The file is compiled in: what is wrong with it is wrong with the build.
[[noreturn]] void Die(const char* what) {
  std::fprintf(stderr, "config/areas/navareas.geojson as compiled in: %s\n", what);
  std::abort();
}

const google::protobuf::Value& Field(const google::protobuf::Value& value, const char* name) {
  const auto& fields = value.struct_value().fields();
  const auto found = fields.find(name);
  if (found == fields.end()) Die(name);
  return found->second;
}

Ring RingOf(int navarea, const google::protobuf::Value& vertices) {
  constexpr double kFar = std::numeric_limits<double>::max();
  Ring ring{navarea, {}, {kFar, kFar}, {-kFar, -kFar}};
  for (const auto& pair : vertices.list_value().values()) {
    if (pair.list_value().values_size() < 2) Die("a vertex has no two numbers");
    const Vertex vertex{pair.list_value().values(0).number_value(),
                        pair.list_value().values(1).number_value()};
    ring.vertices.push_back(vertex);
    ring.least = {std::min(ring.least.x, vertex.x), std::min(ring.least.y, vertex.y)};
    ring.most = {std::max(ring.most.x, vertex.x), std::max(ring.most.y, vertex.y)};
  }
  if (ring.vertices.size() < 4) Die("a ring has fewer than four vertices");
  return ring;
}

const Areas* BuildAreas() {
  google::protobuf::Value file;
  if (!google::protobuf::util::JsonStringToMessage(kNavareasGeoJson, &file).ok()) Die("no JSON");
  auto* areas = new Areas;
  for (const auto& feature : Field(file, "features").list_value().values()) {
    const auto& properties = Field(feature, "properties");
    const int number = static_cast<int>(Field(properties, "number").number_value());
    if (number < 1 || number > kNavareas) Die("a number is not 1 to 21");
    areas->coordinators[number] = Field(properties, "coordinator").string_value();
    // A MultiPolygon: polygons of rings, of which this file has no holes.
    const auto& polygons = Field(Field(feature, "geometry"), "coordinates").list_value();
    for (const auto& polygon : polygons.values()) {
      areas->rings.push_back(RingOf(number, polygon.list_value().values(0)));
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
