#include <random>

#include "gtest/gtest.h"
#include "node/rpc/peer_stream.h"

namespace lightship::rpc {
namespace {

using Next = Outbox::Next;

v1::Frame FetchOf(const char* origin) {
  v1::Frame frame;
  frame.mutable_fetch()->set_origin(origin);
  return frame;
}

TEST(Outbox, WritesOneFrameAtATimeInOrder) {
  Outbox outbox;
  EXPECT_EQ(outbox.Push(FetchOf("a")), Next::kWrite);
  EXPECT_EQ(outbox.Push(FetchOf("b")), Next::kNothing);
  EXPECT_EQ(outbox.front()->fetch().origin(), "a");
  EXPECT_EQ(outbox.Written(true), Next::kWrite);
  EXPECT_EQ(outbox.front()->fetch().origin(), "b");
  EXPECT_EQ(outbox.Written(true), Next::kNothing);
}

TEST(Outbox, CountsWhatIsNotWrittenYet) {
  Outbox outbox;
  outbox.Push(FetchOf("a"));
  outbox.Push(FetchOf("bb"));
  EXPECT_EQ(outbox.bytes(), FetchOf("a").ByteSizeLong() + FetchOf("bb").ByteSizeLong());
  outbox.Written(true);
  EXPECT_EQ(outbox.bytes(), FetchOf("bb").ByteSizeLong());
  outbox.Push(FetchOf("ccc"));
  outbox.Close(true);
  EXPECT_EQ(outbox.bytes(), FetchOf("bb").ByteSizeLong());
  outbox.Written(true);
  EXPECT_EQ(outbox.bytes(), 0u);
}

TEST(Outbox, ClosingLetsOutTheLastFrameAlone) {
  Outbox outbox;
  for (const char* name : {"a", "b", "c", "bye"}) outbox.Push(FetchOf(name));
  EXPECT_EQ(outbox.Close(false), Next::kNothing);
  EXPECT_EQ(outbox.Written(true), Next::kWrite);
  EXPECT_EQ(outbox.front()->fetch().origin(), "bye");
  EXPECT_EQ(outbox.bytes(), FetchOf("bye").ByteSizeLong());
  EXPECT_EQ(outbox.Written(true), Next::kEnd);
}

TEST(Outbox, EndsOnceAfterWhatWasQueuedBeforeClose) {
  Outbox outbox;
  EXPECT_EQ(outbox.Push(FetchOf("a")), Next::kWrite);
  EXPECT_EQ(outbox.Push(FetchOf("b")), Next::kNothing);
  EXPECT_EQ(outbox.Close(false), Next::kNothing);
  EXPECT_EQ(outbox.Push(FetchOf("late")), Next::kNothing);
  EXPECT_EQ(outbox.Written(true), Next::kWrite);
  EXPECT_EQ(outbox.front()->fetch().origin(), "b");
  EXPECT_EQ(outbox.Written(true), Next::kEnd);
  EXPECT_EQ(outbox.Close(false), Next::kNothing);
}

TEST(Outbox, AnIdleOneEndsAtOnce) {
  Outbox outbox;
  EXPECT_EQ(outbox.Close(false), Next::kEnd);
  EXPECT_EQ(outbox.Close(true), Next::kNothing);
}

TEST(Outbox, DroppingKeepsOnlyTheFrameThatIsBeingWritten) {
  Outbox outbox;
  EXPECT_EQ(outbox.Push(FetchOf("a")), Next::kWrite);
  EXPECT_EQ(outbox.Push(FetchOf("b")), Next::kNothing);
  EXPECT_EQ(outbox.Close(true), Next::kNothing);
  EXPECT_EQ(outbox.front()->fetch().origin(), "a");
  EXPECT_EQ(outbox.Written(true), Next::kEnd);
}

TEST(Outbox, AFailedWriteEndsTheStream) {
  Outbox outbox;
  EXPECT_EQ(outbox.Push(FetchOf("a")), Next::kWrite);
  EXPECT_EQ(outbox.Push(FetchOf("b")), Next::kNothing);
  EXPECT_EQ(outbox.Written(false), Next::kEnd);
}

TEST(Outbox, WritesAFrameInPiecesAndForgetsItWithTheLast) {
  Outbox outbox;
  outbox.Pack();
  v1::Frame large;
  std::mt19937 random(1);
  std::string& data = *large.mutable_blob_chunk()->mutable_data();
  for (int i = 0; i < 10'000; ++i) data.push_back(static_cast<char>(random()));
  EXPECT_EQ(outbox.Push(large), Next::kWrite);
  Unpacker unpacker;
  for (int piece = 0; piece < 3; ++piece) {
    EXPECT_EQ(outbox.bytes(), large.ByteSizeLong());
    auto taken = unpacker.Take(*outbox.front());
    ASSERT_TRUE(taken.ok());
    EXPECT_EQ(taken->has_value(), piece == 2);
    EXPECT_EQ(outbox.Written(true), piece < 2 ? Next::kWrite : Next::kNothing);
  }
  EXPECT_EQ(outbox.bytes(), 0u);
}

TEST(Outbox, FramesThatWaitWhenPiecesBeginGoOutInPiecesToo) {
  Outbox outbox;
  EXPECT_EQ(outbox.Push(FetchOf("as it is")), Next::kWrite);
  EXPECT_EQ(outbox.Push(FetchOf("waits")), Next::kNothing);
  outbox.Pack();
  EXPECT_EQ(outbox.Push(FetchOf("comes later")), Next::kNothing);
  Unpacker unpacker;
  for (const bool in_pieces : {false, true, true}) {
    EXPECT_EQ(outbox.front()->has_piece(), in_pieces);
    auto taken = unpacker.Take(*outbox.front());
    ASSERT_TRUE(taken.ok() && taken->has_value());
    const std::string& origin = (*taken)->fetch().origin();
    EXPECT_EQ(origin, !in_pieces ? "as it is" : outbox.bytes() > FetchOf("comes later").ByteSizeLong() ? "waits" : "comes later");
    outbox.Written(true);
  }
  EXPECT_EQ(outbox.bytes(), 0u);
}

TEST(Outbox, AFailedWriteOfAPieceEndsTheStream) {
  Outbox outbox;
  outbox.Pack();
  EXPECT_EQ(outbox.Push(v1::Frame()), Next::kWrite);
  EXPECT_EQ(outbox.Push(v1::Frame()), Next::kNothing);
  EXPECT_EQ(outbox.Written(false), Next::kEnd);
}

TEST(Inlet, GoesOnReadingPiecesUntilItEnds) {
  Inlet inlet;
  EXPECT_TRUE(inlet.Begin());
  EXPECT_FALSE(inlet.Begun());
  EXPECT_TRUE(inlet.Goes());
  EXPECT_FALSE(inlet.End());  // the reader, who is at it, ends the stream
  EXPECT_TRUE(inlet.Begun());
  EXPECT_FALSE(inlet.Goes());
}

TEST(Inlet, ReadsAgainOnlyAfterTheLastFrameWasTaken) {
  Inlet inlet;
  EXPECT_TRUE(inlet.Begin());
  EXPECT_FALSE(inlet.Begin()) << "one read at a time";
  EXPECT_FALSE(inlet.Begun());
  EXPECT_TRUE(inlet.Came());
  EXPECT_FALSE(inlet.reading());
  EXPECT_TRUE(inlet.Begin());
}

TEST(Inlet, ReportsNothingAndBeginsNothingOnceItHasEnded) {
  Inlet inlet;
  inlet.Begin();
  inlet.Begun();
  EXPECT_TRUE(inlet.End());
  EXPECT_FALSE(inlet.Came());
  EXPECT_FALSE(inlet.Begin());
}

TEST(Inlet, AnEndThatMeetsABeginningReadIsLeftToTheReader) {
  Inlet inlet;
  EXPECT_TRUE(inlet.Begin());
  EXPECT_FALSE(inlet.End());
  EXPECT_TRUE(inlet.Begun());
}

TEST(Inlet, EndsOnceAlsoWhenAFrameOvertookTheThreadThatAskedForIt) {
  Inlet inlet;
  inlet.Begin();
  inlet.Came();
  inlet.Begin();
  EXPECT_FALSE(inlet.Begun());
  EXPECT_FALSE(inlet.End());
  EXPECT_TRUE(inlet.Begun());
  Inlet other;
  other.Begin();
  other.Begun();
  EXPECT_TRUE(other.End());
  EXPECT_FALSE(other.Begin()) << "nobody is left to end it a second time";
}

}  // namespace
}  // namespace lightship::rpc
