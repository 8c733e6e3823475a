#include "tests/fuzz/material.h"

namespace lightship::fuzz {

using testing::Draft;
using testing::SampleManifest;
using testing::TestEconomy;

v1::SignedStatement SealedBySg(v1::Manifest manifest, std::vector<statement::PartDraft> parts) {
  testing::SeededEntropy entropy(11);
  return statement::Seal(std::move(manifest), std::move(parts),
                         {TestEconomy::Of("SG").officer(statement::Role::kSubmitter).key}, entropy)
      .value();
}

const v1::SignedStatement& SgReport() {
  static const v1::SignedStatement report =
      SealedBySg(SampleManifest(v1::STATEMENT_KIND_REPORT, "SG"),
                 {Draft("facts", testing::SampleFacts()), Draft("vessel", testing::SampleVessel()),
                  Draft("narrative", testing::SampleNarrative())});
  return report;
}

const v1::SignedStatement& SgAlert() {
  static const v1::SignedStatement alert = SealedBySg(SampleManifest(v1::STATEMENT_KIND_REPORT, "SG"),
                                                      {Draft("facts", testing::SampleFacts())});
  return alert;
}

const statement::PinnedRoots& Roots() {
  static const statement::PinnedRoots roots = testing::RootsOf({"SG", "ID"});
  return roots;
}

}  // namespace lightship::fuzz
