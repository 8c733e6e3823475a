#include "node/crypto/digest.h"

#include "gtest/gtest.h"
#include "node/base/encoding.h"

namespace lightship::crypto {
namespace {

// Examples of FIPS 180.
TEST(Sha256, GivesThePublishedDigests) {
  EXPECT_EQ(base::Hex(AsView(Sha256(""))),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(base::Hex(AsView(Sha256("abc"))),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(base::Hex(AsView(Sha256(std::string(1000000, 'a')))),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, OfPiecesIsThatOfTheirConcatenation) {
  EXPECT_EQ(Sha256({"a", "", "bc"}), Sha256("abc"));
  EXPECT_EQ(Sha256({}), Sha256(""));
}

TEST(Digest, ComesFromExactly32Bytes) {
  Digest digest = Sha256("abc");
  EXPECT_EQ(DigestFromBytes(AsString(digest)).value(), digest);
  for (size_t size : {0, 31, 33, 64}) {
    EXPECT_EQ(DigestFromBytes(std::string(size, 'x')).status().code(),
              absl::StatusCode::kInvalidArgument);
  }
}

}  // namespace
}  // namespace lightship::crypto
