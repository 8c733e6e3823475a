#include "node/rpc/packing.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "node/base/encoding.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "zstd.h"

namespace lightship::rpc {
namespace {

v1::Frame Announcing(const std::string& note) {
  v1::Frame frame;
  frame.mutable_announce()->set_origin("lightship/SG/1");
  frame.mutable_announce()->set_checkpoint(note);
  return frame;
}

std::string Compressed(const std::string& bytes) {
  std::string packed(ZSTD_compressBound(bytes.size()), '\0');
  packed.resize(ZSTD_compress(packed.data(), packed.size(), bytes.data(), bytes.size(), 1));
  return packed;
}

v1::Frame PieceOf(const std::string& data, bool last) {
  v1::Frame frame;
  frame.mutable_piece()->set_data(data);
  frame.mutable_piece()->set_last(last);
  return frame;
}

// The reason why the pieces of `packed` are refused.
std::string Refusal(const std::string& packed) {
  Unpacker unpacker;
  for (size_t at = 0; at < packed.size(); at += kPieceBytes) {
    auto taken = unpacker.Take(PieceOf(packed.substr(at, kPieceBytes), at + kPieceBytes >= packed.size()));
    if (!taken.ok()) return base::ReasonOf(taken.status());
  }
  return "";
}

TEST(Packing, GivesBackEveryFrameOfAStream) {
  Packer packer;
  Unpacker unpacker;
  for (size_t length : {0u, 1u, 1000u, 100'000u, 3'000'000u, 10u}) {
    const v1::Frame frame = Announcing(std::string(length, 'x') + std::to_string(length));
    std::deque<v1::Frame> pieces = packer.Pack(frame.SerializeAsString());
    for (size_t i = 0; i < pieces.size(); ++i) {
      auto taken = unpacker.Take(pieces[i]);
      ASSERT_TRUE(taken.ok()) << taken.status();
      ASSERT_EQ(taken->has_value(), i + 1 == pieces.size());
      if (taken->has_value()) EXPECT_EQ((*taken)->SerializeAsString(), frame.SerializeAsString());
    }
  }
}

TEST(Packing, WhatWasSaidBeforeCostsNextToNothing) {
  Packer packer;
  std::string note;
  for (int i = 0; i < 2000; ++i) note.push_back(static_cast<char>('!' + i * i % 89));
  packer.Pack(Announcing(note).SerializeAsString());
  std::deque<v1::Frame> again = packer.Pack(Announcing(note + "one more line").SerializeAsString());
  ASSERT_EQ(again.size(), 1u);
  EXPECT_LT(again[0].ByteSizeLong(), 80u);
}

v1::Frame BatchOf(int items, size_t bytes) {
  v1::Frame frame;
  frame.mutable_batch()->set_origin("lightship/SG/1");
  std::mt19937_64 drawn(7);
  for (int i = 0; i < items; ++i) {
    std::string& entry = *frame.mutable_batch()->add_items()->mutable_held()->mutable_entry();
    while (entry.size() < bytes / items) entry.push_back(static_cast<char>(drawn()));
  }
  return frame;
}

TEST(Packing, LargeBatchesGoInLargePieces) {
  const auto pieces_of = [](const v1::Frame& frame) { return PieceBytesOf(frame, frame.ByteSizeLong()); };
  EXPECT_EQ(pieces_of(BatchOf(100, 300'000)), kLargePieceBytes);
  EXPECT_EQ(pieces_of(BatchOf(100, 200'000)), kPieceBytes) << "over a line that may be slow";
  EXPECT_EQ(pieces_of(BatchOf(1, 300'000)), kPieceBytes) << "which had to be sent over any line";
  EXPECT_EQ(pieces_of(Announcing(std::string(300'000, 'x'))), kPieceBytes);
  v1::Frame missing = BatchOf(100, 300'000);
  missing.mutable_batch()->set_backfill(true);
  EXPECT_EQ(pieces_of(missing), kPieceBytes) << "whatever the line is like";

  const v1::Frame large = BatchOf(100, 300'000);
  Packer packer;
  Unpacker unpacker;
  const std::deque<v1::Frame> pieces = packer.Pack(large.SerializeAsString(), kLargePieceBytes);
  EXPECT_EQ(pieces.size(), 300'000 / kLargePieceBytes + 1) << "it cannot be compressed";
  for (const v1::Frame& piece : pieces) {
    auto taken = unpacker.Take(piece);
    ASSERT_TRUE(taken.ok()) << taken.status();
    if (taken->has_value()) EXPECT_EQ((*taken)->SerializeAsString(), large.SerializeAsString());
  }
}

TEST(Packing, TakesFramesThatAreInNoPieces) {
  Unpacker unpacker;
  auto taken = unpacker.Take(Announcing("note"));
  ASSERT_TRUE(taken.ok());
  EXPECT_EQ((*taken)->announce().checkpoint(), "note");
}

TEST(Packing, RefusesLittleThatUnpacksToMoreThanAFrame) {
  const std::string bomb = Compressed(std::string(64 << 20, 'x'));
  ASSERT_LT(bomb.size(), 16u * 1024);
  // Made with a window that no honest peer uses, and with the right one.
  EXPECT_EQ(Refusal(bomb), base::reason::kMalformed);
  Packer packer;
  std::string packed;
  for (const v1::Frame& piece : packer.Pack(Announcing(std::string(5 << 20, 'x')).SerializeAsString())) {
    packed += piece.piece().data();
  }
  EXPECT_EQ(Refusal(packed), base::reason::kTooLarge);
}

TEST(Packing, RefusesPiecesWithoutEnd) {
  Unpacker unpacker;
  absl::Status refused;
  for (size_t i = 0; i < 2 * base::limits::kFrameBytes / kPieceBytes && refused.ok(); ++i) {
    refused = unpacker.Take(PieceOf(std::string(kPieceBytes, 'x'), false)).status();
  }
  EXPECT_EQ(base::ReasonOf(refused), base::reason::kTooLarge);
}

TEST(Packing, RefusesWhatIsNoFrame) {
  EXPECT_EQ(Refusal("not compressed at all"), base::reason::kMalformed);
  EXPECT_EQ(Refusal(Compressed("no frame at all")), base::reason::kMalformed);
  EXPECT_EQ(Refusal(Compressed(PieceOf("a piece in a piece", true).SerializeAsString())),
            base::reason::kMalformed);
}

TEST(Packing, RefusesSmallPiecesThatOnlyKeepItWaitingAndFramesBetweenPieces) {
  Unpacker small;
  EXPECT_FALSE(small.Take(PieceOf("x", false)).ok());
  Unpacker between;
  ASSERT_TRUE(between.Take(PieceOf(std::string(kPieceBytes, 'x'), false)).ok());
  EXPECT_FALSE(between.Take(Announcing("note")).ok());
}

// What nodes of earlier builds sent: serialized messages, each with its length before it (tests/data/builds).
TEST(Packing, UnpacksWhatEarlierBuildsPacked) {
  int builds = 0;
  for (const auto& build : std::filesystem::directory_iterator(TEST_DATA "/builds")) {
    if (!build.is_directory()) continue;
    ++builds;
    std::ifstream in(build.path() / "wire/pieces", std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    Unpacker unpacker;
    std::vector<v1::Frame::MessageCase> frames;
    for (size_t at = 0; at + 4 <= bytes.size();) {
      const uint64_t size = base::ReadBigEndian64(std::string(4, '\0') + bytes.substr(at, 4));
      v1::Frame message;
      ASSERT_TRUE(message.ParseFromString(bytes.substr(at + 4, size)));
      ASSERT_TRUE(message.has_piece());
      const auto taken = unpacker.Take(message);
      ASSERT_TRUE(taken.ok()) << build << ": " << taken.status();
      if (taken->has_value()) frames.push_back((*taken)->message_case());
      at += 4 + size;
    }
    EXPECT_EQ(frames, (std::vector<v1::Frame::MessageCase>{v1::Frame::kHello, v1::Frame::kBatch, v1::Frame::kBatch,
                                                           v1::Frame::kBye}))
        << build;
  }
  EXPECT_GT(builds, 0);
}

}  // namespace
}  // namespace lightship::rpc
