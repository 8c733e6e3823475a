#include "node/base/encoding.h"

#include <limits>
#include <random>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::base {
namespace {

std::string RandomBytes(std::mt19937_64& random, size_t size) {
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random());
  return bytes;
}

template <typename T>
void ExpectMalformed(const absl::StatusOr<T>& result, absl::string_view text) {
  EXPECT_EQ(result.status().code(), absl::StatusCode::kInvalidArgument) << text;
  EXPECT_EQ(ReasonOf(result.status()), reason::kMalformed) << text;
}

TEST(Base32, GivesTheVectorsOfRfc4648WithoutPadding) {
  const std::pair<const char*, const char*> kVectors[] = {
      {"", ""},         {"f", "MY"},           {"fo", "MZXQ"},          {"foo", "MZXW6"},
      {"foob", "MZXW6YQ"}, {"fooba", "MZXW6YTB"}, {"foobar", "MZXW6YTBOI"}};
  for (const auto& [bytes, text] : kVectors) {
    EXPECT_EQ(Base32(bytes), text);
    EXPECT_EQ(FromBase32(text).value(), bytes);
  }
}

TEST(Base32, RefusesEveryTextButTheOneItGives) {
  for (absl::string_view text : {"my", "M1", "M", "MZX", "MZ", "MY======", "MZXW6A"}) {
    ExpectMalformed(FromBase32(text), text);
  }
  std::mt19937_64 random(7);
  for (size_t size = 0; size < 200; ++size) {
    const std::string bytes = RandomBytes(random, size);
    EXPECT_EQ(FromBase32(Base32(bytes)).value(), bytes);
  }
}

TEST(Base64, GivesTheVectorsOfRfc4648) {
  const std::pair<const char*, const char*> kVectors[] = {{"", ""},
                                                          {"f", "Zg=="},
                                                          {"fo", "Zm8="},
                                                          {"foo", "Zm9v"},
                                                          {"foob", "Zm9vYg=="},
                                                          {"fooba", "Zm9vYmE="},
                                                          {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : kVectors) {
    EXPECT_EQ(Base64(bytes), text);
    EXPECT_EQ(FromBase64(text).value(), bytes);
  }
}

TEST(Base64, DecodesWhatItEncodes) {
  std::mt19937_64 random(1);
  for (size_t size = 0; size < 200; ++size) {
    std::string bytes = RandomBytes(random, size);
    EXPECT_EQ(FromBase64(Base64(bytes)).value(), bytes);
  }
}

TEST(Base64, RefusesEveryOtherWayToWriteTheSameBytes) {
  for (const char* text : {"Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "Zg==\n", " Zg==", "Zm 9v",
                           "Zm9v\n", "====", "Z===", "=Zg=", "Zg=a", "Zm9v====", "-_-_", "Zm9v."}) {
    ExpectMalformed(FromBase64(text), text);
  }
  EXPECT_FALSE(FromBase64(absl::string_view("Zm\0v", 4)).ok());
  EXPECT_FALSE(FromBase64("Zm\xc3\xa9").ok());
}

// If two texts could stand for the same bytes, some changed character would go unnoticed.
TEST(Base64, EveryTextThatDecodesIsTheOneThatEncodes) {
  std::mt19937_64 random(2);
  constexpr absl::string_view kCharacters = "ABYZaz09+/= \n-";
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    for (size_t i = 0; i < 8; ++i) text.push_back(kCharacters[random() % kCharacters.size()]);
    absl::StatusOr<std::string> bytes = FromBase64(text);
    if (bytes.ok()) {
      EXPECT_EQ(Base64(*bytes), text);
    }
  }
}

TEST(Hex, EncodesInLowerCaseAndDecodesEither) {
  EXPECT_EQ(Hex(absl::string_view("\x00\x9a\xff", 3)), "009aff");
  EXPECT_EQ(FromHex("009AfF").value(), std::string("\x00\x9a\xff", 3));
  EXPECT_EQ(FromHex("").value(), "");
}

TEST(Hex, RefusesOddLengthsAndOtherCharacters) {
  for (const char* text :
       {"0", "abc", "0g", "g0", "0x12", " 12", "1 ", "12\n3", "-1", "\xc3\xa9"}) {
    ExpectMalformed(FromHex(text), text);
  }
}

TEST(Hex, SaysWhichCharacterIsWrong) {
  EXPECT_THAT(std::string(FromHex("00g1").status().message()), ::testing::HasSubstr("character 3"));
  EXPECT_THAT(std::string(FromHex("001g").status().message()), ::testing::HasSubstr("character 4"));
}

TEST(Decimal, ReadsAllOf64Bits) {
  EXPECT_EQ(FromDecimal("0").value(), 0u);
  EXPECT_EQ(FromDecimal("70000").value(), 70000u);
  EXPECT_EQ(FromDecimal("18446744073709551615").value(), std::numeric_limits<uint64_t>::max());
}

TEST(Decimal, RefusesEveryOtherWayToWriteANumber) {
  for (const char* text : {"", "00", "01", "+1", "-1", "-0", " 1", "1 ", "1\n", "1.0", "0x1", "1e3",
                           "1,000", "18446744073709551616", "99999999999999999999999"}) {
    ExpectMalformed(FromDecimal(text), text);
  }
}

TEST(BigEndian, SortsAsNumbersDo) {
  std::mt19937_64 random(3);
  for (int round = 0; round < 1000; ++round) {
    uint64_t a = random() >> (random() % 64);
    uint64_t b = random() >> (random() % 64);
    std::string key_a;
    std::string key_b;
    AppendBigEndian64(a, key_a);
    AppendBigEndian64(b, key_b);
    EXPECT_EQ(a < b, key_a < key_b);
    EXPECT_EQ(ReadBigEndian64(key_a + "and more"), a);
  }
}

TEST(BigEndian, AppendsEightBytesHighestFirst) {
  std::string out = "x";
  AppendBigEndian64(0x0102030405060708, out);
  EXPECT_EQ(out, "x\x01\x02\x03\x04\x05\x06\x07\x08");
}

}  // namespace
}  // namespace lightship::base
