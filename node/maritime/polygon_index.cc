#include "node/maritime/polygon_index.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "s2/mutable_s2shape_index.h"
#include "s2/s2contains_point_query.h"
#include "s2/s2latlng.h"
#include "s2/s2latlng_rect.h"
#include "s2/s2loop.h"

namespace lightship::maritime {
namespace {

// Keeps the ring for as long as the index has its shape.
class Ring final : public S2Loop::Shape {
 public:
  explicit Ring(std::shared_ptr<const S2Loop> loop) : S2Loop::Shape(loop.get()), loop_(std::move(loop)) {}

 private:
  const std::shared_ptr<const S2Loop> loop_;
};

// Determinants of unit vectors that are nearer to 0 than this may have either sign: S2 takes 1.9 epsilons, and vectors of PlaceOf
// are off by 4 in each coordinate.
constexpr double kTooClose = 16 * std::numeric_limits<double>::epsilon();

// Of cells that are gone through one by one, before they are searched.
constexpr int kSteps = 6;

// Up to here the series below are exact to the last digit.
constexpr double kSmallTurn = 0.03;
constexpr double kRadiansOfE7 = M_PI / 180 * 1e-7;

constexpr double kBoundsSlack = 1e-6;  // degrees: more than rounding to 10^-7

std::array<double, 3> Coordinates(const S2Point& point) { return {point.x(), point.y(), point.z()}; }

std::array<double, 3> Cross(const std::array<double, 3>& a, const std::array<double, 3>& b) {
  return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}

double Dot(const std::array<double, 3>& a, const std::array<double, 3>& b) {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

double SineOfSmall(double x) {
  const double square = x * x;
  return x * (1 - square / 6 * (1 - square / 20 * (1 - square / 42)));
}

double CosineOfSmall(double x) {
  const double square = x * x;
  return 1 - square / 2 * (1 - square / 12 * (1 - square / 30 * (1 - square / 56)));
}

MutableS2ShapeIndex::Options FineCells() {
  MutableS2ShapeIndex::Options options;
  options.set_max_edges_per_cell(2);
  return options;
}

}  // namespace

PolygonIndex::PolygonIndex(absl::Span<const Polygon> polygons)
    : index_(std::make_unique<MutableS2ShapeIndex>(FineCells())) {
  for (const Polygon& polygon : polygons) index_->Add(std::make_unique<Ring>(polygon.loop_));
  index_->ForceBuild();
  ReadCells();
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

void PolygonIndex::ReadCells() {
  for (MutableS2ShapeIndex::Iterator it(index_.get(), S2ShapeIndex::BEGIN); !it.done(); it.Next()) {
    const S2LatLng centre(it.center());
    const auto turn = [](double radians) { return Turn{radians, std::sin(radians), std::cos(radians)}; };
    Cell cell{it.id().range_min().id(),
              it.id().range_max().id(),
              Coordinates(it.center()),
              turn(centre.lat().radians()),
              turn(centre.lng().radians()),
              false,
              static_cast<uint32_t>(pieces_.size()),
              0};
    for (int i = 0; i < it.cell().num_clipped(); ++i) {
      const S2ClippedShape& clipped = it.cell().clipped(i);
      Piece piece{clipped.contains_center(), static_cast<uint32_t>(edges_.size()), 0};
      for (int edge = 0; edge < clipped.num_edges(); ++edge) {
        const S2Shape::Edge ends = index_->shape(clipped.shape_id())->edge(clipped.edge(edge));
        edges_.push_back({Coordinates(ends.v0), Coordinates(ends.v1)});
      }
      piece.end = static_cast<uint32_t>(edges_.size());
      cell.held |= piece.holds_centre && piece.begin == piece.end;
      pieces_.push_back(piece);
    }
    cell.end = static_cast<uint32_t>(pieces_.size());
    cells_.push_back(cell);
    lasts_.push_back(cell.last);
  }
}

// From the centre of a cell that is near, since sines and cosines are slow: of sums they follow from those of the parts.
PolygonIndex::Vector PolygonIndex::PlaceOf(const Point& point, const Cell& near) {
  const double north = point.lat_e7 * kRadiansOfE7 - near.lat.radians, east = point.lon_e7 * kRadiansOfE7 - near.lon.radians;
  if (std::max(std::abs(north), std::abs(east)) > kSmallTurn) {
    return Coordinates(S2LatLng::FromE7(point.lat_e7, point.lon_e7).ToPoint());
  }
  const double sine_north = SineOfSmall(north), cosine_north = CosineOfSmall(north);
  const double sine_east = SineOfSmall(east), cosine_east = CosineOfSmall(east);
  const double cosine_lat = near.lat.cosine * cosine_north - near.lat.sine * sine_north;
  return {cosine_lat * (near.lon.cosine * cosine_east - near.lon.sine * sine_east),
          cosine_lat * (near.lon.sine * cosine_east + near.lon.cosine * sine_east),
          near.lat.sine * cosine_north + near.lat.cosine * sine_north};
}

// Whether the great circle from c to d crosses the edge: as S2 decides it, as long as doubles tell for sure.
PolygonIndex::Crossing PolygonIndex::CrossingOf(const Edge& edge, const Vector& c, const Vector& d) {
  const Vector ab = Cross(edge.a, edge.b);
  const double abc = Dot(ab, c), abd = Dot(ab, d);
  if (std::min(std::abs(abc), std::abs(abd)) < kTooClose) return Crossing::kTooClose;
  if ((abc > 0) == (abd > 0)) return Crossing::kNo;
  const Vector cd = Cross(c, d);
  const double cda = Dot(cd, edge.a), cdb = Dot(cd, edge.b);
  if (std::min(std::abs(cda), std::abs(cdb)) < kTooClose) return Crossing::kTooClose;
  return (cda > 0) == (abd > 0) && (cdb > 0) != (abd > 0) ? Crossing::kYes : Crossing::kNo;
}

size_t PolygonIndex::CellFrom(uint64_t leaf) const {
  return static_cast<size_t>(std::lower_bound(lasts_.begin(), lasts_.end(), leaf) - lasts_.begin());
}

bool PolygonIndex::Holds(const Point& point, uint64_t leaf, size_t& near) const {
  if (near > 0 && leaf <= lasts_[near - 1]) near = CellFrom(leaf);
  // Points mostly come in ascending order of leaves.
  for (int step = 0; near < lasts_.size() && leaf > lasts_[near]; ++near) {
    if (++step < kSteps) continue;
    near = CellFrom(leaf);
    break;
  }
  if (near == cells_.size() || leaf < cells_[near].first) return false;
  const Cell* cell = &cells_[near];
  if (cell->held) return true;
  const Vector d = PlaceOf(point, *cell);
  for (uint32_t i = cell->begin; i < cell->end; ++i) {
    bool inside = pieces_[i].holds_centre;
    for (uint32_t edge = pieces_[i].begin; edge < pieces_[i].end; ++edge) {
      const Crossing crossing = CrossingOf(edges_[edge], cell->centre, d);
      if (crossing == Crossing::kTooClose) {
        return S2ContainsPointQuery<MutableS2ShapeIndex>(index_.get()).Contains(S2LatLng::FromE7(point.lat_e7, point.lon_e7).ToPoint());
      }
      inside ^= crossing == Crossing::kYes;
    }
    if (inside) return true;
  }
  return false;
}

bool PolygonIndex::MayTouch(uint64_t first, uint64_t last) const {
  const size_t cell = CellFrom(first);
  return cell < cells_.size() && cells_[cell].first <= last;
}

v1::Box PolygonIndex::Bounds() const {
  S2LatLngRect all = S2LatLngRect::Empty();
  for (int i = 0; i < index_->num_shape_ids(); ++i) {
    all = all.Union(static_cast<const Ring*>(index_->shape(i))->loop()->GetRectBound());
  }
  all = all.Expanded(S2LatLng::FromDegrees(kBoundsSlack, kBoundsSlack));
  v1::Box box;
  box.set_south_e7(ToE7(all.lat_lo().degrees()));
  box.set_north_e7(ToE7(all.lat_hi().degrees()));
  box.set_west_e7(ToE7(all.lng_lo().degrees()));
  box.set_east_e7(ToE7(all.lng_hi().degrees()));
  return box;
}

}  // namespace lightship::maritime
