#include "node/maritime/port.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lightship::maritime {
namespace {

TEST(Port, IsFoundByNameAndCode) {
  const Port& singapore = **FindPort("SGSIN");
  EXPECT_EQ(singapore.name, "Singapore");
  EXPECT_EQ(*FindPort("singapore"), &singapore);
  EXPECT_EQ(singapore.position, (Point{ToE7(1 + 17 / 60.0), ToE7(103 + 51 / 60.0)}));
  EXPECT_LT((*FindPort("Callao"))->position.lat_e7, 0) << "south";
  EXPECT_LT((*FindPort("Callao"))->position.lon_e7, 0) << "west";
  EXPECT_EQ((*FindPort("port au prince"))->unlocode, "HTPAP");
  const auto unknown = FindPort("Singapoor");
  ASSERT_FALSE(unknown.ok());
  EXPECT_THAT(std::string(unknown.status().message()), testing::HasSubstr("mean: Singapore"));
}

TEST(Port, CodesHaveFiveCharacters) {
  EXPECT_TRUE(IsUnlocode("SGSIN"));
  EXPECT_TRUE(IsUnlocode("US9AB"));
  for (const char* text : {"", "SGSI", "SGSINX", "sgsin", "S1SIN", "SG SN", "SG1IN"}) {
    EXPECT_FALSE(IsUnlocode(text)) << text;
  }
}

}  // namespace
}  // namespace lightship::maritime
