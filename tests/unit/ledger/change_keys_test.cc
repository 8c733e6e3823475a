#include "node/statement/canonical.h"
#include "node/statement/offline.h"
#include "node/store/schema.h"
#include "tests/unit/ledger/ledger_fixture.h"

namespace lightship::ledger {
namespace {

namespace reason = base::reason;

// SG's node is given a new node key and a new log key between two reports.
class ChangeKeysTest : public ::testing::Test {
 protected:
  ChangeKeysTest() {
    before_ = sg_.Submit(sg_.Report())->index;
    fresh_.node_key = testing::NewKey(crypto::Algorithm::kEcdsaP256);
    fresh_.node_chain = {sg_.economy.Certify(fresh_.node_key.public_key(),
                                             {"lightship:sg:node:sg-2", "lightship:role:node"})};
    fresh_.log_key = testing::NewKey();
  }

  absl::StatusOr<Outcome> Change() { return sg_.CommitOne(KeyChange{fresh_}); }

  absl::Status Follow(Desk& peer, size_t entries) {
    for (uint64_t from = 0; from < sg_.Own().size; from = peer.Head(sg_.origin()).size) {
      ASSIGN_OR_RETURN(v1::Batch batch, sg_.reader->ReadBatch(sg_.origin(), from, {entries, 1 << 20},
                                                              peer.economy.code()));
      RETURN_IF_ERROR(peer.Take(batch, true).status());
    }
    return absl::OkStatus();
  }

  // The tree size that a receipt made by `desk` proves the entry in.
  static uint64_t Verified(Desk& desk, uint64_t index) {
    v1::Receipt receipt = desk.reader->MakeReceipt("lightship/SG/1", index, false).value();
    v1::StatementFile file = desk.reader->MakeStatementFile("lightship/SG/1", index, receipt).value();
    auto verdict = statement::VerifyOffline(statement::SerializeDeterministic(file),
                                            receipt.tlog_proof(), testing::RootsOf({"SG", "ID"}));
    EXPECT_TRUE(verdict.ok()) << verdict.status();
    return verdict.ok() ? verdict->tree_size : 0;
  }

  Desk sg_{"SG"};
  NodeKeys fresh_ = sg_.keys;
  uint64_t before_ = 0;
};

TEST_F(ChangeKeysTest, TheLogSaysSoOnce) {
  const uint64_t size = sg_.Own().size;
  EXPECT_EQ(Change()->index, size + 2);  // the grant, the change
  EXPECT_EQ(Change()->index, size + 2);
  EXPECT_EQ(sg_.Own().checkpoint_size, size + 2);
}

TEST_F(ChangeKeysTest, FollowersVerifyEachCheckpointInWhateverPiecesTheLogArrives) {
  ASSERT_TRUE(Change().ok());
  ASSERT_TRUE(sg_.Submit(sg_.Report()).ok());
  ASSERT_TRUE(sg_.Submit(sg_.Report()).ok());
  for (size_t entries = 1; entries <= sg_.Own().size; ++entries) {
    Desk peer("ID"), third("PH");
    absl::Status followed = Follow(peer, entries);
    ASSERT_TRUE(followed.ok()) << followed << " in batches of " << entries;
    EXPECT_EQ(peer.Head(sg_.origin()).checkpoint_size, sg_.Own().size);
    // A relay leads others over the change too.
    third.Follow(peer, sg_.origin());
    third.Follow(peer, sg_.origin());
    EXPECT_EQ(third.Head(sg_.origin()).root, sg_.Own().root);
  }
}

TEST_F(ChangeKeysTest, ReceiptsVerifyOfflineBeforeAndAfter) {
  const v1::Receipt old_receipt = *sg_.reader->MakeReceipt(sg_.origin(), before_, true);
  ASSERT_TRUE(Change().ok());
  const uint64_t after = sg_.Submit(sg_.Report())->index;
  EXPECT_EQ(Verified(sg_, before_), sg_.Own().size);
  EXPECT_EQ(Verified(sg_, after), sg_.Own().size);
  auto file = *sg_.reader->MakeStatementFile(sg_.origin(), before_, old_receipt);
  EXPECT_TRUE(statement::VerifyOffline(statement::SerializeDeterministic(file), old_receipt.tlog_proof(),
                                       testing::RootsOf({"SG"})).ok());
}

TEST_F(ChangeKeysTest, AReceiptWithoutTheChangeDoesNotVerify) {
  ASSERT_TRUE(Change().ok());
  const uint64_t after = sg_.Submit(sg_.Report())->index;
  v1::Receipt receipt = *sg_.reader->MakeReceipt(sg_.origin(), after, true);
  v1::StatementFile file = *sg_.reader->MakeStatementFile(sg_.origin(), after, receipt);
  auto& keys = *file.mutable_keys();
  keys.erase(std::remove_if(keys.begin(), keys.end(), [](const v1::ProvenEntry& proven) {
               v1::KeyStatement content;
               content.ParseFromString(proven.held().parts(0).content());
               return content.has_log_key_change();
             }), keys.end());
  EXPECT_EQ(ReasonOf(statement::VerifyOffline(statement::SerializeDeterministic(file), receipt.tlog_proof(),
                                              testing::RootsOf({"SG"})).status()),
            reason::kBadSignature);
}

TEST_F(ChangeKeysTest, WhatFollowsInTheSameCommitIsOfTheNewKey) {
  std::vector<Operation> operations;
  operations.push_back(*sg_.Examined(sg_.Report()));
  operations.push_back(KeyChange{fresh_});
  operations.push_back(*sg_.Examined(sg_.Report()));
  for (const auto& outcome : sg_.ledger->Commit(std::move(operations))) ASSERT_TRUE(outcome.ok());
  Desk peer("ID");
  ASSERT_TRUE(Follow(peer, 1).ok());
  EXPECT_EQ(peer.Head(sg_.origin()).checkpoint_size, sg_.Own().size);
}

TEST_F(ChangeKeysTest, TheLogOpensWithTheNewKeysAlone) {
  ASSERT_TRUE(Change().ok());
  EXPECT_EQ(ReasonOf(sg_.Reopen()), reason::kConfiguration);
  sg_.keys = fresh_;
  ASSERT_TRUE(sg_.Reopen().ok());
  EXPECT_TRUE(sg_.Submit(sg_.Report()).ok());
}

TEST_F(ChangeKeysTest, TheCosignerKeyStays) {
  fresh_.cosigner_key = testing::NewKey();
  const uint64_t size = sg_.Own().size;
  EXPECT_EQ(ReasonOf(Change().status()), reason::kConfiguration);
  EXPECT_EQ(sg_.Own().size, size);
}

// SG's node certificate ends an hour after noon.
class ExpiryTest : public ::testing::Test {
 protected:
  ExpiryTest() {
    sg_.keys.node_chain = {Certified(testing::Noon() + absl::Hours(1))};
    sg_.disk = std::make_unique<store::MemoryStore>();
    sg_.keeper.note.clear();
    sg_.new_log = true;
    EXPECT_TRUE(sg_.Reopen().ok());
    EXPECT_TRUE(sg_.Submit(sg_.Report()).ok());
    id_.clock.Advance(absl::Hours(3));
    id_.Follow(sg_, sg_.origin());
  }
  crypto::Certificate Certified(absl::Time until) {
    return sg_.economy.Certify(sg_.keys.node_key.public_key(),
                               {"lightship:sg:node:sg-1", "lightship:role:node"},
                               {testing::Noon() - absl::Hours(1), until});
  }
  // A report by an officer whom the log does not know yet.
  absl::StatusOr<Outcome> ReportOfNewOfficer() {
    const testing::Signer officer = sg_.economy.MakeOfficer("new", {Role::kSubmitter});
    v1::SignedStatement sealed =
        testing::SealBy({&officer}, testing::SampleManifest(v1::STATEMENT_KIND_REPORT, "SG"),
                        {testing::Draft("facts", testing::SampleFacts())});
    return sg_.Submit(sg_.RequestOf(sealed, officer));
  }
  // What peers think of all that was added since.
  void ExpectPeersCopyIt() {
    auto batch = sg_.BatchFor(id_, sg_.origin(), id_.Head(sg_.origin()).size);
    auto taken = id_.Take(*batch, true);
    EXPECT_TRUE(taken.ok()) << taken.status();
  }

  Desk sg_{"SG"}, id_{"ID"};
};

TEST_F(ExpiryTest, NothingIsAddedUnderANodeCertificateThatHasEnded) {
  sg_.clock.Advance(absl::Hours(2));
  const uint64_t size = sg_.Own().size;
  const absl::Status grant = ReportOfNewOfficer().status();
  EXPECT_EQ(ReasonOf(grant), reason::kNodeKeyUnfit);
  EXPECT_THAT(std::string(grant.message()), ::testing::HasSubstr("to 2026-03-01 13:00 UTC"));
  EXPECT_THAT(std::string(grant.message()), ::testing::HasSubstr("SIGHUP"));
  store::WriteBatch pending;
  pending.Put(store::Table::kPurges, store::PurgeKey(sg_.origin(), 1, 0), "");
  ASSERT_TRUE(sg_.disk->Write(pending).ok());
  EXPECT_EQ(ReasonOf(sg_.CommitOne(Attest{{{sg_.origin(), 1, 0}}}).status()), reason::kNodeKeyUnfit);
  EXPECT_TRUE(sg_.disk->Get(store::Table::kPurges, store::PurgeKey(sg_.origin(), 1, 0)).ok());
  NodeKeys fresh = sg_.keys;
  fresh.log_key = testing::NewKey();
  EXPECT_EQ(ReasonOf(sg_.CommitOne(KeyChange{fresh}).status()), reason::kNodeKeyUnfit);
  EXPECT_EQ(sg_.Own().size, size);
  EXPECT_TRUE(sg_.Submit(sg_.Report()).ok()) << "of an officer whom the log knows";
  ExpectPeersCopyIt();
}

TEST_F(ExpiryTest, ACertificateRenewedLateIsGrantedByItsKey) {
  sg_.clock.Advance(absl::Hours(2));
  NodeKeys renewed = sg_.keys;
  renewed.node_chain = {Certified(testing::Noon() + absl::Hours(24))};
  ASSERT_TRUE(sg_.CommitOne(KeyChange{renewed}).ok());
  ASSERT_TRUE(ReportOfNewOfficer().ok());
  ExpectPeersCopyIt();
}

TEST_F(ExpiryTest, AFreshKeyThatAnAdministratorHasGrantedIsTaken) {
  const testing::Signer& chief = sg_.economy.officer(Role::kAdministrator);
  sg_.DefineAudience("near", {"SG", "ID"});  // so that the log knows the administrator
  sg_.clock.Advance(absl::Hours(2));
  NodeKeys fresh = sg_.keys;
  fresh.node_key = testing::NewKey(crypto::Algorithm::kEcdsaP256);
  fresh.node_chain = {sg_.economy.Certify(fresh.node_key.public_key(),
                                          {"lightship:sg:node:sg-2", "lightship:role:node"})};
  EXPECT_EQ(ReasonOf(sg_.CommitOne(KeyChange{fresh}).status()), reason::kNodeKeyUnfit);
  v1::KeyStatement grant;
  grant.mutable_grant()->add_certificate_chain(fresh.node_chain[0].der());
  v1::SignedStatement sealed = testing::SealBy(
      {&chief}, testing::SampleManifest(v1::STATEMENT_KIND_KEY, "SG"), {testing::Draft("key", grant)});
  absl::StatusOr<Outcome> granted = sg_.Submit(sg_.RequestOf(sealed, chief));
  ASSERT_TRUE(granted.ok()) << granted.status();
  ASSERT_TRUE(sg_.CommitOne(KeyChange{fresh}).ok());
  ASSERT_TRUE(ReportOfNewOfficer().ok());
  ExpectPeersCopyIt();
}

TEST_F(ChangeKeysTest, TheNodeKeyInUseIsNotRevokedAndARevokedOneDoesNotOpenTheLog) {
  const testing::Signer& chief = sg_.economy.officer(Role::kAdministrator);
  auto revoke = [&] {
    v1::KeyStatement revocation;
    revocation.mutable_revocation()->set_key_id(
        crypto::AsString(sg_.keys.node_key.public_key().key_id()));
    return sg_.Submit(sg_.RequestOf(
        testing::SealBy({&chief}, testing::SampleManifest(v1::STATEMENT_KIND_KEY, "SG"),
                        {testing::Draft("key", revocation)}),
        chief));
  };
  EXPECT_EQ(ReasonOf(revoke().status()), reason::kInvalidStatement);
  fresh_.log_key = sg_.keys.log_key;
  ASSERT_TRUE(Change().ok());
  absl::StatusOr<Outcome> revoked = revoke();
  ASSERT_TRUE(revoked.ok()) << revoked.status();
  EXPECT_EQ(ReasonOf(sg_.Reopen()), reason::kConfiguration);
  sg_.keys = fresh_;
  ASSERT_TRUE(sg_.Reopen().ok());
}

}  // namespace
}  // namespace lightship::ledger
