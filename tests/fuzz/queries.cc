// What officers ask: filters, searches in texts, page tokens, cursors.
#include <memory>

#include "lightship/v1/incident.pb.h"
#include "node/incident/filter.h"
#include "node/incident/map.h"
#include "node/incident/page_token.h"
#include "node/incident/query.h"
#include "node/incident/text_query.h"
#include "node/maritime/folded_words.h"
#include "node/statement/field_rules.h"
#include "tests/fuzz/material.h"
#include "tests/fuzz/targets.h"
#include "tests/unit/incident/made.h"

namespace lightship::fuzz {
namespace {

using incident::CompiledFilter;
using incident::TextQuery;

bool RunTextQuery(absl::string_view input) {
  const absl::StatusOr<TextQuery> query = TextQuery::Parse(input);
  if (!query.ok()) {
    Must(statement::IsCleanText(query.status().message()), "a refusal is printable");
    return false;
  }
  static const std::string text =
      maritime::FoldedWords("Four robbers armed with parangs and a knife boarded. No injuries to crew.");
  const bool open = query->Matches(text, "");
  Must(open == query->Matches(text, ""), "a search is deterministic");
  static_cast<void>(query->Matches("", text));
  const absl::StatusOr<TextQuery> negated = TextQuery::Parse("NOT (" + std::string(input) + ")");
  Must(!negated.ok() || negated->Matches(text, "") != open, "NOT turns an answer round");
  return true;
}

Seeds TextQuerySeeds() {
  return {{"all", "robbers AND (knife OR parang*) NOT \"no injuries\""}, {"hyphen", "knife -gun"}, {"phrase", "\"with par*\" M/V"}};
}

Shape FilterShape(absl::string_view) { return {&v1::IncidentFilter::default_instance(), 0}; }

// A few incidents to select from.
std::shared_ptr<const incident::TableSnapshot> Table() {
  static const auto* const indexed = [] {
    auto* made = new incident::IndexedStore;
    incident::Logs logs;
    made->Commit({logs.Report("SG", testing::SampleFacts(), testing::SampleVessel()),
                     logs.Report("ID", incident::Logs::Boarding(3), incident::Logs::Ship("Example Star", 9074729)),
                     logs.Report("PH", v1::Facts())});
    return made;
  }();
  return indexed->snapshot();
}

bool RunFilter(absl::string_view input) {
  v1::IncidentFilter filter;
  if (!filter.ParseFromArray(input.data(), static_cast<int>(input.size()))) return false;
  const std::vector<base::Violation> violations = incident::CheckFilter(filter);
  for (const base::Violation& violation : violations) {
    Must(statement::IsCleanText(violation.description), "a refusal is printable: " + violation.description);
    Must(violation.description.size() < 4096, "a refusal is bounded");
  }
  const absl::StatusOr<CompiledFilter> compiled = CompiledFilter::Compile(filter);
  Must(compiled.ok() == violations.empty(), "what is checked compiles, and nothing else");
  if (!compiled.ok()) return false;
  v1::ListIncidentsRequest request;
  *request.mutable_filter() = filter;
  const absl::StatusOr<incident::Page> listed = incident::List(*Table(), request);
  Must(listed.ok() && listed->total <= 3, "a filter selects of what there is");
  v1::MapIncidentsRequest drawn;
  *drawn.mutable_filter() = filter;
  const v1::MapIncidentsResponse map = incident::IncidentMap::Make(Table(), drawn)->Next()->response;
  Must(map.total() == listed->total, "a map tells of what is listed");
  return true;
}

Seeds FilterSeeds() {
  v1::IncidentFilter box, circle, polygon, facts;
  box.mutable_box()->set_south_e7(-50'000'000);
  box.mutable_box()->set_north_e7(80'000'000);
  box.mutable_box()->set_west_e7(1'700'000'000);
  box.mutable_box()->set_east_e7(-1'700'000'000);
  circle.mutable_circle()->set_lat_e7(12'541'667);
  circle.mutable_circle()->set_lon_e7(1'040'401'667);
  circle.mutable_circle()->set_radius_m(50'000);
  for (auto [lat, lon] : {std::pair{0, 1'000'000'000}, {0, 1'100'000'000}, {90'000'000, 1'050'000'000}}) {
    polygon.mutable_polygon()->add_vertices()->set_lat_e7(lat);
    polygon.mutable_polygon()->mutable_vertices()->rbegin()->set_lon_e7(lon);
  }
  facts.add_economies("SG");
  facts.add_act_stages(v1::ACT_STAGE_BOARDED);
  facts.add_areas("singapore-strait");
  facts.add_navareas(11);
  facts.add_unlocodes("SGSIN");
  facts.set_vessel_name("Example Star");
  facts.set_imo_number(9074729);
  facts.set_mmsi(563000000);
  facts.set_text("knife OR parang*");
  facts.mutable_known_at()->set_seconds(1'700'000'000);
  facts.add_weapons(v1::WEAPON_KNIFE_OR_BLADE);
  facts.set_perpetrators_most(9);
  facts.add_located(v1::LOCATED_PRECISELY);
  return {{"box", box.SerializeAsString()}, {"circle", circle.SerializeAsString()},
          {"polygon", polygon.SerializeAsString()}, {"facts", facts.SerializeAsString()}};
}

// --- Page tokens: the first piece is the token, the rest the request that it is given with.

v1::IncidentFilter TokenFilter() {
  v1::IncidentFilter filter;
  filter.set_text("knife");
  return filter;
}

std::string GenuineToken() {
  return incident::FormatPageToken({42, crypto::Sha256("an incident")}, TokenFilter(), v1::INCIDENT_ORDER_OLDEST);
}

bool RunPageToken(absl::string_view input) {
  Bytes bytes(input);
  const absl::string_view token = bytes.Piece();
  const auto order = static_cast<v1::IncidentOrder>(bytes.Byte() % v1::IncidentOrder_ARRAYSIZE);
  v1::IncidentFilter filter;
  if (!filter.ParseFromArray(bytes.Rest().data(), static_cast<int>(bytes.Rest().size()))) return false;
  const absl::StatusOr<incident::PageKey> key = incident::ParsePageToken(token, filter, order);
  if (!key.ok()) return false;
  Must(incident::FormatPageToken(*key, filter, order) == token, "a page token has one form");
  Must(token == GenuineToken() && filter.SerializeAsString() == TokenFilter().SerializeAsString() &&
           order == v1::INCIDENT_ORDER_OLDEST,
       "an altered page token is refused");
  return true;
}

Seeds PageTokenSeeds() {
  return {{"oldest", PieceOf(GenuineToken()) + static_cast<char>(v1::INCIDENT_ORDER_OLDEST) + TokenFilter().SerializeAsString()}};
}

bool RunCursor(absl::string_view input) {
  constexpr absl::string_view kDatabase = "lightship/SG/1/6f1a09c35a0e7b42";
  const absl::StatusOr<incident::Position> position = incident::ParseCursor(kDatabase, input);
  if (!position.ok()) return false;
  Must(input == "0" || incident::FormatCursor(kDatabase, *position) == input, "a cursor has one form");
  return true;
}

Seeds CursorSeeds() {
  return {{"begin", "0"}, {"later", incident::FormatCursor("lightship/SG/1/6f1a09c35a0e7b42", {12, 7})}};
}

}  // namespace

const Target kTextQuery = {"text_query", RunTextQuery, TextQuerySeeds};
const Target kFilter = {"filter", RunFilter, FilterSeeds, FilterShape};
const Target kPageToken = {"page_token", RunPageToken, PageTokenSeeds};
const Target kCursor = {"cursor", RunCursor, CursorSeeds};

}  // namespace lightship::fuzz
