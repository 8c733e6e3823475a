// Cosignatures that peers pass on: what of a note reaches the ledger, and who answers for a bad one.
#include "node/crypto/note.h"
#include "tests/unit/exchange/scripted_peer.h"

namespace lightship::exchange {
namespace {

class CosignedTest : public ExchangeTest {
 protected:
  // PH has copied SG's log and cosigned it; SG has not heard of that.
  std::string Cosigned() {
    ph.Follow(sg, sg.origin());
    return ph.Head(sg.origin()).checkpoint;
  }
  void HoldThePhilippines() {
    sg.Follow(ph, ph.origin());
    Restart({});
  }
  // The note with one more line in PH's name, with its key's id, that no key has made. It stands before the good one.
  static std::string Forged(const std::string& note, int lines = 1) {
    crypto::Note forged = *crypto::ParseNote(note);
    crypto::NoteSignature bad = forged.signatures.back();
    for (int i = 0; i < lines; ++i) {
      bad.signature[10 + i % 40] ^= 1;
      forged.signatures.insert(forged.signatures.end() - 1, bad);
    }
    return forged.ToString();
  }
};

TEST_F(CosignedTest, EndsASessionThatPassesOnALineWhichDoesNotVerifyAndGivesTheLedgerNothingOfIt) {
  const std::string note = Cosigned();
  HoldThePhilippines();
  Connect(1, id);
  Receive(1, MakeAnnounce(sg.origin(), Forged(note, 390)));
  EXPECT_EQ(Ended(1), v1::BYE_REASON_VERIFICATION);
  EXPECT_EQ(base::ReasonOf(exchange->FaultOf(1)), base::reason::kBadSignature);
  EXPECT_EQ(world.cosignatures_offered, 0);
}

TEST_F(CosignedTest, EndsItAlsoWhenThatShowsOnlyLater) {
  const std::string note = Cosigned();
  Connect(1, id);
  Connect(2, ph);
  Receive(1, MakeAnnounce(sg.origin(), Forged(note)));
  EXPECT_EQ(Ended(1), v1::BYE_REASON_UNSPECIFIED) << "PH's key is not known yet";
  Receive(2, BatchFrame(BatchOf(ph, ph, 0)));
  Ingest();
  EXPECT_EQ(Ended(1), v1::BYE_REASON_VERIFICATION);
  EXPECT_EQ(world.cosignatures_offered, 0);
  EXPECT_EQ(Ended(2), v1::BYE_REASON_UNSPECIFIED);
}

TEST_F(CosignedTest, ALineOfAKeyThatIsNotKnownIsNobodysFault) {
  HoldThePhilippines();
  crypto::Note note = *crypto::ParseNote(Cosigned());
  note.signatures.back().id[0] ^= 1;
  Connect(1, id);
  Receive(1, MakeAnnounce(sg.origin(), note.ToString()));
  EXPECT_EQ(Ended(1), v1::BYE_REASON_UNSPECIFIED);
  EXPECT_EQ(world.cosignatures_offered, 0);
}

TEST_F(CosignedTest, OffersTheLogsLineAndThoseTheLedgerHasUseForAlone) {
  crypto::Note note = *crypto::ParseNote(Cosigned());
  HoldThePhilippines();
  const std::string useful = note.ToString();
  crypto::NoteSignature stranger = note.signatures.back();
  stranger.name = "lightship/ID/1";
  note.signatures.push_back(stranger);
  note.signatures.push_back(*(note.signatures.end() - 2));
  Connect(1, id, false);
  Receive(1, MakeAnnounce(sg.origin(), note.ToString()));
  EXPECT_EQ(Ended(1), v1::BYE_REASON_UNSPECIFIED);
  ASSERT_EQ(world.cosignatures_offered, 1);
  EXPECT_EQ(world.last_offered, useful);
  EXPECT_TRUE(sg.Own().cosigned.contains("PH"));
}

TEST_F(CosignedTest, BringsAgainWhatTheLedgerHadNoRoomFor) {
  const std::string note = Cosigned();
  HoldThePhilippines();
  Connect(1, id, false);
  world.inbox_is_full = true;
  Receive(1, MakeAnnounce(sg.origin(), note));
  Pass(absl::Seconds(1));
  EXPECT_EQ(world.cosignatures_offered, 2);
  EXPECT_FALSE(sg.Own().cosigned.contains("PH"));
  world.inbox_is_full = false;
  Pass(absl::Seconds(1));
  EXPECT_TRUE(sg.Own().cosigned.contains("PH"));
  Pass(absl::Seconds(1));
  EXPECT_EQ(world.cosignatures_offered, 3) << "once it has it, that is enough";
}

}  // namespace
}  // namespace lightship::exchange
