#include "node/rpc/authorize.h"

#include <algorithm>

#include "gtest/gtest.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::rpc {
namespace {

namespace reason = base::reason;
using base::ReasonOf;
using statement::Identity;
using statement::Operation;
using statement::OperationRule;
using statement::Role;

constexpr Role kOfficers[] = {Role::kSubmitter, Role::kVerifier, Role::kAnalyst, Role::kLiaison,
                              Role::kAdministrator};

Identity Officer(const char* economy, Role role) { return {economy, false, "x", {role}}; }

bool IsAsked(Operation operation) {
  return operation >= Operation::kSubmit && operation != Operation::kConverse;
}

TEST(AuthorizeOfficer, GivesEachRoleWhatTheTableGivesIt) {
  for (const OperationRule& rule : statement::OperationRules()) {
    if (!IsAsked(rule.operation)) continue;
    for (Role role : kOfficers) {
      const bool may = rule.roles.empty() ||
                       std::count(rule.roles.begin(), rule.roles.end(), role) > 0;
      EXPECT_EQ(ReasonOf(AuthorizeOfficer(Officer("SG", role), "SG", rule.operation)),
                may ? "" : reason::kMissingRole)
          << rule.name << " by " << statement::RoleName(role);
    }
  }
}

TEST(AuthorizeOfficer, RefusesOtherEconomiesWhateverTheRole) {
  for (const OperationRule& rule : statement::OperationRules()) {
    for (Role role : kOfficers) {
      EXPECT_EQ(ReasonOf(AuthorizeOfficer(Officer("ID", role), "SG", rule.operation)),
                reason::kWrongEconomy)
          << rule.name;
    }
  }
}

TEST(AuthorizeOfficer, TakesNoNodeForAnOfficer) {
  const Identity node{"SG", true, "sg-1", {Role::kNode, Role::kAdministrator}};
  EXPECT_EQ(ReasonOf(AuthorizeOfficer(node, "SG", Operation::kReadStatus)), reason::kMissingRole);
}

TEST(AuthorizeOfficer, LetsAnOfficerWithoutARoleDoNothing) {
  for (const OperationRule& rule : statement::OperationRules()) {
    EXPECT_EQ(ReasonOf(AuthorizeOfficer({"SG", false, "x", {}}, "SG", rule.operation)), reason::kMissingRole)
        << rule.name;
  }
}

TEST(AuthorizePeer, TakesNodesOfOtherEconomiesOnly) {
  EXPECT_TRUE(AuthorizePeer({"ID", true, "id-1", {Role::kNode}}, "SG").ok());
  EXPECT_EQ(ReasonOf(AuthorizePeer({"SG", true, "sg-2", {Role::kNode}}, "SG")),
            reason::kWrongEconomy);
  EXPECT_EQ(ReasonOf(AuthorizePeer({"ID", true, "id-1", {}}, "SG")), reason::kMissingRole);
  for (Role role : kOfficers) {
    EXPECT_EQ(ReasonOf(AuthorizePeer(Officer("ID", role), "SG")), reason::kMissingRole);
  }
}

}  // namespace
}  // namespace lightship::rpc
