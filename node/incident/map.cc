#include "node/incident/map.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "node/base/encoding.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/incident/count.h"
#include "node/incident/countable.h"
#include "node/incident/dimension.h"
#include "node/incident/page_token.h"
#include "node/statement/address.h"

namespace lightship::incident {
namespace {

constexpr int64_t kUsPerSecond = 1'000'000;

// A row that will be told of, and where it stands in the order of lists.
struct Placed {
  int64_t rank;
  uint32_t row;
};

const Chunk& ChunkOf(const TableSnapshot& snapshot, uint32_t row) {
  return *snapshot.chunks()[row / Chunk::kRows];
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

std::string NameOf(const RowDetail& detail) {
  for (const StatementRef& member : detail.members) {
    if (member.id != detail.id) continue;
    const absl::StatusOr<statement::Origin> log = statement::Origin::Parse(member.origin);
    if (log.ok()) return log->At(member.index).ToString();
  }
  return base::Hex(crypto::AsView(detail.id));
}

int64_t SecondsOf(int64_t us) {
  if (us == kUnknownTime) return 0;
  return us / kUsPerSecond - (us % kUsPerSecond < 0 ? 1 : 0);
}

}  // namespace

absl::StatusOr<IncidentMap> IncidentMap::Make(std::shared_ptr<const TableSnapshot> snapshot,
                                              const v1::MapIncidentsRequest& request) {
  std::vector<base::Violation> violations = CheckFilter(request.filter());
  if (request.most() > base::limits::kMapMost) {
    violations.push_back({"most", absl::StrCat(request.most(), " is more than ", base::limits::kMapMost,
                                               "; 0 means ", base::limits::kMapDefault)});
  }
  if (!violations.empty()) return base::InvalidFields(base::reason::kInvalidFilter, violations);
  ASSIGN_OR_RETURN(CompiledFilter filter, CompiledFilter::Compile(request.filter()));
  IncidentMap map(std::move(snapshot), std::move(filter));
  map.Select(request.most() == 0 ? base::limits::kMapDefault : request.most());
  return map;
}

void IncidentMap::Select(uint32_t most) {
  std::vector<Placed> placed;
  std::vector<const RowDetail*> first, unlocated;
  Selection selection;
  uint32_t begin = 0;
  for (const std::shared_ptr<const Chunk>& chunk : snapshot_->chunks()) {
    filter_.Select(*chunk, selection);
    for (uint32_t i = 0; i < chunk->size; ++i) {
      if (selection[i] == 0) continue;
      const RowDetail* detail = chunk->detail[i].get();
      if (++total_ <= kTellingCount) first.push_back(detail);
      if (chunk->lat_e7[i] == kUnknownDegrees) {
        if (++unlocated_ <= kTellingCount) unlocated.push_back(detail);
      } else {
        placed.push_back({NewestFirst(chunk->start_us[i]), begin + i});
      }
    }
    begin += Chunk::kRows;
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
}

IncidentMap::Piece IncidentMap::Next() {
  Piece piece;
  if (!std::exchange(begun_, true)) Begin(piece);
  const size_t end = std::min<size_t>(rows_.size(), told_ + base::limits::kMapMessage);
  const int size = static_cast<int>(end - told_);
  v1::MapIncidentsResponse& response = piece.response;
  response.mutable_names()->Reserve(size);
  response.mutable_lat_e7()->Reserve(size);
  response.mutable_lon_e7()->Reserve(size);
  response.mutable_occurred()->Reserve(size);
  response.mutable_act_stages()->Reserve(size);
  response.mutable_categories()->Reserve(size);
  response.mutable_uncertainty_m()->Reserve(size);
  while (told_ < end && piece.reads.size() < base::limits::kAuditReadsOfMap) Tell(rows_[told_++], piece);
  return piece;
}

void IncidentMap::Begin(Piece& piece) {
  piece.response.set_total(total_);
  piece.response.set_unlocated(unlocated_);
  for (const RowDetail* detail : counted_) AddReads(*detail, piece.reads);
}

void IncidentMap::Tell(uint32_t row, Piece& piece) {
  const Chunk& chunk = ChunkOf(*snapshot_, row);
  const size_t at = row % Chunk::kRows;
  const RowDetail& detail = *chunk.detail[at];
  v1::MapIncidentsResponse& response = piece.response;
  response.add_names(NameOf(detail));
  response.add_lat_e7(chunk.lat_e7[at]);
  response.add_lon_e7(chunk.lon_e7[at]);
  response.add_occurred(SecondsOf(MiddleOf(chunk, at)));
  response.add_act_stages(chunk.act_stage[at] == kOtherValue ? v1::ACT_STAGE_UNSPECIFIED
                                                             : static_cast<v1::ActStage>(chunk.act_stage[at]));
  response.add_categories(MapCategoryOf(detail.countable));
  response.add_uncertainty_m(chunk.uncertainty_m[at]);
  AddReads(detail, piece.reads);
}

// Of what a summary would show, a map has the facts.
void IncidentMap::AddReads(const RowDetail& detail, std::vector<v1::AuditedRead>& reads) const {
  filter_.AddReads(detail, reads);
  if (!detail.countable.restricted) return;
  v1::IncidentSummary summary;
  summary.ParseFromString(detail.summary);
  for (const v1::AuditedRead& shown : summary.restricted()) {
    if (std::find(shown.part_names().begin(), shown.part_names().end(), "facts") == shown.part_names().end()) continue;
    v1::AuditedRead& read = reads.emplace_back();
    read.set_address(shown.address());
    read.add_part_names("facts");
  }
}

}  // namespace lightship::incident
