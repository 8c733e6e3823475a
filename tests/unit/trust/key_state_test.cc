#include "node/trust/key_state.h"

#include <algorithm>
#include <deque>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "tests/support/sample.h"
#include "tests/support/small_log.h"

namespace lightship::trust {
namespace {

using statement::Operation;
using lightship::testing::GrantOf;
using lightship::testing::KeyStatementBy;
using lightship::testing::NewKey;
using lightship::testing::Noon;
using lightship::testing::RootsOf;
using lightship::testing::Signer;
using lightship::testing::SmallLog;
using lightship::testing::TestEconomy;
using statement::Role;

namespace reason = base::reason;

// A log of SG and the key state that follows it.
class KeyStateTest : public ::testing::Test {
 protected:
  absl::Status Follow(const v1::SignedStatement& statement, absl::Time admitted_at = Noon()) {
    return Apply(log_.Append(statement, admitted_at), state_);
  }
  absl::Status Apply(uint64_t index, KeyState& state) const {
    const v1::HeldEntry& held = log_.entry(index);
    v1::KeyStatement content;
    EXPECT_TRUE(content.ParseFromString(held.parts(0).content()));
    return state.Apply(statement::OpenEntry(held.entry()).value(), content, roots_);
  }
  absl::Status Grant(const Signer& signer, absl::Time at = Noon()) {
    return Follow(GrantOf(sg_, signer), at);
  }
  absl::Status Revoke(const Signer& signer, std::optional<absl::Time> since = std::nullopt) {
    v1::KeyStatement content;
    content.mutable_revocation()->set_key_id(crypto::AsString(IdOf(signer)));
    if (since) {
      *content.mutable_revocation()->mutable_compromised_since() = statement::ToTimestamp(*since);
    }
    return Follow(KeyStatementBy(sg_, content));
  }
  static Digest IdOf(const Signer& signer) { return signer.key.public_key().key_id(); }
  // Empty when the key may sign.
  std::string Refusal(const Signer& signer, Operation operation, uint64_t index,
                      absl::Time at = Noon()) const {
    return base::ReasonOf(state_.Judge(IdOf(signer), operation, index, at).status());
  }

  const TestEconomy& sg_ = TestEconomy::Of("SG");
  const statement::PinnedRoots roots_ = RootsOf({"SG", "ID"});
  SmallLog log_{sg_};
  KeyState state_ = KeyState::Open(log_.entry(0), roots_).value();
  const Signer submitter_ = sg_.officer(Role::kSubmitter);
};

constexpr Operation kReport = Operation::kReport;

TEST_F(KeyStateTest, StartsWithTheNodesKeyFromEntryZero) {
  EXPECT_EQ(state_.origin().ToString(), "lightship/SG/1");
  EXPECT_EQ(state_.LogKeyAt(1).key.vkey(), sg_.log_note_key().vkey());
  EXPECT_EQ(Refusal(sg_.node(), Operation::kGrantKey, 0), "");
  EXPECT_EQ(Refusal(sg_.node(), Operation::kGrantKey, 1), "");
  EXPECT_EQ(Refusal(sg_.node(), kReport, 1), reason::kMissingRole);
  EXPECT_EQ(Refusal(submitter_, kReport, 1), reason::kUnknownKey);
}

TEST_F(KeyStateTest, RefusesALogThatNoPinnedRootProves) {
  EXPECT_FALSE(KeyState::Open(log_.entry(0), RootsOf({"ID"})).ok());
  EXPECT_FALSE(KeyState::Open(SmallLog(TestEconomy("SG")).entry(0), roots_).ok());
}

TEST_F(KeyStateTest, CountsAGrantFromTheNextEntryOn) {
  ASSERT_TRUE(Grant(submitter_).ok());
  EXPECT_EQ(Refusal(submitter_, kReport, 1), reason::kUnknownKey);
  EXPECT_EQ(Refusal(submitter_, kReport, 2), "");
  EXPECT_EQ(Refusal(submitter_, Operation::kNotify, 2), reason::kMissingRole);
  EXPECT_EQ(state_.Judge(IdOf(submitter_), kReport, 2, Noon()).value()->identity.Uri(),
            "lightship:sg:officer:submitter-1");
}

TEST_F(KeyStateTest, RefusesGrantsThatNoHonestNodeAdmits) {
  EXPECT_EQ(base::ReasonOf(Grant(TestEconomy::Of("ID").officer(Role::kSubmitter))),
            reason::kWrongEconomy);
  EXPECT_EQ(base::ReasonOf(Grant(TestEconomy("SG").officer(Role::kSubmitter))),
            reason::kUntrustedCertificate);
  EXPECT_EQ(base::ReasonOf(Grant(TestEconomy::Of("MY").officer(Role::kSubmitter))),
            reason::kUnknownEconomy);
  const Signer late = sg_.MakeOfficer("late", {Role::kSubmitter}, crypto::Algorithm::kEd25519,
                                      {Noon() + absl::Hours(1), Noon() + absl::Hours(2)});
  EXPECT_FALSE(Grant(late).ok());
  EXPECT_TRUE(Grant(late, Noon() + absl::Minutes(90)).ok());
}

TEST_F(KeyStateTest, RevokesFromTheNextEntryOn) {
  ASSERT_TRUE(Grant(submitter_).ok());   // 1
  ASSERT_TRUE(Revoke(submitter_).ok());  // 2
  EXPECT_EQ(Refusal(submitter_, kReport, 2), "");
  EXPECT_EQ(Refusal(submitter_, kReport, 3), reason::kRevokedKey);
}

TEST_F(KeyStateTest, MarksEarlierStatementsOfACompromisedKeyWithoutUnadmittingThem) {
  const absl::Time since = Noon() - absl::Hours(1);
  ASSERT_TRUE(Grant(submitter_, Noon() - absl::Hours(3)).ok());
  EXPECT_FALSE(state_.Find(IdOf(submitter_))->CompromisedAt(Noon()));
  ASSERT_TRUE(Revoke(submitter_, since).ok());
  EXPECT_FALSE(state_.Find(IdOf(submitter_))->CompromisedAt(since - absl::Nanoseconds(1)));
  EXPECT_TRUE(state_.Find(IdOf(submitter_))->CompromisedAt(since));
  EXPECT_EQ(Refusal(submitter_, kReport, 2, since), "");
}

TEST_F(KeyStateTest, KeepsTheFirstRevocationAndTheEarliestCompromise) {
  ASSERT_TRUE(Grant(submitter_).ok());                            // 1
  ASSERT_TRUE(Revoke(submitter_, Noon() + absl::Hours(2)).ok());  // 2
  ASSERT_TRUE(Revoke(submitter_, Noon() + absl::Hours(1)).ok());  // 3
  ASSERT_TRUE(Revoke(submitter_).ok());                           // 4
  EXPECT_EQ(*state_.Find(IdOf(submitter_))->revoked_index, 2u);
  EXPECT_EQ(*state_.Find(IdOf(submitter_))->compromised_since, Noon() + absl::Hours(1));
  EXPECT_EQ(*state_.Find(IdOf(submitter_))->compromised_index, 3u);
}

TEST_F(KeyStateTest, NeverGrantsARevokedKeyAgain) {
  ASSERT_TRUE(Grant(submitter_).ok());
  ASSERT_TRUE(Revoke(submitter_).ok());
  EXPECT_EQ(base::ReasonOf(Grant(submitter_)), reason::kRevokedKey);
}

TEST_F(KeyStateTest, RefusesToRevokeAnUnknownKey) {
  EXPECT_EQ(base::ReasonOf(Revoke(submitter_)), reason::kUnknownKey);
}

TEST_F(KeyStateTest, JudgesEachStatementByTheCertificateOfItsTime) {
  const absl::Duration hour = absl::Hours(1);
  Signer officer = sg_.MakeOfficer("renewed", {Role::kSubmitter}, crypto::Algorithm::kEd25519,
                                   {Noon() - hour, Noon() + hour});
  ASSERT_TRUE(Grant(officer, Noon()).ok());  // 1
  officer.chain = {sg_.Certify(officer.key.public_key(),
                               {"lightship:sg:officer:renewed", "lightship:role:liaison"},
                               {Noon() + hour, Noon() + 3 * hour})};
  ASSERT_TRUE(Grant(officer, Noon() + hour).ok());  // 2
  EXPECT_EQ(state_.FindBefore(IdOf(officer), 1), nullptr);
  EXPECT_EQ(state_.FindBefore(IdOf(officer), 2)->granted_index, 1u);
  EXPECT_EQ(state_.FirstGrant(IdOf(officer)), 1u);
  EXPECT_EQ(state_.FindBefore(IdOf(officer), 3)->granted_index, 2u);
  EXPECT_EQ(Refusal(officer, kReport, 2, Noon()), "");
  EXPECT_EQ(Refusal(officer, kReport, 2, Noon() + 2 * hour), reason::kUntrustedCertificate);
  EXPECT_EQ(Refusal(officer, kReport, 3, Noon() + 2 * hour), reason::kMissingRole);
  EXPECT_EQ(Refusal(officer, Operation::kNotify, 3, Noon() + 2 * hour), "");
  EXPECT_EQ(Refusal(officer, Operation::kNotify, 3, Noon() + 4 * hour),
            reason::kUntrustedCertificate);
}

TEST_F(KeyStateTest, AChangedLogKeySignsWhatIsLargerThanTheChange) {
  v1::KeyStatement content;
  v1::LogKeyChange& change = *content.mutable_log_key_change();
  const std::string cosigner(sg_.cosigner_key().public_key().raw_ed25519());
  auto change_to = [&](absl::string_view log_key, absl::string_view cosigner_key) {
    change.set_log_public_key(std::string(log_key));
    change.set_cosigner_public_key(std::string(cosigner_key));
    return Follow(KeyStatementBy(sg_, content));
  };
  const crypto::PrivateKey second = NewKey(), third = NewKey();
  EXPECT_FALSE(change_to(cosigner, cosigner).ok());
  EXPECT_FALSE(change_to(second.public_key().raw_ed25519(), third.public_key().raw_ed25519()).ok());
  EXPECT_FALSE(change_to(sg_.log_key().public_key().raw_ed25519(), cosigner).ok());
  EXPECT_EQ(state_.NextLogKeyChange(0), std::nullopt);
  ASSERT_TRUE(change_to(second.public_key().raw_ed25519(), cosigner).ok());
  const uint64_t k = *state_.NextLogKeyChange(0);
  EXPECT_EQ(state_.LogKeyAt(k + 1).key.vkey(), sg_.log_note_key().vkey());
  EXPECT_EQ(state_.LogKeyAt(k + 2).key.key.key_id(), second.public_key().key_id());
  EXPECT_EQ(state_.LogKeyAt(k + 2).key.name, "lightship/SG/1");
  ASSERT_TRUE(change_to(third.public_key().raw_ed25519(), cosigner).ok());
  EXPECT_EQ(state_.NextLogKeyChange(k + 1), k + 1);
  EXPECT_EQ(state_.LogKeyAt(k + 2).key.key.key_id(), second.public_key().key_id());
  EXPECT_EQ(state_.LogKeyAt(k + 3).key.key.key_id(), third.public_key().key_id());
  EXPECT_FALSE(change_to(second.public_key().raw_ed25519(), cosigner).ok());
}

class LateKeyTest : public KeyStateTest {
 protected:
  absl::Status ChangeLogKey() {
    v1::KeyStatement content;
    v1::LogKeyChange& change = *content.mutable_log_key_change();
    change.set_log_public_key(std::string(NewKey().public_key().raw_ed25519()));
    change.set_cosigner_public_key(std::string(sg_.cosigner_key().public_key().raw_ed25519()));
    return Follow(KeyStatementBy(sg_, content));
  }
  // What can be asked of a state.
  std::string Told(const KeyState& state) const {
    std::string told;
    for (uint64_t index = 1; index <= log_.size() + 1; ++index) {
      const GrantedKey* key = state.FindBefore(IdOf(submitter_), index);
      absl::StrAppend(&told, index, " ", state.LogKeyAt(index).since, " ",
                      state.NextLogKeyChange(index).value_or(0), " ",
                      base::ReasonOf(state.Judge(IdOf(submitter_), kReport, index, Noon()).status()));
      if (key == nullptr) continue;
      absl::StrAppend(&told, " granted ", key->granted_index, " revoked ", key->revoked_index.value_or(0), " ",
                      key->compromised_index.value_or(0), " ",
                      absl::FormatTime(key->compromised_since.value_or(absl::InfinitePast())), "\n");
    }
    return told;
  }
};

TEST_F(LateKeyTest, InWhateverOrderTheyComeTheStateIsTheSame) {
  ASSERT_TRUE(Grant(submitter_).ok());                            // 1
  ASSERT_TRUE(ChangeLogKey().ok());                               // 2
  ASSERT_TRUE(Grant(submitter_).ok());                            // 3
  ASSERT_TRUE(Revoke(submitter_, Noon() + absl::Hours(2)).ok());  // 4
  ASSERT_TRUE(Revoke(submitter_, Noon() + absl::Hours(1)).ok());  // 5
  ASSERT_TRUE(ChangeLogKey().ok());                               // 6
  std::vector<uint64_t> order = {1, 2, 3, 4, 5};
  do {
    KeyState state = KeyState::Open(log_.entry(0), roots_).value();
    ASSERT_TRUE(Apply(6, state).ok());
    std::deque<uint64_t> waiting(order.begin(), order.end());
    for (int tries = 0; !waiting.empty() && tries < 20; ++tries) {
      const uint64_t index = waiting.front();
      waiting.pop_front();
      if (!Apply(index, state).ok()) waiting.push_back(index);
    }
    ASSERT_EQ(Told(state), Told(state_)) << ::testing::PrintToString(order);
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST_F(LateKeyTest, ARevocationThatComesBeforeAGrantOfItsKeyIsRefusedAsThatGrantWouldBe) {
  ASSERT_TRUE(Grant(submitter_).ok());                                 // 1
  ASSERT_TRUE(Revoke(submitter_).ok());                                // 2
  ASSERT_EQ(base::ReasonOf(Grant(submitter_)), reason::kRevokedKey);  // 3
  KeyState state = KeyState::Open(log_.entry(0), roots_).value();
  EXPECT_EQ(base::ReasonOf(Apply(2, state)), reason::kUnknownKey);
  ASSERT_TRUE(Apply(3, state).ok());
  EXPECT_EQ(base::ReasonOf(Apply(2, state)), reason::kUnknownKey);
  ASSERT_TRUE(Apply(1, state).ok());
  EXPECT_EQ(base::ReasonOf(Apply(2, state)), reason::kRevokedKey);
}

TEST_F(KeyStateTest, RefusesASecondOpening) {
  v1::KeyStatement opening;
  ASSERT_TRUE(opening.ParseFromString(log_.entry(0).parts(0).content()));
  EXPECT_EQ(base::ReasonOf(Follow(KeyStatementBy(sg_, opening))), reason::kInconsistentLog);
}

TEST_F(KeyStateTest, PassesOverActionsOfNewerReleases) {
  EXPECT_TRUE(Follow(KeyStatementBy(sg_, v1::KeyStatement())).ok());
}

TEST_F(KeyStateTest, IsAValue) {
  const KeyState before = state_;
  ASSERT_TRUE(Grant(submitter_).ok());
  EXPECT_EQ(before.Find(IdOf(submitter_)), nullptr);
  const KeyState granted = state_;
  ASSERT_TRUE(Revoke(submitter_).ok());
  EXPECT_TRUE(granted.Judge(IdOf(submitter_), kReport, 9, Noon()).ok());
  EXPECT_FALSE(state_.Judge(IdOf(submitter_), kReport, 9, Noon()).ok());
}

TEST_F(KeyStateTest, KeysRevokedInOneEpochAreNotGrantedInTheNext) {
  const Signer other = sg_.officer(Role::kVerifier);
  ASSERT_TRUE(Grant(submitter_).ok());
  ASSERT_TRUE(Revoke(submitter_).ok());
  v1::Predecessor before;
  before.set_origin(sg_.origin().ToString());
  before.set_root(std::string(32, 'r'));
  for (const Digest& key : state_.Revoked()) before.add_revoked_key_ids(crypto::AsString(key));
  ASSERT_EQ(before.revoked_key_ids_size(), 1);
  lightship::testing::SeededEntropy entropy(3);
  const v1::HeldEntry opening =
      statement::SealLogOpening({"SG", 2}, sg_.log_key().public_key(),
                                sg_.cosigner_key().public_key(), sg_.node().chain, sg_.node().key,
                                Noon(), entropy, before)
          .value();
  state_ = KeyState::Open(opening, roots_).value();
  EXPECT_EQ(base::ReasonOf(Grant(submitter_)), reason::kRevokedKey);
  EXPECT_TRUE(Grant(other).ok());
  EXPECT_EQ(state_.Revoked().size(), 1u) << "a third epoch will know";
  EXPECT_TRUE(state_.IsRevoked(IdOf(submitter_)));
  EXPECT_FALSE(state_.IsRevoked(IdOf(other)));
}

TEST_F(KeyStateTest, IsChangedInPlaceUnlessACopyHasTheSame) {
  const Signer& node = sg_.node();
  const GrantedKey* const before = state_.Find(IdOf(node));
  ASSERT_TRUE(Grant(submitter_).ok());
  EXPECT_EQ(state_.Find(IdOf(node)), before) << "a log of many keys is not copied for each";
  const KeyState copy = state_;
  const Signer verifier = sg_.officer(Role::kVerifier);
  ASSERT_TRUE(Grant(verifier).ok());
  ASSERT_TRUE(Revoke(submitter_).ok());
  EXPECT_NE(state_.Find(IdOf(verifier)), nullptr);
  EXPECT_EQ(copy.Find(IdOf(verifier)), nullptr);
  EXPECT_FALSE(copy.IsRevoked(IdOf(submitter_)));
  EXPECT_EQ(copy.Find(IdOf(node)), before);
}

TEST_F(KeyStateTest, ALogHasSoManyKeysAndThenRoomToRevokeEachOfThem) {
  v1::KeyStatement grant, revocation;
  grant.mutable_grant();
  revocation.mutable_revocation();
  const statement::OpenedEntry entry = statement::OpenEntry(log_.entry(0).entry()).value();
  size_t size = 1;
  const auto grow = [&](size_t to) {
    for (; size < to; ++size) ASSERT_TRUE(state_.Apply(entry, v1::KeyStatement(), roots_).ok());
  };
  grow(base::limits::kKeysBeforeGrant - 1);
  EXPECT_TRUE(state_.CheckRoom(grant).ok());
  grow(base::limits::kKeysBeforeGrant);
  EXPECT_EQ(base::ReasonOf(state_.CheckRoom(grant)), reason::kTooLarge);
  EXPECT_TRUE(state_.CheckRoom(revocation).ok());
  grow(base::limits::kKeysOfLog);
  EXPECT_EQ(base::ReasonOf(state_.CheckRoom(revocation)), reason::kTooLarge);
  EXPECT_TRUE(Grant(submitter_).ok()) << "what a log has been found to hold counts";
}

}  // namespace
}  // namespace lightship::trust
