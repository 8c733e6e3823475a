#include "node/crypto/p256_table.h"

#include <vector>

#include "absl/strings/escaping.h"
#include "gtest/gtest.h"
#include "node/base/limits.h"
#include "node/crypto/key.h"

namespace lightship::crypto {
namespace {

struct Signed {
  Digest digest;
  std::string signature;
};

std::string PointOf(const PublicKey& key) { return key.spki().substr(26); }

bool Confirms(const P256Table& table, const Digest& digest, const std::string& signature) {
  const P256Table::Claim claim{digest, signature};
  return table.Confirm({&claim, 1}).front();
}

Signed Sign(const PrivateKey& key, int message) {
  const std::string text = std::to_string(message);
  return {Sha256(text), key.Sign(text).value()};
}

TEST(P256Table, ConfirmsWhatTheKeyHasSigned) {
  for (int i = 0; i < 8; ++i) {
    const PrivateKey key = PrivateKey::Generate(Algorithm::kEcdsaP256).value();
    const auto table = P256Table::Make(PointOf(key.public_key()));
    ASSERT_NE(table, nullptr);
    for (int message = 0; message < 50; ++message) {
      const Signed made = Sign(key, message);
      EXPECT_TRUE(Confirms(*table, made.digest, made.signature));
    }
  }
}

TEST(P256Table, ConfirmsNothingElse) {
  const PrivateKey key = PrivateKey::Generate(Algorithm::kEcdsaP256).value();
  const PrivateKey other = PrivateKey::Generate(Algorithm::kEcdsaP256).value();
  const auto table = P256Table::Make(PointOf(key.public_key()));
  ASSERT_NE(table, nullptr);
  const Signed made = Sign(key, 1);
  EXPECT_FALSE(Confirms(*table, Sign(key, 2).digest, made.signature));
  EXPECT_FALSE(Confirms(*table, made.digest, Sign(other, 1).signature));
  EXPECT_FALSE(Confirms(*table, made.digest, made.signature + '\0'));
  for (size_t bit = 0; bit < made.signature.size() * 8; ++bit) {
    std::string changed = made.signature;
    changed[bit / 8] ^= static_cast<char>(1 << (bit % 8));
    EXPECT_FALSE(Confirms(*table, made.digest, changed)) << "bit " << bit;
  }
}

TEST(P256Table, TellsEachOfManyApart) {
  const PrivateKey key = PrivateKey::Generate(Algorithm::kEcdsaP256).value();
  const auto table = P256Table::Make(PointOf(key.public_key()));
  ASSERT_NE(table, nullptr);
  std::vector<Signed> all;
  std::vector<bool> expected;
  for (int message = 0; message < 100; ++message) {
    all.push_back(Sign(key, message));
    if (message % 7 == 0) all.back().signature.back() ^= 1;
    if (message % 11 == 0) all.back().digest = Sha256("another");
    if (message % 13 == 0) all.back().signature = "no DER";
    if (message % 17 == 0) all.back().signature = std::string("\x30\x06\x02\x01\x01\x02\x01\x00", 8);
    expected.push_back(message % 7 != 0 && message % 11 != 0 && message % 13 != 0 && message % 17 != 0);
  }
  std::vector<P256Table::Claim> claims;
  for (const Signed& one : all) claims.push_back({one.digest, one.signature});
  EXPECT_EQ(table->Confirm(claims), expected);
  EXPECT_EQ(table->Confirm({}), std::vector<bool>());
}

// Out of range, they would be divided by, or stand for another number (FIPS 186-5 section 6.4.2, step 1).
TEST(P256Table, ConfirmsNoNumberThatIsNoneOfTheGroup) {
  const PrivateKey key = PrivateKey::Generate(Algorithm::kEcdsaP256).value();
  const auto table = P256Table::Make(PointOf(key.public_key()));
  ASSERT_NE(table, nullptr);
  const std::string zero("\x02\x01\x00", 3), one("\x02\x01\x01", 3), minus_one("\x02\x01\xff", 3);
  for (const std::string& r : {zero, one, minus_one}) {
    for (const std::string& s : {zero, one, minus_one}) {
      EXPECT_FALSE(Confirms(*table, Sha256(""), std::string("\x30\x06", 2) + r + s));
    }
  }
}

// The key 1, whose owner finds r = -e without a signature: what it adds up to is no point that has an x.
TEST(P256Table, DoesNotConfirmThePointAtInfinity) {
  const auto table = P256Table::Make(absl::HexStringToBytes("046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
                                                            "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"));
  ASSERT_NE(table, nullptr);
  const auto order_less_one =
      DigestFromBytes(absl::HexStringToBytes("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550"));
  ASSERT_TRUE(order_less_one.ok());
  EXPECT_FALSE(Confirms(*table, *order_less_one, "\x30\x06\x02\x01\x01\x02\x01\x01"));
}

TEST(P256Table, IsMadeForSoManyKeysAndNoMore) {
  const std::string point = PointOf(PrivateKey::Generate(Algorithm::kEcdsaP256)->public_key());
  std::vector<std::unique_ptr<const P256Table>> tables;
  for (size_t i = 0; i < base::limits::kKeyTables; ++i) ASSERT_NE(tables.emplace_back(P256Table::Make(point)), nullptr);
  EXPECT_EQ(P256Table::Make(point), nullptr);
  tables.pop_back();
  EXPECT_NE(P256Table::Make(point), nullptr);
}

TEST(P256Table, IsMadeOfPointsOfTheCurveAlone) {
  EXPECT_EQ(P256Table::Make(""), nullptr);
  EXPECT_EQ(P256Table::Make(std::string(1, '\x04') + std::string(64, '\x01')), nullptr);
  EXPECT_EQ(P256Table::Make(std::string(1, '\0')), nullptr);
}

TEST(P256TableOnceWorthIt, IsAskedForAgainWhenThereWasNoPlace) {
  const std::string point = PointOf(PrivateKey::Generate(Algorithm::kEcdsaP256)->public_key());
  std::vector<std::unique_ptr<const P256Table>> others;
  for (size_t i = 0; i < base::limits::kKeyTables; ++i) others.push_back(P256Table::Make(point));
  const P256TableOnceWorthIt table;
  EXPECT_EQ(table.Get(point, 1000), nullptr);
  others.clear();
  EXPECT_EQ(table.Get(point, 999), nullptr);
  EXPECT_NE(table.Get(point, 1), nullptr);
}

TEST(P256TableOnceWorthIt, IsMadeOnceAKeyHasVerifiedMuch) {
  const std::string point = PointOf(PrivateKey::Generate(Algorithm::kEcdsaP256)->public_key());
  const P256TableOnceWorthIt table;
  EXPECT_EQ(table.Get(point, 1), nullptr);
  const P256Table* made = nullptr;
  for (int i = 0; i < 1000; ++i) made = table.Get(point, 1);
  ASSERT_NE(made, nullptr);
  EXPECT_EQ(table.Get(point, 1), made);
  const P256TableOnceWorthIt of_many;
  EXPECT_EQ(of_many.Get(point, 999), nullptr);
  EXPECT_NE(of_many.Get(point, 64), nullptr);
}

}  // namespace
}  // namespace lightship::crypto
