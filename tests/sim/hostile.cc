// A malicious node: it runs the node's code, and its machine, keys and stream do what that code never would.
#include <malloc.h>

#include <algorithm>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "lightship/v1/key.pb.h"
#include "lightship/v1/log.pb.h"
#include "node/crypto/note.h"
#include "node/merkle/checkpoint.h"
#include "node/statement/canonical.h"
#include "node/statement/log_opening.h"
#include "node/statement/open.h"
#include "node/statement/seal.h"
#include "node/store/schema.h"
#include "tests/sim/simulation.h"
#include "tests/support/sample.h"

namespace lightship::sim {
namespace {

constexpr size_t kFramesOfBurst = 1000;
constexpr size_t kBytesOfFrame = 8 << 10;
constexpr size_t kMostGrowth = 2 << 20;  // a quarter of what such a burst brings
constexpr size_t kFramesRemembered = 100;

size_t MemoryInUse() {
  const struct mallinfo2 info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

// RFC 6962 section 2.1.
crypto::Digest RootOf(absl::Span<const crypto::Digest> leaves) {
  if (leaves.size() == 1) return leaves[0];
  size_t left = 1;
  while (left * 2 < leaves.size()) left *= 2;
  return crypto::Sha256(absl::StrCat(std::string(1, 1), crypto::AsView(RootOf(leaves.first(left))),
                                     crypto::AsView(RootOf(leaves.subspan(left)))));
}

crypto::Digest LeafOf(absl::string_view entry) { return crypto::Sha256(absl::StrCat(std::string(1, 0), entry)); }

// Too much of something, or of all that a peer may say without being asked.
v1::Frame Excess(Dice& dice, const std::string& origin, bool oversize, int number) {
  v1::Frame frame;
  const std::string other = absl::StrCat("lightship/", std::string(1, static_cast<char>('A' + number % 26)),
                                         std::string(1, static_cast<char>('A' + number / 26 % 26)), "/", 1 + number % 7);
  const size_t items = oversize ? 5000 : 900;
  switch (dice.Below(6)) {
    case 0:
      frame.mutable_announce()->set_origin(oversize ? std::string(1 << 20, 'x') : other);
      frame.mutable_announce()->set_checkpoint(absl::StrCat(other, "\n", number, "\n", std::string(kBytesOfFrame, 'x')));
      break;
    case 1:
      frame.mutable_fetch()->set_origin(oversize ? origin : other);
      for (size_t n = 0; n < items; ++n) frame.mutable_fetch()->add_missing(n * 7);
      break;
    case 2:
      frame.mutable_batch()->set_origin(oversize ? origin : other);
      for (size_t n = 0; n < items; ++n) {
        frame.mutable_batch()->add_items()->mutable_withheld()->set_leaf_hash(std::string(32, 'x'));
      }
      break;
    case 3:
      frame.mutable_committed()->set_origin(other);
      frame.mutable_committed()->set_size(dice.Next());
      frame.mutable_committed()->set_cosigned_checkpoint(std::string(oversize ? 1 << 20 : kBytesOfFrame, 'y'));
      break;
    case 4:
      frame.mutable_evidence()->mutable_evidence()->set_origin(other);
      for (size_t n = 0; n < items / 4; ++n) frame.mutable_evidence()->mutable_evidence()->add_proof(std::string(32, 'z'));
      break;
    default:
      frame.mutable_fetch_blob()->set_request_id(static_cast<uint64_t>(number));
      frame.mutable_fetch_blob()->set_sha256(std::string(oversize ? 1 << 20 : 32, 'b'));
      frame.mutable_fetch_blob()->set_length(1);
  }
  return frame;
}

}  // namespace

void Simulation::InjectHostile(Fault kind) {
  switch (kind) {
    case Fault::kEquivocate:
      return Equivocate();
    case Fault::kOversize:
    case Fault::kFlood:
      return Burst(kind == Fault::kOversize);
    case Fault::kWithholdRelayed:
      PartHonestPeers();
      break;
    case Fault::kRevokedKey:
      Revoke();
      break;
    default:
      break;
  }
  moods_.insert(kind);
  At(Now() + absl::Seconds(1) + RandomTime(4000), [this, kind] { moods_.erase(kind); });
}

// Two lose each other for a while, and it offers to relay.
void Simulation::PartHonestPeers() {
  std::vector<Pair> links;
  std::copy_if(links_.begin(), links_.end(), std::back_inserter(links),
               [&](const Pair& link) { return IsHonest(link.first) && IsHonest(link.second); });
  if (links.empty()) return;
  const Pair link = links[static_cast<size_t>(Random(static_cast<int>(links.size())))];
  weather_.cut.insert(link);
  BreakBetween(link.first, link.second);
  links_.insert({{link.first, traitor_}, {link.second, traitor_}});
  At(Now() + absl::Seconds(1) + RandomTime(4000), [this, link] { weather_.cut.erase(link); });
}

// A second machine goes on from what the first has, and half of the peers talk to each.
void Simulation::Equivocate() {
  if (twin_ >= 0 || !nodes_[traitor_]->up()) return;
  Count(Fault::kEquivocate);
  twin_ = AddNode(nodes_[traitor_]->economy(), traitor_);
  nodes_[twin_]->MindNothing();
  nodes_[twin_]->CloneOf(*nodes_[traitor_], {});
  std::set<Pair> moved;
  for (const Pair& link : links_) {
    if (link.second == traitor_ && Random(2) == 0) moved.insert(link);
  }
  for (const auto& [peer, traitor] : moved) {
    BreakBetween(peer, traitor);
    if (Random(2) == 0) links_.erase({peer, traitor});
    links_.insert({peer, twin_});
  }
  BootNode(twin_);
}

// Of its own submitter's key, which goes on signing.
void Simulation::Revoke() {
  if (revocation_.has_value()) return;
  const testing::TestEconomy& economy = nodes_[traitor_]->economy();
  v1::KeyStatement content;
  content.mutable_revocation()->set_key_id(
      crypto::AsString(economy.officer(statement::Role::kSubmitter).key.public_key().key_id()));
  content.mutable_revocation()->set_reason(v1::REVOCATION_REASON_KEY_COMPROMISE);
  const testing::Signer& administrator = economy.officer(statement::Role::kAdministrator);
  v1::SubmitRequest request;
  *request.mutable_statement() =
      statement::Seal(statement::KeyManifest(economy.code(), Now()), {testing::Draft("key", content)},
                      {&administrator.key, 1}, entropy_)
          .value();
  request.add_chains()->add_certificates(administrator.chain[0].der());
  if (const auto index = SubmitTo(traitor_, request, administrator.identity)) {
    revocation_ = {*index, request.statement().manifest()};
  }
}

// A disk that was lost may have taken the revocation with it.
bool Simulation::RevokesBelow(uint64_t size) const {
  if (!revocation_.has_value() || revocation_->first >= size) return false;
  const std::string origin = nodes_[traitor_]->economy().origin().ToString();
  const auto bytes = nodes_[traitor_]->store().Look(store::Table::kEntries, store::NumberedKey(origin, revocation_->first));
  v1::Entry entry;
  return bytes.ok() && entry.ParseFromString(*bytes) && entry.manifest() == revocation_->second;
}

// Straight into the ears of every peer, until it hangs up.
void Simulation::Burst(bool oversize) {
  std::vector<std::pair<exchange::SessionId, int>> ears;
  for (const auto& [session, connection] : connections_) {
    if (connection.a == traitor_ || connection.b == traitor_) ears.emplace_back(session, connection.Other(traitor_));
  }
  const std::string origin = nodes_[traitor_]->economy().origin().ToString();
  for (const auto& [session, to] : ears) {
    if (!IsHonest(to) || nodes_[to]->dead()) continue;
    Count(oversize ? Fault::kOversize : Fault::kFlood);
    const size_t before = MemoryInUse();
    std::vector<v1::Frame> hoarded;
    for (size_t n = 0; n < kFramesOfBurst; ++n) {
      const v1::Frame frame = Excess(*dice_, origin, oversize, static_cast<int>(n));
      if (plan_.sabotage == Sabotage::kHoard) hoarded.insert(hoarded.end(), kFramesOfBurst, frame);
      nodes_[to]->exchange().OnFrame(session, frame, nodes_[to]->clock().Now());
      if (!nodes_[to]->exchange().FaultOf(session).ok()) break;
    }
    const size_t after = MemoryInUse();
    if (after > before + kMostGrowth) {
      Note(Judged::kMemory, absl::StrCat("a burst left ", after - before, " bytes at ", nodes_[to]->economy().code()));
    }
  }
}

bool Simulation::Pervert(int to, v1::Frame& frame) {
  if (sent_.size() < kFramesRemembered) {
    sent_.push_back(frame);
  } else {
    sent_[static_cast<size_t>(world_dice_.Below(static_cast<int>(kFramesRemembered)))] = frame;
  }
  const auto now = [&](Fault mood) { return IsHonest(to) && moods_.contains(mood) && world_dice_.Below(3) == 0; };
  if (now(Fault::kReplay)) {
    Count(Fault::kReplay);
    frame = sent_[static_cast<size_t>(world_dice_.Below(static_cast<int>(sent_.size())))];
  }
  if (frame.has_batch()) {
    const bool own = frame.batch().origin() == nodes_[traitor_]->economy().origin().ToString();
    const Fault withhold = own ? Fault::kWithhold : Fault::kWithholdRelayed;
    if (now(withhold) && WithholdEntries(own, *frame.mutable_batch())) Count(withhold);
    if (own && now(Fault::kForge) && AppendForged(Fault::kForge, *frame.mutable_batch())) Count(Fault::kForge);
    const bool behind = own && IsHonest(to) && moods_.contains(Fault::kRevokedKey);
    if (behind && AppendForged(Fault::kRevokedKey, *frame.mutable_batch())) Count(Fault::kRevokedKey);
  }
  if (frame.has_announce() && now(Fault::kForge) && ForgeCosignatures(*frame.mutable_announce())) Count(Fault::kForge);
  if (frame.has_announce() && now(Fault::kForge) && ForgeEvidence(frame)) Count(Fault::kForge);
  return true;
}

// Of its own log as its right is, since it alone decides whom a statement is for; but a key is for all. Of others' logs it lies.
bool Simulation::WithholdEntries(bool own, v1::Batch& batch) {
  bool any = false;
  for (v1::BatchItem& item : *batch.mutable_items()) {
    v1::Entry entry;
    v1::Manifest manifest;
    if (!entry.ParseFromString(item.held().entry()) || !manifest.ParseFromString(entry.manifest()) ||
        (own && manifest.kind() == v1::STATEMENT_KIND_KEY) || world_dice_.Below(2) == 0) {
      continue;
    }
    v1::BatchItem leaf;
    leaf.mutable_withheld()->set_leaf_hash(crypto::AsString(LeafOf(item.held().entry())));
    leaf.mutable_withheld()->set_reason(static_cast<v1::WithheldReason>(1 + world_dice_.Below(3)));
    item = leaf;
    any = true;
  }
  return any;
}

// A statement that no honest node may believe: a signature that is none, by a key that the log does not know, or by an officer who
// may not; or a good one, by the submitter.
v1::SignedStatement Simulation::Forged(bool by_revoked_key) {
  const testing::TestEconomy& economy = nodes_[traitor_]->economy();
  const testing::Signer* signer = &economy.officer(statement::Role::kSubmitter);
  const int way = by_revoked_key ? 3 : world_dice_.Below(3);
  if (way == 1) signer = &nodes_[0]->economy().officer(statement::Role::kSubmitter);
  if (way == 2) signer = &economy.officer(statement::Role::kAnalyst);
  v1::SignedStatement forged =
      statement::Seal(testing::SampleManifest(v1::STATEMENT_KIND_REPORT, economy.code(), Now()),
                      {testing::Draft("facts", testing::SampleFacts())}, {&signer->key, 1}, entropy_)
          .value();
  if (way == 0) (*forged.mutable_signatures(0)->mutable_signature())[20] ^= 1;
  return forged;
}

// Behind what is there, under a checkpoint that its own key signs.
bool Simulation::AppendForged(Fault way, v1::Batch& batch) {
  const testing::TestEconomy& economy = nodes_[traitor_]->economy();
  const std::string origin = economy.origin().ToString();
  if (batch.backfill() || batch.consistency_size() > 0) return false;
  const uint64_t size = batch.from() + static_cast<uint64_t>(batch.items_size());
  if (way == Fault::kRevokedKey && !RevokesBelow(size)) return false;
  std::vector<crypto::Digest> leaves;
  for (uint64_t index = 0; index < size; ++index) {
    auto entry = nodes_[traitor_]->store().Look(store::Table::kEntries, store::NumberedKey(origin, index));
    if (!entry.ok()) return false;
    leaves.push_back(LeafOf(*entry));
  }
  const v1::SignedStatement forged = Forged(way == Fault::kRevokedKey);
  v1::Entry entry;
  entry.set_index(size);
  *entry.mutable_admitted_at() = statement::ToTimestamp(Now());
  entry.set_manifest(forged.manifest());
  *entry.mutable_signatures() = forged.signatures();
  v1::HeldEntry& held = *batch.add_items()->mutable_held();
  held.set_entry(statement::SerializeDeterministic(entry));
  *held.mutable_parts() = forged.parts();
  leaves.push_back(LeafOf(held.entry()));
  crypto::Note note;
  note.text = merkle::Checkpoint{origin, size + 1, RootOf(leaves)}.ToText();
  note.signatures.push_back(crypto::SignNote(note.text, origin, economy.log_key()).value());
  batch.set_checkpoint(note.ToString());
  forged_.insert(forged.manifest());
  return true;
}

// In the name of each honest economy, with the right key's id.
bool Simulation::ForgeCosignatures(v1::Announce& announce) {
  absl::StatusOr<crypto::Note> note = crypto::ParseNote(announce.checkpoint());
  if (!note.ok()) return false;
  const crypto::PrivateKey& wrong = nodes_[traitor_]->economy().cosigner_key();
  for (const int n : honest_) {
    const crypto::NoteKey right = nodes_[n]->economy().cosigner_note_key();
    std::erase_if(note->signatures, [&](const crypto::NoteSignature& one) { return one.id == right.id(); });
    crypto::NoteSignature line = crypto::CosignNote(note->text, right.name, Now(), wrong).value();
    line.id = right.id();
    note->signatures.push_back(std::move(line));
  }
  announce.set_checkpoint(note->ToString());
  return true;
}

// That an honest log has two histories: its newest checkpoint, and one with another root under the same signature.
bool Simulation::ForgeEvidence(v1::Frame& frame) {
  if (!nodes_[traitor_]->up()) return false;  // only its second machine is
  const int victim = honest_[static_cast<size_t>(world_dice_.Below(static_cast<int>(honest_.size())))];
  const std::string origin = nodes_[victim]->economy().origin().ToString();
  const auto heads = nodes_[traitor_]->Heads();
  const ledger::LogHead* head = heads->Find(origin);
  absl::StatusOr<v1::HeldEntry> opening = nodes_[traitor_]->Reader().Read(origin, 0);
  if (head == nullptr || !opening.ok()) return false;
  absl::StatusOr<crypto::Note> note = crypto::ParseNote(head->checkpoint);
  if (!note.ok()) return false;
  const crypto::NoteKeyId key = nodes_[victim]->economy().log_note_key().id();
  std::erase_if(note->signatures, [&](const crypto::NoteSignature& one) { return one.id != key; });
  std::vector<std::string> notes = {note->ToString()};
  note->text = merkle::Checkpoint{origin, head->checkpoint_size, crypto::Sha256(note->text)}.ToText();
  notes.push_back(note->ToString());
  std::sort(notes.begin(), notes.end());
  v1::EvidenceFile& file = *frame.mutable_evidence();
  file.mutable_evidence()->set_origin(origin);
  file.mutable_evidence()->set_checkpoint_a(notes[0]);
  file.mutable_evidence()->set_checkpoint_b(notes[1]);
  *file.add_openings() = *std::move(opening);
  return true;
}

}  // namespace lightship::sim
