#include "client/console/session.h"

#include <set>

#include "gtest/gtest.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::console {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);

class SessionTest : public ::testing::Test {
 protected:
  // The key of a session that was opened just now.
  std::string Opened(absl::Time now = kNow) { return *session_.Open(session_.NewToken(now), now); }

  base::SystemEntropy entropy_;
  Session session_{entropy_, absl::Minutes(15)};
};

TEST_F(SessionTest, ATokenIsGoodOnceAndForFiveMinutes) {
  const std::string token = session_.NewToken(kNow);
  EXPECT_EQ(token.size(), 32u) << "128 bits";
  const auto key = session_.Open(token, kNow + absl::Minutes(5) - absl::Seconds(1));
  ASSERT_TRUE(key.ok());
  EXPECT_EQ(key->size(), 64u) << "256 bits";
  EXPECT_EQ(base::ReasonOf(session_.Open(token, kNow).status()), base::reason::kBadToken);
  EXPECT_FALSE(session_.Open("", kNow).ok()) << "no token is no token, though none is out";
  EXPECT_FALSE(session_.Open(session_.NewToken(kNow), kNow + absl::Minutes(5)).ok()) << "too old";
}

TEST_F(SessionTest, OnlyTheNewestLinkOpensAndEndsTheSessionBefore) {
  const std::string key = Opened();
  const std::string lost = session_.NewToken(kNow), newest = session_.NewToken(kNow);
  EXPECT_FALSE(session_.Open(lost, kNow).ok());
  EXPECT_TRUE(session_.Check(key, kNow).ok()) << "a link that nobody used changes nothing";
  const uint64_t number = session_.number();
  const auto other = session_.Open(newest, kNow);
  ASSERT_TRUE(other.ok());
  EXPECT_NE(session_.number(), number);
  EXPECT_TRUE(session_.Check(*other, kNow).ok());
  EXPECT_EQ(base::ReasonOf(session_.Check(key, kNow)), base::reason::kNoSession);
}

TEST_F(SessionTest, WithoutASessionNoKeyIsGood) {
  EXPECT_FALSE(session_.Check("", kNow).ok());
  const std::string key = Opened();
  EXPECT_FALSE(session_.Check(key.substr(1), kNow).ok());
  EXPECT_FALSE(session_.Check(key.substr(1) + "g", kNow).ok());
}

TEST_F(SessionTest, LocksWithoutInputUntilTheCodeIsTyped) {
  const std::string key = Opened();
  session_.Active(kNow + absl::Minutes(10));
  EXPECT_TRUE(session_.Check(key, kNow + absl::Minutes(25) - absl::Seconds(1)).ok());
  const absl::Time late = kNow + absl::Minutes(25);
  EXPECT_EQ(base::ReasonOf(session_.Check(key, late)), base::reason::kLocked);
  session_.Active(late);
  EXPECT_TRUE(session_.Locked(late)) << "input does not unlock";
  EXPECT_EQ(base::ReasonOf(session_.Unlock("", late)), base::reason::kWrongCode);
  EXPECT_TRUE(session_.Unlock(session_.unlock_code(), late).ok());
  EXPECT_TRUE(session_.Check(key, late).ok());
  session_.Lock();
  EXPECT_FALSE(session_.Check(key, late).ok());
}

TEST_F(SessionTest, ActivityThatComesAfterTheTimeIsTooLate) {
  const std::string key = Opened();
  session_.Active(kNow + absl::Minutes(16));
  EXPECT_EQ(base::ReasonOf(session_.Check(key, kNow + absl::Minutes(16))), base::reason::kLocked);
}

TEST_F(SessionTest, FiveWrongCodesEndItAndARightOneForgivesThoseBefore) {
  const std::string key = Opened();
  for (int i = 0; i < 4; ++i) EXPECT_FALSE(session_.Unlock("wrong", kNow).ok());
  EXPECT_TRUE(session_.Unlock(session_.unlock_code(), kNow).ok());
  for (int i = 0; i < 4; ++i) EXPECT_FALSE(session_.Unlock("wrong", kNow).ok());
  EXPECT_TRUE(session_.CheckKey(key).ok());
  EXPECT_EQ(base::ReasonOf(session_.Unlock("wrong", kNow)), base::reason::kNoSession);
  EXPECT_FALSE(session_.CheckKey(key).ok());
}

TEST(Session, ThatNeverLocksByItself) {
  base::SystemEntropy entropy;
  Session session(entropy, absl::ZeroDuration());
  const std::string key = *session.Open(session.NewToken(kNow), kNow);
  EXPECT_TRUE(session.Check(key, kNow + absl::Hours(1000)).ok());
}

TEST(Session, CodesHaveSixDigitsAndDiffer) {
  base::SystemEntropy entropy;
  std::set<std::string> codes;
  for (int i = 0; i < 20; ++i) {
    const std::string code = Session(entropy, absl::ZeroDuration()).unlock_code();
    EXPECT_EQ(code.size(), 6u);
    EXPECT_EQ(code.find_first_not_of("0123456789"), std::string::npos);
    codes.insert(code);
  }
  EXPECT_GT(codes.size(), 10u);
}

}  // namespace
}  // namespace lightship::console
