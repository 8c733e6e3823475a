// Counts read columns where they tell enough; here every row is asked by itself.
#include <limits>
#include <map>
#include <optional>
#include <random>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gtest/gtest.h"
#include "node/incident/count.h"
#include "node/incident/dimension.h"
#include "node/incident/filter.h"
#include "node/statement/open.h"
#include "tests/unit/incident/made.h"

namespace lightship::incident {
namespace {

// The incidents that match, one after the other.
struct Plain {
  std::map<std::string, uint64_t> rows;
  uint64_t incidents = 0, partly_unknown = 0;
  int64_t oldest = std::numeric_limits<int64_t>::max(), newest = kUnknownTime;
};

Plain PlainCount(const TableSnapshot& snapshot, const v1::CountIncidentsRequest& request) {
  const CompiledFilter filter = CompiledFilter::Compile(request.filter()).value();
  CountingFrame frame;
  frame.utc_offset_minutes = request.utc_offset_minutes();
  std::vector<DimensionReader> readers;
  for (int dimension : request.dimensions()) readers.emplace_back(static_cast<v1::Dimension>(dimension), frame);
  Plain plain;
  std::vector<std::vector<std::optional<int64_t>>> found;  // codes of one row of the count, by dimension
  for (size_t place = 0; place < snapshot.chunks(); ++place) {
    const Chunk& chunk = snapshot.chunk(place);
    Selection selection;
    EXPECT_TRUE(filter.Select(chunk, selection).ok());
    for (size_t row = 0; row < chunk.size; ++row) {
      if (selection[row] == 0) continue;
      ++plain.incidents;
      if (const int64_t middle = MiddleOf(chunk, row); middle != kUnknownTime) {
        plain.oldest = std::min(plain.oldest, middle);
        plain.newest = std::max(plain.newest, middle);
      }
      bool unknown = false;
      std::vector<std::vector<std::optional<int64_t>>> keys = {{}};
      for (DimensionReader& reader : readers) {
        Codes codes;
        reader.Read(chunk, row, codes);
        unknown |= codes.empty();
        std::vector<std::vector<std::optional<int64_t>>> longer;
        for (const auto& key : keys) {
          if (codes.empty()) (longer.emplace_back(key)).emplace_back();
          for (int64_t code : codes) (longer.emplace_back(key)).emplace_back(code);
        }
        keys = std::move(longer);
      }
      plain.partly_unknown += unknown ? 1 : 0;
      found.insert(found.end(), keys.begin(), keys.end());
    }
  }
  for (const auto& key : found) {
    std::vector<std::string> names;
    for (size_t i = 0; i < readers.size(); ++i) names.push_back(key[i].has_value() ? readers[i].NameOf(*key[i]) : "");
    ++plain.rows[absl::StrJoin(names, "/")];
  }
  return plain;
}

// Of any kind, enough for chunks that are full.
std::vector<Statement> AnyReports(Logs& logs) {
  std::mt19937 random(20260301);
  auto pick = [&](int below) { return static_cast<int>(random() % below); };
  std::vector<Statement> reports;
  for (int i = 0; i < 1300; ++i) {
    v1::Facts facts = Logs::Boarding(pick(24 * 900));
    // Beyond what a column holds; none in the last chunks, which then tell of nothing newer.
    if (i < 600 && pick(50) == 0) facts = Logs::Boarding(24 * 366 * (pick(2) == 0 ? 170 : -70));
    if (pick(3) == 0) *facts.mutable_occurred()->mutable_end() = statement::ToTimestamp(Hour(24 * (900 + pick(900))));
    facts.set_act_stage(static_cast<v1::ActStage>(pick(14)));
    facts.set_ship_status(static_cast<v1::ShipStatus>(pick(12)));
    facts.mutable_ships(0)->set_type(static_cast<v1::ShipType>(pick(32)));
    facts.set_sea_zone(static_cast<v1::SeaZone>(pick(8)));
    facts.set_reporting_area(static_cast<v1::ReportingArea>(pick(29)));
    facts.mutable_perpetrators()->set_count_min(static_cast<uint32_t>(pick(14)));
    facts.add_weapons()->set_weapon(static_cast<v1::Weapon>(pick(10)));
    if (pick(5) == 0) facts.add_weapons()->set_weapon(static_cast<v1::Weapon>(pick(10)));
    facts.add_crew_consequences()->set_consequence(static_cast<v1::CrewConsequence>(pick(12)));
    facts.mutable_position()->set_lat_e7((pick(120) - 60) * 10'000'000);
    facts.mutable_position()->set_lon_e7((pick(360) - 180) * 10'000'000);
    if (pick(4) == 0) facts.clear_position();
    if (pick(3) == 0) facts.set_place_text(pick(2) == 0 ? absl::StrCat("Anchorage ", pick(40)) : absl::StrCat("ANCHORAGE ", pick(40)));
    if (pick(9) == 0) facts.clear_occurred();
    reports.push_back(logs.Report(pick(2) == 0 ? "SG" : "ID", facts));
  }
  return reports;
}

TEST(Count, RowsAreWhatEachIncidentTellsByItself) {
  Logs logs;
  IndexedStore store;
  std::vector<Statement> reports = AnyReports(logs);
  reports.push_back(logs.Also("MY", reports[3], Logs::Boarding()));
  reports.push_back(logs.Report("SG", Logs::Boarding(24 * 366 * -80)));
  store.Commit(reports);
  ASSERT_GT(store.snapshot()->chunks(), 2u);
  v1::IncidentFilter some;
  some.add_act_stages(v1::ACT_STAGE_BOARDED);
  some.add_act_stages(v1::ACT_STAGE_HIJACKED);
  for (int number = 1; number < v1::Dimension_ARRAYSIZE; ++number) {
    for (const v1::IncidentFilter& used : {v1::IncidentFilter(), some}) {
      for (const int offset : {0, 330}) {
        v1::CountIncidentsRequest request;
        request.add_dimensions(static_cast<v1::Dimension>(number));
        if (number != v1::DIMENSION_YEAR) request.add_dimensions(v1::DIMENSION_YEAR);
        request.set_utc_offset_minutes(offset);
        *request.mutable_filter() = used;
        const v1::CountIncidentsResponse counted = Count(*store.snapshot(), request)->response;
        LastFirst threads;
        EXPECT_EQ(Count(*store.snapshot(), request, nullptr, &threads)->response.SerializeAsString(), counted.SerializeAsString())
            << "in shares: " << request.ShortDebugString();
        const Plain plain = PlainCount(*store.snapshot(), request);
        std::map<std::string, uint64_t> rows;
        for (const v1::CountRow& row : counted.rows()) rows[absl::StrJoin(row.keys(), "/")] += row.count();
        EXPECT_EQ(rows, plain.rows) << request.ShortDebugString();
        EXPECT_EQ(static_cast<size_t>(counted.rows_size()), rows.size());
        EXPECT_EQ(counted.incidents(), plain.incidents);
        EXPECT_EQ(counted.incidents(), static_cast<uint64_t>(ListAll(*store.snapshot(), used).incidents_size()));
        EXPECT_EQ(counted.partly_unknown(), plain.partly_unknown) << request.ShortDebugString();
        EXPECT_EQ(absl::ToUnixMicros(*statement::ToTime(counted.oldest())), plain.oldest);
        EXPECT_EQ(absl::ToUnixMicros(*statement::ToTime(counted.newest())), plain.newest);
      }
    }
  }
}

TEST(Count, OneShareThatEndsEndsAll) {
  Logs logs;
  IndexedStore store;
  store.Commit(AnyReports(logs));
  size_t asked = 0;
  LastFirst threads;
  const absl::Status ended = Count(*store.snapshot(), {}, [&](size_t, size_t) { return ++asked > 1 ? absl::OkStatus() : absl::CancelledError(); },
                                   &threads).status();
  EXPECT_EQ(ended.code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(asked, 1u);
}

}  // namespace
}  // namespace lightship::incident
