// Every role tries to sign every operation, at its own economy's node and at another's.
#include "lightship/v1/attestation.pb.h"
#include "lightship/v1/audience.pb.h"
#include "lightship/v1/claims.pb.h"
#include "node/statement/operation.h"
#include "node/statement/seal.h"
#include "tests/unit/ledger/ledger_fixture.h"

namespace lightship::ledger {
namespace {

namespace reason = base::reason;
using statement::Operation;

constexpr Role kEveryRole[] = {Role::kSubmitter, Role::kVerifier,      Role::kAnalyst,
                               Role::kLiaison,   Role::kAdministrator, Role::kNode};

const testing::Signer& SignerOf(const TestEconomy& economy, Role role) {
  return role == Role::kNode ? economy.node() : economy.officer(role);
}

v1::StatementKind KindOf(Operation operation) {
  switch (operation) {
    case Operation::kReport:
    case Operation::kAmend:
      return v1::STATEMENT_KIND_REPORT;
    case Operation::kAssert:
      return v1::STATEMENT_KIND_ASSERTION;
    case Operation::kRespond:
      return v1::STATEMENT_KIND_RESPONSE;
    case Operation::kNotify:
      return v1::STATEMENT_KIND_NOTICE;
    case Operation::kComment:
      return v1::STATEMENT_KIND_COMMENT;
    case Operation::kGiveContact:
      return v1::STATEMENT_KIND_CONTACT;
    case Operation::kDefineAudience:
      return v1::STATEMENT_KIND_AUDIENCE;
    case Operation::kAttest:
      return v1::STATEMENT_KIND_ATTESTATION;
    case Operation::kGrantKey:
    case Operation::kRevokeKey:
    case Operation::kChangeLogKeys:
      return v1::STATEMENT_KIND_KEY;
    case Operation::kOtherStatement:
      return static_cast<v1::StatementKind>(77);
    default:
      return v1::STATEMENT_KIND_WITHDRAWAL;
  }
}

// The part that makes a KEY or WITHDRAWAL do just this; whether the rest of it is right is judged later.
std::vector<statement::PartDraft> PartsOf(Operation operation) {
  v1::KeyStatement key;
  v1::Withdrawal withdrawal;
  if (operation == Operation::kGrantKey) key.mutable_grant();
  if (operation == Operation::kRevokeKey) key.mutable_revocation();
  if (operation == Operation::kChangeLogKeys) key.mutable_log_key_change();
  if (operation == Operation::kRetract) withdrawal.mutable_retract();
  if (operation == Operation::kRelease) withdrawal.mutable_release();
  if (operation == Operation::kNarrow) withdrawal.mutable_narrow();
  if (operation == Operation::kErase) withdrawal.mutable_erase();
  if (KindOf(operation) == v1::STATEMENT_KIND_KEY) return {testing::Draft("key", key)};
  if (KindOf(operation) == v1::STATEMENT_KIND_WITHDRAWAL) {
    return {testing::Draft("withdrawal", withdrawal)};
  }
  return {testing::Draft("facts", testing::SampleFacts())};
}

v1::SignedStatement SignedBy(const testing::Signer& signer, Operation operation) {
  v1::Manifest manifest =
      testing::SampleManifest(KindOf(operation), signer.identity.economy);
  if (operation == Operation::kAmend) manifest.add_supersedes(std::string(32, 'x'));
  return testing::SealBy({&signer}, manifest, PartsOf(operation));
}

bool IsStatement(Operation operation) { return operation <= Operation::kOtherStatement; }

// What the log's key state says, which is what admission and every peer go by.
TEST(Roles, LetEachRoleSignItsOperationsAndNoOthers) {
  Desk sg("SG");
  for (Role role : kEveryRole) {
    const testing::Signer& signer = SignerOf(sg.economy, role);
    if (role != Role::kNode) {
      ASSERT_TRUE(sg.Submit(sg.RequestOf(testing::GrantOf(sg.economy, signer), sg.economy.node())).ok());
    }
  }
  for (const statement::OperationRule& rule : statement::OperationRules()) {
    if (!IsStatement(rule.operation)) continue;
    for (Role role : kEveryRole) {
      const testing::Signer& signer = SignerOf(sg.economy, role);
      const v1::SignedStatement statement = SignedBy(signer, rule.operation);
      const std::vector<v1::Part> parts(statement.parts().begin(), statement.parts().end());
      const v1::Manifest manifest = statement::ParseManifest(statement.manifest()).value();
      ASSERT_EQ(statement::OperationOf(manifest, parts), rule.operation) << rule.name;
      const absl::Status judged =
          sg.Own()
              .keys
              ->Judge(signer.key.public_key().key_id(), statement::OperationOf(manifest, parts),
                      sg.Own().size, testing::Noon())
              .status();
      const bool may = std::count(rule.roles.begin(), rule.roles.end(), role) > 0;
      EXPECT_EQ(base::ReasonOf(judged), may ? "" : reason::kMissingRole)
          << rule.name << " by " << statement::RoleName(role);
    }
  }
}

TEST(Roles, CountForNothingAtAnotherEconomysNode) {
  Desk sg("SG");
  const TestEconomy& other = TestEconomy::Of("ID");
  for (const statement::OperationRule& rule : statement::OperationRules()) {
    if (!IsStatement(rule.operation)) continue;
    for (Role role : kEveryRole) {
      const testing::Signer& signer = SignerOf(other, role);
      const v1::SubmitRequest request = sg.RequestOf(SignedBy(signer, rule.operation), signer);
      EXPECT_EQ(ReasonOf(sg.Submit(request).status()), reason::kWrongEconomy)
          << rule.name << " by " << statement::RoleName(role);
    }
  }
}

TEST(Roles, AreAskedOfEverySignerOfAStatement) {
  Desk sg("SG");
  const testing::Signer& submitter = sg.economy.officer(Role::kSubmitter);
  const testing::Signer& analyst = sg.economy.officer(Role::kAnalyst);
  v1::SubmitRequest request = sg.RequestOf(
      testing::SealBy({&submitter, &analyst},
                      testing::SampleManifest(v1::STATEMENT_KIND_REPORT, "SG"),
                      {testing::Draft("facts", testing::SampleFacts())}),
      submitter);
  for (const auto& certificate : analyst.chain) {
    request.add_chains()->add_certificates(certificate.der());
  }
  EXPECT_EQ(ReasonOf(sg.Submit(request).status()), reason::kMissingRole);
}

class TwoPersonRule : public ::testing::Test {
 protected:
  TwoPersonRule() { sg_.rules.two_person = {Operation::kDefineAudience}; }

  absl::StatusOr<Outcome> Define(const std::vector<const testing::Signer*>& signers) {
    v1::AudienceDefinition definition;
    definition.set_name("patrol");
    definition.set_version(1);
    v1::SubmitRequest request;
    *request.mutable_statement() =
        testing::SealBy(signers, testing::SampleManifest(v1::STATEMENT_KIND_AUDIENCE, "SG"),
                        {testing::Draft("audience", definition)});
    for (const testing::Signer* signer : signers) {
      v1::CertificateChain& chain = *request.add_chains();
      for (const auto& certificate : signer->chain) chain.add_certificates(certificate.der());
    }
    return sg_.Submit(request);
  }

  Desk sg_{"SG"};
  const testing::Signer chief_ = sg_.economy.MakeOfficer("chief", {Role::kAdministrator});
  const testing::Signer deputy_ = sg_.economy.MakeOfficer("deputy", {Role::kAdministrator});
};

TEST_F(TwoPersonRule, WantsASecondOfficer) {
  const absl::Status alone = Define({&chief_}).status();
  EXPECT_EQ(ReasonOf(alone), reason::kSecondPersonNeeded);
  EXPECT_THAT(std::string(alone.message()), ::testing::HasSubstr("lightship:sg:officer:chief"));
  EXPECT_TRUE(Define({&chief_, &deputy_}).ok());
}

TEST_F(TwoPersonRule, TakesTwoKeysOfOneOfficerForOnePerson) {
  const testing::Signer spare = sg_.economy.MakeOfficer("chief", {Role::kAdministrator});
  EXPECT_EQ(ReasonOf(Define({&chief_, &spare}).status()), reason::kSecondPersonNeeded);
}

TEST_F(TwoPersonRule, TakesNoSecondOfficerWithoutTheRole) {
  EXPECT_EQ(ReasonOf(Define({&chief_, &sg_.economy.officer(Role::kSubmitter)}).status()),
            reason::kMissingRole);
}

TEST_F(TwoPersonRule, LeavesOtherOperationsAlone) { EXPECT_TRUE(sg_.Submit(sg_.Report()).ok()); }

}  // namespace
}  // namespace lightship::ledger
