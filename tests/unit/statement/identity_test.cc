#include "node/statement/identity.h"

#include "gtest/gtest.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "tests/support/pki.h"

namespace lightship::statement {
namespace {

using lightship::testing::NewKey;
using lightship::testing::Noon;
using lightship::testing::RootsOf;
using lightship::testing::Signer;
using lightship::testing::TestEconomy;

absl::StatusOr<Identity> IdentityIn(std::vector<std::string> uris) {
  return IdentityOf(TestEconomy::Of("SG").Certify(NewKey().public_key(), std::move(uris)));
}

TEST(IdentityOf, ReadsEconomyNameAndRoles) {
  const Identity officer = IdentityIn({"lightship:sg:officer:watch-1", "lightship:role:submitter",
                                       "lightship:role:analyst"})
                               .value();
  EXPECT_EQ(officer.economy, "SG");
  EXPECT_FALSE(officer.is_node);
  EXPECT_EQ(officer.name, "watch-1");
  EXPECT_EQ(officer.roles, (std::set<Role>{Role::kSubmitter, Role::kAnalyst}));
  EXPECT_EQ(officer.Uri(), "lightship:sg:officer:watch-1");
  EXPECT_TRUE(IdentityIn({"lightship:sg:node:sg-1", "lightship:role:node"}).value().is_node);
}

TEST(IdentityOf, PassesOverRolesOfNewerReleasesAndUrisOfOthers) {
  const Identity officer = IdentityIn({"https://example.org/x", "lightship:role:archivist",
                                       "lightship:sg:officer:watch-1", "lightship:role:liaison"})
                               .value();
  EXPECT_EQ(officer.roles, std::set<Role>{Role::kLiaison});
}

TEST(IdentityOf, WantsExactlyOneWellFormedIdentity) {
  const std::vector<std::vector<std::string>> wrong = {
      {"lightship:role:submitter"},
      {"lightship:sg:officer:a", "lightship:sg:officer:b"},
      {"lightship:sg:officer:a", "lightship:sg:node:a"},
      {"lightship:SG:officer:a"},
      {"lightship:sgp:officer:a"},
      {"lightship:sg:officer:"},
      {"lightship:sg:officer:a:b"},
      {"lightship:sg:captain:a"},
      {"lightship:sg:officer:A"},
      {"lightship:sg:officer:a", "lightship:sg:officer:B"},
  };
  for (const std::vector<std::string>& uris : wrong) {
    const absl::StatusOr<Identity> identity = IdentityIn(uris);
    EXPECT_EQ(base::ReasonOf(identity.status()), base::reason::kUntrustedCertificate) << uris[0];
  }
}

TEST(VerifyIdentity, TakesAChainThatEndsAtTheRootOfItsEconomy) {
  const Signer& officer = TestEconomy::Of("SG").officer(Role::kVerifier);
  const Identity identity = VerifyIdentity(officer.chain, RootsOf({"SG", "ID"}), Noon()).value();
  EXPECT_EQ(identity.economy, "SG");
  EXPECT_TRUE(identity.Has(Role::kVerifier));
}

TEST(VerifyIdentity, RefusesAnEconomysNameUnderAnotherEconomysRoot) {
  // ID's root certifies an officer "of SG": both roots are pinned, and it still does not count.
  const crypto::Certificate impostor = TestEconomy::Of("ID").Certify(
      NewKey().public_key(), {"lightship:sg:officer:watch-1", "lightship:role:administrator"});
  const absl::StatusOr<Identity> identity =
      VerifyIdentity({impostor}, RootsOf({"SG", "ID"}), Noon());
  EXPECT_EQ(identity.status().code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(base::ReasonOf(identity.status()), base::reason::kUntrustedCertificate);
}

TEST(VerifyIdentity, RefusesAnEconomyWithoutPinnedRoot) {
  const absl::StatusOr<Identity> identity = VerifyIdentity(
      TestEconomy::Of("MY").officer(Role::kSubmitter).chain, RootsOf({"SG"}), Noon());
  EXPECT_EQ(base::ReasonOf(identity.status()), base::reason::kUnknownEconomy);
}

TEST(VerifyIdentity, RefusesTheSameNameUnderARootThatIsNotPinned) {
  const TestEconomy impostor("SG");
  EXPECT_FALSE(
      VerifyIdentity(impostor.officer(Role::kSubmitter).chain, RootsOf({"SG"}), Noon()).ok());
}

TEST(VerifyIdentity, LooksAtThePeriodAtTheTimeAskedFor) {
  const absl::Duration day = absl::Hours(24);
  const Signer officer = TestEconomy::Of("SG").MakeOfficer(
      "brief", {Role::kSubmitter}, crypto::Algorithm::kEd25519, {Noon() - day, Noon() + day});
  const PinnedRoots roots = RootsOf({"SG"});
  EXPECT_TRUE(VerifyIdentity(officer.chain, roots, Noon()).ok());
  EXPECT_FALSE(VerifyIdentity(officer.chain, roots, Noon() - 2 * day).ok());
  EXPECT_FALSE(VerifyIdentity(officer.chain, roots, Noon() + 2 * day).ok());
}

TEST(VerifyIdentity, RefusesNoCertificate) {
  EXPECT_EQ(VerifyIdentity({}, RootsOf({"SG"}), Noon()).status().code(),
            absl::StatusCode::kPermissionDenied);
}

TEST(ParseChain, KeepsToItsLimits) {
  const std::string der = TestEconomy::Of("SG").node().chain[0].der();
  EXPECT_EQ(ParseChain({der, der}).value().size(), 2u);
  EXPECT_FALSE(ParseChain({}).ok());
  EXPECT_FALSE(ParseChain({der, der, der, der, der}).ok());
  EXPECT_FALSE(ParseChain({der, "not DER"}).ok());
  EXPECT_FALSE(ParseChain({std::string(17 * 1024, 'x')}).ok());
}

}  // namespace
}  // namespace lightship::statement
