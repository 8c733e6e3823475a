// Pinned root certificates, by economy. No trust on first use: what is not here is not believed.
#ifndef LIGHTSHIP_NODE_STATEMENT_ROOTS_H_
#define LIGHTSHIP_NODE_STATEMENT_ROOTS_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "node/base/mutex.h"
#include "node/crypto/certificate.h"

namespace lightship::statement {

// Thread-safe: whoever shares it sees what is assigned to it from then on (reload).
class PinnedRoots {
 public:
  PinnedRoots() = default;
  PinnedRoots(const PinnedRoots& other) : roots_(other.Snapshot()) {}
  PinnedRoots& operator=(const PinnedRoots& other);

  // Every "<CODE>.pem" in `directory` ("SG.pem"); other names are errors, so that a typing mistake does not silently
  // drop a member. FAILED_PRECONDITION with the file's name when one cannot be read or is no CA certificate.
  static absl::StatusOr<PinnedRoots> LoadDirectory(const std::string& directory);

  // Several roots of one economy may stand side by side (rollover). The old one stays: what was admitted under it is
  // verified by it, for ever.
  absl::Status Add(absl::string_view economy, absl::string_view pem);

  // Empty when none is pinned.
  std::vector<crypto::Certificate> Of(absl::string_view economy) const;
  // Members of the network, sorted.
  std::vector<std::string> Economies() const;
  // Those of every economy.
  std::vector<crypto::Certificate> All() const;

 private:
  using ByEconomy = std::map<std::string, std::vector<crypto::Certificate>, std::less<>>;
  std::shared_ptr<const ByEconomy> Snapshot() const;

  mutable base::Mutex mutex_;
  std::shared_ptr<const ByEconomy> roots_ ABSL_GUARDED_BY(mutex_) = std::make_shared<ByEconomy>();
};

}  // namespace lightship::statement

#endif  // LIGHTSHIP_NODE_STATEMENT_ROOTS_H_
