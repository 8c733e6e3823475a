#include "node/base/status.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/base/reasons.h"

namespace lightship::base {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(Status, CarriesItsReason) {
  absl::Status status = Error(absl::StatusCode::kNotFound, reason::kNotFound, "no entry SG/7");
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(status.message(), "no entry SG/7");
  EXPECT_EQ(ReasonOf(status), reason::kNotFound);
}

TEST(Status, HasNothingAttachedUnlessSaid) {
  for (const absl::Status& status : {absl::OkStatus(), absl::InternalError("x")}) {
    EXPECT_EQ(ReasonOf(status), "");
    EXPECT_TRUE(ViolationsOf(status).empty());
    EXPECT_EQ(RetryDelayOf(status), absl::ZeroDuration());
  }
}

TEST(Status, CarriesEveryViolationByteForByte) {
  const std::vector<Violation> kViolations = {
      {"facts.position.lat_e7", "from -900000000 to 900000000"},
      {"", std::string("\0\n;:", 4)},
      {"vessel.imo_number", ""},
      {"narrative", "UTF-8 \u00e9"},
      {"people.crew", "not below 0"}};
  absl::Status status = InvalidFields(kViolations);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReasonOf(status), reason::kInvalidStatement);
  std::vector<Violation> read = ViolationsOf(status);
  ASSERT_EQ(read.size(), kViolations.size());
  for (size_t i = 0; i < read.size(); ++i) {
    EXPECT_EQ(read[i].field, kViolations[i].field);
    EXPECT_EQ(read[i].description, kViolations[i].description);
  }
}

TEST(Status, TellsTheFirstViolationsAndCountsTheRest) {
  std::vector<Violation> violations;
  for (const char* field : {"a", "b", "c", "d", "e"}) violations.push_back({field, "missing"});
  std::string message(InvalidFields(reason::kInvalidFilter, violations).message());
  EXPECT_THAT(message, HasSubstr("a: missing; b: missing; c: missing"));
  EXPECT_THAT(message, HasSubstr("2 more"));
  EXPECT_THAT(message, Not(HasSubstr("d: missing")));
  EXPECT_EQ(InvalidFields({{"a", "missing"}}).message(), "a: missing");
}

TEST(Status, SaysWhenToComeBack) {
  absl::Status status = RetryLater(absl::StatusCode::kResourceExhausted, reason::kOverloaded,
                                   "the inbox is full", absl::Milliseconds(250));
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(ReasonOf(status), reason::kOverloaded);
  EXPECT_EQ(RetryDelayOf(status), absl::Milliseconds(250));
}

TEST(Status, KeepsWhatIsAttachedWhenAnnotated) {
  absl::Status status = Annotate(InvalidFields({{"a", "missing"}}), "entry 12");
  EXPECT_EQ(status.message(), "entry 12: a: missing");
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReasonOf(status), reason::kInvalidStatement);
  EXPECT_EQ(ViolationsOf(status).size(), 1u);
  EXPECT_TRUE(Annotate(absl::OkStatus(), "entry 12").ok());
}

absl::StatusOr<int> Half(int number) {
  if (number % 2 != 0) return absl::InvalidArgumentError("odd");
  return number / 2;
}

absl::StatusOr<int> Quarter(int number) {
  ASSIGN_OR_RETURN(int half, Half(number));
  ASSIGN_OR_RETURN(int quarter, Half(half));
  return quarter;
}

absl::Status CheckDivisible(int number) {
  RETURN_IF_ERROR(Quarter(number).status());
  return absl::OkStatus();
}

TEST(StatusMacros, ReturnTheFirstError) {
  EXPECT_EQ(Quarter(12).value(), 3);
  EXPECT_EQ(Quarter(6).status().message(), "odd");
  EXPECT_TRUE(CheckDivisible(8).ok());
  EXPECT_EQ(CheckDivisible(7).message(), "odd");
}

}  // namespace
}  // namespace lightship::base
