#include "node/ledger/cosigning.h"

#include <algorithm>

#include "node/store/schema.h"
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

TEST_F(CosigningTest, AddsWhatComesLaterToWhatIsKept) {
  for (size_t peer : {1, 2}) {
    const crypto::Note one{note.text, {note.signatures[0], note.signatures[peer]}};
    ASSERT_TRUE(sg.CommitOne(Cosignatures{sg.origin(), one.ToString()}).ok());
  }
  EXPECT_EQ(crypto::ParseNote(sg.Own().checkpoint)->signatures.size(), note.signatures.size());
  EXPECT_EQ(sg.disk->Get(store::Table::kCheckpoints, store::NumberedKey(sg.origin(), sg.Own().size)).value(), sg.Own().checkpoint);
}

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
