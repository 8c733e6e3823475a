// What travels as signed notes and proofs: checkpoints, receipts, saved statements, evidence.
#include <vector>

#include "lightship/v1/exchange.pb.h"
#include "lightship/v1/log.pb.h"
#include "node/base/encoding.h"
#include "node/crypto/note.h"
#include "node/merkle/checkpoint.h"
#include "node/merkle/proof.h"
#include "node/merkle/tree.h"
#include "node/statement/canonical.h"
#include "node/statement/evidence.h"
#include "node/statement/offline.h"
#include "tests/fuzz/material.h"
#include "tests/fuzz/targets.h"
#include "tests/support/small_log.h"

namespace lightship::fuzz {
namespace {

using testing::SmallLog;
using testing::TestEconomy;

const TestEconomy& Singapore() { return TestEconomy::Of("SG"); }
const TestEconomy& Id() { return TestEconomy::Of("ID"); }

// SG's log: opening, a grant, a report; and what it signed.
struct Genuine {
  SmallLog log{Singapore()};
  std::string checkpoint, proof, file;

  Genuine() {
    v1::KeyStatement grant;
    for (const auto& one : Singapore().officer(statement::Role::kSubmitter).chain) {
      grant.mutable_grant()->add_certificate_chain(one.der());
    }
    testing::SeededEntropy entropy(12);
    log.Append(statement::Seal(testing::SampleManifest(v1::STATEMENT_KIND_KEY, "SG"),
                               {testing::Draft("key", grant)}, {Singapore().node().key}, entropy)
                   .value());
    log.Append(SgAlert());
    checkpoint = log.CheckpointAt(3, {&Id()});
    proof = log.ProofOf(2, checkpoint);
    v1::StatementFile saved;
    saved.set_origin(Singapore().origin().ToString());
    *saved.mutable_statement() = log.entry(2);
    for (uint64_t key : {0, 1}) *saved.add_keys() = log.Proven(key, 3);
    *saved.add_cosigners() = SmallLog(Id()).entry(0);
    file = statement::SerializeDeterministic(saved);
  }
};

const Genuine& Truth() {
  static const auto* const truth = new Genuine;
  return *truth;
}

bool RunNote(absl::string_view input) {
  const absl::StatusOr<crypto::Note> note = crypto::ParseNote(input);
  const absl::StatusOr<merkle::SignedCheckpoint> signed_checkpoint = merkle::SignedCheckpoint::FromNote(input);
  Must(note.ok() || !signed_checkpoint.ok(), "a signed checkpoint is a note");
  if (!note.ok()) return false;
  Must(note->ToString() == input, "a note has one form");
  for (const crypto::NoteSignature& signature : note->signatures) {
    static_cast<void>(crypto::CosignatureTime(signature).ok());
  }
  const absl::StatusOr<merkle::Checkpoint> checkpoint = merkle::Checkpoint::FromText(note->text);
  Must(checkpoint.ok() == signed_checkpoint.ok(), "a checkpoint is one in a note and outside of it");
  Must(!checkpoint.ok() || checkpoint->ToText() == note->text, "a checkpoint has one form");
  const std::vector<crypto::NoteKey> keys = {Singapore().log_note_key(), Id().cosigner_note_key()};
  const absl::StatusOr<std::vector<size_t>> signers = crypto::VerifyNote(*note, keys);
  if (signers.ok() && !signers->empty()) {
    Must(checkpoint.ok() && checkpoint->ToText() == merkle::SignedCheckpoint::FromNote(Truth().checkpoint)->checkpoint.ToText(),
         "a signature holds for what was signed alone");
  }
  return checkpoint.ok();
}

Seeds NoteSeeds() {
  return {{"checkpoint", Truth().log.CheckpointAt(3)}, {"cosigned", Truth().checkpoint}};
}

bool RunTlogProof(absl::string_view input) {
  const absl::StatusOr<merkle::TlogProof> proof = merkle::TlogProof::FromText(input);
  if (!proof.ok()) return false;
  Must(proof->ToText() == input, "a receipt has one form");
  const absl::StatusOr<merkle::SignedCheckpoint> head = merkle::SignedCheckpoint::FromNote(proof->checkpoint);
  if (head.ok()) {
    static_cast<void>(merkle::VerifyInclusion(Truth().log.leaf(2), proof->index, head->checkpoint.size,
                                              proof->inclusion, head->checkpoint.root)
                          .ok());
  }
  return true;
}

Seeds TlogProofSeeds() { return {{"receipt", Truth().proof}}; }

bool RunVkey(absl::string_view input) {
  const absl::StatusOr<crypto::NoteKey> key = crypto::NoteKey::FromVkey(input);
  if (!key.ok()) return false;
  Must(key->vkey() == input, "a verifier key has one form");
  return true;
}

Seeds VkeySeeds() {
  return {{"log", Singapore().log_note_key().vkey()}, {"cosigner", Id().cosigner_note_key().vkey()}};
}

// --- Proofs: a tree of up to 64 leaves, a proof in it, and what the rest of the input makes of the proof.

bool RunProof(absl::string_view input) {
  Bytes bytes(input);
  const uint64_t size = bytes.Byte() % 64 + 1, index = bytes.Byte() % size, old_size = bytes.Byte() % size + 1;
  static SmallLog& log = *[] {
    auto* grown = new SmallLog(Singapore());
    while (grown->size() < 64) grown->Append(SgAlert());
    return grown;
  }();
  merkle::Proof inclusion = log.InclusionIn(size, index), consistency = log.ConsistencyBetween(old_size, size);
  const merkle::Digest root = log.RootAt(size), old_root = log.RootAt(old_size);
  const merkle::Proof right_inclusion = inclusion, right_consistency = consistency;
  uint64_t said_index = index, said_size = size;
  while (!bytes.empty()) {
    merkle::Proof& proof = bytes.Byte() % 2 == 0 ? inclusion : consistency;
    const uint8_t at = bytes.Byte(), what = bytes.Byte();
    if (what == 0) proof.push_back(root);
    if (what == 1 && !proof.empty()) proof.pop_back();
    if (what == 2) said_index = bytes.Number();
    if (what == 3) said_size = bytes.Number();
    if (what > 3 && !proof.empty()) proof[at % proof.size()][at % crypto::kDigestBytes] ^= what;
    if (proof.size() > 100) break;
  }
  const bool untouched = said_index == index && said_size == size;
  const bool included = merkle::VerifyInclusion(log.leaf(index), said_index, said_size, inclusion, root).ok();
  const bool consistent = merkle::VerifyConsistency(old_size, old_root, said_size, root, consistency).ok();
  Must(!untouched || included == (inclusion == right_inclusion), "one inclusion proof holds");
  Must(!untouched || consistent == (consistency == right_consistency), "one consistency proof holds");
  static_cast<void>(merkle::ProvenOldRoot(old_size, said_size, root, consistency).ok());
  return included && consistent;
}

Seeds ProofSeeds() {
  return {{"one", std::string("\0\0\0", 3)}, {"seven", "\x06\x03\x04"}, {"forty", "\x27\x10\x20"}};
}

// --- Saved statements and evidence: whatever is altered is refused.

bool RunOffline(absl::string_view input) {
  Bytes bytes(input);
  const absl::string_view file = bytes.Piece(), proof = bytes.Rest();
  if (!statement::VerifyOffline(file, proof, Roots()).ok()) return false;
  Must(file == Truth().file && proof == Truth().proof, "an altered file is refused");
  return true;
}

Seeds OfflineSeeds() { return {{"alert", PieceOf(Truth().file) + Truth().proof}}; }

Shape EvidenceShape(absl::string_view) { return {&v1::EvidenceFile::default_instance(), 0}; }

std::string GenuineEvidence() {
  SmallLog one(Singapore()), other(Singapore());
  one.Append(SgAlert());
  other.Append(SgReport());
  const auto a = merkle::SignedCheckpoint::FromNote(one.CheckpointAt(2)).value();
  const auto b = merkle::SignedCheckpoint::FromNote(other.CheckpointAt(2)).value();
  v1::EvidenceFile file;
  *file.mutable_evidence() = statement::MakeEvidence(a, b, Singapore().log_note_key(), {});
  *file.add_openings() = one.entry(0);
  return statement::SerializeDeterministic(file);
}

bool RunEvidence(absl::string_view input) {
  if (!statement::VerifyEvidenceFile(input, Roots()).ok()) return false;
  static const auto* const genuine = new std::string(GenuineEvidence());
  Must(input == *genuine, "altered evidence is refused");
  return true;
}

Seeds EvidenceSeeds() { return {{"fork", GenuineEvidence()}}; }

}  // namespace

const Target kNote = {"note", RunNote, NoteSeeds};
const Target kTlogProof = {"tlog_proof", RunTlogProof, TlogProofSeeds};
const Target kVkey = {"vkey", RunVkey, VkeySeeds};
const Target kProof = {"proof", RunProof, ProofSeeds};
const Target kOffline = {"offline", RunOffline, OfflineSeeds};
const Target kEvidence = {"evidence", RunEvidence, EvidenceSeeds, EvidenceShape};

}  // namespace lightship::fuzz
