#include "node/crypto/signing_request.h"

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "gmock/gmock.h"
#include "tests/unit/crypto/pki.h"

namespace lightship::crypto {
namespace {

using testing::HasSubstr;

// What the openssl command reads in it.
std::string ReadByOpenssl(const std::string& pem) {
  const std::string path = std::filesystem::path(testing::TempDir()) / "lightship-request.pem";
  std::ofstream(path) << pem;
  FILE* openssl = popen(("openssl req -noout -text -verify -in " + path + " 2>&1").c_str(), "r");
  std::string said(16384, '\0');
  said.resize(fread(said.data(), 1, said.size(), openssl));
  pclose(openssl);
  std::filesystem::remove(path);
  return said;
}

TEST(SigningRequest, IsSignedByItsKeyAndNamesWhatTheCertificateNeeds) {
  for (Algorithm algorithm : {Algorithm::kEcdsaP256, Algorithm::kEd25519}) {
    CertificateRequest wanted = RequestFor("watch-1");
    wanted.dns_names = {"desk.sg.example"};
    auto pem = SigningRequestPem(wanted, *PrivateKey::Generate(algorithm));
    ASSERT_TRUE(pem.ok()) << pem.status();
    const std::string said = ReadByOpenssl(*pem);
    for (const char* part : {"verify OK", "CN = watch-1", "URI:lightship:sg:officer:watch-1", "URI:lightship:role:submitter",
                             "DNS:desk.sg.example", "Digital Signature", "TLS Web Server Authentication"}) {
      EXPECT_THAT(said, HasSubstr(part));
    }
  }
}

TEST(SigningRequest, RefusesNamesThatAreNone) {
  CertificateRequest wanted = RequestFor("watch-1");
  wanted.uris = {"not a uri"};
  EXPECT_TRUE(absl::IsInvalidArgument(
      SigningRequestPem(wanted, *PrivateKey::Generate(Algorithm::kEcdsaP256)).status()));
}

}  // namespace
}  // namespace lightship::crypto
