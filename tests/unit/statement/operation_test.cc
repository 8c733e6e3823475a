#include "node/statement/operation.h"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "lightship/v1/claims.pb.h"
#include "lightship/v1/key.pb.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::statement {
namespace {

constexpr Role kEveryRole[] = {Role::kSubmitter, Role::kVerifier,      Role::kAnalyst,
                               Role::kLiaison,   Role::kAdministrator, Role::kNode};

// The table as the enforcing code has it.
std::string RolesPage() {
  std::string page =
      "# Who may do what\n\n"
      "Made from [statement/operation.cc](statement/operation.cc), the one place that decides; a test keeps the two in\n"
      "step and rewrites this page when run with `WRITE_ROLES=1`. What is signed counts in one's own economy's log only;\n"
      "asking is for officers of the node's own economy; `converse` is for nodes of other economies. A dot is a refusal\n"
      "with `MISSING_ROLE`. `two_person` in the configuration names operations that take two officers.\n\n"
      "| operation | what |";
  for (Role role : kEveryRole) absl::StrAppend(&page, " ", RoleName(role), " |");
  absl::StrAppend(&page, "\n| --- | --- |");
  for (size_t i = 0; i < std::size(kEveryRole); ++i) absl::StrAppend(&page, " --- |");
  absl::StrAppend(&page, "\n");
  for (const OperationRule& rule : OperationRules()) {
    absl::StrAppend(&page, "| `", rule.name, "` | ", rule.what, " |");
    for (Role role : kEveryRole) {
      const Identity holder{"SG", role == Role::kNode, "x", {role}};
      absl::StrAppend(&page, MayDo(holder, rule.operation).ok() ? " yes |" : " . |");
    }
    absl::StrAppend(&page, "\n");
  }
  return page;
}

TEST(RolesPage, IsWhatTheCodeEnforces) {
  const std::string path = TEST_DATA "/../../node/ROLES.md";
  if (std::getenv("WRITE_ROLES") != nullptr) std::ofstream(path) << RolesPage();
  std::ifstream file(path);
  EXPECT_EQ(std::string((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>()),
            RolesPage());
}

TEST(OperationRules, StandInTheOrderOfTheEnumWithNamesOfTheirOwn) {
  for (const OperationRule& rule : OperationRules()) {
    EXPECT_EQ(&RuleOf(rule.operation), &rule) << rule.name;
    EXPECT_EQ(ParseOperation(rule.name).value(), rule.operation);
  }
  EXPECT_EQ(OperationRules().back().operation, Operation::kConverse);
  EXPECT_FALSE(ParseOperation("everything").ok());
}

v1::Manifest ManifestOf(v1::StatementKind kind) {
  v1::Manifest manifest;
  manifest.set_kind(kind);
  return manifest;
}

template <typename Content>
Operation WithPart(v1::StatementKind kind, const std::string& name, const Content& content) {
  v1::Part part;
  part.set_name(name);
  part.set_content(content.SerializeAsString());
  return OperationOf(ManifestOf(kind), {&part, 1});
}

TEST(OperationOf, LooksAtWhatAStatementDoes) {
  v1::Withdrawal withdrawal;
  withdrawal.mutable_erase();
  EXPECT_EQ(WithPart(v1::STATEMENT_KIND_WITHDRAWAL, "withdrawal", withdrawal), Operation::kErase);
  withdrawal.mutable_release();
  EXPECT_EQ(WithPart(v1::STATEMENT_KIND_WITHDRAWAL, "withdrawal", withdrawal), Operation::kRelease);
  withdrawal.mutable_narrow();
  EXPECT_EQ(WithPart(v1::STATEMENT_KIND_WITHDRAWAL, "withdrawal", withdrawal), Operation::kNarrow);
  withdrawal.mutable_retract();
  EXPECT_EQ(WithPart(v1::STATEMENT_KIND_WITHDRAWAL, "withdrawal", withdrawal), Operation::kRetract);
  v1::KeyStatement key;
  key.mutable_revocation();
  EXPECT_EQ(WithPart(v1::STATEMENT_KIND_KEY, "key", key), Operation::kRevokeKey);
  key.mutable_log_key_change();
  EXPECT_EQ(WithPart(v1::STATEMENT_KIND_KEY, "key", key), Operation::kChangeLogKeys);
  v1::Manifest amendment = ManifestOf(v1::STATEMENT_KIND_REPORT);
  EXPECT_EQ(OperationOf(amendment, Parts()), Operation::kReport);
  amendment.add_supersedes("x");
  EXPECT_EQ(OperationOf(amendment, Parts()), Operation::kAmend);
}

TEST(OperationOf, GivesTheUnknownToAdministrators) {
  v1::Withdrawal nothing;
  EXPECT_EQ(WithPart(v1::STATEMENT_KIND_WITHDRAWAL, "withdrawal", nothing),
            Operation::kOtherStatement);
  EXPECT_EQ(OperationOf(ManifestOf(static_cast<v1::StatementKind>(77)), Parts()),
            Operation::kOtherStatement);
  const Identity submitter{"SG", false, "x", {Role::kSubmitter}};
  absl::Status refused = MayDo(submitter, Operation::kOtherStatement);
  EXPECT_EQ(base::ReasonOf(refused), base::reason::kMissingRole);
  EXPECT_NE(refused.message().find("administrator"), absl::string_view::npos);
}

}  // namespace
}  // namespace lightship::statement
