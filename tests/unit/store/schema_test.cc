#include "node/store/schema.h"

#include "gtest/gtest.h"
#include "node/base/encoding.h"
#include "node/store/store.h"

namespace lightship::store {
namespace {

// Golden: these bytes are on disks. A change needs a new kFormatVersion and a migration.
TEST(Schema, KeysAreTheBytesThatDisksHold) {
  EXPECT_EQ(base::Hex(NumberedKey("lightship/SG/1", 258)),
            "6c69676874736869702f53472f3100" "0000000000000102");
  EXPECT_EQ(base::Hex(PartKey("lightship/SG/1", 1, "facts")),
            "6c69676874736869702f53472f3100" "0000000000000001" "6661637473");
  EXPECT_EQ(base::Hex(TileKey("lightship/SG/1", 2, 3)),
            "6c69676874736869702f53472f3100" "02" "0000000000000003");
  const std::string sha256(32, '\xAB');
  EXPECT_EQ(base::Hex(BlobChunkKey(sha256, 3)), base::Hex(sha256) + "0000000000000003");
  EXPECT_EQ(BlobRefKey(sha256, "lightship/SG/1", 1, "attachment/1"),
            sha256 + PartKey("lightship/SG/1", 1, "attachment/1"));
  EXPECT_EQ(base::Hex(PurgeKey("o", 1, 2)), "6f00" "0000000000000001" "0000000000000002");
  EXPECT_EQ(base::Hex(RetentionKey(3, "o", 1)), "0000000000000003" "6f00" "0000000000000001");
  EXPECT_EQ(kFormatVersion, 1u);
  EXPECT_EQ(kFormatKey, "format");
  EXPECT_EQ(static_cast<int>(Table::kStubs), 8);
}

TEST(Schema, KeysSortAsNumbers) {
  EXPECT_LT(NumberedKey("o", 255), NumberedKey("o", 256));
  EXPECT_LT(NumberedKey("o", ~0ull - 1), NumberedKey("o", ~0ull));
  EXPECT_LT(PartKey("o", 1, "vessel"), PartKey("o", 2, "facts"));
}

TEST(Schema, AnOriginsKeysLieBetweenItsStartAndLimit) {
  EXPECT_LE(OriginStart("lightship/SG/1"), NumberedKey("lightship/SG/1", 0));
  EXPECT_LT(NumberedKey("lightship/SG/1", ~0ull), OriginLimit("lightship/SG/1"));
  EXPECT_FALSE(NumberedKey("lightship/SG/10", 0) < OriginLimit("lightship/SG/1") &&
               NumberedKey("lightship/SG/10", 0) >= OriginStart("lightship/SG/1"));
}

TEST(Schema, WhatBeginsWithAPrefixLiesBeforeItsEnd) {
  const std::string high = std::string(2, '\x01') + std::string(30, '\xFF');
  EXPECT_LT(BlobChunkKey(high, ~0ull), AfterPrefix(high));
  EXPECT_EQ(AfterPrefix(high), "\x01\x02");
  EXPECT_EQ(AfterPrefix(std::string(32, '\xFF')), "");
}

TEST(Schema, NumbersAndNamesAreReadBack) {
  EXPECT_EQ(*NumberOfKey(NumberedKey("o", 77)), 77u);
  EXPECT_EQ(NumberOfKey("short").status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(PartNameOfKey("o", PartKey("o", 5, "attachment/1")), "attachment/1");
  EXPECT_EQ(PartNameOfKey("o", "x"), "");
  EXPECT_EQ(PlaceInKey(PurgeKey("lightship/SG/1", 7, 9), 0)->index, 7u);
  EXPECT_EQ(PlaceInKey(RetentionKey(-5, "lightship/SG/1", 7), 8)->origin, "lightship/SG/1");
  EXPECT_FALSE(PlaceInKey("lightship/SG/1", 0).ok());
  EXPECT_FALSE(PlaceInKey("short", 8).ok());
}

}  // namespace
}  // namespace lightship::store
