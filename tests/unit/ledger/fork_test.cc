// Two histories of one log: what proves them, and what a frozen log still does.
#include "node/statement/evidence.h"
#include "node/store/schema.h"
#include "tests/unit/ledger/ledger_fixture.h"

namespace lightship::ledger {
namespace {

class ForkTest : public ::testing::Test {
 protected:
  ForkTest() {
    // One identity, two histories that part after entry 0, or already there.
    for (int i = 0; i < 5; ++i) EXPECT_TRUE(one.Submit(one.Report()).ok());
    for (int i = 0; i < 5; ++i) EXPECT_TRUE(other.Submit(other.Report("own")).ok());
  }

  void Hold(Desk& desk, Desk& history, size_t entries) {
    auto batch = history.reader->ReadBatch(name, 0, {entries, 1 << 20}, desk.economy.code());
    auto taken = desk.Take(*batch, true);
    ASSERT_TRUE(taken.ok()) << taken.status();
  }
  static merkle::SignedCheckpoint Note(const std::string& bytes) {
    return merkle::SignedCheckpoint::FromNote(bytes).value();
  }
  // A checkpoint of `history` at an earlier size.
  std::string NoteAt(Desk& history, uint64_t size) {
    return history.disk->Get(store::Table::kCheckpoints, store::NumberedKey(name, size)).value();
  }
  // What whoever holds the history `one` can prove of `other`.
  v1::EvidenceFile Evidence(uint64_t size = 4) {
    return **one.reader->FindFork(Note(NoteAt(other, size)));
  }

  Desk one{"SG"}, other{"SG"}, id{"ID"}, ph{"PH"};
  const std::string name = one.origin();
};

TEST_F(ForkTest, IsProvenByWhoeverHoldsTheLargerTree) {
  id.Follow(one, name);
  for (uint64_t size = 3; size <= one.Own().size; ++size) {
    auto note = other.disk->Get(store::Table::kCheckpoints, store::NumberedKey(name, size));
    if (!note.ok()) continue;
    auto fork = id.reader->FindFork(Note(*note));
    ASSERT_TRUE(fork.ok()) << fork.status();
    ASSERT_TRUE(fork->has_value()) << size;
    auto proven = statement::VerifyEvidenceFile((*fork)->SerializeAsString(), id.roots);
    ASSERT_TRUE(proven.ok()) << proven.status();
    EXPECT_EQ(proven->smaller.size, size);
    EXPECT_EQ(proven->larger.size, one.Own().size);
  }
}

TEST_F(ForkTest, IsNotSeenInALogThatOnlyGrows) {
  id.Follow(one, name);
  for (uint64_t size = 1; size <= one.Own().size; ++size) {
    auto note = one.disk->Get(store::Table::kCheckpoints, store::NumberedKey(name, size));
    if (note.ok()) EXPECT_FALSE(id.reader->FindFork(Note(*note))->has_value()) << size;
  }
}

TEST_F(ForkTest, CannotBeProvenFromASmallerTreeOrAForeignSignature) {
  id.Follow(one, name);
  EXPECT_TRUE(other.Submit(other.Report()).ok());
  EXPECT_FALSE(id.reader->FindFork(Note(other.Own().checkpoint))->has_value());
  merkle::SignedCheckpoint forged = Note(NoteAt(other, 4));
  forged.note.signatures = {*crypto::SignNote(forged.note.text, name, ph.economy.log_key())};
  EXPECT_FALSE(id.reader->FindFork(forged)->has_value());
}

TEST_F(ForkTest, FreezesTheLogWhereItStandsAndLeavesItReadable) {
  Hold(id, one, 4);
  ASSERT_TRUE(id.CommitOne(Evidence()).ok());
  auto batch = one.BatchFor(id, name, 4);
  EXPECT_EQ(ReasonOf(id.Take(*batch).status()), base::reason::kFrozen);
  EXPECT_EQ(id.Head(name).size, 4u);
  EXPECT_TRUE(id.reader->Read(name, 3).ok());
}

TEST_F(ForkTest, StaysFrozenAfterARestart) {
  Hold(id, one, 2);
  const v1::EvidenceFile evidence = Evidence();
  ASSERT_TRUE(id.CommitOne(evidence).ok());
  ASSERT_TRUE(id.Reopen().ok());
  ASSERT_NE(id.Head(name).fork, nullptr);
  EXPECT_EQ(id.Head(name).fork->SerializeAsString(), evidence.SerializeAsString());
  EXPECT_EQ(ReasonOf(id.Take(*one.BatchFor(id, name, 2)).status()), base::reason::kFrozen);
}

TEST_F(ForkTest, RefusesSubmissionsToTheOwnLog) {
  ASSERT_TRUE(one.CommitOne(Evidence()).ok());
  const uint64_t size = one.Own().size;
  EXPECT_EQ(ReasonOf(one.Submit(one.Report()).status()), base::reason::kFrozen);
  EXPECT_EQ(one.Own().size, size);
}

TEST_F(ForkTest, IsNotBelievedWithoutProof) {
  id.Follow(one, name);
  v1::EvidenceFile evidence = Evidence();
  std::string& hash = *evidence.mutable_evidence()->mutable_proof(0);
  hash[0] ^= 1;
  EXPECT_EQ(ReasonOf(id.CommitOne(evidence).status()), base::reason::kBadProof);
  EXPECT_EQ(id.Head(name).fork, nullptr);
  EXPECT_TRUE(id.Submit(id.Report()).ok());
}

TEST_F(ForkTest, TakesNoMoreCosignaturesAndGivesNone) {
  id.Follow(one, name);
  id.Follow(ph, ph.origin());
  ph.Follow(one, name);
  ASSERT_TRUE(id.CommitOne(Evidence()).ok());
  const std::string before = id.Head(name).checkpoint;
  ASSERT_TRUE(id.CommitOne(Cosignatures{name, ph.Head(name).checkpoint}).ok());
  EXPECT_EQ(id.Head(name).checkpoint, before);
}

TEST_F(ForkTest, IsLeftBehindInANewEpochThatNamesTheOldLog) {
  ASSERT_TRUE(one.CommitOne(Evidence()).ok());
  const merkle::Digest root = one.Own().root;
  const uint64_t size = one.Own().size;
  one.log.epoch = 2;
  one.new_log = true;
  ASSERT_TRUE(one.Reopen().ok());
  auto entry = one.reader->Read("lightship/SG/2", 0);
  ASSERT_TRUE(entry.ok()) << entry.status();
  auto opening = statement::VerifyLogOpening(*entry, id.roots);
  ASSERT_TRUE(opening.ok() && opening->predecessor.has_value()) << opening.status();
  EXPECT_EQ(opening->predecessor->origin(), name);
  EXPECT_EQ(opening->predecessor->size(), size);
  EXPECT_EQ(opening->predecessor->root(), crypto::AsString(root));

  auto admitted = one.Submit(one.Report());
  ASSERT_TRUE(admitted.ok()) << admitted.status();
  EXPECT_EQ(one.reader->MakeReceipt(admitted->origin, admitted->index, false)->address(), "SG.2/2");
  EXPECT_TRUE(one.reader->Read(name, 3).ok());
  EXPECT_NE(one.Head(name).fork, nullptr);
  id.Follow(one, "lightship/SG/2");
  EXPECT_TRUE(id.Head("lightship/SG/2").cosigned.contains("ID"));
  EXPECT_EQ(id.heads->Get()->OfEconomy("SG")->origin, "lightship/SG/2");
}

TEST_F(ForkTest, AnOldEpochsLogIsCopiedBackToItsOwnEconomy) {
  id.Follow(one, name);
  Desk late("SG");
  late.disk = std::make_unique<store::MemoryStore>();
  late.keeper.note.clear();
  late.log.epoch = 2;
  late.new_log = true;
  ASSERT_TRUE(late.Reopen().ok());
  late.Follow(id, name);
  EXPECT_EQ(late.Head(name).root, one.Own().root);
}

TEST_F(ForkTest, KeepsTheFirstEvidenceOfALog) {
  id.Follow(one, name);
  const v1::EvidenceFile first = Evidence();
  ASSERT_TRUE(id.CommitOne(first).ok());
  ASSERT_TRUE(id.CommitOne(Evidence(6)).ok());
  EXPECT_EQ(id.Head(name).fork->SerializeAsString(), first.SerializeAsString());
}

// Both histories go on with another log key.
class ForkOfChangedKeyTest : public ForkTest {
 protected:
  static crypto::PrivateKey Change(Desk& desk, const crypto::PrivateKey& key) {
    desk.keys.log_key = key;
    EXPECT_TRUE(desk.CommitOne(KeyChange{desk.keys}).ok());
    EXPECT_TRUE(desk.Submit(desk.Report()).ok());
    return key;
  }
  void HoldOne() {
    for (int i = 0; i < 3 && (i == 0 || id.Head(name).size < one.Own().size); ++i) id.Follow(one, name);
    ASSERT_EQ(id.Head(name).size, one.Own().size);
  }
  // What ID makes of the note, verified with nothing but roots.
  std::optional<statement::Contradiction> Proven(const std::string& note) {
    auto fork = id.reader->FindFork(Note(note));
    EXPECT_TRUE(fork.ok()) << fork.status();
    if (!fork.ok() || !fork->has_value()) return std::nullopt;
    evidence = **fork;
    auto proven = statement::VerifyEvidenceFile(evidence.SerializeAsString(), ph.roots);
    EXPECT_TRUE(proven.ok()) << proven.status();
    return proven.ok() ? std::optional(*proven) : std::nullopt;
  }

  v1::EvidenceFile evidence;
};

TEST_F(ForkOfChangedKeyTest, ANoteOfTheFormerKeyIsHeldAgainstTheLastCheckpointOfThatKey) {
  const uint64_t last = one.Own().size + 1;
  Change(one, testing::NewKey());
  HoldOne();
  ASSERT_GT(id.Head(name).size, last);
  for (uint64_t size : {uint64_t{4}, uint64_t{7}}) {
    auto proven = Proven(NoteAt(other, size));
    ASSERT_TRUE(proven.has_value()) << size;
    EXPECT_EQ(proven->larger.size, last);
    EXPECT_TRUE(evidence.keys().empty());
  }
}

TEST_F(ForkOfChangedKeyTest, TwoNotesOfTheNewKeyAreProvenToBeOfTheLogsKey) {
  const crypto::PrivateKey next = Change(one, testing::NewKey());
  Change(other, next);
  for (int i = 0; i < 2; ++i) ASSERT_TRUE(one.Submit(one.Report()).ok());
  HoldOne();
  auto proven = Proven(other.Own().checkpoint);
  ASSERT_TRUE(proven.has_value());
  EXPECT_EQ(proven->smaller.size, other.Own().size);
  EXPECT_EQ(proven->larger.size, one.Own().size);
  ASSERT_GE(evidence.keys_size(), 2);
  ASSERT_TRUE(ph.Take(*one.BatchFor(ph, name, 0), true).ok());
  ASSERT_TRUE(ph.CommitOne(evidence).ok());
  EXPECT_NE(ph.Head(name).fork, nullptr);

  v1::EvidenceFile without = evidence;
  without.mutable_keys()->RemoveLast();
  EXPECT_FALSE(statement::VerifyEvidenceFile(without.SerializeAsString(), ph.roots).ok());
  const std::string bytes = evidence.SerializeAsString();
  for (size_t at = 0; at < bytes.size(); at += 7) {
    std::string changed = bytes;
    changed[at] ^= 1;
    EXPECT_FALSE(statement::VerifyEvidenceFile(changed, ph.roots).ok()) << "byte " << at;
  }
}

TEST_F(ForkOfChangedKeyTest, HistoriesWithDifferentChangesAreProvenByTheKeyThatBothHadBefore) {
  Change(one, testing::NewKey());
  const uint64_t last_of_other = other.Own().size + 1;
  Change(other, testing::NewKey());
  HoldOne();
  EXPECT_FALSE(Proven(other.Own().checkpoint).has_value()) << "by a key that ID cannot know";
  EXPECT_TRUE(Proven(NoteAt(other, last_of_other)).has_value());
}

}  // namespace
}  // namespace lightship::ledger
