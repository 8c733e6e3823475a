// MapIncidents: where the incidents of a snapshot that match lie, as columns, message after message.
#ifndef LIGHTSHIP_NODE_INCIDENT_MAP_H_
#define LIGHTSHIP_NODE_INCIDENT_MAP_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "lightship/v1/incident.pb.h"
#include "node/incident/filter.h"
#include "node/incident/patience.h"
#include "node/incident/table.h"

namespace lightship::incident {

// Thread-compatible. Holds its snapshot, and four bytes of each incident that it will tell of.
class IncidentMap {
 public:
  // INVALID_ARGUMENT (INVALID_FILTER) with field violations. `snapshot` is what known_at asks for. Ends with what `patience` answers.
  static absl::StatusOr<IncidentMap> Make(std::shared_ptr<const TableSnapshot> snapshot,
                                          const v1::MapIncidentsRequest& request,
                                          const Patience& patience = nullptr);

  struct Piece {
    v1::MapIncidentsResponse response;
    // Restricted facts and assertions behind what it shows, and restricted parts that the matches drew on.
    std::vector<v1::AuditedRead> reads;
  };
  // The next message, the first one even when nothing lies anywhere. REQUIRES: !done().
  // Fails when a text cannot be read.
  absl::StatusOr<Piece> Next();
  bool done() const { return begun_ && told_ == rows_.size(); }

 private:
  IncidentMap(std::shared_ptr<const TableSnapshot> snapshot, CompiledFilter filter)
      : snapshot_(std::move(snapshot)), filter_(std::move(filter)) {}
  absl::Status Select(uint32_t most, const Patience& patience);
  absl::Status Begin(Piece& piece);
  absl::Status Name(uint32_t row, Piece& piece) const;
  void AddColumns(absl::Span<const uint32_t> rows, v1::MapIncidentsResponse& response) const;
  absl::Status AddReads(const RowDetail& detail, std::vector<v1::AuditedRead>& reads) const;

  std::shared_ptr<const TableSnapshot> snapshot_;
  CompiledFilter filter_;
  std::vector<uint32_t> rows_;  // of the snapshot, in the order of lists
  size_t told_ = 0;             // of rows_
  bool begun_ = false;
  uint64_t total_ = 0;
  uint64_t unlocated_ = 0;
  std::vector<const RowDetail*> counted_;  // what a number of so few tells of without showing it
};

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_MAP_H_
