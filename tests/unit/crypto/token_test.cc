#include <dlfcn.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/crypto/key.h"

namespace lightship::crypto {
namespace {

using ::testing::HasSubstr;

constexpr char kModule[] = "/usr/lib/softhsm/libsofthsm2.so";

// A token in software with one key of each algorithm, in a directory of this process. SoftHSM reads its configuration once,
// so all tests of a process share it.
class Token {
 public:
  static const Token& Get() {
    static const Token* token = new Token;
    return *token;
  }

  std::string Uri(absl::string_view object, absl::string_view pin_source = "pin") const {
    return absl::StrCat("pkcs11:token=desk;object=", object, "?module-path=", kModule,
                        "&pin-source=file:", directory_, "/", pin_source);
  }
  const PrivateKey& Imported(Algorithm algorithm) const {
    return algorithm == Algorithm::kEd25519 ? ed25519_ : p256_;
  }

 private:
  Token()
      : ed25519_(PrivateKey::Generate(Algorithm::kEd25519).value()),
        p256_(PrivateKey::Generate(Algorithm::kEcdsaP256).value()) {
    std::string pattern = "/tmp/lightship-token.XXXXXX";
    directory_ = mkdtemp(pattern.data());
    std::filesystem::create_directory(directory_ + "/tokens");
    Write("softhsm2.conf", "directories.tokendir = " + directory_ + "/tokens\nlog.level = ERROR\n");
    setenv("SOFTHSM2_CONF", (directory_ + "/softhsm2.conf").c_str(), 1);
    unsetenv("LIGHTSHIP_PIN");
    Run("--init-token --free --label desk --pin 4711 --so-pin 0815");
    Write("ed25519.pem", ed25519_.ToPem().value());
    Write("p256.pem", p256_.ToPem().value());
    Run("--import " + directory_ + "/ed25519.pem --token desk --label log --id 01 --pin 4711");
    Run("--import " + directory_ + "/p256.pem --token desk --label officer --id 02 --pin 4711");
    Write("pin", "4711\n");
    Write("wrong-pin", "1111\n");
    std::atexit([] { std::filesystem::remove_all(Get().directory_); });
  }
  void Write(const std::string& name, const std::string& text) {
    std::ofstream(directory_ + "/" + name) << text;
  }
  void Run(const std::string& arguments) {
    std::string command = "softhsm2-util " + arguments + " > /dev/null";
    ASSERT_EQ(std::system(command.c_str()), 0) << command;
  }

  PrivateKey ed25519_, p256_;
  std::string directory_;
};

std::string ErrorOf(const std::string& uri) {
  absl::Status status = PrivateKey::FromToken(uri).status();
  EXPECT_EQ(base::ReasonOf(status), base::reason::kConfiguration) << status;
  return std::string(status.message());
}

TEST(TokenKey, SignsWithKeysOfBothAlgorithms) {
  for (const auto& [object, algorithm] : {std::pair{"log", Algorithm::kEd25519},
                                          std::pair{"officer", Algorithm::kEcdsaP256}}) {
    absl::StatusOr<PrivateKey> key = PrivateKey::FromToken(Token::Get().Uri(object));
    ASSERT_TRUE(key.ok()) << key.status();
    EXPECT_EQ(key->public_key().spki(), Token::Get().Imported(algorithm).public_key().spki());
    absl::StatusOr<std::string> signature = key->Sign("a message");
    ASSERT_TRUE(signature.ok()) << signature.status();
    EXPECT_TRUE(key->public_key().Verify("a message", *signature));
    EXPECT_FALSE(key->public_key().Verify("another message", *signature));
  }
}

TEST(TokenKey, SignsFromManyThreads) {
  PrivateKey key = PrivateKey::FromToken(Token::Get().Uri("officer")).value();
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&key] {
      for (int k = 0; k < 20; ++k) EXPECT_TRUE(key.public_key().Verify("m", *key.Sign("m")));
    });
  }
  for (std::thread& thread : threads) thread.join();
}

// What a reset of the token does: it forgets every session of this process.
void EndAllSessions() {
  void* module = dlopen(kModule, RTLD_NOW);
  ASSERT_NE(module, nullptr);
  const auto list = reinterpret_cast<unsigned long (*)(unsigned char, unsigned long*, unsigned long*)>(dlsym(module, "C_GetSlotList"));
  const auto end = reinterpret_cast<unsigned long (*)(unsigned long)>(dlsym(module, "C_CloseAllSessions"));
  ASSERT_TRUE(list != nullptr && end != nullptr);
  unsigned long slots[8];
  unsigned long count = 8;
  ASSERT_EQ(list(1, slots, &count), 0u);
  for (unsigned long i = 0; i < count; ++i) EXPECT_EQ(end(slots[i]), 0u);
  dlclose(module);
}

TEST(TokenKey, SignsInANewSessionWhenTheTokenHasForgottenItsOwn) {
  const PrivateKey log = PrivateKey::FromToken(Token::Get().Uri("log")).value();
  const PrivateKey officer = PrivateKey::FromToken(Token::Get().Uri("officer")).value();
  for (int again = 0; again < 2; ++again) {
    EndAllSessions();
    for (const PrivateKey* key : {&log, &officer}) {
      absl::StatusOr<std::string> signature = key->Sign("a message");
      ASSERT_TRUE(signature.ok()) << signature.status();
      EXPECT_TRUE(key->public_key().Verify("a message", *signature));
    }
  }
}

TEST(TokenKey, NeverLeavesTheToken) {
  PrivateKey key = PrivateKey::FromToken(Token::Get().Uri("officer")).value();
  EXPECT_TRUE(absl::IsFailedPrecondition(key.ToPem().status()));
}

TEST(TokenKey, TakesNoPinFromTheUri) {
  EXPECT_THAT(ErrorOf(absl::StrCat("pkcs11:token=desk;object=officer?module-path=", kModule,
                                   "&pin-value=4711")),
              HasSubstr("pin-source"));
}

TEST(TokenKey, TellsWhatIsMissing) {
  const Token& token = Token::Get();
  EXPECT_THAT(ErrorOf("pkcs11:token=%zz"), HasSubstr("RFC 7512"));
  EXPECT_THAT(ErrorOf("pkcs11:token=desk?module-path=/nonexistent.so"), HasSubstr("/nonexistent.so"));
  EXPECT_THAT(ErrorOf(absl::StrCat("pkcs11:token=other?module-path=", kModule)), HasSubstr("no token"));
  EXPECT_THAT(ErrorOf(token.Uri("officer", "no-such-file")), HasSubstr("no-such-file"));
  EXPECT_THAT(ErrorOf(absl::StrCat("pkcs11:token=desk;object=officer?module-path=", kModule)),
              HasSubstr("LIGHTSHIP_PIN"));
  EXPECT_THAT(ErrorOf(token.Uri("nobody")), HasSubstr("no private key"));
}

}  // namespace
}  // namespace lightship::crypto
