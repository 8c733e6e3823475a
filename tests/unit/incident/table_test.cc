#include "node/incident/table.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <limits>
#include <map>
#include <random>
#include <set>

#include "gtest/gtest.h"
#include "node/incident/count.h"
#include "node/incident/kept_table.h"
#include "node/incident/query.h"
#include "node/maritime/geometry.h"
#include "node/maritime/polygon.h"
#include "node/statement/open.h"
#include "tests/unit/incident/made.h"

namespace lightship::incident {
namespace {

constexpr int64_t kDay = 86400;
constexpr size_t kMany = Arrangement::kRows + 3 * Chunk::kRows + 100;

// One incident as these tests make it up.
struct Made {
  crypto::Digest id{};
  int64_t day = 0;  // below 0: not known
  int32_t lat_e7 = 0, lon_e7 = 0;
  bool placed = true;
  int64_t updated_day = 0;
  uint32_t imo_number = 0;
  std::string ship;
  std::string word;
  bool retracted = false;
};

Row RowOf(const Made& made, uint64_t changed) {
  Record record;
  record.document.id = made.id;
  v1::IncidentSummary& summary = record.document.summary;
  summary.set_incident_id(crypto::AsString(made.id));
  summary.set_exercise_status(v1::EXERCISE_STATUS_ACTUAL);
  summary.set_retracted(made.retracted);
  if (made.day >= 0) {
    summary.mutable_occurred()->mutable_start()->set_seconds(made.day * kDay);
    summary.mutable_occurred()->mutable_end()->set_seconds(made.day * kDay + 60);
  }
  summary.mutable_updated_at()->set_seconds(made.updated_day * kDay);
  if (made.placed) {
    summary.mutable_position()->set_lat_e7(made.lat_e7);
    summary.mutable_position()->set_lon_e7(made.lon_e7);
  }
  record.document.imo_numbers = {made.imo_number};
  record.document.vessel_names = {made.ship};
  record.document.open_text = " ROPE TAKEN \n " + made.word + " SEEN \n";
  record.changed = changed;
  return MakeKeptRow(std::move(record));
}

class ManyRows : public ::testing::Test {
 protected:
  void SetUp() override {
    std::mt19937_64 random(5);
    for (size_t i = 0; i < kMany; ++i) {
      Made& made = rows_.emplace_back();
      made.id = crypto::Sha256({std::to_string(i)});
      made.day = random() % 50 == 0 ? -1 : static_cast<int64_t>(random() % 3650);
      made.lat_e7 = static_cast<int32_t>(random() % 300'000'000) - 100'000'000;
      made.lon_e7 = static_cast<int32_t>(random() % 500'000'000) + 900'000'000;
      made.placed = random() % 50 != 0;
      made.updated_day = 4000 + static_cast<int64_t>(random() % 100);
      made.imo_number = 9'000'000 + static_cast<uint32_t>(i / 10);
      made.ship = "SHIP " + std::to_string(i / 10);
      made.word = i == 9 ? "FORGOTTEN" : "WORD" + std::to_string(i % 501);
      Put(made);
    }
    snapshot_ = table_.Publish();
  }

  void Put(const Made& made) { table_.Put(RowOf(made, ++changes_)); }

  // What is listed under the filter must be what `matches` says of each.
  void ExpectListed(const v1::IncidentFilter& filter, const std::function<bool(const Made&)>& matches) {
    std::multiset<std::string> wanted, listed;
    for (const Made& made : rows_) {
      if (!made.retracted && matches(made)) wanted.insert(crypto::AsString(made.id));
    }
    v1::ListIncidentsResponse all = ListAll(*snapshot_, filter);
    for (const v1::IncidentSummary& summary : all.incidents()) listed.insert(summary.incident_id());
    EXPECT_EQ(listed, wanted) << filter.ShortDebugString();
    EXPECT_EQ(all.total(), wanted.size());
    EXPECT_GT(wanted.size(), 0u) << filter.ShortDebugString();
    v1::CountIncidentsRequest count;
    *count.mutable_filter() = filter;
    EXPECT_EQ(Count(*snapshot_, count)->response.incidents(), wanted.size());
  }

  void ExpectAllQuestionsAnswered() {
    v1::IncidentFilter time, updated, box, circle, polygon, imo_number, ship;
    time.mutable_occurred_from()->set_seconds(400 * kDay);
    time.mutable_occurred_until()->set_seconds(430 * kDay);
    const auto in_time = [](const Made& made) { return made.day >= 400 && made.day < 430; };
    ExpectListed(time, in_time);
    updated.mutable_updated_from()->set_seconds(4090 * kDay);
    ExpectListed(updated, [](const Made& made) { return made.updated_day >= 4090; });
    box = time;
    box.mutable_box()->set_south_e7(0);
    box.mutable_box()->set_north_e7(150'000'000);
    box.mutable_box()->set_west_e7(1'000'000'000);
    box.mutable_box()->set_east_e7(1'300'000'000);
    const auto in_box = [&](const Made& made) {
      return in_time(made) && made.placed && maritime::Contains(box.box(), {made.lat_e7, made.lon_e7});
    };
    ExpectListed(box, in_box);
    box.mutable_box()->set_south_e7(-900'000'000);
    box.mutable_box()->set_north_e7(900'000'000);
    ExpectListed(box, in_box);
    circle.mutable_circle()->set_lat_e7(50'000'000);
    circle.mutable_circle()->set_lon_e7(1'100'000'000);
    circle.mutable_circle()->set_radius_m(150'000);
    ExpectListed(circle, [&](const Made& made) { return made.placed && maritime::Contains(circle.circle(), {made.lat_e7, made.lon_e7}); });
    std::vector<maritime::Point> corners;
    for (auto [lat, lon] : {std::pair(10'000'000, 1'000'000'000), {20'000'000, 1'060'000'000},
                            {90'000'000, 1'020'000'000}, {30'000'000, 1'010'000'000}}) {
      corners.push_back({lat, lon});
      v1::Vertex& vertex = *polygon.mutable_polygon()->add_vertices();
      vertex.set_lat_e7(lat);
      vertex.set_lon_e7(lon);
    }
    const maritime::Polygon area = maritime::Polygon::Make(corners).value();
    ExpectListed(polygon, [&](const Made& made) { return made.placed && area.Contains({made.lat_e7, made.lon_e7}); });
    imo_number.set_imo_number(9'000'077);
    ExpectListed(imo_number, [](const Made& made) { return made.imo_number == 9'000'077; });
    ship.set_vessel_name("ship 3300");
    ExpectListed(ship, [](const Made& made) { return made.ship == "SHIP 3300"; });
    ExpectTextsFound();
  }

  void ExpectTextsFound() {
    v1::IncidentFilter both, beginning, phrase;
    both.set_text("word7 rope");
    ExpectListed(both, [](const Made& made) { return made.word == "WORD7"; });
    beginning.set_text("word49*");
    ExpectListed(beginning, [](const Made& made) { return made.word.rfind("WORD49", 0) == 0; });
    phrase.set_text("\"word8 seen\"");
    ExpectListed(phrase, [](const Made& made) { return made.word == "WORD8"; });
  }

  IncidentTable table_;
  uint64_t changes_ = 0;
  std::vector<Made> rows_;
  std::shared_ptr<const TableSnapshot> snapshot_;
};

TEST_F(ManyRows, AreFoundByWhatTheyAreWhereverTheyStand) {
  ExpectAllQuestionsAnswered();
  for (const Made& made : rows_) {
    ASSERT_NE(snapshot_->Find(made.id), nullptr);
    ASSERT_EQ(snapshot_->Find(made.id)->id, made.id);
  }
}

TEST_F(ManyRows, AreFoundByWhatTheyHaveBecome) {
  const auto before = snapshot_;
  for (size_t i = 0; i < rows_.size(); i += 97) {
    Made& made = rows_[i];
    made.day = 401;
    made.lat_e7 = 51'000'000;
    made.lon_e7 = 1'100'000'000;
    made.placed = true;
    made.imo_number = 9'000'077;
    made.ship = "SHIP 3300";
    made.word = "WORD7";
    made.retracted = i % 5 == 0;
    Put(made);
  }
  snapshot_ = table_.Publish();
  ExpectAllQuestionsAnswered();
  EXPECT_EQ(snapshot_->rows(), rows_.size());
  EXPECT_NE(before->Find(rows_[0].id), snapshot_->Find(rows_[0].id));
  EXPECT_EQ(before->Find(rows_[1].id), snapshot_->Find(rows_[1].id));
}

TEST_F(ManyRows, AreFoundByTheirTextsWhicheverSnapshotTheIndexWasMadeOf) {
  const auto before = snapshot_;
  const std::vector<Made> were = rows_;
  for (size_t i = 0; i < 2000; i += 400) {
    rows_[i].word = "WORD7";
    Put(rows_[i]);
  }
  const auto after = snapshot_ = table_.Publish();
  ExpectTextsFound();
  EXPECT_TRUE(after->MakeTexts().value());
  EXPECT_FALSE(after->MakeTexts().value());
  ExpectTextsFound();
  rows_[2500].word = "WORD8";
  Put(rows_[2500]);
  snapshot_ = table_.Publish();
  EXPECT_FALSE(snapshot_->MakeTexts().value());
  ExpectTextsFound();
  rows_ = were;
  snapshot_ = before;
  ExpectTextsFound();
}

TEST_F(ManyRows, AreFoundByABeginningThatIsLookedUpOnceForARegion) {
  EXPECT_TRUE(snapshot_->MakeTexts().value());
  const Beginning beginning;
  const auto region = snapshot_->chunk(0).region_text;
  const Words& words = *region->Of(0);
  const auto first = beginning.OfRegion(region, words, "WORD49");
  EXPECT_EQ(beginning.OfRegion(region, words, "WORD49"), first);
  for (size_t i = 0; i < Arrangement::kRows / Chunk::kRows; ++i) {
    const Chunk& chunk = snapshot_->chunk(i);
    const TextIndex::Rows rows = beginning.RowsWith(chunk, "WORD49").value();
    EXPECT_EQ(rows, (*first)[i]);
    for (size_t row = 0; row < chunk.size; ++row) {
      ASSERT_EQ(rows.test(row), chunk.TextsAt(row).value()->open.find(" WORD49") != std::string::npos);
    }
  }
  EXPECT_EQ(beginning.OfRegion(region, words, "WORD49"), first);
  const auto other = std::make_shared<RegionText>();
  EXPECT_NE(beginning.OfRegion(other, words, "WORD49"), first);
}

// The ids of all that are listed, page after page.
std::vector<std::string> PageAfterPage(const TableSnapshot& snapshot, v1::ListIncidentsRequest request) {
  std::vector<std::string> listed;
  request.set_page_size(1000);
  do {
    v1::ListIncidentsResponse page = Listed(snapshot, request).value();
    for (const v1::IncidentSummary& summary : page.incidents()) listed.push_back(summary.incident_id());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return listed;
}

TEST_F(ManyRows, StandInOrderPageAfterPage) {
  constexpr int64_t kLast = std::numeric_limits<int64_t>::max();
  v1::Circle around;
  around.set_lat_e7(50'000'000);
  around.set_lon_e7(1'100'000'000);
  around.set_radius_m(1'000'000);
  const auto metres = [&](const Made& made) {
    return maritime::DistanceMetres({around.lat_e7(), around.lon_e7()}, {made.lat_e7, made.lon_e7});
  };
  const std::map<v1::IncidentOrder, std::function<int64_t(const Made&)>> ranks = {
      {v1::INCIDENT_ORDER_UNSPECIFIED, [](const Made& made) { return made.day < 0 ? kLast : -made.day; }},
      {v1::INCIDENT_ORDER_OLDEST, [](const Made& made) { return made.day < 0 ? kLast : made.day; }},
      {v1::INCIDENT_ORDER_UPDATED, [](const Made& made) { return -made.updated_day; }},
      {v1::INCIDENT_ORDER_NEAREST, [&](const Made& made) { return std::llround(metres(made) * 1000); }}};
  for (const auto& [order, rank] : ranks) {
    v1::ListIncidentsRequest request;
    request.set_order(order);
    const bool in_circle = order == v1::INCIDENT_ORDER_NEAREST;
    if (in_circle) *request.mutable_filter()->mutable_circle() = around;
    std::vector<std::pair<int64_t, std::string>> wanted;
    for (const Made& made : rows_) {
      if (in_circle && (!made.placed || metres(made) > around.radius_m())) continue;
      wanted.emplace_back(rank(made), crypto::AsString(made.id));
    }
    std::sort(wanted.begin(), wanted.end());
    std::vector<std::string> ids;
    for (auto& [place, id] : wanted) ids.push_back(std::move(id));
    EXPECT_GT(ids.size(), 1000u);
    EXPECT_TRUE(PageAfterPage(*snapshot_, request) == ids) << v1::IncidentOrder_Name(order);
  }
}

TEST_F(ManyRows, AreCountedEachOnceHoweverManyCellsThereAre) {
  v1::CountIncidentsRequest request;
  request.add_dimensions(v1::DIMENSION_YEAR);
  std::map<std::string, uint64_t> wanted, counted;
  for (const Made& made : rows_) {
    ++wanted[made.day < 0 ? "" : absl::FormatTime("%Y", absl::FromUnixSeconds(made.day * kDay), absl::UTCTimeZone())];
  }
  const Counted years = Count(*snapshot_, request).value();
  for (const v1::CountRow& row : years.response.rows()) counted[row.keys(0)] = row.count();
  EXPECT_EQ(counted, wanted);
  // More combinations than a table has room for.
  for (auto dimension : {v1::DIMENSION_QUARTER, v1::DIMENSION_MONTH, v1::DIMENSION_MONTH_OF_YEAR}) request.add_dimensions(dimension);
  std::map<std::string, uint64_t> by_year;
  const Counted cells = Count(*snapshot_, request).value();
  for (const v1::CountRow& row : cells.response.rows()) by_year[row.keys(0)] += row.count();
  EXPECT_EQ(by_year, wanted);
  EXPECT_EQ(cells.response.rows_size(), 121);
}

TEST(RegionText, LeavesOutTheChunkWithTheLongestTextsWhenTheyAreTooMany) {
  const auto region = std::make_shared<const RegionText>();
  std::vector<std::shared_ptr<const Chunk>> chunks;
  for (size_t place = 0; place < 3; ++place) {
    auto chunk = std::make_shared<Chunk>();
    for (size_t row = 0; row < Chunk::kRows; ++row) {
      Made made;
      made.id = crypto::Sha256({std::to_string(place), " ", std::to_string(row)});
      made.word = place == 1 && row == 9 ? std::string(50'000, 'X') : "WORD";
      chunk->Set(row, RowOf(made, 1));
    }
    chunk->text_index = std::make_shared<const TextIndex>();
    chunk->region_text = region;
    chunk->place_in_region = place;
    chunks.push_back(std::move(chunk));
  }
  ASSERT_TRUE(*region->Make(chunks, 60'000));
  EXPECT_NE(region->Of(0), nullptr);
  EXPECT_EQ(region->Of(1), nullptr);
  EXPECT_NE(region->Of(2), nullptr);
  EXPECT_EQ(RowsWith(*chunks[0], "WORD")->count(), Chunk::kRows);
  EXPECT_EQ(RowsWith(*chunks[1], "WORD")->count(), Chunk::kRows - 1);
  EXPECT_EQ(RowsWith(*chunks[2], "WORD")->count(), Chunk::kRows);
}

TEST(Chunk, GivesBackTheRowThatWasPut) {
  Made made;
  made.id = crypto::Sha256({"one"});
  made.imo_number = 9'000'001;
  const Row row = RowOf(made, 7);
  auto chunk = std::make_unique<Chunk>();
  chunk->Set(0, row);
  const Row again = chunk->Get(0);
  EXPECT_EQ(again.changed, 7u);
  EXPECT_EQ(again.detail, row.detail);
  EXPECT_EQ(again.start_us, row.start_us);
  EXPECT_EQ(again.ships, row.ships);
}

// Of rows that keep theirs.
class RecordsOf final : public Records {
 public:
  explicit RecordsOf(std::shared_ptr<const TableSnapshot> snapshot) : snapshot_(std::move(snapshot)) {}
  absl::StatusOr<std::string> Read(const crypto::Digest& incident) const override { return *snapshot_->Find(incident)->kept(); }
  absl::StatusOr<IncidentDocument> ReadTexts(const crypto::Digest& incident, absl::Span<const StatementRef>) const override {
    return IncidentDocument{.open_text = TextsOf(*snapshot_->Find(incident), nullptr).value()->open};
  }

 private:
  const std::shared_ptr<const TableSnapshot> snapshot_;
};

// Has `again` be what `snapshot` is, by a file, whose bytes it returns.
std::string KeepIn(const TableSnapshot& snapshot, IncidentTable& again) {
  const std::string path = ::testing::TempDir() + "/kept-table." + std::to_string(getpid());
  KeptBeside kept;
  EXPECT_TRUE(KeepTable(snapshot, kept, "many rows", path).ok());
  EXPECT_TRUE(RestoreTable(path, "many rows", again, kept).ok());
  std::ifstream file(path, std::ios::binary);
  std::filesystem::remove(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST_F(ManyRows, AreWhatTheyWereWhenTheyHaveBeenKeptInAFile) {
  IncidentTable again(std::make_shared<RecordsOf>(snapshot_));
  KeepIn(*snapshot_, again);
  snapshot_ = again.Publish();
  for (const Made& made : rows_) ASSERT_TRUE(again.Has(made.id));
  ExpectAllQuestionsAnswered();
  for (size_t i = 0; i < rows_.size(); i += 700) {
    rows_[i].day = 410;
    again.Put(RowOf(rows_[i], ++changes_));
  }
  snapshot_ = again.Publish();
  EXPECT_EQ(snapshot_->newest_change(), changes_);
  ExpectAllQuestionsAnswered();
}

TEST_F(ManyRows, HaveTheirWordsKeptWithoutThoseOfTextsThatAreGone) {
  ASSERT_TRUE(*snapshot_->MakeTexts());
  rows_[9].word = "WORD9";
  Put(rows_[9]);
  snapshot_ = table_.Publish();
  IncidentTable again(std::make_shared<RecordsOf>(snapshot_));
  EXPECT_EQ(KeepIn(*snapshot_, again).find("FORGOTTEN"), std::string::npos);
  snapshot_ = again.Publish();
  EXPECT_FALSE(*snapshot_->MakeTexts()) << "nothing is left to make";
  ExpectTextsFound();
}

TEST_F(ManyRows, StandInManyChunksThatSpanLittle) {
  size_t of_few_years = 0, of_few_cells = 0;
  for (size_t i = 0; i < Arrangement::kChunks; ++i) {
    const Outline& outline = snapshot_->chunk(i).outline;
    if (outline.start_us.least > outline.start_us.most) continue;
    of_few_years += outline.start_us.most - outline.start_us.least < 600 * kDay * 1'000'000;
    // A quarter of a face of the sphere.
    of_few_cells += outline.cell.most - outline.cell.least < uint64_t{1} << 59;
  }
  EXPECT_GE(of_few_years, Arrangement::kChunks - 8);
  EXPECT_GE(of_few_cells, Arrangement::kChunks / 2);
}

}  // namespace
}  // namespace lightship::incident
