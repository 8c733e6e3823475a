#include "node/maritime/polygon_index.h"

#include <algorithm>

#include "s2/mutable_s2shape_index.h"
#include "s2/s2contains_point_query.h"
#include "s2/s2latlng.h"
#include "s2/s2loop.h"
#include "s2/s2shape_index_region.h"

namespace lightship::maritime {
namespace {

// Keeps the ring for as long as the index has its shape.
class Ring final : public S2Loop::Shape {
 public:
  explicit Ring(std::shared_ptr<const S2Loop> loop) : S2Loop::Shape(loop.get()), loop_(std::move(loop)) {}

 private:
  const std::shared_ptr<const S2Loop> loop_;
};

}  // namespace

PolygonIndex::PolygonIndex(absl::Span<const Polygon> polygons) : index_(std::make_unique<MutableS2ShapeIndex>()) {
  for (const Polygon& polygon : polygons) index_->Add(std::make_unique<Ring>(polygon.loop_));
  index_->ForceBuild();
}

PolygonIndex::~PolygonIndex() = default;

std::vector<size_t> PolygonIndex::At(const Point& point) const {
  std::vector<size_t> places;
  S2ContainsPointQuery<MutableS2ShapeIndex> query(index_.get());
  query.VisitContainingShapes(S2LatLng::FromE7(point.lat_e7, point.lon_e7).ToPoint(), [&places](S2Shape* shape) {
    places.push_back(static_cast<size_t>(shape->id()));
    return true;
  });
  std::sort(places.begin(), places.end());
  return places;
}

bool PolygonIndex::Holds(const Point& point) const {
  return S2ContainsPointQuery<MutableS2ShapeIndex>(index_.get())
      .Contains(S2LatLng::FromE7(point.lat_e7, point.lon_e7).ToPoint());
}

CellCover PolygonIndex::Cover() const {
  const S2ShapeIndexRegion<MutableS2ShapeIndex> region(index_.get());
  return CellCover(region, region);
}

}  // namespace lightship::maritime
