// Broken code, played: to see that each judge notices.
#include <algorithm>
#include <iterator>

#include "node/store/schema.h"
#include "tests/sim/simulation.h"
#include "tests/support/sample.h"

namespace lightship::sim {

// A report that the sabotage can be seen by; null when there is none.
const Acknowledged* Simulation::TargetOfSabotage() const {
  const Acknowledged* target = nullptr;
  for (const Acknowledged& one : acknowledged_) {
    const bool narrowed = one.Holders(kInTheEnd).size() < one.audience.size();
    const bool fits = plan_.sabotage == Sabotage::kSendNarrowed ? narrowed : one.acts.empty();
    if (one.report && one.audience.size() > 1 && one.retain_until == absl::InfiniteFuture() && fits) target = &one;
  }
  return target;
}

// The file of an attachment goes from the disk of one who holds it, or to one who may not have it.
void Simulation::SabotageFile() {
  for (const Acknowledged& made : acknowledged_) {
    for (const MadePart& part : made.parts) {
      if (part.file.empty() || made.Erased(part, kInTheEnd) || made.retain_until != absl::InfiniteFuture()) continue;
      if (plan_.sabotage == Sabotage::kLoseFile) {
        store::WriteBatch batch;
        batch.Delete(store::Table::kBlobs, store::BlobChunkKey(crypto::AsString(crypto::Sha256(part.file)), 0));
        nodes_[made.author]->store().Write(batch).IgnoreError();
      }
      v1::Frame frame;
      frame.mutable_blob_chunk()->set_data(part.file);
      for (int to = 0; to < plan_.nodes && plan_.sabotage == Sabotage::kSendFile; ++to) {
        if (!made.Holders(part, kInTheEnd).contains(to)) WatchWire(made.author, to, frame);
      }
    }
  }
}

// Something that a key signed behind its revocation stands in its log.
void Simulation::SabotageRevocation() {
  for (const Acknowledged& made : acknowledged_) {
    for (const auto& [author, role] : revoked_officers_) {
      const testing::TestEconomy& economy = nodes_[made.author]->economy();
      if (made.author != author || economy.officer(role).key.public_key().raw_ed25519() != made.revokes) continue;
      const v1::SignedStatement signed_late =
          statement::Seal(testing::SampleManifest(v1::STATEMENT_KIND_COMMENT, economy.code(), Now()), {},
                          {&economy.officer(role).key, 1}, entropy_)
              .value();
      v1::Entry entry;
      entry.set_manifest(signed_late.manifest());
      *entry.mutable_signatures() = signed_late.signatures();
      store::WriteBatch batch;
      batch.Put(store::Table::kEntries, store::NumberedKey(economy.origin().ToString(), 1'000'000), entry.SerializeAsString());
      nodes_[honest_.front()]->store().Write(batch).IgnoreError();
    }
  }
}

// Does to a store, or sends, what broken code would.
void Simulation::DoSabotage() {
  const Acknowledged* report = TargetOfSabotage();
  if (plan_.sabotage == Sabotage::kNone || report == nullptr) return;
  const int author = report->author;
  const int other = (author + 1) % plan_.nodes;
  const std::string origin = nodes_[author]->economy().origin().ToString();
  v1::Entry forged;
  forged.set_index(report->index);
  forged.set_manifest(report->manifest + " ");
  forged.add_signatures()->set_signature(std::string(64, 'x'));
  store::WriteBatch batch;
  v1::Frame frame;
  frame.mutable_batch()->set_origin(origin);
  v1::HeldEntry& sent = *frame.mutable_batch()->add_items()->mutable_held();
  switch (plan_.sabotage) {
    case Sabotage::kLoseEntry:
      batch.Delete(store::Table::kEntries, store::NumberedKey(origin, report->index));
      nodes_[author]->store().Write(batch).IgnoreError();
      return;
    case Sabotage::kLeakPart:
      batch.Put(store::Table::kParts, "somewhere", report->Find("vessel")->marker);
      break;
    case Sabotage::kForgeEntry:
      batch.Put(store::Table::kEntries, store::NumberedKey(origin, 1'000'000), forged.SerializeAsString());
      break;
    case Sabotage::kForgeCosignature: {
      std::string note = nodes_[other]->Heads()->Find(origin)->checkpoint;
      note[note.size() - 10] = note[note.size() - 10] == 'A' ? 'B' : 'A';
      batch.Put(store::Table::kCheckpoints, store::NumberedKey(origin, 1'000'000), note);
      break;
    }
    case Sabotage::kSpoilTiles:
      return nodes_[other]->store().Flip(store::Table::kTiles, store::TileKey(origin, 0, 0), 9);
    case Sabotage::kServeRot:
      sent.set_entry(forged.SerializeAsString());
      return WatchWire(author, other, frame);
    case Sabotage::kSendNarrowed:
      forged.set_manifest(report->manifest);
      sent.set_entry(forged.SerializeAsString());
      for (const int outside : report->audience) {
        if (!report->Holders(kInTheEnd).contains(outside)) WatchWire(author, outside, frame);
      }
      return;
    case Sabotage::kLoseFile:
    case Sabotage::kSendFile:
      return SabotageFile();
    case Sabotage::kBelieveRevoked:
      return SabotageRevocation();
    default:
      return;
  }
  nodes_[other]->store().Write(batch).IgnoreError();
}

}  // namespace lightship::sim
