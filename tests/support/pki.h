// Economies with roots, nodes and officers for tests. What Of() gives is the same in every process: a simulation's seed decides all
// of it.
#ifndef LIGHTSHIP_TESTS_SUPPORT_PKI_H_
#define LIGHTSHIP_TESTS_SUPPORT_PKI_H_

#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "node/base/clock.h"
#include "node/base/entropy.h"
#include "node/base/mutex.h"
#include "node/crypto/certificate.h"
#include "node/crypto/key.h"
#include "node/crypto/note.h"
#include "node/statement/address.h"
#include "node/statement/identity.h"
#include "node/statement/roots.h"

namespace lightship::testing {

// 2026-03-01 12:00 UTC: "now" in tests. Certificates are valid for a year before and nine after it.
absl::Time Noon();

// The same bytes for the same seed.
class SeededEntropy final : public base::Entropy {
 public:
  explicit SeededEntropy(uint64_t seed) : seed_(seed) {}
  std::string Bytes(size_t size) override;

 private:
  const uint64_t seed_;
  uint64_t drawn_ = 0;
};

// Stands still until it is told. Thread-safe.
class FakeClock final : public base::Clock {
 public:
  explicit FakeClock(absl::Time now = Noon()) : now_(now) {}
  absl::Time Now() const override {
    base::MutexLock lock(mutex_);
    return now_;
  }
  void Advance(absl::Duration by) {
    base::MutexLock lock(mutex_);
    now_ += by;
  }
  void Set(absl::Time now) {
    base::MutexLock lock(mutex_);
    now_ = now;
  }

 private:
  mutable base::Mutex mutex_;
  absl::Time now_ ABSL_GUARDED_BY(mutex_);
};

// Someone with a key and a certificate for it.
struct Signer {
  crypto::PrivateKey key;
  std::vector<crypto::Certificate> chain;
  statement::Identity identity;
};

// Validity of a certificate; the default is the whole period around Noon().
struct Period {
  absl::Time from = Noon() - absl::Hours(24 * 365);
  absl::Time to = Noon() + absl::Hours(9 * 24 * 365);
};

class TestEconomy {
 public:
  // The economy of this process, with one root, one node and one officer of each role.
  static const TestEconomy& Of(absl::string_view code);
  // A fresh one with keys of its own: an impostor when the code is another's.
  explicit TestEconomy(absl::string_view code);

  const std::string& code() const { return code_; }
  statement::Origin origin() const { return {code_, 1}; }
  const crypto::CertificateAuthority& authority() const { return authority_; }
  const Signer& node() const { return node_; }
  const crypto::PrivateKey& log_key() const { return log_key_; }
  const crypto::PrivateKey& cosigner_key() const { return cosigner_key_; }
  crypto::NoteKey log_note_key() const;
  crypto::NoteKey cosigner_note_key() const;

  // Officers called after their role ("submitter-1").
  const Signer& officer(statement::Role role) const;

  // A new key with a certificate of this economy's root.
  Signer MakeOfficer(absl::string_view name, std::initializer_list<statement::Role> roles,
                     crypto::Algorithm algorithm = crypto::Algorithm::kEd25519,
                     Period period = {}) const;
  // A certificate of this economy's root with exactly these subjectAltName URIs.
  crypto::Certificate Certify(const crypto::PublicKey& key, std::vector<std::string> uris,
                              Period period = {}) const;

 private:
  // `label` decides every key and serial number.
  TestEconomy(absl::string_view code, const std::string& label);

  std::string code_;
  crypto::CertificateAuthority authority_;
  Signer node_;
  crypto::PrivateKey log_key_;
  crypto::PrivateKey cosigner_key_;
  std::vector<Signer> officers_;
};

// The roots of these economies.
statement::PinnedRoots RootsOf(std::initializer_list<absl::string_view> codes);

// A new one each time.
crypto::PrivateKey NewKey(crypto::Algorithm algorithm = crypto::Algorithm::kEd25519);

}  // namespace lightship::testing

#endif  // LIGHTSHIP_TESTS_SUPPORT_PKI_H_
