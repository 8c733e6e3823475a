#include "node/maritime/position.h"

#include <cmath>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/maritime/geometry.h"
#include "tests/unit/maritime/facts_file.h"

namespace lightship::maritime {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct Case {
  const char* text;
  double lat;
  double lon;
  v1::PositionNotation notation;
};

constexpr auto kDecimal = v1::POSITION_NOTATION_DECIMAL_DEG;
constexpr auto kDecMin = v1::POSITION_NOTATION_DEG_DECMIN;
constexpr auto kDms = v1::POSITION_NOTATION_DMS;

const Case kCases[] = {
    // GISIS
    {"1° 42.00' N 101° 27.50' E", 1.7, 101 + 27.5 / 60, kDecMin},
    {"6° 06.00' S, 106° 53.90' W", -6.1, -(106 + 53.9 / 60), kDecMin},
    // IMB
    {"01:15.25N – 104:02.41E", 1 + 15.25 / 60, 104 + 2.41 / 60, kDecMin},
    {"01:15.25N-104:02.41E", 1 + 15.25 / 60, 104 + 2.41 / 60, kDecMin},
    {"03:47N -098:42E", 3 + 47.0 / 60, 98.7, kDecMin},
    {"04:05N - 003:50W", 4 + 5.0 / 60, -(3 + 50.0 / 60), kDecMin},
    {"21:51.53N - 091: 48.36E", 21 + 51.53 / 60, 91 + 48.36 / 60, kDecMin},
    {"03-28.1N - 050-27.8 E", 3 + 28.1 / 60, 50 + 27.8 / 60, kDecMin},
    {"05.52.3S - 112.39.5E", -(5 + 52.3 / 60), 112 + 39.5 / 60, kDecMin},
    {"Posn. 04:07.527N - 007:00.048E, around 21nm SSW of Bonny", 4 + 7.527 / 60, 7 + 0.048 / 60,
     kDecMin},
    {"03:42.4S – 114:25.2W", -(3 + 42.4 / 60), -(114 + 25.2 / 60), kDecMin},
    {"Vicinity of Batam, 01:10N 103:40E", 1 + 10.0 / 60, 103 + 40.0 / 60, kDecMin},
    {"Berth No.12, 12:01.70S – 077:12.62W: Callao", -(12 + 1.7 / 60), -(77 + 12.62 / 60), kDecMin},
    // ASAM
    {"13°43'00\"N \n121°02'00\"E", 13 + 43.0 / 60, 121 + 2.0 / 60, kDms},
    {"1°16'52.8\"N \n104°19'06\"E", 1 + 16.88 / 60, 104 + 19.1 / 60, kDms},
    {"5°60'00\"S \n105°00'00\"E", -6, 105, kDms},
    {"5°20'60\"N \n50°57'60\"W", 5.35, -(50 + 58.0 / 60), kDms},
    {"13-43N 121-02E", 13 + 43.0 / 60, 121 + 2.0 / 60, kDecMin},
    {"1°20’36”S, 48°30’00”W", -(1 + 20.6 / 60), -48.5, kDms},
    // UKMTO
    {"1256.49N 04312.17E", 12 + 56.49 / 60, 43 + 12.17 / 60, kDecMin},
    {"20 15N 059 02.3E", 20.25, 59 + 2.3 / 60, kDecMin},
    {"09:20N - 013:43W", 9 + 20.0 / 60, -(13 + 43.0 / 60), kDecMin},
    // Others
    {"N 01 20.5 E 103 40.2", 1 + 20.5 / 60, 103 + 40.2 / 60, kDecMin},
    {"N01:15-E104:02", 1.25, 104 + 2.0 / 60, kDecMin},
    {"Lat: 1° 20' 36'' South Long: 103° 40' 12'' East", -(1 + 20.6 / 60), 103.67, kDms},
    {"012036S 1034012E", -(1 + 20.6 / 60), 103.67, kDms},
    {"104:02.41E 01:15.25N", 1 + 15.25 / 60, 104 + 2.41 / 60, kDecMin},
    {"-12.016666667, 77.1", -12.016666667, 77.1, kDecimal},
    {"-12.016666667 -77.1", -12.016666667, -77.1, kDecimal},
    {"12.5S 77.1W", -12.5, -77.1, kDecimal},
    {"1.2542°N 104.0402°E", 1.2542, 104.0402, kDecimal},
    {"0, 180", 0, 180, kDecimal},
};

TEST(Position, IsReadInEveryNotation) {
  for (const Case& c : kCases) {
    const auto position = ParsePosition(c.text);
    ASSERT_TRUE(position.ok()) << position.status();
    EXPECT_NEAR(position->lat_e7(), c.lat * 1e7, 1) << c.text;
    EXPECT_NEAR(position->lon_e7(), c.lon * 1e7, 1) << c.text;
    EXPECT_EQ(position->notation(), c.notation) << c.text;
    EXPECT_EQ(position->as_written(), c.text);
  }
}

TEST(Position, OfAPlaceOrARangeHasNoCoordinates) {
  const struct {
    const char* text;
    v1::PositionNotation notation;
  } cases[] = {{"Around 2.7nm NW of Pulau Nipah", v1::POSITION_NOTATION_RANGE_BEARING},
               {"3nm S of Conakry", v1::POSITION_NOTATION_RANGE_BEARING},
               {"12 nautical miles off Eyl", v1::POSITION_NOTATION_RANGE_BEARING},
               {"Kabil Port, Batam", v1::POSITION_NOTATION_PLACE_CENTROID},
               {"Berth No. 12, 13 Callao", v1::POSITION_NOTATION_PLACE_CENTROID},
               {"S of Batam", v1::POSITION_NOTATION_PLACE_CENTROID},
               {"Ilhéus", v1::POSITION_NOTATION_PLACE_CENTROID},
               {"新加坡海峡", v1::POSITION_NOTATION_PLACE_CENTROID}};
  for (const auto& c : cases) {
    const auto position = ParsePosition(c.text);
    ASSERT_TRUE(position.ok()) << position.status();
    EXPECT_FALSE(position->has_lat_e7() || position->has_lon_e7()) << c.text;
    EXPECT_EQ(position->notation(), c.notation) << c.text;
    EXPECT_EQ(position->as_written(), c.text);
  }
}

TEST(Position, ThatCannotBeReadSaysWhy) {
  const struct {
    const char* text;
    const char* why;
  } cases[] = {
      {"", "it is empty"},
      {" , ", "it is empty"},
      {"04:52.22N – 001:39.62, Takoradi", "the longitude has no hemisphere letter (E or W)"},
      {"04:52.22 – 001:39.62W", "hemisphere letter"},
      {"04:52.22 001:39.62", "no hemisphere letter"},
      {"1 15 103 40", "no hemisphere letter"},
      {"01:75N 104:02E", "75 minutes are more than 60"},
      {"104:02N 01:15E", "latitude 104.033 is beyond 90"},
      {"104.04, 1.25", "latitude 104.04 is beyond 90"},
      {"01:15N 02:15S", "both values are latitudes"},
      {"01:15N", "only one of latitude and longitude"},
      {"1.25", "only one of latitude and longitude"},
      {"-1.5S 103E", "both a minus sign and a hemisphere letter"},
      {"1.5°20'N 103E", "1.5 degrees have a fraction although minutes follow"},
      {"1°20\"N 103°E", "marked as seconds"},
      {"1 2 3 4N 103E", "one number too many"},
      {"?? 1N 2E", "a number is missing"}};
  for (const auto& c : cases) {
    const auto position = ParsePosition(c.text);
    ASSERT_FALSE(position.ok()) << c.text;
    EXPECT_EQ(base::ReasonOf(position.status()), base::reason::kMalformed);
    EXPECT_THAT(std::string(position.status().message()), HasSubstr(c.why));
    EXPECT_THAT(std::string(position.status().message()), HasSubstr("01:15.25N 104:02.41E"));
  }
}

std::vector<int> FlagsOf(const char* text) {
  const auto position = ParsePosition(text);
  EXPECT_TRUE(position.ok()) << position.status();
  return {position->quality_flags().begin(), position->quality_flags().end()};
}

TEST(Position, KeepsDoubtsThatTheTextRaises) {
  EXPECT_THAT(FlagsOf("01:15.25N 104:02.41E"),
              ElementsAre(v1::POSITION_QUALITY_FLAG_MINUTES_OR_SECONDS_AMBIGUOUS));
  EXPECT_THAT(FlagsOf("01:15.25N 104:02.75E"), IsEmpty()) << "75 cannot be seconds";
  EXPECT_THAT(FlagsOf("01:15.2N 104:02.4E"), IsEmpty());
  EXPECT_THAT(FlagsOf("1° 15.25' N 104° 2.41' E"), IsEmpty());
  EXPECT_THAT(FlagsOf("1256.49N 04312.17E"), IsEmpty());
  EXPECT_THAT(FlagsOf("04:05N 003:50W"), ElementsAre(v1::POSITION_QUALITY_FLAG_ROUNDED_TO_MINUTE));
  EXPECT_THAT(FlagsOf("13°43'00\"N 121°02'00\"E"),
              ElementsAre(v1::POSITION_QUALITY_FLAG_ROUNDED_TO_MINUTE));
  EXPECT_THAT(FlagsOf("-12.016666667, 77.1"),
              ElementsAre(v1::POSITION_QUALITY_FLAG_ROUNDED_TO_MINUTE));
}

TEST(Position, IsAsCertainAsItsLastPlace) {
  const auto metres = [](const char* text) { return ParsePosition(text)->uncertainty_m(); };
  EXPECT_EQ(metres("00:05.1N 003:50.7W"), std::ceil(std::hypot(0.05, 0.05) * 1852));
  EXPECT_EQ(metres("00:05N 003:50W"), std::ceil(std::hypot(0.5, 0.5) * 1852));
  EXPECT_EQ(metres("0°05'00\"N 3°50'00\"W"), metres("00:05N 003:50W")) << "minutes were measured";
  EXPECT_EQ(metres("0.123456789, 3.123456789"), 1u);
  EXPECT_LT(metres("60:05.1N 003:50.7W"), metres("00:05.1N 003:50.7W"));
}

TEST(Position, IsReadFromTwoColumns) {
  const auto both = ParsePosition(" 1° 42.00' N", "101° 27.50' E ");
  ASSERT_TRUE(both.ok()) << both.status();
  EXPECT_EQ(both->lat_e7(), 17'000'000);
  const auto half = ParsePosition("1° 12.00' N", "");
  ASSERT_TRUE(half.ok());
  EXPECT_FALSE(half->has_lat_e7());
  EXPECT_EQ(half->as_written(), "1° 12.00' N");
  EXPECT_FALSE(ParsePosition("", " ").ok());
}

TEST(Position, IsWrittenInNauticalForm) {
  EXPECT_EQ(FormatPosition(*ParsePosition("01:15.25N 104:02.41E")), "01°15.25'N 104°02.41'E");
  EXPECT_EQ(FormatPosition(*ParsePosition("-0.5, -3.999999")), "00°30.00'S 004°00.00'W");
  EXPECT_EQ(FormatPosition(*ParsePosition("off Eyl")), "off Eyl");
  EXPECT_EQ(FormatPosition(v1::Position()), "");
}

TEST(Position, OfEveryRecordSurvivesWritingAndReading) {
  int read = 0;
  for (const auto& row : FactsFile()) {
    const auto position = ParsePosition(row.at("latitude"), row.at("longitude"));
    ASSERT_TRUE(position.ok()) << position.status();
    const auto again = ParsePosition(FormatPosition(*position));
    ASSERT_TRUE(again.ok()) << again.status();
    const int32_t hundredth = 1e7 / 6000;
    EXPECT_NEAR(again->lat_e7(), position->lat_e7(), hundredth / 2 + 1);
    EXPECT_NEAR(again->lon_e7(), position->lon_e7(), hundredth / 2 + 1);
    EXPECT_EQ(FormatPosition(*again), FormatPosition(*position));
    ++read;
  }
  EXPECT_EQ(read, 7511);
}

}  // namespace
}  // namespace lightship::maritime
