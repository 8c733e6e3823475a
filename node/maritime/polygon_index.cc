#include "node/maritime/polygon_index.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "s2/mutable_s2shape_index.h"
#include "s2/s2cell.h"
#include "s2/s2cell_id.h"
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

// Of the cells of one polygon, since half as many points then lie in cells that have edges. Several polygons, such as named areas, have
// long borders, and cells enough.
constexpr int kSplits = 1;

// Parts of what the cells span: about one cell in each, and all of them in the processor's nearest cache.
constexpr size_t kParts = 4096;

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
  DivideCells();
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
  const int splits = index_->num_shape_ids() == 1 ? kSplits : 0;
  for (MutableS2ShapeIndex::Iterator it(index_.get(), S2ShapeIndex::BEGIN); !it.done(); it.Next()) {
    Pieces pieces;
    for (int i = 0; i < it.cell().num_clipped(); ++i) {
      const S2ClippedShape& clipped = it.cell().clipped(i);
      Clipped& piece = pieces.emplace_back(Clipped{clipped.contains_center(), {}});
      for (int edge = 0; edge < clipped.num_edges(); ++edge) {
        const S2Shape::Edge ends = index_->shape(clipped.shape_id())->edge(clipped.edge(edge));
        const Vector a = Coordinates(ends.v0), b = Coordinates(ends.v1);
        piece.edges.push_back({a, b, Cross(a, b)});
      }
    }
    Add(it.id(), pieces, splits);
  }
}

void PolygonIndex::Add(const S2CellId& id, const Pieces& pieces, int splits) {
  const auto whole = [](const Clipped& piece) { return piece.edges.empty() && piece.holds_centre; };
  if (std::any_of(pieces.begin(), pieces.end(), whole)) return AddCell(id, pieces, true);
  if (std::all_of(pieces.begin(), pieces.end(), [](const Clipped& piece) { return piece.edges.empty(); })) return;
  std::array<Pieces, 4> parts;
  bool told = splits > 0 && !id.is_leaf();
  for (int i = 0; told && i < 4; ++i) told = Clip(pieces, Coordinates(id.ToPoint()), id.child(i), parts[i]);
  if (!told) return AddCell(id, pieces, false);
  for (int i = 0; i < 4; ++i) Add(id.child(i), parts[i], splits - 1);
}

void PolygonIndex::AddCell(const S2CellId& id, const Pieces& pieces, bool held) {
  const S2LatLng centre(id.ToPoint());
  const auto turn = [](double radians) { return Turn{radians, std::sin(radians), std::cos(radians)}; };
  Cell& cell = cells_.emplace_back(Cell{id.range_min().id(), id.range_max().id(), Coordinates(id.ToPoint()),
                                        turn(centre.lat().radians()), turn(centre.lng().radians()), held,
                                        static_cast<uint32_t>(pieces_.size()), 0});
  for (const Clipped& clipped : pieces) {
    const auto begin = static_cast<uint32_t>(edges_.size());
    edges_.insert(edges_.end(), clipped.edges.begin(), clipped.edges.end());
    pieces_.push_back({clipped.holds_centre, begin, static_cast<uint32_t>(edges_.size())});
  }
  cell.end = static_cast<uint32_t>(pieces_.size());
  lasts_.push_back(cell.last);
}

bool PolygonIndex::Clip(const Pieces& pieces, const Vector& centre, const S2CellId& part, Pieces& clipped) {
  const S2Cell corners(part);
  const Vector part_centre = Coordinates(part.ToPoint());
  for (const Clipped& piece : pieces) {
    Clipped& kept = clipped.emplace_back(Clipped{piece.holds_centre, {}});
    for (const Edge& edge : piece.edges) {
      const Crossing crossing = CrossingOf(edge, centre, part_centre);
      if (crossing == Crossing::kTooClose) return false;
      kept.holds_centre ^= crossing == Crossing::kYes;
      // All corners on one side of the edge's great circle: all of the part, too.
      int sides = 0;
      for (int corner = 0; corner < 4; ++corner) {
        const double side = Dot(edge.normal, Coordinates(corners.GetVertexRaw(corner)));
        sides += side > kTooClose ? 1 : side < -kTooClose ? -1 : 0;
      }
      if (std::abs(sides) < 4) kept.edges.push_back(edge);
    }
  }
  return true;
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
  const double abc = Dot(edge.normal, c), abd = Dot(edge.normal, d);
  if (std::min(std::abs(abc), std::abs(abd)) < kTooClose) return Crossing::kTooClose;
  if ((abc > 0) == (abd > 0)) return Crossing::kNo;
  const Vector cd = Cross(c, d);
  const double cda = Dot(cd, edge.a), cdb = Dot(cd, edge.b);
  if (std::min(std::abs(cda), std::abs(cdb)) < kTooClose) return Crossing::kTooClose;
  return (cda > 0) == (abd > 0) && (cdb > 0) != (abd > 0) ? Crossing::kYes : Crossing::kNo;
}

void PolygonIndex::DivideCells() {
  if (cells_.empty()) return;
  while ((lasts_.back() - cells_.front().first) >> shift_ >= kParts) ++shift_;
  size_t cell = 0;
  for (uint64_t part = 0; part <= (lasts_.back() - cells_.front().first) >> shift_; ++part) {
    while (lasts_[cell] < cells_.front().first + (part << shift_)) ++cell;
    starts_.push_back(static_cast<uint32_t>(cell));
  }
  starts_.push_back(static_cast<uint32_t>(cells_.size() - 1));
}

size_t PolygonIndex::CellFrom(uint64_t leaf) const {
  if (cells_.empty() || leaf > lasts_.back()) return cells_.size();
  if (leaf <= cells_.front().first) return 0;
  const uint64_t part = (leaf - cells_.front().first) >> shift_;
  const auto begin = lasts_.begin() + starts_[part], end = lasts_.begin() + starts_[part + 1];
  return static_cast<size_t>(std::lower_bound(begin, end, leaf) - lasts_.begin());
}

void PolygonIndex::Find(uint64_t leaf, Stretch& stretch) const {
  using Kind = Stretch::Kind;
  const size_t at = CellFrom(leaf);
  const bool in_cell = at < cells_.size() && leaf >= cells_[at].first;
  stretch.cell = at;
  if (in_cell) {
    stretch.kind = cells_[at].held ? Kind::kInside : Kind::kMixed;
    stretch.first = cells_[at].first;
    stretch.last = cells_[at].last;
  } else {
    stretch.kind = Kind::kOutside;
    stretch.first = at == 0 ? 0 : lasts_[at - 1] + 1;
    stretch.last = at == cells_.size() ? std::numeric_limits<uint64_t>::max() : cells_[at].first - 1;
  }
}

bool PolygonIndex::Holds(const Point& point, const Stretch& stretch) const {
  const Cell& cell = cells_[stretch.cell];
  const Vector d = PlaceOf(point, cell);
  for (uint32_t i = cell.begin; i < cell.end; ++i) {
    bool inside = pieces_[i].holds_centre;
    for (uint32_t edge = pieces_[i].begin; edge < pieces_[i].end; ++edge) {
      const Crossing crossing = CrossingOf(edges_[edge], cell.centre, d);
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
