#include "node/crypto/key.h"

#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "tests/support/vectors.h"

namespace lightship::crypto {
namespace {

using lightship::testing::Bytes;
using lightship::testing::Vectors;

const nlohmann::json& Dsse() { return Vectors()["dsse"]; }

PublicKey Ed25519() { return PublicKey::FromSpki(Bytes(Dsse()["ed25519"]["spki_der"])).value(); }
PublicKey P256() {
  return PublicKey::FromSpki(Bytes(Dsse()["ecdsa_p256_sha256"]["spki_der"])).value();
}
// One that verifies as keys do that have verified much.
PublicKey P256InUse() {
  PublicKey key = P256();
  for (int i = 0; i < 1100; ++i) EXPECT_TRUE(key.Verify(Bytes(Dsse()["pae"]), Bytes(Dsse()["ecdsa_p256_sha256"]["signature_der"])));
  return key;
}
std::string Message() { return Bytes(Dsse()["pae"]); }
std::string Ed25519Signature() { return Bytes(Dsse()["ed25519"]["signature"]); }
std::string P256Signature() { return Bytes(Dsse()["ecdsa_p256_sha256"]["signature_der"]); }

// Every text that differs from `bytes` in one bit.
std::vector<std::string> WithOneBitFlipped(const std::string& bytes) {
  std::vector<std::string> flipped;
  for (size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    flipped.push_back(bytes);
    flipped.back()[bit / 8] ^= static_cast<char>(1 << (bit % 8));
  }
  return flipped;
}

TEST(PublicKey, ReadsTheKeysOfTheVectors) {
  EXPECT_EQ(Ed25519().algorithm(), Algorithm::kEd25519);
  EXPECT_EQ(Ed25519().raw_ed25519(), Bytes(Dsse()["ed25519"]["public_raw"]));
  EXPECT_EQ(Ed25519().key_id(), lightship::testing::Hash(Dsse()["ed25519"]["key_id_sha256_spki"]));
  EXPECT_EQ(P256().algorithm(), Algorithm::kEcdsaP256);
  EXPECT_EQ(P256().key_id(),
            lightship::testing::Hash(Dsse()["ecdsa_p256_sha256"]["key_id_sha256_spki"]));
  EXPECT_EQ(P256().spki(), Bytes(Dsse()["ecdsa_p256_sha256"]["spki_der"]));
}

TEST(PublicKey, VerifiesTheSignaturesOfTheVectors) {
  EXPECT_TRUE(Ed25519().Verify(Message(), Ed25519Signature()));
  EXPECT_TRUE(P256().Verify(Message(), P256Signature()));
}

TEST(PublicKey, RefusesEveryOtherMessageAndSignature) {
  const PublicKey in_use = P256InUse();
  for (const std::string& message : WithOneBitFlipped(Message())) {
    EXPECT_FALSE(Ed25519().Verify(message, Ed25519Signature()));
    EXPECT_FALSE(P256().Verify(message, P256Signature()));
    EXPECT_FALSE(in_use.Verify(message, P256Signature()));
  }
  for (const std::string& signature : WithOneBitFlipped(Ed25519Signature())) {
    EXPECT_FALSE(Ed25519().Verify(Message(), signature));
  }
  for (const std::string& signature : WithOneBitFlipped(P256Signature())) {
    EXPECT_FALSE(P256().Verify(Message(), signature));
    EXPECT_FALSE(in_use.Verify(Message(), signature));
  }
  EXPECT_TRUE(in_use.Verify(Message(), P256Signature()));
}

TEST(PublicKey, TellsEachOfManySignaturesApart) {
  for (const auto& [key, signature] : {std::pair(Ed25519(), Ed25519Signature()), std::pair(P256(), P256Signature()),
                                       std::pair(P256InUse(), P256Signature())}) {
    const std::string message = Message();
    const std::vector<PublicKey::Signed> all = {{message, signature}, {"", signature}, {message, ""}, {message, signature}};
    EXPECT_EQ(key.VerifyAll(all), (std::vector<bool>{true, false, false, true}));
    EXPECT_EQ(key.VerifyAll({}), std::vector<bool>());
  }
}

TEST(PublicKey, RefusesSignaturesOfTheWrongLength) {
  for (size_t size = 0; size < 64; ++size) {
    EXPECT_FALSE(Ed25519().Verify(Message(), Ed25519Signature().substr(0, size)));
    EXPECT_FALSE(P256().Verify(Message(), P256Signature().substr(0, size)));
  }
  EXPECT_FALSE(Ed25519().Verify(Message(), Ed25519Signature() + '\0'));
  EXPECT_FALSE(P256().Verify(Message(), P256Signature() + '\0'));
}

// The same r and s in BER forms: with them, one signature would have many texts.
TEST(PublicKey, RefusesEcdsaSignaturesThatAreNotStrictDer) {
  std::string der = P256Signature();
  ASSERT_EQ(der[0], '\x30');
  std::string long_form = std::string("\x30\x81") + der[1] + der.substr(2);
  EXPECT_FALSE(P256().Verify(Message(), long_form));
  std::string indefinite = std::string("\x30\x80") + der.substr(2) + std::string(2, '\0');
  EXPECT_FALSE(P256().Verify(Message(), indefinite));
  std::string padded = der;  // a needless zero byte before s
  size_t s_at = 4 + static_cast<size_t>(der[3]);
  padded.insert(s_at + 2, 1, '\0');
  ++padded[1];
  ++padded[s_at + 1];
  EXPECT_FALSE(P256().Verify(Message(), padded));
}

// With the neutral element as key and R = neutral, S = 0, the equation holds for every message.
TEST(PublicKey, RefusesSmallOrderEd25519Keys) {
  std::string neutral(32, '\0');
  neutral[0] = 1;
  PublicKey key = PublicKey::FromRawEd25519(neutral).value();
  EXPECT_FALSE(key.Verify("any message", neutral + std::string(32, '\0')));
}

TEST(PublicKey, RefusesEd25519SignaturesWithSBeyondTheGroupOrder) {
  // L of RFC 8032, little-endian; S + L satisfies the same equation as S.
  std::string order = base::FromHex(
                          "edd3f55c1a631258d69cf7a2def9de14"
                          "00000000000000000000000000000010")
                          .value();
  std::string signature = Ed25519Signature();
  int carry = 0;
  for (size_t i = 0; i < 32; ++i) {
    int sum = static_cast<uint8_t>(signature[32 + i]) + static_cast<uint8_t>(order[i]) + carry;
    signature[32 + i] = static_cast<char>(sum);
    carry = sum >> 8;
  }
  EXPECT_FALSE(Ed25519().Verify(Message(), signature));
}

TEST(PublicKey, ComesFromCanonicalDerOnly) {
  for (const PublicKey& key : {Ed25519(), P256()}) {
    EXPECT_FALSE(PublicKey::FromSpki("").ok());
    EXPECT_FALSE(PublicKey::FromSpki(key.spki() + '\0').ok());
    EXPECT_FALSE(PublicKey::FromSpki(key.spki().substr(0, key.spki().size() - 1)).ok());
    size_t header = key.spki().size() - (key.algorithm() == Algorithm::kEd25519 ? 32 : 65);
    for (size_t i = 0; i < header; ++i) {
      std::string changed = key.spki();
      changed[i] ^= 1;
      EXPECT_FALSE(PublicKey::FromSpki(changed).ok()) << "byte " << i;
    }
  }
}

TEST(PublicKey, RefusesPointsOffTheCurveAndCompressedPoints) {
  for (size_t i = P256().spki().size() - 64; i < P256().spki().size(); ++i) {
    std::string changed = P256().spki();
    changed[i] ^= 1;
    EXPECT_EQ(PublicKey::FromSpki(changed).status().code(), absl::StatusCode::kInvalidArgument);
  }
  std::string compressed = P256().spki().substr(0, 59);
  compressed[1] = 0x39;
  compressed[24] = 0x22;
  compressed[26] = 0x02 + (P256().spki().back() & 1);
  EXPECT_FALSE(PublicKey::FromSpki(compressed).ok());
  std::string hybrid = P256().spki();  // as long as the uncompressed form, and OpenSSL takes it
  hybrid[26] = 0x06 + (P256().spki().back() & 1);
  EXPECT_FALSE(PublicKey::FromSpki(hybrid).ok());
}

TEST(PublicKey, OfEd25519HasExactly32RawBytes) {
  for (size_t size : {0, 31, 33}) {
    EXPECT_FALSE(PublicKey::FromRawEd25519(std::string(size, 'x')).ok());
  }
}

TEST(PublicKey, VerifiesFromManyThreadsAtOnce) {
  PublicKey key = P256();
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([key] {
      for (int i = 0; i < 50; ++i) {
        EXPECT_TRUE(key.Verify(Message(), P256Signature()));
        EXPECT_FALSE(key.Verify("another message", P256Signature()));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(PrivateKey, OfASeedSignsAsTheVectorsSay) {
  PrivateKey key = PrivateKey::FromEd25519Seed(Bytes(Dsse()["ed25519"]["seed"])).value();
  EXPECT_EQ(key.public_key().spki(), Ed25519().spki());
  EXPECT_EQ(key.Sign(Message()).value(), Ed25519Signature());
  EXPECT_FALSE(PrivateKey::FromEd25519Seed("short").ok());
}

TEST(PrivateKey, SignsInSeveralThreadsAtOnce) {
  const PrivateKey key = PrivateKey::Generate(Algorithm::kEcdsaP256).value();
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&key, thread] {
      for (int i = 0; i < 500; ++i) {
        const std::string message = std::to_string(thread * 1000 + i);
        const auto signature = key.Sign(message);
        ASSERT_TRUE(signature.ok()) << signature.status();
        ASSERT_TRUE(key.public_key().Verify(message, *signature));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(PrivateKey, SignsWhatItsPublicKeyVerifies) {
  for (Algorithm algorithm : {Algorithm::kEd25519, Algorithm::kEcdsaP256}) {
    PrivateKey key = PrivateKey::Generate(algorithm).value();
    PrivateKey other = PrivateKey::Generate(algorithm).value();
    EXPECT_EQ(key.public_key().algorithm(), algorithm);
    for (const std::string& message : {std::string(), std::string("m"), std::string(100000, 'm')}) {
      std::string signature = key.Sign(message).value();
      EXPECT_TRUE(key.public_key().Verify(message, signature));
      EXPECT_FALSE(other.public_key().Verify(message, signature));
    }
  }
}

TEST(PrivateKey, SurvivesPem) {
  for (Algorithm algorithm : {Algorithm::kEd25519, Algorithm::kEcdsaP256}) {
    PrivateKey key = PrivateKey::Generate(algorithm).value();
    std::string pem = key.ToPem().value();
    EXPECT_EQ(pem.rfind("-----BEGIN PRIVATE KEY-----\n", 0), 0u);
    PrivateKey again = PrivateKey::FromPem(pem).value();
    EXPECT_EQ(again.public_key().spki(), key.public_key().spki());
    EXPECT_TRUE(key.public_key().Verify("m", again.Sign("m").value()));
  }
}

TEST(PrivateKey, RefusesTextsThatAreNoKeyOfOurs) {
  // An X25519 key is PKCS#8 too, but cannot sign.
  const char* kX25519 =
      "-----BEGIN PRIVATE KEY-----\n"
      "MC4CAQAwBQYDK2VuBCIEIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f\n"
      "-----END PRIVATE KEY-----\n";
  EXPECT_FALSE(PrivateKey::FromPem(absl::string_view()).ok());
  for (const char* pem : {"", "no key", "-----BEGIN PRIVATE KEY-----\n", kX25519}) {
    EXPECT_EQ(PrivateKey::FromPem(pem).status().code(), absl::StatusCode::kInvalidArgument) << pem;
  }
}

}  // namespace
}  // namespace lightship::crypto
