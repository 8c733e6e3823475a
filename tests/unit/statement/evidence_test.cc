#include "node/statement/evidence.h"

#include "gtest/gtest.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/statement/canonical.h"
#include "tests/support/pki.h"
#include "tests/support/sample.h"
#include "tests/support/small_log.h"
#include "tests/unit/merkle/naive_tree.h"

namespace lightship::statement {
namespace {

using lightship::testing::RootsOf;
using lightship::testing::SmallLog;
using lightship::testing::TestEconomy;
using merkle::NaiveTree;

// Two histories of SG's log that part at leaf 2.
class EvidenceTest : public ::testing::Test {
 protected:
  EvidenceTest() {
    for (uint64_t i = 0; i < 12; ++i) {
      one_.Append(merkle::NumberedLeaf(i));
      other_.Append(merkle::NumberedLeaf(i < 2 ? i : i + 100));
    }
  }

  merkle::SignedCheckpoint Head(const NaiveTree& tree, uint64_t size) const {
    merkle::SignedCheckpoint head;
    head.checkpoint = {sg_.origin().ToString(), size, tree.Root(size)};
    head.note.text = head.checkpoint.ToText();
    head.note.signatures.push_back(
        *crypto::SignNote(head.note.text, head.checkpoint.origin, sg_.log_key()));
    return head;
  }
  // Smaller head of `small`, larger of `large`, with the proof from `large`.
  v1::EvidenceFile File(const NaiveTree& small, uint64_t size, const NaiveTree& large,
                        uint64_t large_size) const {
    merkle::Proof proof = large.Consistency(size, large_size);
    if (size < large_size && (size & (size - 1)) == 0) {
      proof.insert(proof.begin(), large.Root(size));
    }
    v1::EvidenceFile file;
    *file.mutable_evidence() = MakeEvidence(Head(large, large_size), Head(small, size), key_, proof);
    *file.add_openings() = SmallLog(sg_).entry(0);
    return file;
  }
  absl::Status Verify(const v1::EvidenceFile& file) const {
    return VerifyEvidenceFile(SerializeDeterministic(file), RootsOf({"SG"})).status();
  }

  const TestEconomy& sg_ = TestEconomy::Of("SG");
  const crypto::NoteKey key_{sg_.origin().ToString(), crypto::NoteKeyType::kEd25519,
                             sg_.log_key().public_key()};
  NaiveTree one_, other_;
};

TEST_F(EvidenceTest, ProvesAForkAtEveryPairOfSizesAfterTheParting) {
  for (uint64_t size = 3; size <= 12; ++size) {
    for (uint64_t large = size; large <= 12; ++large) {
      EXPECT_TRUE(Verify(File(one_, size, other_, large)).ok())
          << size << " in " << large << ": " << Verify(File(one_, size, other_, large));
    }
  }
}

TEST_F(EvidenceTest, DoesNotAccuseALogThatOnlyGrew) {
  for (uint64_t size = 1; size <= 12; ++size) {
    for (uint64_t large = size; large <= 12; ++large) {
      EXPECT_FALSE(Verify(File(one_, size, one_, large)).ok()) << size << " in " << large;
    }
  }
  EXPECT_FALSE(Verify(File(one_, 2, other_, 9)).ok()) << "they share the first two leaves";
  // The proof must be of the larger tree.
  v1::EvidenceFile wrong = File(one_, 5, one_, 9);
  wrong.mutable_evidence()->clear_proof();
  for (const merkle::Digest& hash : other_.Consistency(5, 9)) {
    wrong.mutable_evidence()->add_proof(crypto::AsString(hash));
  }
  EXPECT_EQ(base::ReasonOf(Verify(wrong)), base::reason::kBadProof);
}

TEST_F(EvidenceTest, BreaksWithEveryByteOfTheFile) {
  const PinnedRoots roots = RootsOf({"SG"});
  for (uint64_t large : {6, 11}) {
    const std::string bytes = SerializeDeterministic(File(one_, 6, other_, large));
    ASSERT_TRUE(VerifyEvidenceFile(bytes, roots).ok());
    for (size_t at = 0; at < bytes.size(); ++at) {
      std::string changed = bytes;
      changed[at] ^= static_cast<char>(1 << (at % 8));
      EXPECT_FALSE(VerifyEvidenceFile(changed, roots).ok()) << "byte " << at;
    }
  }
}

TEST_F(EvidenceTest, NeedsTheOpeningOnceOrTwiceOrTheKeysAndNotBoth) {
  const v1::EvidenceFile good = File(one_, 6, other_, 9);
  const auto refusal = [&](int openings, int keys) {
    v1::EvidenceFile file = good;
    file.clear_openings();
    for (int i = 0; i < openings; ++i) *file.add_openings() = good.openings(0);
    for (int i = 0; i < keys; ++i) *file.add_keys()->mutable_held() = good.openings(0);
    return base::ReasonOf(Verify(file));
  };
  EXPECT_EQ(refusal(1, 0), "");
  EXPECT_EQ(refusal(0, 0), base::reason::kMalformed);
  EXPECT_EQ(refusal(2, 0), base::reason::kMalformed) << "both of the same key";
  EXPECT_EQ(refusal(3, 0), base::reason::kMalformed);
  EXPECT_EQ(refusal(1, 1), base::reason::kMalformed);
  EXPECT_NE(refusal(0, 1), "") << "nothing proves that the entry is in the log";
}

TEST_F(EvidenceTest, NeedsThePinnedRootOfTheEconomy) {
  const std::string bytes = SerializeDeterministic(File(one_, 6, other_, 9));
  EXPECT_FALSE(VerifyEvidenceFile(bytes, RootsOf({"ID"})).ok());
}

}  // namespace
}  // namespace lightship::statement
