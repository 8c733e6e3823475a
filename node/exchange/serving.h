// What one peer has asked this node for: logs from an index on, and single entries that it lacks. Sends no more than the
// peer's windows allow, log by log in turn.
#ifndef LIGHTSHIP_NODE_EXCHANGE_SERVING_H_
#define LIGHTSHIP_NODE_EXCHANGE_SERVING_H_

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "lightship/v1/exchange.pb.h"
#include "node/base/limits.h"
#include "node/exchange/pace.h"
#include "node/ledger/heads.h"
#include "node/ledger/reader.h"

namespace lightship::exchange {

// Thread-compatible.
class Serving {
 public:
  // Takes a Fetch that CheckFrame has passed. A range replaces the log's earlier one, zero windows end it. TOO_LARGE when
  // the peer asks for more than kLogsOfPeer logs.
  absl::Status OnFetch(const v1::Fetch& fetch);
  // Frees credit. MALFORMED when the log was not asked for, or not sent that far.
  absl::Status OnCommitted(absl::string_view origin, uint64_t size, absl::Time now);

  // There may be more of the log than there was.
  void Grown(absl::string_view origin);

  // The next batch for `economy`; nothing when all that is held has been sent, or credit is used up.
  std::optional<v1::Batch> Next(const ledger::Heads& heads, const ledger::LedgerReader& reader,
                                absl::string_view economy, absl::Time now);

  // Whether the peer copies the log from here.
  bool Serves(absl::string_view origin) const { return ranges_.contains(origin); }
  // Whether the peer has said by that that it holds some of the log.
  bool Holds(absl::string_view origin) const;
  // Whether a batch up to `size` is still to be sent, which will tell the peer the checkpoint.
  bool Owes(absl::string_view origin, uint64_t size) const;

 private:
  struct SentBatch {
    uint64_t end = 0;
    size_t bytes = 0;
    absl::Time at;
  };
  struct Range {
    uint64_t next = 0;       // first index not sent
    uint64_t committed = 0;
    uint32_t window_entries = 0;
    uint32_t window_bytes = 0;
    std::deque<SentBatch> in_flight;
    size_t in_flight_bytes = 0;
  };
  std::optional<v1::Batch> NextBackfill(const ledger::LedgerReader& reader,
                                        absl::string_view economy);
  std::optional<v1::Batch> NextOf(const ledger::LogHead& head, Range& range, const ledger::LedgerReader& reader,
                                  absl::string_view economy, absl::Time now);
  void Free(Range& range, uint64_t size, absl::Time now);

  std::map<std::string, Range, std::less<>> ranges_;
  std::set<std::string, std::less<>> open_;  // those of which there may be something to send: few, of the hundreds of a large network
  std::map<std::string, std::vector<uint64_t>, std::less<>> missing_;
  std::string last_served_;
  Pace pace_{base::limits::kBatchBytes};
  size_t in_flight_bytes_ = 0;  // of all ranges
};

}  // namespace lightship::exchange

#endif  // LIGHTSHIP_NODE_EXCHANGE_SERVING_H_
