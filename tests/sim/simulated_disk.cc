#include "tests/sim/simulated_disk.h"

#include <utility>

#include "node/base/reasons.h"
#include "node/base/status.h"
#include "tests/sim/truth.h"

namespace lightship::sim {

// What the change takes away stays as a trace. Only values with markers matter.
void SimulatedDisk::Leave(const store::WriteBatch::Change& change,
                          std::vector<Trace>& traces) const {
  absl::StatusOr<std::string> before = rows_.Get(change.table, change.key);
  if (!before.ok() || change.op == store::WriteBatch::Op::kAppend) return;
  std::set<std::string> markers = MarkersIn(*before);
  if (!markers.empty()) traces.push_back({change.table, change.key, std::move(markers)});
}

absl::Status SimulatedDisk::Unreadable() const {
  hooks_.distrusted();
  return base::Error(absl::StatusCode::kDataLoss, base::reason::kStorage, "a block does not match its checksum");
}

absl::StatusOr<std::string> SimulatedDisk::Get(store::Table table, absl::string_view key) const {
  if (!unreadable_.empty() && unreadable_.contains({table, std::string(key)})) return Unreadable();
  return rows_.Get(table, key);
}

absl::Status SimulatedDisk::Scan(
    store::Table table, absl::string_view first, absl::string_view limit,
    absl::FunctionRef<bool(absl::string_view, absl::string_view)> visit) const {
  if (unreadable_.empty()) return rows_.Scan(table, first, limit, visit);
  bool damaged = false;
  RETURN_IF_ERROR(rows_.Scan(table, first, limit, [&](absl::string_view key, absl::string_view value) {
    damaged = unreadable_.contains({table, std::string(key)});
    return !damaged && visit(key, value);
  }));
  return damaged ? Unreadable() : absl::OkStatus();
}

absl::Status SimulatedDisk::Write(const store::WriteBatch& batch) {
  const WriteFate fate = hooks_.fate();
  if (fate == WriteFate::kLost || fate == WriteFate::kRefused) {
    return base::Error(absl::StatusCode::kUnavailable, base::reason::kStorage,
                       "the disk is full or gone; nothing was written");
  }
  if (lies_ && writes_++ % 4 == 0) synced_ = rows_.Snapshot();
  std::vector<Trace> traces;
  for (const auto& change : batch.changes()) Leave(change, traces);
  RETURN_IF_ERROR(rows_.Write(batch));
  traces_.insert(traces_.end(), traces.begin(), traces.end());
  for (const auto& change : batch.changes()) {
    if (change.op != store::WriteBatch::Op::kAppend) unreadable_.erase({change.table, change.key});
    const std::set<std::string> markers = MarkersIn(change.value);
    for (const std::string& marker : markers) hooks_.seen(marker);
    // Within one batch a later change may take away what an earlier one brings.
    const absl::StatusOr<std::string> kept = rows_.Get(change.table, change.key);
    if (!markers.empty() && (!kept.ok() || *kept != change.value)) {
      traces_.push_back({change.table, change.key, markers});
    }
  }
  if (fate == WriteFate::kDone) return absl::OkStatus();
  return base::Error(absl::StatusCode::kUnavailable, base::reason::kStorage, "the machine has stopped");
}

void SimulatedDisk::Flip(store::Table table, const std::string& key, size_t bit) {
  absl::StatusOr<std::string> value = rows_.Get(table, key);
  if (!value.ok() || value->empty()) return;
  (*value)[bit / 8 % value->size()] ^= static_cast<char>(1 << bit % 8);
  store::WriteBatch batch;
  batch.Put(table, key, *std::move(value));
  rows_.Write(batch).IgnoreError();
}

void SimulatedDisk::Stop() {
  if (synced_ == nullptr) return;
  store::WriteBatch batch;
  for (int n = 0; n < store::kTables; ++n) {
    const auto table = static_cast<store::Table>(n);
    rows_.Scan(table, "", "", [&](absl::string_view key, absl::string_view) {
          batch.Delete(table, std::string(key));
          return true;
        }).IgnoreError();
  }
  rows_.Write(batch).IgnoreError();
  Load(*synced_);
}

absl::Status SimulatedDisk::Forget(const std::vector<store::KeyRange>& ranges) {
  std::erase_if(traces_, [&](const Trace& trace) {
    for (const store::KeyRange& range : ranges) {
      if (range.table == trace.table && range.first <= trace.key &&
          (range.limit.empty() || trace.key < range.limit)) {
        return true;
      }
    }
    return false;
  });
  return absl::OkStatus();
}

void SimulatedDisk::Load(const store::View& from) {
  store::WriteBatch batch;
  for (int n = 0; n < store::kTables; ++n) {
    const auto table = static_cast<store::Table>(n);
    from.Scan(table, "", "", [&](absl::string_view key, absl::string_view value) {
          batch.Put(table, std::string(key), std::string(value));
          return true;
        }).IgnoreError();
  }
  rows_.Write(batch).IgnoreError();
}

std::set<std::string> SimulatedDisk::Markers() const {
  std::set<std::string> markers;
  for (int n = 0; n < store::kTables; ++n) {
    rows_.Scan(static_cast<store::Table>(n), "", "", [&](absl::string_view key, absl::string_view value) {
      markers.merge(MarkersIn(key));
      markers.merge(MarkersIn(value));
      return true;
    }).IgnoreError();
  }
  for (const Trace& trace : traces_) markers.insert(trace.markers.begin(), trace.markers.end());
  return markers;
}

}  // namespace lightship::sim
