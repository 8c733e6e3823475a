#include "node/exchange/carried_peer.h"

#include <algorithm>
#include <utility>

#include "node/base/limits.h"

namespace lightship::exchange {
namespace {

using Piece = Bundle::Piece;

// The piece that holds `index`; nullptr when none does.
const Piece* PieceOf(const Bundle& bundle, absl::string_view origin, uint64_t index) {
  auto log = bundle.logs().find(origin);
  if (log == bundle.logs().end()) return nullptr;
  auto after = std::upper_bound(log->second.begin(), log->second.end(), index,
                                [](uint64_t at, const Piece& piece) { return at < piece.from; });
  if (after == log->second.begin()) return nullptr;
  const Piece& piece = *std::prev(after);
  return index < piece.until ? &piece : nullptr;
}

}  // namespace

void CarriedPeer::Take(const v1::Frame& frame) {
  if (frame.has_fetch()) {
    const v1::Fetch& fetch = frame.fetch();
    if (!fetch.missing().empty()) {
      missing_.push_back(fetch);
    } else if (fetch.window_entries() == 0) {
      wanted_.erase(fetch.origin());
    } else {
      wanted_[fetch.origin()] = {fetch.from(), fetch.from(), fetch.window_entries()};
    }
  } else if (frame.has_committed()) {
    auto wanted = wanted_.find(frame.committed().origin());
    if (wanted == wanted_.end()) return;
    wanted->second.committed = std::max(wanted->second.committed, frame.committed().size());
  }
}

std::optional<v1::Frame> CarriedPeer::Next() {
  while (others_sent_ < bundle_.others().size()) {
    v1::Frame frame = bundle_.FrameAt(bundle_.others()[others_sent_++]);
    // Answers to what the maker of the bundle was never asked, and requests, are nothing that a file can say.
    if (frame.has_hello() || frame.has_announce() || frame.has_evidence()) return frame;
  }
  if (!missing_.empty()) {
    v1::Fetch fetch = std::move(missing_.front());
    missing_.pop_front();
    return Backfill(fetch);
  }
  for (auto& [origin, wanted] : wanted_) {
    if (auto frame = NextBatch(origin, wanted)) return frame;
  }
  return std::nullopt;
}

std::optional<v1::Frame> CarriedPeer::NextBatch(const std::string& origin, Wanted& wanted) const {
  const Piece* piece = PieceOf(bundle_, origin, wanted.next);
  if (piece == nullptr || wanted.next - wanted.committed >= wanted.window_entries) {
    return std::nullopt;
  }
  v1::Frame frame = bundle_.FrameAt(piece->frame);
  // What the node holds already is cut off in front; the proof, from the end on, stays as it is.
  v1::Batch& batch = *frame.mutable_batch();
  batch.mutable_items()->DeleteSubrange(0, static_cast<int>(wanted.next - piece->from));
  batch.set_from(wanted.next);
  wanted.next = piece->until;
  return frame;
}

v1::Frame CarriedPeer::Backfill(const v1::Fetch& fetch) const {
  v1::Frame answer, holder;
  v1::Batch& batch = *answer.mutable_batch();
  batch.set_origin(fetch.origin());
  batch.set_backfill(true);
  size_t bytes = 0;
  const Piece* open = nullptr;
  for (uint64_t index : fetch.missing()) {
    const Piece* piece = PieceOf(bundle_, fetch.origin(), index);
    if (piece == nullptr) continue;
    if (piece != open) holder = bundle_.FrameAt(piece->frame);
    open = piece;
    v1::BatchItem item = holder.batch().items(static_cast<int>(index - piece->from));
    if (item.withheld().reason() == v1::WITHHELD_REASON_NOT_HELD) continue;
    if (item.has_withheld()) item.mutable_withheld()->set_index(index);
    bytes += item.ByteSizeLong();
    if (bytes > base::limits::kBatchBytes && batch.items_size() > 0) break;
    *batch.add_items() = std::move(item);
  }
  return answer;
}

bool CarriedPeer::AtRest() const {
  return std::all_of(wanted_.begin(), wanted_.end(), [](const auto& log) {
    return log.second.committed >= log.second.next;
  });
}

}  // namespace lightship::exchange
