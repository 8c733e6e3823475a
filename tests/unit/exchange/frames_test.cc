#include "node/exchange/frames.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::exchange {
namespace {

namespace limits = base::limits;
constexpr char kOrigin[] = "lightship/SG/1";

std::string ReasonOfFrame(const v1::Frame& frame) { return base::ReasonOf(CheckFrame(frame)); }

v1::Frame GoodBatch() {
  v1::Frame frame;
  frame.mutable_batch()->set_origin(kOrigin);
  frame.mutable_batch()->add_items()->mutable_held()->set_entry("entry");
  return frame;
}

TEST(CheckFrame, PassesWhatHonestPeersSend) {
  EXPECT_TRUE(CheckFrame(GoodBatch()).ok());
  EXPECT_TRUE(CheckFrame(MakeFetch(kOrigin, 0, 10, 10)).ok());
  EXPECT_TRUE(CheckFrame(MakeFetch(kOrigin, 7, 0, 0)).ok());
  EXPECT_TRUE(CheckFrame(MakeAnnounce(kOrigin, "note")).ok());
}

TEST(CheckFrame, PassesFramesOfALaterRelease) { EXPECT_TRUE(CheckFrame(v1::Frame()).ok()); }

TEST(CheckFrame, RefusesOriginsThatAreNotCanonical) {
  for (const char* origin : {"", "lightship/sg/1", "lightship/SG/01", "SG", "lightship/SG/1/"}) {
    EXPECT_FALSE(CheckFrame(MakeFetch(origin, 0, 10, 10)).ok()) << origin;
    EXPECT_FALSE(CheckFrame(MakeAnnounce(origin, "note")).ok()) << origin;
  }
}

TEST(CheckFrame, RefusesABatchWithoutItemsUnlessItAnswersABackfill) {
  v1::Frame frame = GoodBatch();
  frame.mutable_batch()->clear_items();
  EXPECT_EQ(ReasonOfFrame(frame), base::reason::kMalformed);
  frame.mutable_batch()->set_backfill(true);
  EXPECT_TRUE(CheckFrame(frame).ok());
}

TEST(CheckFrame, RefusesMoreThanTheLimits) {
  v1::Frame items = GoodBatch();
  for (size_t i = 0; i < limits::kBatchEntries; ++i) {
    *items.mutable_batch()->add_items() = items.batch().items(0);
  }
  EXPECT_EQ(ReasonOfFrame(items), base::reason::kTooLarge);

  v1::Frame proof = GoodBatch();
  for (size_t i = 0; i <= limits::kProofHashes; ++i) {
    proof.mutable_batch()->add_consistency(std::string(32, 'h'));
  }
  EXPECT_EQ(ReasonOfFrame(proof), base::reason::kTooLarge);

  v1::Frame bytes = GoodBatch();
  bytes.mutable_batch()->mutable_items(0)->mutable_held()->set_entry(
      std::string(limits::kFrameBytes, 'e'));
  EXPECT_EQ(ReasonOfFrame(bytes), base::reason::kTooLarge);

  EXPECT_EQ(ReasonOfFrame(MakeAnnounce(kOrigin, std::string(limits::kNoteBytes + 1, 'n'))),
            base::reason::kTooLarge);
}

TEST(CheckFrame, RefusesAHelloAndAFetchOfTooMuch) {
  v1::Frame versions;
  for (int i = 0; i <= 16; ++i) versions.mutable_hello()->add_versions(1);
  EXPECT_EQ(ReasonOfFrame(versions), base::reason::kTooLarge);

  v1::Frame heads;
  for (size_t i = 0; i <= kLogsOfPeer; ++i) *heads.mutable_hello()->add_heads() = MakeAnnounce(kOrigin, "note").announce();
  EXPECT_EQ(ReasonOfFrame(heads), base::reason::kTooLarge);
  heads.mutable_hello()->mutable_heads()->RemoveLast();
  EXPECT_TRUE(CheckFrame(heads).ok());

  v1::Frame missing = MakeFetch(kOrigin, 7, 0, 0);
  for (size_t i = 0; i <= limits::kMissingOfFetch; ++i) missing.mutable_fetch()->add_missing(i);
  EXPECT_EQ(ReasonOfFrame(missing), base::reason::kTooLarge);
}

TEST(CheckFrame, RefusesHashesOfAnotherLengthAndItemsThatAreNeither) {
  v1::Frame hash = GoodBatch();
  hash.mutable_batch()->add_consistency("short");
  EXPECT_EQ(ReasonOfFrame(hash), base::reason::kMalformed);
  v1::Frame item = GoodBatch();
  item.mutable_batch()->add_items();
  EXPECT_EQ(ReasonOfFrame(item), base::reason::kMalformed);
}

TEST(CheckFrame, WantsMissingIndexesToAscend) {
  v1::Frame frame = MakeFetch(kOrigin, 0, 0, 0);
  frame.mutable_fetch()->add_missing(3);
  frame.mutable_fetch()->add_missing(3);
  EXPECT_EQ(ReasonOfFrame(frame), base::reason::kMalformed);
  frame.mutable_fetch()->set_missing(1, 4);
  EXPECT_TRUE(CheckFrame(frame).ok());
}

TEST(CheckFrame, WantsBothWindowsOrNone) {
  EXPECT_FALSE(CheckFrame(MakeFetch(kOrigin, 0, 10, 0)).ok());
  EXPECT_FALSE(CheckFrame(MakeFetch(kOrigin, 0, 0, 10)).ok());
}

TEST(MakeBye, CutsTheDetailBetweenCharacters) {
  std::string detail = std::string(limits::kByeDetailChars - 1, 'a') + "\xC3\xA9" + "b";
  v1::Frame bye = MakeBye(v1::BYE_REASON_PROTOCOL, detail);
  EXPECT_EQ(bye.bye().detail(), std::string(limits::kByeDetailChars - 1, 'a'));
  EXPECT_EQ(MakeBye(v1::BYE_REASON_PROTOCOL, "short").bye().detail(), "short");
}

}  // namespace
}  // namespace lightship::exchange
