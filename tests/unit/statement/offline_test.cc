#include "node/statement/offline.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "lightship/v1/log.pb.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/merkle/checkpoint.h"
#include "node/statement/canonical.h"
#include "tests/support/sample.h"
#include "tests/support/small_log.h"

namespace lightship::statement {
namespace {

using lightship::testing::Noon;
using lightship::testing::RootsOf;
using lightship::testing::SampleReport;
using lightship::testing::Signer;
using lightship::testing::SmallLog;
using lightship::testing::TestEconomy;
using ::testing::ElementsAre;

namespace reason = base::reason;

// What an officer saves, before it is written.
struct Saved {
  v1::StatementFile file;
  std::string proof;

  absl::StatusOr<OfflineVerdict> Verify(const PinnedRoots& roots) const {
    return VerifyOffline(SerializeDeterministic(file), proof, roots);
  }
  std::string Refusal(const PinnedRoots& roots) const {
    return base::ReasonOf(Verify(roots).status());
  }
};

Saved Save(const SmallLog& log, uint64_t index, const std::vector<uint64_t>& keys,
           const std::vector<const TestEconomy*>& cosigners) {
  Saved saved;
  const std::string checkpoint = log.CheckpointAt(log.size(), cosigners, Noon() + absl::Hours(1));
  saved.proof = log.ProofOf(index, checkpoint);
  saved.file.set_origin(log.economy().origin().ToString());
  *saved.file.mutable_statement() = log.entry(index);
  for (uint64_t key : keys) *saved.file.add_keys() = log.Proven(key, log.size());
  for (const TestEconomy* cosigner : cosigners) {
    *saved.file.add_cosigners() = SmallLog(*cosigner).entry(0);
  }
  return saved;
}

std::string Flipped(std::string bytes, size_t at) {
  bytes[at] ^= static_cast<char>(1 << (at % 8));
  return bytes;
}

class OfflineTest : public ::testing::Test {
 protected:
  const TestEconomy &sg_ = TestEconomy::Of("SG"), &id_ = TestEconomy::Of("ID");
  const Signer& submitter_ = sg_.officer(Role::kSubmitter);
  SmallLog log_{sg_};
};

TEST_F(OfflineTest, ProvesAuthorAdmissionAndHolders) {
  log_.Grant(sg_.officer(Role::kVerifier));
  const uint64_t grant = log_.Grant(submitter_);
  const uint64_t report = log_.Append(SampleReport(sg_));
  log_.Grant(sg_.officer(Role::kLiaison));
  Saved saved = Save(log_, report, {0, grant}, {&id_});
  saved.file.mutable_statement()->mutable_parts()->DeleteSubrange(1, 1);  // vessel is withheld
  const absl::StatusOr<OfflineVerdict> verdict = saved.Verify(RootsOf({"SG", "ID"}));
  ASSERT_TRUE(verdict.ok()) << verdict.status();
  EXPECT_EQ(verdict->address.ToString(), "SG/3");
  EXPECT_EQ(verdict->manifest.kind(), v1::STATEMENT_KIND_REPORT);
  EXPECT_EQ(verdict->parts.size(), 2u);
  EXPECT_THAT(verdict->absent, ElementsAre("vessel"));
  ASSERT_EQ(verdict->signers.size(), 1u);
  EXPECT_EQ(verdict->signers[0].Uri(), "lightship:sg:officer:submitter-1");
  EXPECT_EQ(verdict->admitted_at, Noon() + absl::Seconds(3));
  EXPECT_EQ(verdict->tree_size, 5u);
  ASSERT_EQ(verdict->holders.size(), 1u);
  EXPECT_EQ(verdict->holders[0].economy, "ID");
  EXPECT_EQ(verdict->holders[0].cosigned_at, Noon() + absl::Hours(1));
  EXPECT_TRUE(verdict->holders[0].proven);
}

// The promise of the whole: change any byte of either file, and it is not proven.
TEST_F(OfflineTest, BreaksWithEveryByteOfEitherFile) {
  const uint64_t grant = log_.Grant(submitter_);
  const uint64_t report = log_.Append(SampleReport(sg_));
  const Saved saved = Save(log_, report, {0, grant}, {&id_});
  const std::string file = SerializeDeterministic(saved.file);
  const PinnedRoots roots = RootsOf({"SG", "ID"});
  ASSERT_TRUE(VerifyOffline(file, saved.proof, roots).ok());
  for (size_t at = 0; at < file.size(); ++at) {
    EXPECT_FALSE(VerifyOffline(Flipped(file, at), saved.proof, roots).ok()) << "file, byte " << at;
    EXPECT_FALSE(VerifyOffline(file.substr(0, at), saved.proof, roots).ok())
        << "file cut at " << at;
  }
  for (size_t at = 0; at < saved.proof.size(); ++at) {
    EXPECT_FALSE(VerifyOffline(file, Flipped(saved.proof, at), roots).ok()) << "proof, byte " << at;
    EXPECT_FALSE(VerifyOffline(file, saved.proof.substr(0, at), roots).ok())
        << "proof cut at " << at;
  }
  for (const char* more : {"\n", "x", "\x22"}) {
    EXPECT_FALSE(VerifyOffline(file + more, saved.proof, roots).ok());
    EXPECT_FALSE(VerifyOffline(file, saved.proof + more, roots).ok());
  }
}

TEST_F(OfflineTest, BreaksWithEveryByteOfACosignerThatNoRootProves) {
  const uint64_t grant = log_.Grant(submitter_);
  const uint64_t report = log_.Append(SampleReport(sg_));
  const Saved saved = Save(log_, report, {0, grant}, {&id_});
  const std::string file = SerializeDeterministic(saved.file);
  const PinnedRoots roots = RootsOf({"SG"});
  ASSERT_TRUE(VerifyOffline(file, saved.proof, roots).ok());
  for (size_t at = file.size() - saved.file.cosigners(0).ByteSizeLong(); at < file.size(); ++at) {
    EXPECT_FALSE(VerifyOffline(Flipped(file, at), saved.proof, roots).ok()) << "byte " << at;
  }
}

TEST_F(OfflineTest, RefusesAnEconomyThatItsRootDoesNotProve) {
  const TestEconomy impostor("SG");
  SmallLog log(impostor);
  const uint64_t grant = log.Grant(impostor.officer(Role::kSubmitter));
  const uint64_t report = log.Append(SampleReport(impostor));
  const Saved saved = Save(log, report, {0, grant}, {});
  EXPECT_EQ(saved.Refusal(RootsOf({"SG"})), reason::kUntrustedCertificate);
  EXPECT_EQ(saved.Refusal(RootsOf({"ID"})), reason::kUnknownEconomy);
}

TEST_F(OfflineTest, CallsACosignerWithoutPinnedRootAClaim) {
  const uint64_t grant = log_.Grant(submitter_);
  const uint64_t report = log_.Append(SampleReport(sg_));
  const Saved saved = Save(log_, report, {0, grant}, {&id_});
  const OfflineVerdict verdict = saved.Verify(RootsOf({"SG"})).value();
  ASSERT_EQ(verdict.holders.size(), 1u);
  EXPECT_FALSE(verdict.holders[0].proven);
}

TEST_F(OfflineTest, RefusesACosignerThatItsPinnedRootDisproves) {
  const TestEconomy impostor("ID");
  const uint64_t grant = log_.Grant(submitter_);
  const uint64_t report = log_.Append(SampleReport(sg_));
  EXPECT_EQ(Save(log_, report, {0, grant}, {&impostor}).Refusal(RootsOf({"SG", "ID"})),
            reason::kUntrustedCertificate);
}

TEST_F(OfflineTest, RefusesASignatureLineThatNothingExplains) {
  const uint64_t grant = log_.Grant(submitter_);
  const uint64_t report = log_.Append(SampleReport(sg_));
  Saved saved = Save(log_, report, {0, grant}, {&id_});
  saved.file.clear_cosigners();
  EXPECT_EQ(saved.Refusal(RootsOf({"SG", "ID"})), reason::kUnknownKey);
}

TEST_F(OfflineTest, RefusesACheckpointThatTheLogDidNotSign) {
  const uint64_t grant = log_.Grant(submitter_);
  const uint64_t report = log_.Append(SampleReport(sg_));
  Saved saved = Save(log_, report, {0, grant}, {&id_});
  merkle::TlogProof proof = merkle::TlogProof::FromText(saved.proof).value();
  crypto::Note note = crypto::ParseNote(proof.checkpoint).value();
  note.signatures.erase(note.signatures.begin());
  proof.checkpoint = note.ToString();
  saved.proof = proof.ToText();
  EXPECT_EQ(saved.Refusal(RootsOf({"SG", "ID"})), reason::kBadSignature);
}

TEST_F(OfflineTest, RefusesASignerWithoutTheRole) {
  const Signer& liaison = sg_.officer(Role::kLiaison);
  const uint64_t grant = log_.Grant(liaison);
  const uint64_t report = log_.Append(lightship::testing::SealBy(
      {&liaison}, lightship::testing::SampleManifest(v1::STATEMENT_KIND_REPORT, "SG"),
      {lightship::testing::Draft("facts", lightship::testing::SampleFacts())}));
  EXPECT_EQ(Save(log_, report, {0, grant}, {}).Refusal(RootsOf({"SG"})), reason::kMissingRole);
}

TEST_F(OfflineTest, RefusesAKeyGrantedAfterTheStatementOrNotAtAll) {
  const uint64_t report = log_.Append(SampleReport(sg_));
  const uint64_t late = log_.Grant(submitter_);
  EXPECT_EQ(Save(log_, report, {0, late}, {}).Refusal(RootsOf({"SG"})), reason::kUnknownKey);
  EXPECT_EQ(Save(log_, report, {0}, {}).Refusal(RootsOf({"SG"})), reason::kUnknownKey);
}

TEST_F(OfflineTest, RefusesAGrantOfAnotherEconomysOfficer) {
  const Signer& foreign = id_.officer(Role::kSubmitter);
  const uint64_t grant = log_.Grant(foreign);
  const uint64_t report = log_.Append(lightship::testing::SealBy(
      {&foreign}, lightship::testing::SampleManifest(v1::STATEMENT_KIND_REPORT, "SG"),
      {lightship::testing::Draft("facts", lightship::testing::SampleFacts())}));
  EXPECT_EQ(Save(log_, report, {0, grant}, {}).Refusal(RootsOf({"SG", "ID"})),
            reason::kWrongEconomy);
}

TEST_F(OfflineTest, RefusesAStatementOfAnotherEconomyInTheLog) {
  const uint64_t grant = log_.Grant(submitter_);
  const uint64_t report = log_.Append(lightship::testing::SealBy(
      {&submitter_}, lightship::testing::SampleManifest(v1::STATEMENT_KIND_REPORT, "ID"),
      {lightship::testing::Draft("facts", lightship::testing::SampleFacts())}));
  EXPECT_EQ(Save(log_, report, {0, grant}, {}).Refusal(RootsOf({"SG", "ID"})),
            reason::kWrongEconomy);
}

TEST_F(OfflineTest, RefusesASignatureThatTheLogTookThoughItDoesNotHold) {
  const uint64_t grant = log_.Grant(submitter_);
  v1::SignedStatement forged = SampleReport(sg_);
  forged.mutable_signatures(0)->mutable_signature()->at(3) ^= 1;
  EXPECT_EQ(Save(log_, log_.Append(forged), {0, grant}, {}).Refusal(RootsOf({"SG"})), reason::kBadSignature);
}

TEST_F(OfflineTest, RefusesASignerWhoseCertificateWasNotValidAtAdmission) {
  const Signer late = sg_.MakeOfficer("late", {Role::kSubmitter}, crypto::Algorithm::kEd25519,
                                      {Noon() + absl::Hours(24), Noon() + absl::Hours(48)});
  const uint64_t grant = log_.Grant(late);
  const uint64_t report = log_.Append(lightship::testing::SealBy(
      {&late}, lightship::testing::SampleManifest(v1::STATEMENT_KIND_REPORT, "SG"),
      {lightship::testing::Draft("facts", lightship::testing::SampleFacts())}));
  EXPECT_EQ(Save(log_, report, {0, grant}, {}).Refusal(RootsOf({"SG"})), reason::kUntrustedCertificate);
}

TEST_F(OfflineTest, RefusesAPartTwiceKeysOutOfOrderAndExtraDataThatIsNotTheEntry) {
  const uint64_t grant = log_.Grant(submitter_);
  const uint64_t report = log_.Append(SampleReport(sg_));
  Saved twice = Save(log_, report, {0, grant}, {});
  *twice.file.mutable_statement()->add_parts() = twice.file.statement().parts(0);
  EXPECT_EQ(twice.Refusal(RootsOf({"SG"})), reason::kMalformed);
  EXPECT_EQ(Save(log_, report, {0, grant, grant}, {}).Refusal(RootsOf({"SG"})), reason::kMalformed);
  Saved extra = Save(log_, report, {0, grant}, {});
  merkle::TlogProof proof = merkle::TlogProof::FromText(extra.proof).value();
  proof.extra = "another entry";
  extra.proof = proof.ToText();
  EXPECT_EQ(extra.Refusal(RootsOf({"SG"})), reason::kMalformed);
}

TEST_F(OfflineTest, RefusesTheProofOfAnotherEntry) {
  const uint64_t grant = log_.Grant(submitter_);
  const uint64_t report = log_.Append(SampleReport(sg_));
  Saved saved = Save(log_, report, {0, grant}, {});
  saved.proof = log_.ProofOf(grant, log_.CheckpointAt(log_.size()));
  EXPECT_EQ(saved.Refusal(RootsOf({"SG"})), reason::kBadProof);
}

TEST_F(OfflineTest, ProvesTheOpeningItself) {
  const absl::StatusOr<OfflineVerdict> verdict = Save(log_, 0, {0}, {}).Verify(RootsOf({"SG"}));
  ASSERT_TRUE(verdict.ok()) << verdict.status();
  EXPECT_EQ(verdict->signers[0].Uri(), "lightship:sg:node:node-1");
}

}  // namespace
}  // namespace lightship::statement
