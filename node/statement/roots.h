// Pinned root certificates, by economy. No trust on first use: what is not here is not believed.
#ifndef LIGHTSHIP_NODE_STATEMENT_ROOTS_H_
#define LIGHTSHIP_NODE_STATEMENT_ROOTS_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "node/crypto/certificate.h"

namespace lightship::statement {

// Thread-compatible: fill it, then share it const.
class PinnedRoots {
 public:
  // Every "<CODE>.pem" in `directory` ("SG.pem"); other names are errors, so that a typing mistake does not silently
  // drop a member. FAILED_PRECONDITION with the file's name when one cannot be read or is no CA certificate.
  static absl::StatusOr<PinnedRoots> LoadDirectory(const std::string& directory);

  // Several roots of one economy may stand side by side (rollover).
  absl::Status Add(absl::string_view economy, absl::string_view pem);

  // Empty when none is pinned.
  absl::Span<const crypto::Certificate> Of(absl::string_view economy) const;
  // Members of the network, sorted.
  std::vector<std::string> Economies() const;
  // All roots as one PEM text, for TLS.
  std::string AllAsPem() const;

 private:
  std::map<std::string, std::vector<crypto::Certificate>, std::less<>> roots_;
};

}  // namespace lightship::statement

#endif  // LIGHTSHIP_NODE_STATEMENT_ROOTS_H_
