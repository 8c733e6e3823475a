#include <algorithm>
#include <thread>
#include <utility>

#include "node/crypto/key.h"
#include "tests/bench/limits.h"
#include "tests/bench/load_target.h"
#include "tests/bench/or_die.h"

namespace lightship::bench {
namespace {

// As long as the manifest of a report with its envelope.
constexpr size_t kSignedBytes = 400, kMessages = 256;

void Measure(const Ground& ground, const std::string& name, crypto::Algorithm algorithm) {
  const auto key = OrDie(crypto::PrivateKey::Generate(algorithm));
  std::vector<std::pair<std::string, std::string>> signed_messages;
  for (size_t i = 0; i < kMessages; ++i) {
    std::string message = Noise(kSignedBytes);
    std::string signature = OrDie(key.Sign(message));
    signed_messages.emplace_back(std::move(message), std::move(signature));
  }
  const crypto::PublicKey& known = key.public_key();
  const double rounds = RateOf(std::max(1U, std::thread::hardware_concurrency()), ground.seconds, [&](size_t) {
    for (const auto& [message, signature] : signed_messages) {
      if (!known.Verify(message, signature)) Die(absl::InternalError("a signature does not hold"));
    }
  });
  PrintFigure(name, rounds * kMessages, "verifications/s");
}

}  // namespace

void MeasureSignatures(const Ground& ground) {
  Measure(ground, "limit_ed25519", crypto::Algorithm::kEd25519);
  Measure(ground, "limit_p256", crypto::Algorithm::kEcdsaP256);
}

}  // namespace lightship::bench
