#include "node/rpc/query_bound.h"

#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/incident/count.h"
#include "node/incident/map.h"
#include "node/incident/query.h"
#include "tests/unit/incident/made.h"

namespace lightship::rpc {
namespace {

using ::testing::HasSubstr;

// A second passes whenever anybody looks at it.
class PassingClock final : public base::Clock {
 public:
  absl::Time Now() const override { return now_ += absl::Seconds(1); }

 private:
  mutable absl::Time now_ = absl::FromUnixSeconds(1'800'000'000);
};

constexpr size_t kChunks = 4;

class QueryBoundTest : public ::testing::Test {
 protected:
  QueryBoundTest() {
    incident::Logs logs;
    std::vector<incident::Statement> reports;
    for (size_t i = 0; i < kChunks * incident::Chunk::kRows; ++i) {
      reports.push_back(logs.Report("SG", incident::Logs::Boarding()));
    }
    incidents_.Commit(reports);
  }
  // What each kind of query over all incidents comes to.
  std::vector<absl::Status> Ask(QueryBound& bound) {
    const auto snapshot = incidents_.snapshot();
    return {incident::List(*snapshot, {}, bound.Begin()).status(), incident::Count(*snapshot, {}, bound.Begin()).status(),
            incident::IncidentMap::Make(snapshot, {}, bound.Begin()).status()};
  }

  PassingClock clock_;
  incident::IndexedStore incidents_;
};

TEST_F(QueryBoundTest, LetsAQueryThatTakesAsLongAsItMayComeToItsEnd) {
  QueryBound bound(&clock_, absl::Seconds(kChunks));
  for (const absl::Status& status : Ask(bound)) EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(bound.refused(), 0u);
}

TEST_F(QueryBoundTest, GivesUpAQueryThatTakesLongerAndSaysHowFarItCame) {
  QueryBound bound(&clock_, absl::Seconds(kChunks - 1));
  for (const absl::Status& status : Ask(bound)) {
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << "clients ask again after what says that the node is busy";
    EXPECT_EQ(base::ReasonOf(status), base::reason::kQueryTooLong);
    EXPECT_THAT(std::string(status.message()), HasSubstr("after 3s this had looked at 75 % of the incidents: ask for less"));
  }
  EXPECT_EQ(bound.refused(), 3u);
}

TEST_F(QueryBoundTest, CountsAQueryThatSeveralThreadsGiveUpOnce) {
  QueryBound bound(&clock_, absl::ZeroDuration());
  const incident::Patience query = bound.Begin(), another = bound.Begin();
  EXPECT_FALSE(query(1, 2).ok());
  EXPECT_FALSE(query(1, 2).ok());
  EXPECT_EQ(bound.refused(), 1u);
  EXPECT_FALSE(another(1, 2).ok());
  EXPECT_EQ(bound.refused(), 2u);
}

}  // namespace
}  // namespace lightship::rpc
