#include "client/doctor/chains.h"

#include "gmock/gmock.h"
#include "node/crypto/key.h"

namespace lightship::doctor {
namespace {

using testing::HasSubstr;

const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);

crypto::CertificateRequest Wanted(absl::Duration left, std::vector<std::string> uris) {
  return {"x", std::move(uris), {}, {}, kNow - absl::Hours(24 * 400), kNow + left};
}

crypto::CertificateAuthority Root(absl::Duration left) {
  return *crypto::CertificateAuthority::Create(Wanted(left, {}), *crypto::PrivateKey::Generate(crypto::Algorithm::kEcdsaP256));
}

Level Left(absl::Duration left, bool root) {
  return JudgeValidity("it", Root(left).certificate(), root, kNow).level;
}

TEST(Chains, ACertificateIsLookedAtAMonthBeforeItsEndAndMendedAWeekBefore) {
  EXPECT_EQ(Left(absl::Hours(24 * 31), false), Level::kOk);
  EXPECT_EQ(Left(absl::Hours(24 * 30), false), Level::kLook);
  EXPECT_EQ(Left(absl::Hours(24 * 7), false), Level::kMend);
  EXPECT_EQ(Left(-absl::Hours(1), false), Level::kMend);
}

TEST(Chains, ARootIsLookedAtHalfAYearBefore) {
  EXPECT_EQ(Left(absl::Hours(24 * 181), true), Level::kOk);
  EXPECT_EQ(Left(absl::Hours(24 * 30), true), Level::kLook);
  EXPECT_EQ(Left(-absl::Hours(1), true), Level::kMend);
}

TEST(Chains, OneThatIsNotValidYetSaysFromWhen) {
  const Finding finding = JudgeValidity("it", Root(absl::Hours(1)).certificate(), false, kNow - absl::Hours(24 * 401));
  EXPECT_EQ(finding.level, Level::kMend);
  EXPECT_THAT(finding.what, HasSubstr("only from"));
}

TEST(Chains, ANodesCertificateNamesItsEconomyAndRoleAndEndsAtItsRoot) {
  const crypto::CertificateAuthority root = Root(absl::Hours(24 * 400)), other = Root(absl::Hours(24 * 400));
  const auto key = *crypto::PrivateKey::Generate(crypto::Algorithm::kEcdsaP256);
  const auto check = [&](const crypto::CertificateAuthority& pinned, std::vector<std::string> uris) {
    statement::PinnedRoots roots;
    EXPECT_TRUE(roots.Add("SG", pinned.certificate().pem()).ok());
    return CheckNodeChain({*root.Issue(Wanted(absl::Hours(24), std::move(uris)), key.public_key())}, "SG", roots, kNow);
  };
  const std::vector<std::string> right = {"lightship:sg:node:sg-1", "lightship:role:node"};
  EXPECT_TRUE(check(root, right).ok()) << check(root, right);
  EXPECT_FALSE(check(other, right).ok());
  EXPECT_FALSE(check(root, {"lightship:sg:node:sg-1"}).ok());
  EXPECT_THAT(check(root, {"lightship:id:node:id-1", "lightship:role:node"}).message(), HasSubstr("a node of SG"));
  EXPECT_FALSE(check(root, {"lightship:sg:officer:ann", "lightship:role:submitter"}).ok());
}

TEST(Chains, AFingerprintIsWrittenAsPeopleReadItAloud) {
  const std::string text = Fingerprint(Root(absl::Hours(1)).certificate());
  EXPECT_EQ(text.size(), 32u * 3 - 1);
  EXPECT_EQ(text[2], ':');
}

}  // namespace
}  // namespace lightship::doctor
