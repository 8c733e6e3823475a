#include "node/crypto/certificate.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "tests/unit/crypto/pki.h"

namespace lightship::crypto {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

void ExpectInvalid(const absl::Status& status) {
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
}

TEST(Certificate, TellsWhatIsInIt) {
  Certificate leaf = Read("leaf");
  EXPECT_EQ(leaf.common_name(), "leaf");
  EXPECT_THAT(leaf.uris(), ElementsAre("lightship:id:officer:desk", "lightship:role:submitter"));
  EXPECT_EQ(leaf.public_key().algorithm(), Algorithm::kEd25519);
  EXPECT_FALSE(leaf.is_ca());
  EXPECT_LT(leaf.not_before(), When());
  // 36,400 days, as asked for.
  EXPECT_EQ(leaf.not_after() - leaf.not_before(), absl::Hours(24 * 36400));
  EXPECT_TRUE(Read("root").is_ca());
  EXPECT_THAT(Read("root").uris(), IsEmpty());
  EXPECT_EQ(Read("root").public_key().algorithm(), Algorithm::kEcdsaP256);
}

TEST(Certificate, IsItsBytesAgain) {
  Certificate leaf = Read("leaf");
  Certificate again = Certificate::FromDer(leaf.der()).value();
  EXPECT_EQ(again.der(), leaf.der());
  EXPECT_EQ(again.pem(), PemOf("leaf"));
}

TEST(Certificate, IsExactlyOneInCanonicalDer) {
  std::string der = Read("leaf").der();
  for (size_t size = 0; size < der.size(); ++size) {
    ExpectInvalid(Certificate::FromDer(der.substr(0, size)).status());
  }
  ExpectInvalid(Certificate::FromDer(der + '\0').status());
  ExpectInvalid(Certificate::FromDer(der + der).status());
  ExpectInvalid(Certificate::FromDer(absl::string_view()).status());
  // The outer length in more bytes than needed: BER, but not DER.
  ASSERT_EQ(der.substr(0, 2), "\x30\x82");
  ExpectInvalid(Certificate::FromDer(std::string("\x30\x83\x00", 3) + der.substr(2)).status());
}

// Inside what is signed, too, which OpenSSL keeps as it came: here a length in more bytes than
// needed.
TEST(Certificate, IsCanonicalInsideToo) {
  std::string der = Read("leaf").der();
  ASSERT_EQ(der.substr(4, 2), "\x30\x82");
  der.replace(4, 2, std::string("\x30\x83\x00", 3));
  ASSERT_NE(der[3], '\xff');
  ++der[3];  // the length of it all
  absl::Status status = Certificate::FromDer(der).status();
  ExpectInvalid(status);
  EXPECT_THAT(std::string(status.message()), HasSubstr("canonical"));
}

TEST(Certificate, HasAKeyThatWeKnow) {
  absl::Status status = CertificatesFromPem(PemOf("rsa")).status();
  ExpectInvalid(status);
  EXPECT_THAT(std::string(status.message()), HasSubstr("Ed25519 or"));
}

TEST(Certificate, HasALimitOfSize) {
  absl::Status status =
      Certificate::FromDer(std::string(base::limits::kCertificateBytes + 1, 'x')).status();
  EXPECT_EQ(base::ReasonOf(status), base::reason::kTooLarge);
}

TEST(CertificatesFromPem, GivesAllInOrder) {
  std::vector<Certificate> chain =
      CertificatesFromPem(PemOf("leaf") + PemOf("intermediate") + PemOf("root")).value();
  ASSERT_EQ(chain.size(), 3u);
  EXPECT_EQ(chain[0].common_name(), "leaf");
  EXPECT_EQ(chain[2].common_name(), "root");
}

TEST(CertificatesFromPem, PassesOverAKeyInTheSameFile) {
  std::string key = PrivateKey::Generate(Algorithm::kEd25519).value().ToPem().value();
  EXPECT_EQ(CertificatesFromPem(key + PemOf("leaf") + key).value().size(), 1u);
  ExpectInvalid(CertificatesFromPem(key).status());
}

TEST(CertificatesFromPem, RefusesWhatDoesNotParse) {
  ExpectInvalid(CertificatesFromPem("").status());
  ExpectInvalid(CertificatesFromPem(absl::string_view()).status());
  ExpectInvalid(CertificatesFromPem("no PEM").status());
  std::string broken = PemOf("leaf");
  broken[100] = '!';
  ExpectInvalid(CertificatesFromPem(PemOf("root") + broken).status());
  std::string cut = PemOf("leaf").substr(0, 200);
  ExpectInvalid(CertificatesFromPem(PemOf("root") + cut).status());
}

TEST(CertificateAuthority, IssuesWhatWasAskedFor) {
  CertificateAuthority authority = NewAuthority("Singapore Root");
  EXPECT_TRUE(authority.certificate().is_ca());
  EXPECT_EQ(authority.certificate().common_name(), "Singapore Root");
  PublicKey subject = PrivateKey::Generate(Algorithm::kEcdsaP256).value().public_key();
  CertificateRequest request = RequestFor("duty officer \u00e9");
  request.uris = {"lightship:sg:officer:duty", "lightship:role:verifier"};
  Certificate issued = authority.Issue(request, subject).value();
  EXPECT_EQ(issued.common_name(), request.common_name);
  EXPECT_EQ(issued.uris(), request.uris);
  EXPECT_EQ(issued.public_key().spki(), subject.spki());
  EXPECT_EQ(issued.not_before(), request.not_before);
  EXPECT_EQ(issued.not_after(), request.not_after);
  EXPECT_FALSE(issued.is_ca());
  EXPECT_NE(issued.der(), authority.Issue(request, subject).value().der()) << "same serial number";
}

TEST(CertificateAuthority, ComesFromPemWithItsOwnKeyOnly) {
  PrivateKey key = PrivateKey::Generate(Algorithm::kEcdsaP256).value();
  std::string key_pem = key.ToPem().value();
  Certificate root = CertificateAuthority::Create(RequestFor("root"), key).value().certificate();
  CertificateAuthority loaded = CertificateAuthority::FromPem(root.pem(), key_pem).value();
  EXPECT_EQ(loaded.certificate().der(), root.der());
  Certificate issued = loaded.Issue(RequestFor("leaf"), key.public_key()).value();
  EXPECT_TRUE(VerifyChain({issued}, {root}, When()).ok());
  std::string other = PrivateKey::Generate(Algorithm::kEcdsaP256).value().ToPem().value();
  ExpectInvalid(CertificateAuthority::FromPem(root.pem(), other).status());
  ExpectInvalid(CertificateAuthority::FromPem(issued.pem(), key_pem).status());
}

TEST(CertificateAuthority, RefusesRequestsThatMakeNoSense) {
  CertificateAuthority authority = NewAuthority("root");
  auto expect_refused = [&](auto change) {
    CertificateRequest request = RequestFor("leaf");
    change(request);
    ExpectInvalid(authority.Issue(request, authority.certificate().public_key()).status());
  };
  expect_refused([](CertificateRequest& r) { r.common_name = ""; });
  expect_refused([](CertificateRequest& r) { r.common_name = std::string(65, 'x'); });
  expect_refused([](CertificateRequest& r) { r.common_name = "\xff"; });
  expect_refused([](CertificateRequest& r) { r.not_after = r.not_before; });
  expect_refused([](CertificateRequest& r) { r.not_after = absl::InfiniteFuture(); });
  expect_refused([](CertificateRequest& r) { r.uris = {""}; });
  expect_refused([](CertificateRequest& r) { r.uris = {"lightship:sg:officer:\u00e9"}; });
  expect_refused([](CertificateRequest& r) { r.uris = {std::string("a\0b", 3)}; });
  expect_refused([](CertificateRequest& r) { r.dns_names = {"two words"}; });
  expect_refused([](CertificateRequest& r) { r.addresses = {"300.1.1.1"}; });
}

// Text that would be syntax in an OpenSSL configuration is only text here.
TEST(CertificateAuthority, DoesNotInterpretNames) {
  CertificateAuthority authority = NewAuthority("root");
  CertificateRequest request = RequestFor("leaf/CN=root");
  request.uris = {"lightship:sg:officer:x,URI:lightship:sg:node:y"};
  Certificate issued = authority.Issue(request, authority.certificate().public_key()).value();
  EXPECT_EQ(issued.uris(), request.uris);
  EXPECT_EQ(issued.common_name(), request.common_name);
}

}  // namespace
}  // namespace lightship::crypto
