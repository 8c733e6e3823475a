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

}  // namespace
}  // namespace lightship::rpc
