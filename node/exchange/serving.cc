#include "node/exchange/serving.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/exchange/frames.h"

namespace lightship::exchange {
namespace {

namespace limits = base::limits;

// In flight to one peer over all logs, whatever windows it grants: bounds the memory of its stream.
constexpr size_t kInFlightBytes = 32 << 20;
// Credit is not used before it is worth such a share of the window, or a whole batch, while more is under way.
constexpr uint32_t kLeastShare = 4;

}  // namespace

absl::Status Serving::OnFetch(const v1::Fetch& fetch) {
  const size_t asked = ranges_.size() + missing_.size();
  if (asked >= 2 * kLogsOfPeer) {
    return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kTooLarge,
                       absl::StrCat("asks for more than ", kLogsOfPeer, " logs"));
  }
  if (!fetch.missing().empty()) {
    missing_[fetch.origin()].assign(fetch.missing().begin(), fetch.missing().end());
    return absl::OkStatus();
  }
  if (auto earlier = ranges_.find(fetch.origin()); earlier != ranges_.end()) {
    in_flight_bytes_ -= earlier->second.in_flight_bytes;
    ranges_.erase(earlier);
    open_.erase(fetch.origin());
  }
  if (fetch.window_entries() == 0) return absl::OkStatus();
  Range& range = ranges_[fetch.origin()];
  range.next = range.committed = fetch.from();
  range.window_entries = fetch.window_entries();
  range.window_bytes = fetch.window_bytes();
  open_.insert(fetch.origin());
  return absl::OkStatus();
}

void Serving::Grown(absl::string_view origin) {
  if (ranges_.contains(origin)) open_.emplace(origin);
}

absl::Status Serving::OnCommitted(absl::string_view origin, uint64_t size, absl::Time now) {
  auto range = ranges_.find(origin);
  if (range == ranges_.end()) {
    return ProtocolError(absl::StrCat("Committed for ", origin, ", which was not asked for"));
  }
  if (size > range->second.next) {
    return ProtocolError(absl::StrCat("Committed ", size, " of ", origin, ", which was sent to ",
                                      range->second.next));
  }
  Free(range->second, size, now);
  return absl::OkStatus();
}

void Serving::Free(Range& range, uint64_t size, absl::Time now) {
  range.committed = std::max(range.committed, size);
  while (!range.in_flight.empty() && range.in_flight.front().end <= range.committed) {
    pace_.Took(range.in_flight.front().bytes, now - range.in_flight.front().at);
    range.in_flight_bytes -= range.in_flight.front().bytes;
    in_flight_bytes_ -= range.in_flight.front().bytes;
    range.in_flight.pop_front();
  }
}

bool Serving::Holds(absl::string_view origin) const {
  auto range = ranges_.find(origin);
  return range != ranges_.end() && range->second.committed > 0;
}

bool Serving::Owes(absl::string_view origin, uint64_t size) const {
  auto range = ranges_.find(origin);
  return range != ranges_.end() && range->second.next < size;
}

std::optional<v1::Batch> Serving::Next(const ledger::Heads& heads,
                                       const ledger::LedgerReader& reader,
                                       absl::string_view economy, absl::Time now) {
  if (auto batch = NextBackfill(reader, economy)) return batch;
  auto origin = open_.upper_bound(last_served_);
  for (size_t left = open_.size(); left > 0; --left) {
    if (origin == open_.end()) origin = open_.begin();
    Range& range = ranges_.find(*origin)->second;
    const ledger::LogHead* head = heads.Find(*origin);
    if (head == nullptr || head->checkpoint_size <= range.next) {
      origin = open_.erase(origin);
    } else if (auto batch = NextOf(*head, range, reader, economy, now)) {
      last_served_ = *origin;
      return batch;
    } else {
      ++origin;
    }
  }
  return std::nullopt;
}

std::optional<v1::Batch> Serving::NextBackfill(const ledger::LedgerReader& reader,
                                               absl::string_view economy) {
  if (missing_.empty()) return std::nullopt;
  auto [origin, indexes] = *missing_.begin();
  missing_.erase(missing_.begin());
  auto batch = reader.ReadBackfill(origin, indexes, economy);
  if (batch.ok()) return *std::move(batch);
  v1::Batch nothing_held;
  nothing_held.set_origin(origin);
  nothing_held.set_backfill(true);
  return nothing_held;
}

std::optional<v1::Batch> Serving::NextOf(const ledger::LogHead& head, Range& range, const ledger::LedgerReader& reader,
                                         absl::string_view economy, absl::Time now) {
  const uint64_t unpaid = range.next - range.committed;
  if (unpaid >= range.window_entries || range.in_flight_bytes >= range.window_bytes || in_flight_bytes_ >= kInFlightBytes) return std::nullopt;
  ledger::BatchLimits most;
  most.entries = std::min<uint64_t>(limits::kBatchEntries, range.window_entries - unpaid);
  most.bytes = std::min<size_t>(pace_.bytes(), range.window_bytes - range.in_flight_bytes);
  // Each small batch, once it is committed, would give credit for another small one, and never for more.
  const uint64_t left = head.checkpoint_size - range.next;
  const bool little = most.entries < std::min<uint64_t>({left, limits::kBatchEntries, range.window_entries / kLeastShare}) ||
                      most.bytes < std::min<size_t>(pace_.bytes(), range.window_bytes / kLeastShare);
  if (little && !range.in_flight.empty()) return std::nullopt;
  auto batch = reader.ReadBatch(head.origin, range.next, most, economy);
  if (!batch.ok() || batch->items().empty()) return std::nullopt;
  range.next += batch->items_size();
  const size_t bytes = batch->ByteSizeLong();
  range.in_flight.push_back({range.next, bytes, now});
  range.in_flight_bytes += bytes;
  in_flight_bytes_ += bytes;
  return *std::move(batch);
}

}  // namespace lightship::exchange
