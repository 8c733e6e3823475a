// Questions of an officer at a desk, one after the other; how long each takes, and how many incidents it is about.
#include <cmath>
#include <iterator>
#include <numbers>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_join.h"
#include "absl/time/civil_time.h"
#include "node/statement/open.h"
#include "tests/bench/load_works.h"
#include "tests/bench/or_die.h"
#include "tests/bench/sample_narrative.h"

namespace lightship::bench {
namespace {

constexpr double kMetresOfNauticalMile = 1852;

void SetYears(int first, int years, v1::IncidentFilter& filter) {
  const absl::CivilSecond from(first, 1, 1), until(first + years, 1, 1);
  *filter.mutable_occurred_from() = statement::ToTimestamp(absl::FromCivil(from, absl::UTCTimeZone()));
  *filter.mutable_occurred_until() = statement::ToTimestamp(absl::FromCivil(until, absl::UTCTimeZone()));
}

v1::ListIncidentsRequest BoxAndYear(int round) {
  v1::ListIncidentsRequest request;
  SetYears(2015 + round % 10, 1, *request.mutable_filter());
  v1::Box& box = *request.mutable_filter()->mutable_box();
  box.set_south_e7(-50'000'000 + round % 7 * 10'000'000);
  box.set_west_e7(1'000'000'000);
  box.set_north_e7(box.south_e7() + 50'000'000);
  box.set_east_e7(1'100'000'000);
  return request;
}

v1::ListIncidentsRequest CircleAndFiveYears(int round) {
  v1::ListIncidentsRequest request;
  SetYears(2015 + round % 5, 5, *request.mutable_filter());
  v1::Circle& circle = *request.mutable_filter()->mutable_circle();
  circle.set_lat_e7(12'500'000 + round % 11 * 1'000'000);
  circle.set_lon_e7(1'040'000'000);
  circle.set_radius_m(50 * kMetresOfNauticalMile);
  return request;
}

v1::ListIncidentsRequest ByImoNumber(int round) {
  v1::ListIncidentsRequest request;
  request.mutable_filter()->set_imo_number(SampleImoNumber(static_cast<uint64_t>(round) * 37));
  return request;
}

v1::ListIncidentsRequest ByTwoWords(int round) {
  v1::ListIncidentsRequest request;
  request.mutable_filter()->set_text(TwoWords(round));
  return request;
}

v1::CountIncidentsRequest WholeTable(int) {
  v1::CountIncidentsRequest request;
  for (const v1::Dimension dimension : {v1::DIMENSION_ECONOMY, v1::DIMENSION_RECAAP_CATEGORY, v1::DIMENSION_YEAR}) {
    request.add_dimensions(dimension);
  }
  return request;
}

// A coast: 200 vertices around a point, now nearer and now farther.
v1::CountIncidentsRequest MonthsInPolygon(int round) {
  constexpr int kVertices = 200;
  v1::CountIncidentsRequest request;
  request.add_dimensions(v1::DIMENSION_MONTH);
  const double lat = 2 + round % 5, lon = 104 + round % 7;
  for (int i = 0; i < kVertices; ++i) {
    const double angle = 2 * std::numbers::pi * i / kVertices, radius = 6 + 1.5 * std::sin(9 * angle);
    v1::Vertex& vertex = *request.mutable_filter()->mutable_polygon()->add_vertices();
    vertex.set_lat_e7(static_cast<int32_t>((lat + radius * std::sin(angle)) * 1e7));
    vertex.set_lon_e7(static_cast<int32_t>((lon + radius * std::cos(angle)) * 1e7));
  }
  return request;
}

uint64_t Ask(sdk::Node& node, const v1::ListIncidentsRequest& request) { return OrDie(node.ListIncidents(request)).total(); }
uint64_t Ask(sdk::Node& node, const v1::CountIncidentsRequest& request) {
  return OrDie(node.CountIncidents(request)).incidents();
}

template <typename Request>
void Time(sdk::Node& node, const std::string& name, int rounds, Request (*make)(int)) {
  std::vector<double> millis;
  uint64_t found = Ask(node, make(0));  // what is measured is not a first time
  for (int round = 0; round < rounds; ++round) {
    const Request request = make(round);
    const auto begin = SteadyClock::now();
    found += Ask(node, request);
    millis.push_back(Millis(SteadyClock::now() - begin));
  }
  PrintQuantiles(name, std::move(millis));
  PrintFigure(name + "_matches", static_cast<double>(found) / (rounds + 1), "incidents");
}

struct Kind {
  const char* name;
  v1::ListIncidentsRequest (*list)(int);
  v1::CountIncidentsRequest (*count)(int);
};
constexpr Kind kKinds[] = {{"box_year", BoxAndYear, nullptr},    {"circle_5years", CircleAndFiveYears, nullptr},
                           {"imo", ByImoNumber, nullptr},        {"text", ByTwoWords, nullptr},
                           {"table", nullptr, WholeTable},       {"polygon", nullptr, MonthsInPolygon}};

}  // namespace

void Query(const Target& target, int rounds, const std::vector<std::string>& kinds) {
  for (const std::string& kind : kinds) {
    if (absl::c_none_of(kKinds, [&](const Kind& known) { return known.name == kind; })) {
      Die(absl::InvalidArgumentError("no such kind of question: " + kind));
    }
  }
  Peer peer = Connect(target);
  static_cast<void>(OrDie(peer.node->GetStatus()));  // the handshake is not what is measured
  for (const Kind& kind : kKinds) {
    if (!kinds.empty() && !absl::c_linear_search(kinds, kind.name)) continue;
    const std::string name = target.name + "_" + kind.name;
    const double processor = OwnProcessorSeconds();
    kind.list != nullptr ? Time(*peer.node, name, rounds, kind.list) : Time(*peer.node, name, rounds, kind.count);
    PrintFigure(name + "_generator", (OwnProcessorSeconds() - processor) / (rounds + 1) * 1e6, "us/question");
  }
}

}  // namespace lightship::bench
