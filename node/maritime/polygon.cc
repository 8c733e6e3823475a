#include "node/maritime/polygon.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "s2/s2debug.h"
#include "s2/s2earth.h"
#include "s2/s2error.h"
#include "s2/s2latlng.h"
#include "s2/s2loop.h"

namespace lightship::maritime {
namespace {

constexpr double kLongestEdgeDegrees = 0.5;

S2Point ToS2(const Point& point) {
  return S2LatLng::FromE7(point.lat_e7, point.lon_e7).ToPoint();
}

absl::Status Refused(absl::string_view what) {
  return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kMalformed, what);
}

}  // namespace

Polygon::Polygon(std::shared_ptr<const S2Loop> loop) : loop_(std::move(loop)) {}

absl::StatusOr<Polygon> Polygon::Make(absl::Span<const Point> vertices) {
  if (vertices.size() < 3) return Refused("a polygon has three vertices or more");
  std::vector<S2Point> points;
  for (size_t i = 0; i < vertices.size(); ++i) {
    if (!IsOnGlobe(vertices[i])) return Refused(absl::StrCat("vertex ", i, " is not on the globe"));
    points.push_back(ToS2(vertices[i]));
  }
  auto loop = std::make_shared<S2Loop>();
  // Checked here, with an answer; S2's own check would end the process.
  loop->set_s2debug_override(S2Debug::DISABLE);
  loop->Init(points);
  S2Error error;
  if (loop->FindValidationError(&error)) {
    return Refused(absl::StrCat("no polygon: ", std::string(error.text())));
  }
  loop->Normalize();
  return Polygon(std::move(loop));
}

bool Polygon::Contains(const Point& point) const { return loop_->Contains(ToS2(point)); }

double Polygon::SquareMetres() const {
  return loop_->GetArea() * S2Earth::RadiusMeters() * S2Earth::RadiusMeters();
}

std::vector<Point> Densified(absl::Span<const Point> ring) {
  std::vector<Point> dense;
  for (size_t i = 0; i < ring.size(); ++i) {
    const Point& a = ring[i];
    const Point& b = ring[(i + 1) % ring.size()];
    const double lat = ToDegrees(b.lat_e7) - ToDegrees(a.lat_e7);
    const double lon = std::remainder(ToDegrees(b.lon_e7) - ToDegrees(a.lon_e7), 360.0);
    const int pieces = std::max(
        1, static_cast<int>(std::ceil(std::hypot(lat, lon) / kLongestEdgeDegrees)));
    for (int piece = 0; piece < pieces; ++piece) {
      const double along = static_cast<double>(piece) / pieces;
      dense.push_back({ToE7(ToDegrees(a.lat_e7) + along * lat),
                       ToE7(std::remainder(ToDegrees(a.lon_e7) + along * lon, 360.0))});
    }
  }
  return dense;
}

}  // namespace lightship::maritime
