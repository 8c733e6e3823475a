#include "node/ledger/cosigning.h"

#include <algorithm>

#include "tests/unit/ledger/ledger_fixture.h"

namespace lightship::ledger {
namespace {

// SG's note with the cosignatures of ID and PH, whose logs SG holds.
class CosigningTest : public ::testing::Test {
 protected:
  CosigningTest() {
    for (Desk* peer : {&id, &ph}) sg.Follow(*peer, peer->origin());
    note = *crypto::ParseNote(sg.Own().checkpoint);
    for (Desk* peer : {&id, &ph}) {
      peer->Follow(sg, sg.origin());
      note.signatures.push_back(crypto::ParseNote(peer->Head(sg.origin()).checkpoint)->signatures.back());
    }
  }
  void Offer() { ASSERT_TRUE(sg.CommitOne(Cosignatures{sg.origin(), note.ToString()}).ok()); }
  bool HasCosigned(const char* economy) { return sg.Own().cosigned.contains(economy); }

  Desk sg{"SG"}, id{"ID"}, ph{"PH"};
  crypto::Note note;
};

TEST_F(CosigningTest, KeepsEveryLineThatVerifies) {
  Offer();
  EXPECT_TRUE(HasCosigned("ID"));
  EXPECT_TRUE(HasCosigned("PH"));
}

TEST_F(CosigningTest, LooksAtNoCosignatureBehindOneThatDoesNotVerify) {
  crypto::NoteSignature forged = note.signatures.back();
  forged.signature.back() ^= 1;
  note.signatures.insert(note.signatures.begin() + 2, forged);
  Offer();
  EXPECT_TRUE(HasCosigned("ID"));
  EXPECT_FALSE(HasCosigned("PH"));
}

TEST_F(CosigningTest, TheLogsOwnLineCountsBehindOneThatDoesNotVerify) {
  note.signatures.back().signature.back() ^= 1;
  std::rotate(note.signatures.begin(), note.signatures.begin() + 1, note.signatures.end());
  Offer();
  EXPECT_TRUE(HasCosigned("ID"));
  EXPECT_FALSE(HasCosigned("PH"));
}

}  // namespace
}  // namespace lightship::ledger
