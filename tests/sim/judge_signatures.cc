// The judge of checkpoints: C2SP notes, read here once more, and every signature of them checked with libsodium.
#include <sodium.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "node/store/schema.h"
#include "tests/sim/judge.h"
#include "tests/sim/simulation.h"

namespace lightship::sim {
namespace {

constexpr size_t kKeyIdBytes = 4, kTimeBytes = 8;

struct Keys {
  std::string log, cosigner;  // raw Ed25519
};

// "<dash> <name> <base64 of key id, perhaps time, signature>".
bool IsGenuine(const std::string& text, absl::string_view line, const std::map<std::string, Keys>& keys) {
  const std::vector<std::string> words = absl::StrSplit(line, ' ');
  std::string bytes;
  if (words.size() != 3 || !absl::Base64Unescape(words[2], &bytes)) return false;
  const auto signer = keys.find(words[1]);
  if (signer == keys.end()) return false;
  absl::string_view rest = absl::string_view(bytes).substr(kKeyIdBytes);
  if (rest.size() == crypto_sign_BYTES) return Verifies(text, rest, signer->second.log);
  if (rest.size() != kTimeBytes + crypto_sign_BYTES) return false;
  uint64_t seconds = 0;
  for (size_t at = 0; at < kTimeBytes; ++at) seconds = seconds << 8 | static_cast<unsigned char>(rest[at]);
  return Verifies(absl::StrCat("cosignature/v1\ntime ", seconds, "\n", text), rest.substr(kTimeBytes),
                  signer->second.cosigner);
}

bool IsGenuineNote(absl::string_view note, const std::map<std::string, Keys>& keys) {
  const size_t end = note.find("\n\n");
  if (end == absl::string_view::npos) return false;
  const std::string text(note.substr(0, end + 1));
  for (absl::string_view line : absl::StrSplit(note.substr(end + 2), '\n', absl::SkipEmpty())) {
    if (!IsGenuine(text, line, keys)) return false;
  }
  return true;
}

}  // namespace

bool Verifies(absl::string_view message, absl::string_view signature, absl::string_view raw_key) {
  return signature.size() == crypto_sign_BYTES && raw_key.size() == crypto_sign_PUBLICKEYBYTES &&
         crypto_sign_verify_detached(reinterpret_cast<const unsigned char*>(signature.data()),
                                     reinterpret_cast<const unsigned char*>(message.data()), message.size(),
                                     reinterpret_cast<const unsigned char*>(raw_key.data())) == 0;
}

std::string SignaturesGenuine(const Simulation& simulation) {
  std::map<std::string, Keys> keys;
  for (const auto& node : simulation.nodes()) {
    const testing::TestEconomy& economy = node->economy();
    keys[economy.origin().ToString()] = {std::string(economy.log_key().public_key().raw_ed25519()),
                                         std::string(economy.cosigner_key().public_key().raw_ed25519())};
  }
  std::string verdict;
  std::set<std::string> genuine;  // nodes hold the same notes
  for (const int n : simulation.honest()) {
    const SimulatedNode& node = *simulation.nodes()[n];
    absl::Status scanned = node.store().Scan(
        store::Table::kCheckpoints, "", "", [&](absl::string_view, absl::string_view note) {
          if (genuine.contains(std::string(note))) return true;
          if (IsGenuineNote(note, keys)) return genuine.insert(std::string(note)).second;
          verdict = absl::StrCat("a false signature at ", node.economy().code(), ": ", note);
          return false;
        });
    if (!scanned.ok()) verdict = std::string(scanned.message());
  }
  return verdict;
}

}  // namespace lightship::sim
