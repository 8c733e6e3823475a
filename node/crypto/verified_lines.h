// Which signature lines of notes have verified lately. A line comes from every peer, with every note that has it, and on the way into
// the ledger once more; to verify it takes some hundred times as long as to find it here.
#ifndef LIGHTSHIP_NODE_CRYPTO_VERIFIED_LINES_H_
#define LIGHTSHIP_NODE_CRYPTO_VERIFIED_LINES_H_

#include <algorithm>
#include <cstddef>
#include <vector>

#include "node/base/mutex.h"
#include "node/crypto/digest.h"

namespace lightship::crypto {

// Digests of what has verified: of key, text and signature together, so that whatever is found here would verify again. The last kMost.
// Thread-safe.
class VerifiedLines {
 public:
  static constexpr size_t kMost = 256;

  bool Has(const Digest& line) const {
    base::MutexLock lock(mutex_);
    return std::find(lines_.rbegin(), lines_.rend(), line) != lines_.rend();
  }
  void Add(const Digest& line) {
    base::MutexLock lock(mutex_);
    if (lines_.size() < kMost) {
      lines_.push_back(line);
    } else {
      lines_[oldest_] = line;
      oldest_ = (oldest_ + 1) % kMost;
    }
  }

 private:
  mutable base::Mutex mutex_;
  std::vector<Digest> lines_ ABSL_GUARDED_BY(mutex_);
  size_t oldest_ ABSL_GUARDED_BY(mutex_) = 0;  // once there are kMost
};

}  // namespace lightship::crypto

#endif  // LIGHTSHIP_NODE_CRYPTO_VERIFIED_LINES_H_
