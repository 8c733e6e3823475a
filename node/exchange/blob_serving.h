// Attachments' bytes for one peer: what it asked for, answered in order, and never so much at once that logs wait.
#ifndef LIGHTSHIP_NODE_EXCHANGE_BLOB_SERVING_H_
#define LIGHTSHIP_NODE_EXCHANGE_BLOB_SERVING_H_

#include <deque>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "lightship/v1/exchange.pb.h"
#include "node/ledger/blobs.h"

namespace lightship::exchange {

// Thread-compatible.
class BlobServing {
 public:
  // Takes a request that CheckFrame has passed. TOO_LARGE when more than kWaiting have no answer yet.
  absl::Status OnFetch(const v1::FetchBlob& fetch);
  // Each tick allows kChunksOfTick more answers; what was not used does not add up.
  void OnTick() { allowed_ = kChunksOfTick; }

  // The next answer for `economy`: bytes when it may hold the attachment and all of it is here; none, with the size, when
  // it may but the bytes are not here yet; none and no size otherwise. Nothing when none is due.
  std::optional<v1::BlobChunk> Next(const ledger::BlobReader& blobs, absl::string_view economy);

  static constexpr size_t kWaiting = 16;
  static constexpr int kChunksOfTick = 8;

 private:
  std::deque<v1::FetchBlob> waiting_;
  int allowed_ = kChunksOfTick;
};

}  // namespace lightship::exchange

#endif  // LIGHTSHIP_NODE_EXCHANGE_BLOB_SERVING_H_
