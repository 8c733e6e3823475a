// What officers and attackers do in a simulation.
#include <utility>

#include "absl/strings/str_cat.h"
#include "lightship/v1/audience.pb.h"
#include "node/statement/seal.h"
#include "node/store/schema.h"
#include "tests/sim/simulation.h"
#include "tests/support/sample.h"

namespace lightship::sim {
namespace {

using statement::Role;

v1::SubmitRequest RequestOf(v1::SignedStatement statement, const testing::Signer& signer) {
  v1::SubmitRequest request;
  *request.mutable_statement() = std::move(statement);
  v1::CertificateChain& chain = *request.add_chains();
  for (const crypto::Certificate& certificate : signer.chain) {
    chain.add_certificates(certificate.der());
  }
  return request;
}

}  // namespace

// A report, or now and then a new version of an audience, at a random node.
void Simulation::SubmitOne() {
  const int author = Random(plan_.nodes);
  if (!nodes_[author]->up()) return;
  const testing::TestEconomy& economy = nodes_[author]->economy();
  Acknowledged made;
  made.author = author;
  made.marker = absl::StrCat("marker-", plan_.seed, "-", ++made_, ".");
  made.own_marker = absl::StrCat("SECRET ", plan_.seed, " ", made_, ".");
  for (int n = 0; n < plan_.nodes; ++n) made.audience.insert(n);
  const bool defines = audiences_[author].empty() ? Random(3) == 0 : Random(8) == 0;
  const testing::Signer& signer =
      economy.officer(defines ? Role::kAdministrator : Role::kSubmitter);
  v1::Manifest manifest = testing::SampleManifest(
      defines ? v1::STATEMENT_KIND_AUDIENCE : v1::STATEMENT_KIND_REPORT, economy.code(), Now());
  std::vector<statement::PartDraft> parts;
  std::set<int> members = {author};
  if (defines) {
    v1::AudienceDefinition definition;
    definition.set_name("patrol");
    definition.set_version(++audience_versions_[author]);
    for (int n = 0; n < plan_.nodes; ++n) {
      if (n == author || Random(2) == 0) continue;
      members.insert(n);
      definition.add_economies(nodes_[n]->economy().code());
    }
    parts = {testing::Draft("audience", definition)};
    made.marker.clear();
    made.own_marker.clear();
  } else {
    v1::Narrative narrative = testing::SampleNarrative();
    narrative.mutable_texts(0)->set_text(made.marker);
    v1::VesselDetails vessel = testing::SampleVessel();
    vessel.mutable_victims(0)->set_name_as_written(made.own_marker);
    parts = {testing::Draft("facts", testing::SampleFacts()), testing::Draft("vessel", vessel, "own"),
             testing::Draft("narrative", narrative)};
    if (!audiences_[author].empty() && Random(2) == 0) {
      const int version = 1 + Random(static_cast<int>(audiences_[author].size()));
      manifest.set_audience(absl::StrCat(economy.code(), "/patrol@", version));
      made.audience = audiences_[author][version - 1];
    } else if (Random(4) == 0) {
      manifest.set_audience("own");
      made.audience = {author};
    }
  }
  v1::SignedStatement statement =
      statement::Seal(manifest, parts, {&signer.key, 1}, entropy_).value();
  absl::StatusOr<ledger::Outcome> outcome =
      nodes_[author]->Submit(RequestOf(statement, signer), signer.identity);
  if (!outcome.ok()) {
    if (defines) --audience_versions_[author];
    return;
  }
  if (defines) audiences_[author].push_back(members);
  made.index = outcome->index;
  made.manifest = statement.manifest();
  made.parts.assign(statement.parts().begin(), statement.parts().end());
  acknowledged_.push_back(std::move(made));
  WatchForForks(author);
}

// Changes one thing that a peer must notice.
void Simulation::Corrupt(v1::Frame& frame) {
  auto flip = [&](std::string* bytes) {
    if (!bytes->empty()) (*bytes)[Random(static_cast<int>(bytes->size()))] ^= 1 << Random(8);
  };
  if (frame.has_committed()) return flip(frame.mutable_committed()->mutable_cosigned_checkpoint());
  if (frame.has_announce()) return flip(frame.mutable_announce()->mutable_checkpoint());
  if (frame.has_fetch()) return frame.mutable_fetch()->set_from(random_());
  if (!frame.has_batch() || frame.batch().items().empty()) return;
  v1::Batch& batch = *frame.mutable_batch();
  v1::BatchItem& item = *batch.mutable_items(Random(batch.items_size()));
  switch (Random(6)) {
    case 0:
      return flip(batch.mutable_checkpoint());
    case 1:
      return batch.set_from(batch.from() + 1);
    case 2:
      return batch.mutable_items()->RemoveLast();
    case 3:
      if (batch.consistency_size() > 0) return flip(batch.mutable_consistency(0));
      return batch.set_origin("lightship/ZZ/1");
    case 4:
      if (item.has_held() && item.held().parts_size() > 0) {
        return flip(item.mutable_held()->mutable_parts(0)->mutable_content());
      }
      [[fallthrough]];
    default:
      if (item.has_held()) return flip(item.mutable_held()->mutable_entry());
      return flip(item.mutable_withheld()->mutable_leaf_hash());
  }
}

// Does to a store what broken code would have done.
void Simulation::DoSabotage() {
  if (plan_.sabotage == Sabotage::kNone || acknowledged_.empty()) return;
  const Acknowledged* report = nullptr;
  for (const Acknowledged& one : acknowledged_) {
    if (!one.marker.empty()) report = &one;
  }
  if (report == nullptr) return;
  const std::string origin = nodes_[report->author]->economy().origin().ToString();
  store::WriteBatch batch;
  if (plan_.sabotage == Sabotage::kLoseEntry) {
    batch.Delete(store::Table::kEntries, store::NumberedKey(origin, report->index));
    nodes_[report->author]->store().Write(batch).IgnoreError();
    return;
  }
  const int other = (report->author + 1) % plan_.nodes;
  if (plan_.sabotage == Sabotage::kLeakPart) {
    batch.Put(store::Table::kParts, "somewhere", report->own_marker);
  } else {
    v1::Entry forged;
    forged.set_index(report->index);
    forged.set_manifest(report->manifest + " ");
    forged.add_signatures()->set_signature(std::string(64, 'x'));
    batch.Put(store::Table::kEntries, store::NumberedKey(origin, 1'000'000),
              forged.SerializeAsString());
  }
  nodes_[other]->store().Write(batch).IgnoreError();
}

}  // namespace lightship::sim
