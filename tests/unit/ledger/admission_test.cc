#include "node/statement/open.h"
#include "node/statement/seal.h"
#include "node/base/limits.h"
#include "node/ledger/state.h"
#include "tests/unit/ledger/ledger_fixture.h"

namespace lightship::ledger {
namespace {

namespace reason = base::reason;

TEST(Admission, GrantsAKeyRightBeforeItsFirstStatementAndOnlyThen) {
  Desk sg("SG");
  EXPECT_EQ(sg.Submit(sg.Report())->index, 2u);
  EXPECT_EQ(sg.Submit(sg.Report())->index, 3u);
  auto grant = statement::OpenEntry(sg.reader->Read(sg.origin(), 1)->entry());
  EXPECT_EQ(grant->manifest.kind(), v1::STATEMENT_KIND_KEY);
  EXPECT_EQ(sg.Own().size, 4u);
  EXPECT_EQ(sg.indexer.published, 4u);
}

TEST(Admission, PreparesWhatWasExaminedAsIfItWereOpenedFromItsBytes) {
  Desk sg("SG");
  const Admission admission = *sg.Examined(sg.Report());
  const absl::Time at = sg.clock.Now() + absl::Nanoseconds(1) / 4;  // finer than an entry tells
  const Prepared opened = *PrepareEntry(admission.statement, 7, at), examined = *PrepareExamined(admission, 7, at);
  EXPECT_EQ(examined.entry, opened.entry);
  EXPECT_EQ(examined.opened.entry.SerializeAsString(), opened.opened.entry.SerializeAsString());
  EXPECT_EQ(examined.opened.manifest.SerializeAsString(), opened.opened.manifest.SerializeAsString());
  EXPECT_EQ(examined.opened.statement_id, opened.opened.statement_id);
  EXPECT_EQ(examined.opened.leaf_hash, opened.opened.leaf_hash);
  EXPECT_EQ(examined.opened.admitted_at, opened.opened.admitted_at);
  ASSERT_EQ(examined.parts.size(), opened.parts.size());
  for (size_t i = 0; i < opened.parts.size(); ++i) {
    EXPECT_EQ(examined.parts[i].SerializeAsString(), opened.parts[i].SerializeAsString());
  }
}

TEST(Admission, RefusesAKeyThatNothingProves) {
  Desk sg("SG");
  v1::SubmitRequest request = sg.Report();
  request.clear_chains();
  EXPECT_EQ(ReasonOf(sg.Submit(request).status()), reason::kUnknownKey);
}

TEST(Admission, RefusesAnOfficerWithoutTheRole) {
  Desk sg("SG");
  const testing::Signer& analyst = sg.economy.officer(Role::kAnalyst);
  auto statement = testing::SealBy({&analyst},
                                   testing::SampleManifest(v1::STATEMENT_KIND_REPORT, "SG"),
                                   {testing::Draft("facts", testing::SampleFacts())});
  absl::Status refused = sg.Submit(sg.RequestOf(statement, analyst)).status();
  EXPECT_EQ(ReasonOf(refused), reason::kMissingRole);
  EXPECT_THAT(std::string(refused.message()), ::testing::HasSubstr("submitter"));
  EXPECT_EQ(sg.Own().size, 1u);
}

TEST(Admission, RefusesStatementsAndCallersOfOtherEconomies) {
  Desk sg("SG"), id("ID");
  EXPECT_EQ(ReasonOf(sg.Submit(id.Report()).status()), reason::kWrongEconomy);
  absl::Status caller = Examine(sg.Report(), id.economy.officer(Role::kSubmitter).identity, sg.rules,
                                *sg.Own().keys, sg.roots, sg.clock.Now())
                            .status();
  EXPECT_EQ(ReasonOf(caller), reason::kWrongEconomy);
}

TEST(Admission, RefusesAForeignSignerAndAnImpostor) {
  Desk sg("SG"), id("ID");
  const testing::Signer& foreign = id.economy.officer(Role::kSubmitter);
  auto by_foreigner = testing::SealBy({&foreign},
                                      testing::SampleManifest(v1::STATEMENT_KIND_REPORT, "SG"),
                                      {testing::Draft("facts", testing::SampleFacts())});
  EXPECT_EQ(ReasonOf(sg.Submit(sg.RequestOf(by_foreigner, foreign)).status()),
            reason::kWrongEconomy);
  TestEconomy impostor("SG");
  const testing::Signer& false_officer = impostor.officer(Role::kSubmitter);
  auto forged = testing::SealBy({&false_officer},
                                testing::SampleManifest(v1::STATEMENT_KIND_REPORT, "SG"),
                                {testing::Draft("facts", testing::SampleFacts())});
  EXPECT_EQ(ReasonOf(sg.Submit(sg.RequestOf(forged, false_officer)).status()),
            reason::kUntrustedCertificate);
}

TEST(Admission, RefusesACertificateOutsideItsPeriodAlsoOfAKeyGrantedBefore) {
  Desk sg("SG");
  const absl::Duration hour = absl::Hours(1);
  const testing::Signer officer =
      sg.economy.MakeOfficer("short", {Role::kSubmitter}, crypto::Algorithm::kEd25519,
                             {testing::Noon() + hour, testing::Noon() + 2 * hour});
  auto submit = [&] {
    auto statement = testing::SealBy({&officer}, testing::SampleManifest(v1::STATEMENT_KIND_REPORT, "SG"),
                                     {testing::Draft("facts", testing::SampleFacts())});
    return ReasonOf(sg.Submit(sg.RequestOf(statement, officer)).status());
  };
  EXPECT_EQ(submit(), reason::kUntrustedCertificate);
  sg.clock.Advance(hour + absl::Minutes(1));
  EXPECT_EQ(submit(), "");
  sg.clock.Advance(hour);
  EXPECT_EQ(submit(), reason::kUntrustedCertificate);
}

TEST(Admission, RefusesChangedBytes) {
  Desk sg("SG");
  v1::SubmitRequest signature = sg.Report();
  signature.mutable_statement()->mutable_signatures(0)->mutable_signature()->at(5) ^= 1;
  EXPECT_EQ(ReasonOf(sg.Submit(signature).status()), reason::kBadSignature);
  v1::SubmitRequest part = sg.Report();
  part.mutable_statement()->mutable_parts(0)->mutable_salt()->at(0) ^= 1;
  EXPECT_FALSE(sg.Submit(part).ok());
  v1::SubmitRequest unsigned_one = sg.Report();
  unsigned_one.mutable_statement()->clear_signatures();
  EXPECT_EQ(ReasonOf(sg.Submit(unsigned_one).status()), reason::kMalformed);
  EXPECT_EQ(sg.Own().size, 1u);
}

TEST(Admission, TellsEachOfManyStatementsApart) {
  Desk sg("SG");
  const testing::Signer& officer = sg.economy.officer(Role::kSubmitter);
  const testing::Signer other = sg.economy.MakeOfficer("other", {Role::kSubmitter}, crypto::Algorithm::kEcdsaP256);
  v1::SubmitRequest by_two = sg.Report();
  *by_two.mutable_statement()->add_signatures() = statement::SignManifest(by_two.statement().manifest(), other.key).value();
  for (const auto& certificate : other.chain) {
    if (&certificate == &other.chain.front()) by_two.add_chains();
    by_two.mutable_chains(by_two.chains_size() - 1)->add_certificates(certificate.der());
  }
  v1::SubmitRequest forged = sg.Report(), half_forged = by_two, unsigned_one = sg.Report();
  forged.mutable_statement()->mutable_signatures(0)->mutable_signature()->at(5) ^= 1;
  *half_forged.mutable_statement()->mutable_signatures(1) =
      statement::SignManifest(forged.statement().manifest(), other.key).value();
  unsigned_one.mutable_statement()->clear_signatures();
  const v1::SubmitRequest first = sg.Report(), last = sg.Report();
  const std::vector<const v1::SubmitRequest*> all = {&first, &forged, &by_two, &unsigned_one, &half_forged, &last};
  const auto examined = ExamineAll(all, officer.identity, sg.rules, *sg.Own().keys, sg.roots, sg.clock.Now());
  ASSERT_EQ(examined.size(), all.size());
  std::vector<std::string> reasons;
  for (size_t i = 0; i < all.size(); ++i) {
    reasons.push_back(ReasonOf(examined[i].status()));
    if (examined[i].ok()) EXPECT_EQ(examined[i]->id, statement::StatementId(all[i]->statement().manifest()));
  }
  EXPECT_THAT(reasons, ::testing::ElementsAre("", reason::kBadSignature, "", reason::kMalformed, reason::kBadSignature, ""));
}

TEST(Admission, RefusesMoreThanTheLimits) {
  Desk sg("SG");
  v1::SubmitRequest signatures = sg.Report();
  while (signatures.statement().signatures_size() <= static_cast<int>(base::limits::kSignatures)) {
    *signatures.mutable_statement()->add_signatures() = signatures.statement().signatures(0);
  }
  EXPECT_EQ(ReasonOf(sg.Submit(signatures).status()), reason::kTooLarge);
  v1::SubmitRequest chains = sg.Report();
  while (chains.chains_size() <= static_cast<int>(base::limits::kSignatures)) *chains.add_chains() = chains.chains(0);
  EXPECT_EQ(ReasonOf(sg.Submit(chains).status()), reason::kTooLarge);
  v1::SubmitRequest parts = sg.Report();
  parts.mutable_statement()->mutable_parts(0)->set_content(std::string(base::limits::kPartsOfStatementBytes + 1, 'x'));
  EXPECT_EQ(ReasonOf(sg.Submit(parts).status()), reason::kTooLarge);
  EXPECT_EQ(sg.Own().size, 1u);
}

TEST(Admission, LetsNobodyHandInAChangeOfTheLogsKeys) {
  Desk sg("SG");
  v1::KeyStatement content;
  content.mutable_log_key_change()->set_log_public_key(std::string(32, 'l'));
  content.mutable_log_key_change()->set_cosigner_public_key(std::string(32, 'c'));
  const testing::Signer& node = sg.economy.node();
  auto change = testing::SealBy({&node}, statement::KeyManifest("SG", testing::Noon()), {testing::Draft("key", content)});
  absl::Status refused = sg.Submit(sg.RequestOf(change, node)).status();
  EXPECT_EQ(ReasonOf(refused), reason::kInvalidStatement);
  EXPECT_EQ(base::ViolationsOf(refused).at(0).field, "key.log_key_change");
  EXPECT_EQ(sg.Own().size, 1u);
}

TEST(Admission, RefusesARevokedKeyAlsoWhenItWasExaminedBefore) {
  Desk sg("SG");
  ASSERT_TRUE(sg.Submit(sg.Report()).ok());
  auto examined_before = sg.Examined(sg.Report());
  ASSERT_TRUE(examined_before.ok());
  const testing::Signer& chief = sg.economy.officer(Role::kAdministrator);
  v1::KeyStatement content;
  content.mutable_revocation()->set_key_id(
      crypto::AsString(sg.economy.officer(Role::kSubmitter).key.public_key().key_id()));
  auto revocation = testing::SealBy({&chief}, statement::KeyManifest("SG", testing::Noon()),
                                    {testing::Draft("key", content)});
  ASSERT_TRUE(sg.Submit(sg.RequestOf(revocation, chief)).ok());
  EXPECT_EQ(ReasonOf(sg.CommitOne(*std::move(examined_before)).status()), reason::kRevokedKey);
  EXPECT_EQ(ReasonOf(sg.Submit(sg.Report()).status()), reason::kRevokedKey);
}

}  // namespace
}  // namespace lightship::ledger
