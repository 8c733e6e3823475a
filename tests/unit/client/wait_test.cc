#include "client/sdk/wait.h"

#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "tests/support/sample.h"

namespace lightship::sdk {
namespace {

using ::testing::ElementsAre;

// A node that is overloaded for some calls, each time for `delay`; the clock goes on while it is waited for.
class BusyNode {
 public:
  BusyNode(int busy, absl::Duration delay) : busy_(busy), delay_(delay) {}
  absl::Status Call(absl::Duration patience) {
    return CallWhileOverloaded(
        clock_, clock_.Now() + patience,
        [this] {
          if (busy_-- <= 0) return absl::NotFoundError("nothing of that name");
          return base::RetryLater(absl::StatusCode::kResourceExhausted, base::reason::kOverloaded,
                                  "too much to do", delay_);
        },
        [this](absl::Duration delay) {
          waits.push_back(delay);
          clock_.Advance(delay);
        });
  }
  std::vector<absl::Duration> waits;

 private:
  testing::FakeClock clock_;
  int busy_;
  const absl::Duration delay_;
};

TEST(CallWhileOverloaded, CallsAgainAfterTheDelayThatTheNodeNames) {
  BusyNode node(2, absl::Milliseconds(500));
  EXPECT_TRUE(absl::IsNotFound(node.Call(absl::Seconds(15))));
  EXPECT_THAT(node.waits, ElementsAre(absl::Milliseconds(500), absl::Milliseconds(500)));
}

TEST(CallWhileOverloaded, GivesUpBeforeItsTimeIsOver) {
  BusyNode node(100, absl::Seconds(4));
  EXPECT_EQ(base::ReasonOf(node.Call(absl::Seconds(10))), base::reason::kOverloaded);
  EXPECT_EQ(node.waits.size(), 2u);
}

TEST(CallWhileOverloaded, DoesNotCallAgainWithoutADelay) {
  BusyNode node(100, absl::ZeroDuration());
  EXPECT_EQ(base::ReasonOf(node.Call(absl::Seconds(10))), base::reason::kOverloaded);
  EXPECT_TRUE(node.waits.empty());
}

}  // namespace
}  // namespace lightship::sdk
