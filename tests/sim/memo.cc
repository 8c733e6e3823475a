// What is slow and depends on its input alone is done once in a process: verifying a signature, parsing a certificate, and
// verifying a chain, whose certificates are taken to be valid for whole days. All nodes of a network ask the same. The linker puts these in place of the originals in programs that simulate (CMakeLists.txt).
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "node/crypto/certificate.h"
#include "node/crypto/digest.h"
#include "node/crypto/key.h"

namespace lightship::sim {
namespace {

using crypto::Certificate;
using crypto::PublicKey;

constexpr size_t kMostRemembered = 200'000;

}  // namespace

absl::StatusOr<Certificate> RealFromDer(absl::string_view der) asm(
    "__real__ZN9lightship6crypto11Certificate7FromDerEN4absl7debian311string_viewE");
bool RealVerify(const PublicKey* key, absl::string_view message, absl::string_view signature) asm(
    "__real__ZNK9lightship6crypto9PublicKey6VerifyEN4absl7debian311string_viewES4_");

absl::StatusOr<Certificate> FromDerOnce(absl::string_view der) asm(
    "__wrap__ZN9lightship6crypto11Certificate7FromDerEN4absl7debian311string_viewE");
absl::StatusOr<Certificate> FromDerOnce(absl::string_view der) {
  static auto& known = *new absl::flat_hash_map<std::string, Certificate>();
  const auto found = known.find(der);
  if (found != known.end()) return found->second;
  absl::StatusOr<Certificate> parsed = RealFromDer(der);
  if (parsed.ok() && known.size() < kMostRemembered) known.emplace(std::string(der), *parsed);
  return parsed;
}

bool VerifyOnce(const PublicKey* key, absl::string_view message, absl::string_view signature) asm(
    "__wrap__ZNK9lightship6crypto9PublicKey6VerifyEN4absl7debian311string_viewES4_");
bool VerifyOnce(const PublicKey* key, absl::string_view message, absl::string_view signature) {
  static auto& known = *new absl::flat_hash_map<crypto::Digest, bool>();
  const crypto::Digest all = crypto::Sha256(absl::StrCat(crypto::AsView(key->key_id()), signature, message));
  const auto found = known.find(all);
  if (found != known.end()) return found->second;
  if (known.size() >= kMostRemembered) known.clear();
  return known[all] = RealVerify(key, message, signature);
}

absl::Status RealVerifyChain(absl::Span<const Certificate> chain, absl::Span<const Certificate> roots, absl::Time when) asm(
    "__real__ZN9lightship6crypto11VerifyChainEN4absl7debian34SpanIKNS0_11CertificateEEES6_NS2_4TimeE");
absl::Status VerifyChainOnce(absl::Span<const Certificate> chain, absl::Span<const Certificate> roots, absl::Time when) asm(
    "__wrap__ZN9lightship6crypto11VerifyChainEN4absl7debian34SpanIKNS0_11CertificateEEES6_NS2_4TimeE");
absl::Status VerifyChainOnce(absl::Span<const Certificate> chain, absl::Span<const Certificate> roots, absl::Time when) {
  static auto& known = *new absl::flat_hash_map<std::string, absl::Status>();
  std::string all = absl::StrCat(absl::ToUnixSeconds(when) / 86400, "/", chain.size());
  for (const auto& certificates : {chain, roots}) {
    for (const Certificate& certificate : certificates) all += certificate.der();
  }
  const auto found = known.find(all);
  if (found != known.end()) return found->second;
  return known[all] = RealVerifyChain(chain, roots, when);
}

}  // namespace lightship::sim
