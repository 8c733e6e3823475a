#include "node/statement/seal.h"

#include <set>

#include "gtest/gtest.h"
#include "node/base/encoding.h"
#include "node/base/limits.h"
#include "node/statement/open.h"
#include "tests/support/sample.h"
#include "tests/support/vectors.h"

namespace lightship::statement {
namespace {

using lightship::testing::Bytes;
using lightship::testing::Draft;
using lightship::testing::NewKey;
using lightship::testing::SampleFacts;
using lightship::testing::SampleManifest;
using lightship::testing::SeededEntropy;
using lightship::testing::Vectors;

absl::StatusOr<v1::SignedStatement> SealReport(std::vector<PartDraft> parts, size_t signers = 1,
                                               uint64_t seed = 1) {
  static const crypto::PrivateKey key = NewKey();
  const std::vector<crypto::PrivateKey> keys(signers, key);
  SeededEntropy entropy(seed);
  return Seal(SampleManifest(v1::STATEMENT_KIND_REPORT, "SG"), std::move(parts), keys, entropy);
}

TEST(Dsse, MatchesIndependentVectors) {
  const auto& dsse = Vectors()["dsse"];
  const std::string body = Bytes(dsse["body"]);
  EXPECT_EQ(dsse["payload_type"].get<std::string>(), std::string(kPayloadType));
  EXPECT_EQ(base::Hex(Pae(kPayloadType, body)), dsse["pae"].get<std::string>());
  EXPECT_EQ(base::Hex(crypto::AsView(StatementId(body))), dsse["body_sha256"].get<std::string>());

  const auto& ed = dsse["ed25519"];
  const auto key = crypto::PrivateKey::FromEd25519Seed(Bytes(ed["seed"])).value();
  EXPECT_EQ(base::Hex(key.Sign(Pae(kPayloadType, body)).value()),
            ed["signature"].get<std::string>());
  EXPECT_EQ(base::Hex(crypto::AsView(key.public_key().key_id())),
            ed["key_id_sha256_spki"].get<std::string>());
}

TEST(Dsse, VerifiesIndependentSignatures) {
  const auto& dsse = Vectors()["dsse"];
  const std::string body = Bytes(dsse["body"]);
  for (const auto& [name, field] :
       {std::pair("ed25519", "signature"), std::pair("ecdsa_p256_sha256", "signature_der")}) {
    const auto key = crypto::PublicKey::FromSpki(Bytes(dsse[name]["spki_der"])).value();
    EXPECT_EQ(base::Hex(crypto::AsView(key.key_id())),
              dsse[name]["key_id_sha256_spki"].get<std::string>());
    v1::Signature signature;
    signature.set_signature(Bytes(dsse[name][field]));
    EXPECT_TRUE(VerifySignature(body, signature, key)) << name;
    EXPECT_FALSE(VerifySignature(body + '\0', signature, key)) << name;
    signature.mutable_signature()->back() ^= 1;
    EXPECT_FALSE(VerifySignature(body, signature, key)) << name;
  }
}

TEST(Seal, MakesAStatementThatOpens) {
  const v1::SignedStatement statement =
      SealReport({Draft("facts", SampleFacts()), {"attachment/1", "bytes", "own"}}, 2).value();
  const v1::Manifest manifest = ParseManifest(statement.manifest()).value();
  EXPECT_EQ(manifest.format_version(), kFormatVersion);
  EXPECT_EQ(manifest.nonce().size(), 16u);
  ASSERT_EQ(manifest.parts_size(), 2);
  EXPECT_EQ(manifest.parts(1).audience(), "own");
  for (const v1::Part& part : statement.parts()) {
    EXPECT_EQ(part.salt().size(), 16u);
    EXPECT_TRUE(CheckPart(manifest, part).ok());
  }
  EXPECT_EQ(statement.signatures_size(), 2);
}

TEST(Seal, SignsTheBytesThatItReturns) {
  const crypto::PrivateKey ed = NewKey(), p256 = NewKey(crypto::Algorithm::kEcdsaP256);
  SeededEntropy entropy(2);
  const v1::SignedStatement statement = Seal(SampleManifest(v1::STATEMENT_KIND_REPORT, "SG"),
                                             {Draft("facts", SampleFacts())}, {ed, p256}, entropy)
                                            .value();
  EXPECT_TRUE(VerifySignature(statement.manifest(), statement.signatures(0), ed.public_key()));
  EXPECT_TRUE(VerifySignature(statement.manifest(), statement.signatures(1), p256.public_key()));
  EXPECT_FALSE(VerifySignature(statement.manifest(), statement.signatures(0), p256.public_key()));
  EXPECT_EQ(statement.signatures(1).key_id(), crypto::AsString(p256.public_key().key_id()));
}

TEST(Seal, GivesEveryStatementAndEveryPartItsOwnRandomness) {
  std::set<std::string> drawn;
  SeededEntropy entropy(3);
  const std::vector<crypto::PrivateKey> key = {NewKey()};
  for (int i = 0; i < 3; ++i) {
    const v1::SignedStatement statement =
        Seal(SampleManifest(v1::STATEMENT_KIND_REPORT, "SG"),
             {{"facts", "x", ""}, {"vessel", "x", ""}}, key, entropy)
            .value();
    drawn.insert(ParseManifest(statement.manifest()).value().nonce());
    for (const v1::Part& part : statement.parts()) drawn.insert(part.salt());
  }
  EXPECT_EQ(drawn.size(), 9u);
}

TEST(Seal, RefusesWhatNoReaderWouldTake) {
  const std::string most(base::limits::kPartsOfStatementBytes, 'x');
  EXPECT_TRUE(SealReport({{"facts", most, ""}}).ok());
  EXPECT_FALSE(SealReport({{"facts", most, ""}, {"vessel", "x", ""}}).ok());
  EXPECT_FALSE(SealReport({{"facts", "x", ""}, {"facts", "y", ""}}).ok());
  EXPECT_FALSE(SealReport({{"Facts", "x", ""}}).ok());
  EXPECT_FALSE(SealReport({{"facts", "x", "line\nbreak"}}).ok());
  EXPECT_FALSE(SealReport({{"facts", "x", ""}}, 0).ok());
  EXPECT_FALSE(SealReport({{"facts", "x", ""}}, 9).ok());
  std::vector<PartDraft> many;
  for (int i = 0; i < 65; ++i) many.push_back({"attachment/" + std::to_string(i), "x", ""});
  EXPECT_FALSE(SealReport(many).ok());
}

}  // namespace
}  // namespace lightship::statement
