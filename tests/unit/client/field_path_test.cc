// Fields of reports by their path.
#include "client/formats/field_path.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lightship::formats {
namespace {

using ::testing::HasSubstr;

v1::IncidentStatement Report() {
  v1::IncidentStatement report;
  report.mutable_facts()->set_act_stage(v1::ACT_STAGE_BOARDED);
  report.mutable_facts()->add_coastal_states("ID");
  report.mutable_facts()->add_coastal_states("SG");
  report.mutable_facts()->mutable_position()->set_lat_e7(12);
  report.mutable_vessel()->add_victims()->set_imo_number(9074729);
  report.mutable_vessel()->add_victims()->set_name_as_written("Barge \"2\"");
  return report;
}

TEST(FieldPath, QuotesTheValueOfTheReport) {
  const v1::IncidentStatement report = Report();
  auto json = [&](absl::string_view path) {
    auto value = FindField(report, path);
    return value.ok() ? (value->there ? value->json : "not there") : std::string(value.status().message());
  };
  EXPECT_EQ(json("facts.act_stage"), "\"ACT_STAGE_BOARDED\"");
  EXPECT_EQ(json("vessel.victims[0].imo_number"), "9074729");
  EXPECT_EQ(json("vessel.victims[1].name_as_written"), "\"Barge \\\"2\\\"\"");
  EXPECT_EQ(json("facts.coastal_states"), "[\"ID\",\"SG\"]");
  EXPECT_EQ(json("facts.coastal_states[1]"), "\"SG\"");
  EXPECT_EQ(json("facts.position"), "{\"lat_e7\":12}");
  EXPECT_EQ(json("facts.sea_zone"), "not there");
  EXPECT_EQ(json("vessel.victims[7].imo_number"), "not there");
  EXPECT_EQ(json("narrative.loss_text"), "not there") << "withheld";
}

TEST(FieldPath, IsCheckedAgainstTheSchema) {
  const v1::IncidentStatement report = Report();
  auto refusal = [&](absl::string_view path) {
    return std::string(FindField(report, path).status().message());
  };
  EXPECT_THAT(refusal("facts.sea_zones"), HasSubstr("there is no field \"sea_zones\""));
  EXPECT_THAT(refusal("fact.sea_zone"), HasSubstr("should begin with facts"));
  EXPECT_THAT(refusal("facts"), HasSubstr("name a field"));
  EXPECT_THAT(refusal("vessel.victims.imo_number"), HasSubstr("say which"));
  EXPECT_THAT(refusal("facts.act_stage.x"), HasSubstr("no fields"));
  EXPECT_THAT(refusal("facts.act_stage[0]"), HasSubstr("repeated"));
  EXPECT_THAT(refusal("vessel.victims[x].imo_number"), HasSubstr("victims[0]"));
}

TEST(FieldPath, TakesValuesAsPeopleTypeThem) {
  auto json = [](absl::string_view path, absl::string_view value) {
    auto read = FieldJson(path, value);
    return read.ok() ? *read : "refused";
  };
  EXPECT_EQ(json("facts.sea_zone", "territorial waters"), "\"SEA_ZONE_TERRITORIAL_WATERS\"");
  EXPECT_EQ(json("facts.place_text", "off Batam"), "\"off Batam\"");
  EXPECT_EQ(json("vessel.victims[3].imo_number", "9074729"), "9074729");
  EXPECT_EQ(json("facts.coastal_states[0]", "MY"), "\"MY\"");
  EXPECT_EQ(json("facts.coastal_states", "[\"MY\"]"), "[\"MY\"]");
  EXPECT_EQ(json("facts.position", "{\"lat_e7\": 5}"), "{\"lat_e7\":5}");
  EXPECT_EQ(json("facts.sea_zone", "the moon"), "refused");
  EXPECT_EQ(json("vessel.victims[0].imo_number", "many"), "refused");
  EXPECT_EQ(json("facts.place_text", ""), "refused");
}

}  // namespace
}  // namespace lightship::formats
