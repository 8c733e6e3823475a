#include "node/crypto/p256_table.h"

#include <vector>

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
      EXPECT_TRUE(table->Confirms(made.digest, made.signature));
    }
  }
}

TEST(P256Table, ConfirmsNothingElse) {
  const PrivateKey key = PrivateKey::Generate(Algorithm::kEcdsaP256).value();
  const PrivateKey other = PrivateKey::Generate(Algorithm::kEcdsaP256).value();
  const auto table = P256Table::Make(PointOf(key.public_key()));
  ASSERT_NE(table, nullptr);
  const Signed made = Sign(key, 1);
  EXPECT_FALSE(table->Confirms(Sign(key, 2).digest, made.signature));
  EXPECT_FALSE(table->Confirms(made.digest, Sign(other, 1).signature));
  EXPECT_FALSE(table->Confirms(made.digest, made.signature + '\0'));
  for (size_t bit = 0; bit < made.signature.size() * 8; ++bit) {
    std::string changed = made.signature;
    changed[bit / 8] ^= static_cast<char>(1 << (bit % 8));
    EXPECT_FALSE(table->Confirms(made.digest, changed)) << "bit " << bit;
  }
}

// Out of range, they would be divided by, or stand for another number (FIPS 186-5 section 6.4.2, step 1).
TEST(P256Table, ConfirmsNoNumberThatIsNoneOfTheGroup) {
  const PrivateKey key = PrivateKey::Generate(Algorithm::kEcdsaP256).value();
  const auto table = P256Table::Make(PointOf(key.public_key()));
  ASSERT_NE(table, nullptr);
  const std::string zero("\x02\x01\x00", 3), one("\x02\x01\x01", 3), minus_one("\x02\x01\xff", 3);
  for (const std::string& r : {zero, one, minus_one}) {
    for (const std::string& s : {zero, one, minus_one}) {
      EXPECT_FALSE(table->Confirms(Sha256(""), std::string("\x30\x06", 2) + r + s));
    }
  }
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

TEST(P256TableOnceWorthIt, IsMadeOnceAKeyHasVerifiedMuch) {
  const std::string point = PointOf(PrivateKey::Generate(Algorithm::kEcdsaP256)->public_key());
  const P256TableOnceWorthIt table;
  EXPECT_EQ(table.Get(point), nullptr);
  const P256Table* made = nullptr;
  for (int i = 0; i < 1000; ++i) made = table.Get(point);
  ASSERT_NE(made, nullptr);
  EXPECT_EQ(table.Get(point), made);
}

}  // namespace
}  // namespace lightship::crypto
