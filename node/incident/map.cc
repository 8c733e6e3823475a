#include "node/incident/map.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/incident/count.h"
#include "node/incident/dimension.h"
#include "node/incident/page_token.h"

namespace lightship::incident {
namespace {

constexpr int64_t kUsPerSecond = 1'000'000;

// A row that will be told of, and where it stands in the order of lists.
struct Placed {
  int64_t rank;
  uint32_t row;
};

const Chunk& ChunkOf(const TableSnapshot& snapshot, uint32_t row) {
  return snapshot.chunk(row / Chunk::kRows);
}

// The first `most` in the order of lists.
void KeepFirst(const TableSnapshot& snapshot, uint32_t most, std::vector<Placed>& placed) {
  auto id = [&](const Placed& one) -> const crypto::Digest& {
    return ChunkOf(snapshot, one.row).detail[one.row % Chunk::kRows]->id;
  };
  auto before = [&](const Placed& a, const Placed& b) {
    return a.rank != b.rank ? a.rank < b.rank : id(a) < id(b);
  };
  if (placed.size() > most) {
    std::nth_element(placed.begin(), placed.begin() + most, placed.end(), before);
    placed.resize(most);
  }
  std::sort(placed.begin(), placed.end(), before);
}

int64_t SecondsOf(int64_t us) {
  if (us == kUnknownTime) return 0;
  return us / kUsPerSecond - (us % kUsPerSecond < 0 ? 1 : 0);
}

}  // namespace

absl::StatusOr<IncidentMap> IncidentMap::Make(std::shared_ptr<const TableSnapshot> snapshot,
                                              const v1::MapIncidentsRequest& request,
                                              const Patience& patience) {
  std::vector<base::Violation> violations = CheckFilter(request.filter());
  if (request.most() > base::limits::kMapMost) {
    violations.push_back({"most", absl::StrCat(request.most(), " is more than ", base::limits::kMapMost,
                                               "; 0 means ", base::limits::kMapDefault)});
  }
  if (!violations.empty()) return base::InvalidFields(base::reason::kInvalidFilter, violations);
  CompiledFilter filter = CompiledFilter::OfChecked(request.filter());
  IncidentMap map(std::move(snapshot), std::move(filter));
  RETURN_IF_ERROR(map.Select(request.most() == 0 ? base::limits::kMapDefault : request.most(), patience));
  return map;
}

absl::Status IncidentMap::Select(uint32_t most, const Patience& patience) {
  std::vector<Placed> placed;
  std::vector<const RowDetail*> first, unlocated;
  Selection selection;
  for (const auto& [place, chunk] : filter_.MayMatch(snapshot_->regions())) {
    const auto first_row = static_cast<uint32_t>(place * Chunk::kRows);
    RETURN_IF_ERROR(filter_.Select(*chunk, selection));
    if (patience) RETURN_IF_ERROR(patience(place, snapshot_->chunks()));
    for (uint32_t i = 0; i < chunk->size; ++i) {
      if (selection[i] == 0) continue;
      const RowDetail* detail = chunk->detail[i].get();
      if (++total_ <= kTellingCount) first.push_back(detail);
      if (chunk->lat_e7[i] == kUnknownDegrees) {
        if (++unlocated_ <= kTellingCount) unlocated.push_back(detail);
      } else {
        placed.push_back({NewestFirst(chunk->start_us[i]), first_row + i});
      }
    }
  }
  KeepFirst(*snapshot_, most, placed);
  rows_.reserve(placed.size());
  for (const Placed& one : placed) rows_.push_back(one.row);
  if (total_ <= kTellingCount) {
    counted_ = std::move(first);
    for (uint32_t row : rows_) std::erase(counted_, ChunkOf(*snapshot_, row).detail[row % Chunk::kRows].get());
  } else if (unlocated_ <= kTellingCount) {
    counted_ = std::move(unlocated);
  }
  return absl::OkStatus();
}

absl::StatusOr<IncidentMap::Piece> IncidentMap::Next() {
  Piece piece;
  if (!std::exchange(begun_, true)) RETURN_IF_ERROR(Begin(piece));
  const size_t first = told_;
  const size_t end = std::min<size_t>(rows_.size(), first + base::limits::kMapMessage);
  piece.response.mutable_names()->Reserve(static_cast<int>(end - first));
  while (told_ < end && piece.reads.size() < base::limits::kAuditReadsOfMap) RETURN_IF_ERROR(Name(rows_[told_++], piece));
  AddColumns(absl::MakeConstSpan(rows_).subspan(first, told_ - first), piece.response);
  return piece;
}

absl::Status IncidentMap::Begin(Piece& piece) {
  piece.response.set_total(total_);
  piece.response.set_unlocated(unlocated_);
  for (const RowDetail* detail : counted_) RETURN_IF_ERROR(AddReads(*detail, piece.reads));
  return absl::OkStatus();
}

absl::Status IncidentMap::Name(uint32_t row, Piece& piece) const {
  const Chunk& chunk = ChunkOf(*snapshot_, row);
  const RowDetail& detail = *chunk.detail[row % Chunk::kRows];
  piece.response.add_names(std::string(detail.name()));
  if (chunk.restricted[row % Chunk::kRows] == 0 && !filter_.MayDrawOnRestricted()) return absl::OkStatus();
  return AddReads(detail, piece.reads);
}

void IncidentMap::AddColumns(absl::Span<const uint32_t> rows, v1::MapIncidentsResponse& response) const {
  auto add = [&](auto* column, auto value) {
    column->Reserve(static_cast<int>(rows.size()));
    for (uint32_t row : rows) column->Add(value(ChunkOf(*snapshot_, row), row % Chunk::kRows));
  };
  add(response.mutable_lat_e7(), [](const Chunk& chunk, size_t at) { return chunk.lat_e7[at]; });
  add(response.mutable_lon_e7(), [](const Chunk& chunk, size_t at) { return chunk.lon_e7[at]; });
  add(response.mutable_occurred(), [](const Chunk& chunk, size_t at) { return SecondsOf(MiddleOf(chunk, at)); });
  add(response.mutable_act_stages(), [](const Chunk& chunk, size_t at) {
    return chunk.act_stage[at] == kOtherValue ? int{v1::ACT_STAGE_UNSPECIFIED} : chunk.act_stage[at];
  });
  add(response.mutable_categories(), [](const Chunk& chunk, size_t at) { return chunk.map_category[at]; });
  add(response.mutable_uncertainty_m(), [](const Chunk& chunk, size_t at) { return chunk.uncertainty_m[at]; });
}

// Of what a summary would show, a map has the facts, and draws on what is asserted: the category, and which report speaks.
absl::Status IncidentMap::AddReads(const RowDetail& detail, std::vector<v1::AuditedRead>& reads) const {
  RETURN_IF_ERROR(filter_.AddReads(detail, snapshot_->records(), reads));
  if (!detail.restricted()) return absl::OkStatus();
  v1::IncidentSummary summary;
  summary.ParseFromString(std::string(detail.told()));
  for (const v1::AuditedRead& shown : summary.restricted()) {
    for (const std::string& part : shown.part_names()) {
      if (part != "facts" && part != "assertion") continue;
      v1::AuditedRead& read = reads.emplace_back();
      read.set_address(shown.address());
      read.add_part_names(part);
    }
  }
  return absl::OkStatus();
}

}  // namespace lightship::incident
