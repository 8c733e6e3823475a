#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/incident/query.h"
#include "node/ledger/heads.h"
#include "node/ledger/reader.h"
#include "node/statement/open.h"
#include "node/store/schema.h"
#include "node/trust/key_state.h"
#include "tests/support/pki.h"
#include "tests/support/sample.h"
#include "tests/support/small_log.h"
#include "tests/unit/incident/made.h"

namespace lightship::incident {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;

// A node that holds Singapore's log, of which it knows that Malaysia holds it too.
class Get : public ::testing::Test {
 protected:
  Get()
      : economy_(testing::TestEconomy::Of("SG")),
        roots_(testing::RootsOf({"SG", "MY"})),
        log_(economy_),
        reader_(&store_.store, &board_, &roots_) {
    const testing::Signer& officer = economy_.officer(statement::Role::kSubmitter);
    log_.Grant(officer);
    auto keys = trust::KeyState::Open(log_.entry(0), roots_).value();
    ApplyTo(keys, 1);
    Know(keys);
  }

  // Applies the log's KEY statement at `index`.
  void ApplyTo(trust::KeyState& keys, uint64_t index) {
    statement::OpenedEntry entry = statement::OpenEntry(log_.entry(index).entry()).value();
    v1::KeyStatement content;
    content.ParseFromString(log_.entry(index).parts(0).content());
    EXPECT_TRUE(keys.Apply(entry, content, roots_).ok());
  }

  void Know(const trust::KeyState& keys) {
    auto heads = std::make_shared<ledger::Heads>();
    ledger::LogHead head;
    head.origin = "lightship/SG/1";
    head.keys = std::make_shared<trust::KeyState>(keys);
    head.cosigned["MY"].size = 100;
    heads->logs[head.origin] = std::make_shared<ledger::LogHead>(head);
    heads->audiences = std::make_shared<trust::AudienceBook>();
    board_.Set(heads);
  }

  // Admits to the log and commits it as a node that holds everything but `withheld`.
  Statement Commit(const v1::SignedStatement& sealed, absl::string_view withheld = "") {
    uint64_t index = log_.Append(sealed);
    statement::OpenedEntry opened = statement::OpenEntry(log_.entry(index).entry()).value();
    Statement statement{opened.statement_id, "lightship/SG/1", index, opened.admitted_at,
                        opened.manifest,     {sealed.parts().begin(), sealed.parts().end()}};
    statement = Without(statement, withheld);
    store_.Commit({statement}, {log_.entry(index).entry()});
    std::string leaves;
    for (uint64_t i = 0; i < log_.size(); ++i) leaves += crypto::AsString(log_.leaf(i));
    store::WriteBatch tiles;
    tiles.Put(store::Table::kTiles, store::TileKey("lightship/SG/1", 0, 0), leaves);
    EXPECT_TRUE(store_.store.Write(tiles).ok());
    return statement;
  }

  v1::SignedStatement Retract(const Statement& target) {
    v1::Manifest manifest = testing::SampleManifest(v1::STATEMENT_KIND_WITHDRAWAL, "SG");
    manifest.set_subject(crypto::AsString(target.id));
    v1::Withdrawal withdrawal;
    withdrawal.set_target(crypto::AsString(target.id));
    withdrawal.mutable_retract();
    return testing::SealBy({&economy_.officer(statement::Role::kSubmitter)}, manifest,
                           {testing::Draft("withdrawal", withdrawal)});
  }

  absl::StatusOr<v1::GetIncidentResponse> Ask(const v1::GetIncidentRequest& request) {
    return incident::Get(*store_.snapshot(), reader_, "SG", request);
  }

  const testing::TestEconomy& economy_;
  const statement::PinnedRoots roots_;
  testing::SmallLog log_;
  IndexedStore store_;
  ledger::HeadsBoard board_;
  ledger::LedgerReader reader_;
};

TEST_F(Get, OpensEveryStatementInOrderOfAdmission) {
  Statement report = Commit(testing::SampleReport(economy_), "vessel");
  Commit(Retract(report));
  v1::GetIncidentRequest request;
  request.mutable_incident()->set_address("SG/2");
  v1::GetIncidentResponse incident = Ask(request).value();
  EXPECT_TRUE(incident.summary().retracted());
  ASSERT_EQ(incident.statements_size(), 2);
  const v1::IncidentStatement& first = incident.statements(0);
  EXPECT_EQ(first.statement_id(), crypto::AsString(report.id));
  EXPECT_EQ(first.address(), "SG/2");
  EXPECT_TRUE(first.retracted());
  EXPECT_FALSE(first.superseded());
  EXPECT_EQ(first.facts().SerializeAsString(), testing::SampleFacts().SerializeAsString());
  EXPECT_TRUE(first.has_narrative());
  EXPECT_FALSE(first.has_vessel());
  ASSERT_EQ(first.withheld_size(), 1);
  EXPECT_EQ(first.withheld(0).name(), "vessel");
  EXPECT_EQ(first.withheld(0).audience(), "own");
  EXPECT_THAT(first.signers(), ElementsAre(StartsWith("lightship:sg:officer:")));
  EXPECT_THAT(first.holders(), ElementsAre("SG", "MY"));
  EXPECT_THAT(first.audience(), ElementsAre("SG", "MY"));
  EXPECT_EQ(incident.statements(1).withdrawal().target(), crypto::AsString(report.id));
  EXPECT_THAT(incident.statements(1).withheld(), IsEmpty());
}

TEST_F(Get, MarksStatementsOfACompromisedKeyByTheTimeOfTheirAdmission) {
  Statement before = Commit(testing::SampleReport(economy_));
  Statement after = Commit(testing::SampleReport(economy_));
  v1::KeyStatement content;
  v1::KeyRevocation& revocation = *content.mutable_revocation();
  revocation.set_key_id(crypto::AsString(
      economy_.officer(statement::Role::kSubmitter).key.public_key().key_id()));
  *revocation.mutable_compromised_since() = statement::ToTimestamp(after.admitted_at);
  uint64_t revoked = log_.Append(testing::KeyStatementBy(economy_, content, testing::Noon()));
  ASSERT_EQ(revoked, 4u);
  trust::KeyState keys = *board_.Get()->Find("lightship/SG/1")->keys;
  ApplyTo(keys, revoked);
  Know(keys);
  v1::GetIncidentRequest request;
  request.mutable_incident()->set_incident_id(crypto::AsString(before.id));
  EXPECT_EQ(Ask(request)->statements(0).doubted_by(), "");
  request.mutable_incident()->set_incident_id(crypto::AsString(after.id));
  EXPECT_EQ(Ask(request)->statements(0).doubted_by(), "SG/4");
}

TEST_F(Get, FindsAnIncidentByItsId) {
  Statement report = Commit(testing::SampleReport(economy_));
  v1::GetIncidentRequest request;
  request.mutable_incident()->set_incident_id(crypto::AsString(report.id));
  EXPECT_EQ(Ask(request)->summary().address(), "SG/2");
  EXPECT_TRUE(Ask(request)->statements(0).has_vessel());
}

TEST_F(Get, SaysWhatWasLookedFor) {
  v1::GetIncidentRequest request;
  request.mutable_incident()->set_address("SG/77");
  absl::Status missing = Ask(request).status();
  EXPECT_TRUE(absl::IsNotFound(missing));
  EXPECT_THAT(std::string(missing.message()), ::testing::HasSubstr("SG/77"));
  request.mutable_incident()->set_incident_id("short");
  EXPECT_TRUE(absl::IsInvalidArgument(Ask(request).status()));
}

}  // namespace
}  // namespace lightship::incident
