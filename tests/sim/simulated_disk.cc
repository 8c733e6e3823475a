#include "tests/sim/simulated_disk.h"

#include <utility>

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

absl::Status SimulatedDisk::Write(const store::WriteBatch& batch) {
  std::vector<Trace> traces;
  for (const auto& change : batch.changes()) Leave(change, traces);
  RETURN_IF_ERROR(rows_.Write(batch));
  traces_.insert(traces_.end(), traces.begin(), traces.end());
  for (const auto& change : batch.changes()) {
    const std::set<std::string> markers = MarkersIn(change.value);
    for (const std::string& marker : markers) seen_(marker);
    // Within one batch a later change may take away what an earlier one brings.
    const absl::StatusOr<std::string> kept = rows_.Get(change.table, change.key);
    if (!markers.empty() && (!kept.ok() || *kept != change.value)) {
      traces_.push_back({change.table, change.key, markers});
    }
  }
  return absl::OkStatus();
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
    Scan(static_cast<store::Table>(n), "", "", [&](absl::string_view key, absl::string_view value) {
      markers.merge(MarkersIn(key));
      markers.merge(MarkersIn(value));
      return true;
    }).IgnoreError();
  }
  for (const Trace& trace : traces_) markers.insert(trace.markers.begin(), trace.markers.end());
  return markers;
}

}  // namespace lightship::sim
