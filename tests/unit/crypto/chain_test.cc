#include <thread>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/crypto/certificate.h"
#include "tests/unit/crypto/pki.h"

namespace lightship::crypto {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

void ExpectUntrusted(const absl::Status& status, const std::string& certificate,
                     const std::string& why) {
  EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied) << status;
  EXPECT_EQ(base::ReasonOf(status), base::reason::kUntrustedCertificate);
  EXPECT_THAT(std::string(status.message()),
              AllOf(HasSubstr(absl::StrCat("\"", certificate, "\"")), HasSubstr(why)));
}

absl::Status Judge(const std::vector<std::string>& chain) {
  return VerifyChain(ReadAll(chain), {Read("root")}, When());
}

TEST(VerifyChain, AcceptsAChainToARoot) {
  EXPECT_TRUE(Judge({"leaf", "intermediate"}).ok());
  EXPECT_TRUE(Judge({"leaf", "intermediate", "root"}).ok());
}

TEST(VerifyChain, AcceptsWhatOurAuthorityIssues) {
  for (Algorithm root : {Algorithm::kEd25519, Algorithm::kEcdsaP256}) {
    for (Algorithm subject : {Algorithm::kEd25519, Algorithm::kEcdsaP256}) {
      CertificateAuthority authority = NewAuthority("root", root);
      CertificateRequest request = RequestFor("leaf");
      request.dns_names = {"node.example"};
      request.addresses = {"127.0.0.1", "::1"};
      Certificate leaf =
          authority.Issue(request, PrivateKey::Generate(subject).value().public_key()).value();
      absl::Status status = VerifyChain({leaf}, {authority.certificate()}, When());
      EXPECT_TRUE(status.ok()) << status;
    }
  }
}

TEST(VerifyChain, RefusesOtherRoots) {
  Certificate other = NewAuthority("root").certificate();  // the same name, another key
  ExpectUntrusted(VerifyChain(ReadAll({"leaf", "intermediate"}), {other}, When()), "intermediate",
                  "issuer certificate");
  ExpectUntrusted(VerifyChain(ReadAll({"leaf", "intermediate", "root"}), {other}, When()), "root",
                  "self-signed");
  ExpectUntrusted(VerifyChain(ReadAll({"leaf", "intermediate"}), {}, When()), "intermediate",
                  "issuer certificate");
  EXPECT_TRUE(VerifyChain(ReadAll({"leaf", "intermediate"}), {other, Read("root")}, When()).ok());
}

TEST(VerifyChain, RefusesAChainWithALinkMissing) {
  ExpectUntrusted(Judge({"leaf"}), "leaf", "issuer certificate");
}

TEST(VerifyChain, RefusesAForgedSignature) {
  CertificateAuthority real = NewAuthority("root");
  CertificateAuthority fake = NewAuthority("root");
  Certificate leaf = fake.Issue(RequestFor("leaf"), real.certificate().public_key()).value();
  EXPECT_FALSE(VerifyChain({leaf}, {real.certificate()}, When()).ok());
  EXPECT_FALSE(VerifyChain({leaf, fake.certificate()}, {real.certificate()}, When()).ok());
}

TEST(VerifyChain, RefusesEveryChangedByte) {
  CertificateAuthority authority = NewAuthority("root", Algorithm::kEcdsaP256);
  std::string der =
      authority.Issue(RequestFor("leaf"), authority.certificate().public_key()).value().der();
  for (size_t i = 0; i < der.size() * 2; ++i) {
    std::string changed = der;
    changed[i / 2] ^= static_cast<char>(1 << (i % 8));
    absl::StatusOr<Certificate> certificate = Certificate::FromDer(changed);
    if (!certificate.ok()) continue;
    EXPECT_FALSE(VerifyChain({*certificate}, {authority.certificate()}, When()).ok())
        << "byte " << i / 2;
  }
}

TEST(VerifyChain, JudgesAtTheTimeGiven) {
  CertificateAuthority authority = NewAuthority("root");
  CertificateRequest request = RequestFor("leaf");
  request.not_before = When() - absl::Hours(1);
  request.not_after = When() + absl::Hours(1);
  Certificate leaf = authority.Issue(request, authority.certificate().public_key()).value();
  auto judge = [&](absl::Time time) {
    return VerifyChain({leaf}, {authority.certificate()}, time);
  };
  EXPECT_TRUE(judge(request.not_before).ok());
  EXPECT_TRUE(judge(request.not_after - absl::Seconds(1)).ok());
  ExpectUntrusted(judge(request.not_before - absl::Seconds(1)), "leaf", "not yet valid");
  ExpectUntrusted(judge(request.not_after + absl::Seconds(1)), "leaf", "expired");
  // The root must be valid too.
  CertificateRequest late = RequestFor("late-leaf");
  late.not_after = When() + absl::Hours(24 * 365 * 10);
  Certificate late_leaf = authority.Issue(late, leaf.public_key()).value();
  ExpectUntrusted(
      VerifyChain({late_leaf}, {authority.certificate()}, When() + absl::Hours(24 * 365 * 2)),
      "root", "expired");
}

TEST(VerifyChain, TakesNoAuthorityForAnEndEntity) {
  ExpectUntrusted(Judge({"root"}), "root", "certificate authority");
  ExpectUntrusted(Judge({"intermediate"}), "intermediate", "certificate authority");
}

TEST(VerifyChain, RefusesCertificatesUsedAsTheyMayNotBe) {
  ExpectUntrusted(Judge({"signed-by-leaf", "leaf", "intermediate"}), "leaf", "CA");
  ExpectUntrusted(Judge({"below-may-not-sign", "may-not-sign-ca"}), "may-not-sign-ca", "CA");
  ExpectUntrusted(Judge({"below-pathlen", "below-pathlen-ca", "intermediate"}), "intermediate",
                  "path length");
  ExpectUntrusted(Judge({"no-digital-signature"}), "no-digital-signature", "digitalSignature");
  ExpectUntrusted(Judge({"no-key-usage"}), "no-key-usage", "digitalSignature");
  ExpectUntrusted(Judge({"code-signing"}), "code-signing", "extendedKeyUsage");
  ExpectUntrusted(Judge({"unknown-critical"}), "unknown-critical", "critical extension");
  ExpectUntrusted(Judge({"sha1"}), "sha1", "digest");
}

TEST(CheckMayServe, WantsServerAuthWhereThereIsAnExtendedKeyUsage) {
  EXPECT_TRUE(Judge({"client-only"}).ok());
  ExpectUntrusted(CheckMayServe(ReadAll({"client-only"})[0]), "client-only", "serverAuth");
  EXPECT_TRUE(CheckMayServe(ReadAll({"leaf"})[0]).ok());
  CertificateAuthority authority = NewAuthority("root");
  Certificate issued = authority.Issue(RequestFor("both"), authority.certificate().public_key()).value();
  EXPECT_TRUE(CheckMayServe(issued).ok());
}

TEST(VerifyChain, WorksFromManyThreadsOnTheSameCertificates) {
  std::vector<Certificate> chain = ReadAll({"leaf", "intermediate"});
  std::vector<Certificate> roots = {Read("root")};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 20; ++i) {
        EXPECT_TRUE(VerifyChain(chain, roots, When()).ok());
        EXPECT_FALSE(VerifyChain(chain, {}, When()).ok());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace lightship::crypto
