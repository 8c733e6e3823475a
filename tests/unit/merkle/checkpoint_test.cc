#include "node/merkle/checkpoint.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"
#include "node/base/limits.h"
#include "tests/support/vectors.h"

namespace lightship::merkle {
namespace {

using lightship::testing::Bytes;
using lightship::testing::Hash;
using lightship::testing::Text;
using lightship::testing::Vectors;

const nlohmann::json& Golden() { return Vectors()["checkpoint"]; }
std::string GoldenProof() { return Text(Vectors()["tlog_proof"]["text"]); }

TEST(Checkpoint, IsWrittenAndReadAsInTheVectors) {
  Checkpoint checkpoint{Text(Golden()["origin"]), Golden()["size"], Hash(Golden()["root"])};
  EXPECT_EQ(checkpoint.ToText(), Text(Golden()["text"]));
  EXPECT_EQ(Checkpoint::FromText(Text(Golden()["text"])).value(), checkpoint);
}

TEST(Checkpoint, IsExactlyThreeLinesInCanonicalForm) {
  std::string root = base::Base64(crypto::AsString(Hash(Golden()["root"])));
  EXPECT_TRUE(Checkpoint::FromText(absl::StrCat("o\n8\n", root, "\n")).ok());
  for (const std::string& text :
       {absl::StrCat(""), absl::StrCat("o\n8\n", root), absl::StrCat("o\n8\n", root, "\n\n"),
        absl::StrCat("o\n8\n", root, "\nextension\n"), absl::StrCat("\n8\n", root, "\n"),
        absl::StrCat("o\n08\n", root, "\n"), absl::StrCat("o\n\n", root, "\n"),
        absl::StrCat("o\n-8\n", root, "\n"), absl::StrCat("o\n8 \n", root, "\n"),
        absl::StrCat("o\n18446744073709551616\n", root, "\n"), absl::StrCat("o\n8\n\n"),
        absl::StrCat("o\n8\n", base::Base64("short"), "\n"),
        absl::StrCat("o\n8\n", root.substr(0, root.size() - 1), "\n"),
        absl::StrCat("\no\n8\n", root, "\n")}) {
    EXPECT_EQ(Checkpoint::FromText(text).status().code(), absl::StatusCode::kInvalidArgument)
        << text;
  }
}

TEST(SignedCheckpoint, KeepsTheNoteItCameIn) {
  SignedCheckpoint checkpoint = SignedCheckpoint::FromNote(Text(Golden()["note"])).value();
  EXPECT_EQ(checkpoint.checkpoint.size, 8u);
  EXPECT_EQ(checkpoint.checkpoint.root, Hash(Golden()["root"]));
  EXPECT_EQ(checkpoint.note.signatures.size(), 2u);
  EXPECT_EQ(checkpoint.note.ToString(), Text(Golden()["note"]));
  EXPECT_FALSE(SignedCheckpoint::FromNote(Text(Golden()["text"])).ok());
}

TEST(TlogProof, OfTheVectorsIsReadWrittenAndProves) {
  TlogProof proof = TlogProof::FromText(GoldenProof()).value();
  EXPECT_EQ(proof.ToText(), GoldenProof());
  EXPECT_EQ(proof.index, Vectors()["tlog_proof"]["index"].get<uint64_t>());
  EXPECT_EQ(proof.extra, "");
  EXPECT_EQ(proof.checkpoint, Text(Golden()["note"]));
  Checkpoint checkpoint = SignedCheckpoint::FromNote(proof.checkpoint).value().checkpoint;
  EXPECT_TRUE(VerifyInclusion(LeafHash(Bytes(Vectors()["tlog_proof"]["leaf_data"])), proof.index,
                              checkpoint.size, proof.inclusion, checkpoint.root)
                  .ok());
}

TEST(TlogProof, CarriesExtraBytes) {
  TlogProof proof = TlogProof::FromText(GoldenProof()).value();
  proof.extra = std::string("\x00\n\xff", 3);
  std::string text = proof.ToText();
  EXPECT_NE(text.find("\nextra AAr/\nindex 5\n"), std::string::npos);
  EXPECT_EQ(TlogProof::FromText(text).value().extra, proof.extra);
}

// Every bit of every byte: refused here, or the note, the proof or the leaf's place no longer
// holds.
TEST(TlogProof, WithAnyBitChangedProvesNothing) {
  const std::vector<crypto::NoteKey> kKeys = {
      crypto::NoteKey::FromVkey(Text(Golden()["log_vkey"])).value(),
      crypto::NoteKey::FromVkey(Text(Golden()["cosigner_vkey"])).value()};
  Digest leaf = LeafHash(Bytes(Vectors()["tlog_proof"]["leaf_data"]));
  for (size_t bit = 0; bit < GoldenProof().size() * 8; ++bit) {
    std::string changed = GoldenProof();
    changed[bit / 8] ^= static_cast<char>(1 << (bit % 8));
    absl::StatusOr<TlogProof> proof = TlogProof::FromText(changed);
    if (!proof.ok()) continue;
    EXPECT_EQ(proof->ToText(), changed);
    absl::StatusOr<SignedCheckpoint> checkpoint = SignedCheckpoint::FromNote(proof->checkpoint);
    if (!checkpoint.ok()) continue;
    absl::StatusOr<std::vector<size_t>> signers = crypto::VerifyNote(checkpoint->note, kKeys);
    if (!signers.ok() || signers->size() < kKeys.size()) continue;
    EXPECT_FALSE(VerifyInclusion(leaf, proof->index, checkpoint->checkpoint.size, proof->inclusion,
                                 checkpoint->checkpoint.root)
                     .ok())
        << "byte " << bit / 8;
  }
}

TEST(TlogProof, HasOneFormOnly) {
  std::string good = GoldenProof();
  size_t header_end = good.find("\n\n") + 2;
  for (size_t size = 0; size <= header_end; ++size) {
    EXPECT_FALSE(TlogProof::FromText(good.substr(0, size)).ok()) << size;
  }
  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
           {"@v1", "@v2"},
           {"@v1\n", "@v1 \n"},
           {"index 5", "index 05"},
           {"index 5", "Index 5"},
           {"index 5", "extra \nindex 5"},
           {"index 5", "extra ====\nindex 5"},
           {"index 5", "index 5\nindex 5"},
           {"index 5\n", ""},
           {"index 5", "extra AAr/\nextra AAr/\nindex 5"}}) {
    EXPECT_FALSE(TlogProof::FromText(absl::StrReplaceAll(good, {{from, to}})).ok()) << to;
  }
}

TEST(TlogProof, HasALimitOfHashes) {
  TlogProof proof = TlogProof::FromText(GoldenProof()).value();
  proof.inclusion.resize(base::limits::kProofHashes);
  EXPECT_TRUE(TlogProof::FromText(proof.ToText()).ok());
  proof.inclusion.emplace_back();
  EXPECT_FALSE(TlogProof::FromText(proof.ToText()).ok());
}

}  // namespace
}  // namespace lightship::merkle
