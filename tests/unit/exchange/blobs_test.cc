// Attachments' bytes: whom they are asked of, when, and to whom they are given.
#include "node/base/limits.h"
#include "node/exchange/blob_serving.h"
#include "tests/support/attached.h"
#include "tests/unit/exchange/scripted_peer.h"

namespace lightship::exchange {
namespace {

using base::limits::kAttachmentChunkBytes;
using ledger::Outcome;
using statement::Role;
using testing::AttachmentOf;
using testing::Photo;

void FileAt(Desk& desk, const std::string& photo, const std::string& audience = "") {
  const testing::Signer& signer = desk.economy.officer(Role::kSubmitter);
  absl::StatusOr<Outcome> filed = desk.Submit(desk.RequestOf(
      testing::SealBy({&signer},
                      testing::SampleManifest(v1::STATEMENT_KIND_REPORT, desk.economy.code()),
                      {testing::Draft("facts", testing::SampleFacts()),
                       testing::Draft("attachment/1", AttachmentOf(photo), audience)}),
      signer));
  ASSERT_TRUE(filed.ok()) << filed.status();
}

void KeepAt(Desk& desk, const std::string& photo) {
  for (uint64_t at = 0; at < photo.size(); at += kAttachmentChunkBytes) {
    ASSERT_TRUE(desk.CommitOne(ledger::BlobChunk{crypto::Sha256(photo), at,
                                                 photo.substr(at, kAttachmentChunkBytes)})
                    .ok());
  }
}

class BlobsTest : public ExchangeTest {
 protected:
  // SG holds ID's log with a part that names the photo; ID (session 1) and PH (session 2) are connected.
  void Name(const std::string& photo, bool with_others = false) {
    FileAt(id, photo);
    sg.Follow(id, id.origin());
    ph.Follow(id, id.origin());
    Connect(1, id);
    if (with_others) {
      Connect(2, ph);
      Receive(2, MakeAnnounce(id.origin(), ph.Head(id.origin()).checkpoint));
    }
    exchange->OnHeadsChanged(now);
  }
  std::vector<v1::Frame> Asked(SessionId session) { return Sent(session, v1::Frame::kFetchBlob); }
  void Give(SessionId session, const std::string& data, uint64_t total) {
    const v1::FetchBlob asked = Asked(session).back().fetch_blob();
    v1::Frame frame;
    frame.mutable_blob_chunk()->set_request_id(asked.request_id());
    frame.mutable_blob_chunk()->set_offset(asked.offset());
    frame.mutable_blob_chunk()->set_data(data);
    frame.mutable_blob_chunk()->set_total_size(total);
    Receive(session, frame);
  }
  void GiveFrom(SessionId session, const std::string& photo) {
    const uint64_t offset = Asked(session).back().fetch_blob().offset();
    Give(session, photo.substr(offset, kAttachmentChunkBytes), photo.size());
  }
  void Store() {
    while (!world.stores.empty()) {
      auto [session, chunk] = std::move(world.stores.front());
      world.stores.pop_front();
      exchange->OnStored(session, sg.CommitOne(std::move(chunk)), now);
    }
  }
  bool Holds(const std::string& photo) {
    return sg.reader->blobs().StateOf(crypto::Sha256(photo))->whole;
  }
  v1::Frame Fetch(const std::string& photo, uint64_t offset = 0) {
    v1::Frame frame;
    frame.mutable_fetch_blob()->set_request_id(++request_);
    frame.mutable_fetch_blob()->set_sha256(crypto::AsString(crypto::Sha256(photo)));
    frame.mutable_fetch_blob()->set_offset(offset);
    frame.mutable_fetch_blob()->set_length(kAttachmentChunkBytes);
    return frame;
  }
  std::vector<v1::Frame> Given(SessionId session) { return Sent(session, v1::Frame::kBlobChunk); }
  uint64_t request_ = 0;
};

TEST_F(BlobsTest, FetchesASmallOneAsSoonAsAPartNamesItChunkByChunk) {
  const std::string photo = Photo(2 * kAttachmentChunkBytes + 9);
  Name(photo);
  for (uint64_t chunk = 0; chunk < 3; ++chunk) {
    ASSERT_EQ(Asked(1).size(), chunk + 1);
    EXPECT_EQ(Asked(1).back().fetch_blob().offset(), chunk * kAttachmentChunkBytes);
    GiveFrom(1, photo);
    Pass(absl::Seconds(1));
    EXPECT_EQ(Asked(1).size(), chunk + 1) << "one at a time, and not before the last is durable";
    Store();
  }
  EXPECT_TRUE(Holds(photo));
  Pass(absl::Minutes(20));
  EXPECT_EQ(Asked(1).size(), 3u);
}

TEST_F(BlobsTest, FetchesALargeOneOnlyOnDemand) {
  const std::string photo = Photo(5000);
  Options options;
  options.eager_bytes = 4999;
  Restart(options);
  Name(photo);
  Pass(absl::Minutes(1));
  EXPECT_TRUE(Asked(1).empty());
  exchange->Demand(crypto::Sha256(photo), now);
  ASSERT_EQ(Asked(1).size(), 1u);
  GiveFrom(1, photo);
  Store();
  EXPECT_TRUE(Holds(photo));
}

TEST_F(BlobsTest, GoesOnFromTheDurableBytesAfterABrokenSession) {
  const std::string photo = Photo(kAttachmentChunkBytes + 9);
  Name(photo);
  GiveFrom(1, photo);
  Store();
  exchange->OnClosed(1, now);
  Connect(3, id);
  exchange->OnHeadsChanged(now);
  ASSERT_EQ(Asked(3).size(), 1u);
  EXPECT_EQ(Asked(3)[0].fetch_blob().offset(), kAttachmentChunkBytes);
}

TEST_F(BlobsTest, AsksTheLogsOwnNodeAndThenAnotherThatKnowsTheLog) {
  const std::string photo = Photo(1000);
  Name(photo, true);
  ASSERT_EQ(Asked(1).size(), 1u);
  EXPECT_TRUE(Asked(2).empty());
  Give(1, "", 0);  // does not hold it
  ASSERT_EQ(Asked(2).size(), 1u);
  GiveFrom(2, photo);
  Store();
  EXPECT_TRUE(Holds(photo));
}

TEST_F(BlobsTest, PrefersTheLogsOwnNodeToAPeerThatWasThereBefore) {
  const std::string photo = Photo(1000);
  Options options;
  options.eager_bytes = 0;
  Restart(options);
  FileAt(id, photo);
  sg.Follow(id, id.origin());
  ph.Follow(id, id.origin());
  Connect(1, ph);
  Receive(1, MakeAnnounce(id.origin(), ph.Head(id.origin()).checkpoint));
  Connect(2, id);
  exchange->OnHeadsChanged(now);
  exchange->Demand(crypto::Sha256(photo), now);
  EXPECT_TRUE(Asked(1).empty());
  EXPECT_EQ(Asked(2).size(), 1u);
}

TEST_F(BlobsTest, AsksAgainSoonWhereTheBytesAreExpectedAndLateWhereTheyAreNot) {
  const std::string photo = Photo(1000);
  Name(photo, true);
  Give(1, "", photo.size());  // the author has not sent them yet
  Give(2, "", 0);
  Pass(absl::Milliseconds(300));
  EXPECT_EQ(Asked(1).size(), 2u);
  EXPECT_EQ(Asked(2).size(), 1u);
  Give(1, "", photo.size());
  Pass(absl::Milliseconds(300));
  EXPECT_EQ(Asked(1).size(), 2u) << "the pause doubles";
  Pass(absl::Milliseconds(300));
  EXPECT_EQ(Asked(1).size(), 3u);
}

TEST_F(BlobsTest, LeavesAPeerThatDoesNotAnswerOrGivesAnotherFile) {
  const std::string photo = Photo(1000);
  Name(photo, true);
  Pass(absl::Seconds(31));
  ASSERT_EQ(Asked(2).size(), 1u);
  std::string forged = photo;
  forged[500] ^= 1;
  Give(2, forged, forged.size());
  Store();
  EXPECT_FALSE(Holds(photo));
  EXPECT_EQ(sg.reader->blobs().StateOf(crypto::Sha256(photo))->held, 0u);
  Pass(absl::Seconds(31));
  ASSERT_FALSE(Asked(1).empty());
  GiveFrom(1, photo);
  Store();
  EXPECT_TRUE(Holds(photo));
}

TEST_F(BlobsTest, GetsAFileFromOnePeerAloneAfterTwoTogetherGaveAnother) {
  const std::string photo = Photo(kAttachmentChunkBytes + 9);
  Name(photo, true);
  std::string spoilt = photo.substr(0, kAttachmentChunkBytes);
  spoilt.back() ^= 1;
  Give(1, spoilt, photo.size());
  Store();
  Give(1, "", photo.size());  // leaves the rest to another
  ASSERT_EQ(Asked(2).size(), 1u);
  EXPECT_EQ(Asked(2)[0].fetch_blob().offset(), kAttachmentChunkBytes);
  const size_t asked = Asked(1).size();
  GiveFrom(2, photo);
  Store();
  EXPECT_FALSE(Holds(photo));
  Pass(absl::Seconds(31));
  ASSERT_EQ(Asked(2).size(), 2u);
  EXPECT_EQ(Asked(2)[1].fetch_blob().offset(), 0u);
  GiveFrom(2, photo);
  Store();
  GiveFrom(2, photo);
  Store();
  EXPECT_TRUE(Holds(photo));
  EXPECT_EQ(Asked(1).size(), asked) << "although it is the author's node";
}

TEST_F(BlobsTest, EndsAPeerThatSendsBytesNobodyAskedForOrAtAnotherPlace) {
  v1::Frame frame;
  frame.mutable_blob_chunk()->set_request_id(7);
  frame.mutable_blob_chunk()->set_data("x");
  Connect(2, ph);
  Receive(2, frame);
  EXPECT_EQ(Ended(2), v1::BYE_REASON_PROTOCOL);
  Name(Photo(1000));
  frame.mutable_blob_chunk()->set_request_id(Asked(1).back().fetch_blob().request_id());
  frame.mutable_blob_chunk()->set_offset(1);
  Receive(1, frame);
  EXPECT_EQ(Ended(1), v1::BYE_REASON_PROTOCOL);
}

TEST_F(BlobsTest, GivesBytesOnlyToThoseWhoMayHoldAPartThatNamesThem) {
  const std::string photo = Photo(kAttachmentChunkBytes + 9);
  sg.DefineAudience("straits", {"ID"});
  FileAt(sg, photo, "SG/straits@1");
  Connect(1, id);
  Connect(2, ph);
  Receive(1, Fetch(photo));
  ASSERT_EQ(Given(1).size(), 1u);
  EXPECT_EQ(Given(1)[0].blob_chunk().data(), "") << "not here yet";
  EXPECT_EQ(Given(1)[0].blob_chunk().total_size(), photo.size());
  KeepAt(sg, photo);
  Receive(1, Fetch(photo));
  Receive(1, Fetch(photo, kAttachmentChunkBytes));
  EXPECT_EQ(Given(1)[1].blob_chunk().data() + Given(1)[2].blob_chunk().data(), photo);
  Receive(2, Fetch(photo));
  Receive(2, Fetch(Photo(77)));
  ASSERT_EQ(Given(2).size(), 2u);
  for (const v1::Frame& frame : Given(2)) {
    EXPECT_EQ(frame.blob_chunk().data(), "");
    EXPECT_EQ(frame.blob_chunk().total_size(), 0u);
  }
}

TEST_F(BlobsTest, GivesNoMoreAtOnceThanLogsCanBear) {
  const std::string photo = Photo(1000);
  FileAt(sg, photo);
  KeepAt(sg, photo);
  Connect(1, id);
  for (int i = 0; i < BlobServing::kChunksOfTick + 3; ++i) Receive(1, Fetch(photo));
  EXPECT_EQ(Given(1).size(), static_cast<size_t>(BlobServing::kChunksOfTick));
  Pass(absl::Seconds(1));
  EXPECT_EQ(Given(1).size(), static_cast<size_t>(BlobServing::kChunksOfTick + 3));
  for (size_t i = 0; i <= BlobServing::kWaiting + BlobServing::kChunksOfTick; ++i) {
    Receive(1, Fetch(photo));
  }
  EXPECT_EQ(Ended(1), v1::BYE_REASON_PROTOCOL);
}

TEST_F(BlobsTest, RefusesRequestsThatNoHonestPeerSends) {
  v1::Frame frame = Fetch(Photo(10));
  frame.mutable_fetch_blob()->set_length(kAttachmentChunkBytes + 1);
  EXPECT_FALSE(CheckFrame(frame).ok());
  frame.mutable_fetch_blob()->set_length(0);
  EXPECT_FALSE(CheckFrame(frame).ok());
  frame.mutable_fetch_blob()->set_length(1);
  EXPECT_TRUE(CheckFrame(frame).ok());
  frame.mutable_fetch_blob()->set_sha256("short");
  EXPECT_FALSE(CheckFrame(frame).ok());
  frame.mutable_blob_chunk()->set_data(std::string(kAttachmentChunkBytes + 1, 'x'));
  EXPECT_FALSE(CheckFrame(frame).ok());
}

}  // namespace
}  // namespace lightship::exchange
