// Statements that come in a call each, several at a time.
#include <algorithm>
#include <chrono>
#include <future>
#include <set>
#include <string>
#include <vector>

#include "node/base/reasons.h"
#include "node/base/status.h"
#include "tests/unit/rpc/submission_stream_fixture.h"

namespace lightship::rpc {
namespace {

class SingleSubmissionsTest : public SubmissionStreamTest {
 protected:
  struct Answer {
    absl::Status status;
    v1::SubmitResponse response;
  };
  // So many calls at a time, each on a thread of its own; some bring a forged statement.
  void Begin(size_t sound, size_t forged) {
    for (size_t i = 0; i < sound + forged; ++i) {
      calls_.push_back(std::async(std::launch::async, [this, request = i < sound ? sg_.Report() : Forged()] {
        grpc::ClientContext context;
        Answer answer;
        answer.status = FromGrpc(stub_->Submit(&context, request, &answer.response));
        return answer;
      }));
    }
  }
  Answer TakeFirst() {
    while (true) {
      for (auto call = calls_.begin(); call != calls_.end(); ++call) {
        if (call->wait_for(std::chrono::milliseconds(1)) != std::future_status::ready) continue;
        Answer answer = call->get();
        calls_.erase(call);
        return answer;
      }
    }
  }
  // What the rest were told: how many of them have a reason, "" for those admitted.
  std::map<std::string, size_t> TakeAll() {
    std::map<std::string, size_t> told;
    for (auto& call : calls_) {
      const Answer answer = call.get();
      ++told[answer.status.ok() ? "" : std::string(base::ReasonOf(answer.status))];
      if (answer.status.ok()) EXPECT_TRUE(addresses_.insert(answer.response.receipt().address()).second);
    }
    calls_.clear();
    return told;
  }
  // Nobody else's work is done in the pool until the promise is kept.
  std::promise<void> HoldPool() {
    std::promise<void> open;
    const std::shared_future<void> opened = open.get_future().share();
    std::vector<std::future<void>> held;
    for (const char* caller : {"x", "y", "z"}) {
      auto busy = std::make_shared<std::promise<void>>();
      held.push_back(busy->get_future());
      EXPECT_TRUE(pool_.TryPost(caller, [busy, opened] {
        busy->set_value();
        opened.wait();
      }));
    }
    for (const std::future<void>& busy : held) busy.wait();
    return open;
  }

  std::vector<std::future<Answer>> calls_;
  std::set<std::string> addresses_;
};

TEST_F(SingleSubmissionsTest, OfThoseThatWaitTogetherEachGetsItsOwnAnswer) {
  ASSERT_TRUE(SubmitAlone(sg_.Report()).ok());  // the key is granted
  for (int round = 0; round < 3; ++round) {
    std::promise<void> open = HoldPool();
    Begin(6, 2);
    Begin(1, 0);
    // The ninth has no place: all others of the officer have theirs by then.
    EXPECT_EQ(base::ReasonOf(TakeFirst().status), base::reason::kOverloaded);
    EXPECT_EQ(Examined(), 1u + addresses_.size());
    open.set_value();
    const std::map<std::string, size_t> told = TakeAll();
    EXPECT_EQ(told.size(), 2u);
    EXPECT_EQ(told.at(std::string(base::reason::kBadSignature)) + told.at(""), 8u);
    EXPECT_GE(told.at(""), 5u);
  }
}

TEST_F(SingleSubmissionsTest, WhoIsRefusedByTheQuotaLeavesItToTheOthers) {
  ASSERT_TRUE(SubmitAlone(sg_.Report()).ok());
  ASSERT_TRUE(quota_.Take(officer_.identity.Uri(), 1999 - 3, sg_.clock.Now()).ok());
  std::promise<void> open = HoldPool();
  Begin(7, 0);
  Begin(0, 2);
  EXPECT_EQ(base::ReasonOf(TakeFirst().status), base::reason::kOverloaded);
  open.set_value();
  std::map<std::string, size_t> told = TakeAll();
  EXPECT_EQ(told[""], 3u);
  EXPECT_EQ(told[std::string(base::reason::kOverQuota)] + told[std::string(base::reason::kBadSignature)], 5u);
}

TEST_F(SingleSubmissionsTest, WhomThePoolRefusesIsToldLeavesHisPlaceAndHasATurnAgain) {
  ASSERT_TRUE(SubmitAlone(sg_.Report()).ok());
  std::promise<void> open = HoldPool();
  while (pool_.TryPost(officer_.identity.Uri(), [] {})) {
  }
  for (size_t i = 0; i <= kOfCaller; ++i) {
    Begin(1, 0);
    EXPECT_EQ(TakeFirst().status.message(), "more calls than this node can answer are waiting") << i;
  }
  open.set_value();
  std::promise<void> last;
  while (!pool_.TryPost(officer_.identity.Uri(), [&] { last.set_value(); })) std::this_thread::yield();
  last.get_future().wait();
  Begin(kOfCaller, 0);
  EXPECT_EQ(TakeAll()[""], kOfCaller);
}

TEST_F(SingleSubmissionsTest, WhoIsOverQuotaTakesNoPlace) {
  ASSERT_TRUE(SubmitAlone(sg_.Report()).ok());
  ASSERT_TRUE(quota_.Take(officer_.identity.Uri(), 1999, sg_.clock.Now()).ok());
  std::promise<void> open = HoldPool();
  Begin(kOfCaller + 1, 0);
  EXPECT_EQ(base::ReasonOf(TakeFirst().status), base::reason::kOverQuota);
  open.set_value();
  EXPECT_EQ(TakeAll()[std::string(base::reason::kOverQuota)], kOfCaller);
}

}  // namespace
}  // namespace lightship::rpc
