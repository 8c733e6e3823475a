// Verifying many signatures of one P-256 key: with multiples of the key kept, as OpenSSL keeps those of the curve's own point,
// one takes less than half of the time. Only for sources of this folder.
#ifndef LIGHTSHIP_NODE_CRYPTO_P256_TABLE_H_
#define LIGHTSHIP_NODE_CRYPTO_P256_TABLE_H_

#include <atomic>
#include <memory>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "node/crypto/digest.h"
#include "node/crypto/openssl.h"

namespace lightship::crypto {

// The multiples: 150 kB, which take 25 ms to make. Immutable, thread-safe.
class P256Table {
 public:
  // Of the key's uncompressed point. Null when as many are in use as limits::kKeyTables, or OpenSSL makes none on this machine.
  static std::unique_ptr<const P256Table> Make(absl::string_view point);
  ~P256Table();

  struct Claim {
    Digest digest;  // SHA-256 of what is signed
    absl::string_view signature;
  };
  // Of each: true when the signature, strict DER, is valid. False says only that OpenSSL must be asked. Many at once share one
  // division, a third of what one takes.
  std::vector<bool> Confirm(absl::Span<const Claim> claims) const;

 private:
  struct Slot;  // one of limits::kKeyTables, while it lives
  P256Table(std::unique_ptr<Slot> slot, EC_GROUP* group);

  const std::unique_ptr<Slot> slot_;
  const Owned<EC_GROUP, EC_GROUP_free> group_;  // with the key for its generator
};

// The table of one key, made once the key has verified so many signatures that it will soon have paid. Thread-safe.
class P256TableOnceWorthIt {
 public:
  P256TableOnceWorthIt() = default;
  P256TableOnceWorthIt(const P256TableOnceWorthIt&) = delete;
  P256TableOnceWorthIt& operator=(const P256TableOnceWorthIt&) = delete;
  ~P256TableOnceWorthIt() { delete table_.load(); }
  // To be called for so many signatures, with the same point. Null while there is none.
  const P256Table* Get(absl::string_view point, size_t signatures) const;

 private:
  mutable std::atomic<size_t> asked_{0};
  mutable std::atomic<const P256Table*> table_{nullptr};
};

}  // namespace lightship::crypto

#endif  // LIGHTSHIP_NODE_CRYPTO_P256_TABLE_H_
