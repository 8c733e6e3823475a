// ListIncidents: filter every chunk, count, and keep the best of what follows the page token.
#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/unknown_field_set.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/incident/count.h"
#include "node/incident/filter.h"
#include "node/incident/page_token.h"
#include "node/incident/query.h"
#include "node/maritime/geometry.h"

namespace lightship::incident {
namespace {

struct Candidate {
  int64_t rank;
  const RowDetail* detail;
};

// The order of lists. Ids are looked up only for ties: most rows are decided by their rank alone.
bool Before(const Candidate& a, const Candidate& b) {
  if (a.rank != b.rank) return a.rank < b.rank;
  return a.detail->id < b.detail->id;
}

// Where a row stands in the order asked for: PageKey's rank.
class Ranking {
 public:
  explicit Ranking(const v1::ListIncidentsRequest& request)
      : order_(request.order()),
        centre_{request.filter().circle().lat_e7(), request.filter().circle().lon_e7()} {}

  // No row of such a chunk stands before it.
  int64_t LeastOf(const Outline& outline) const {
    switch (order_) {
      case v1::INCIDENT_ORDER_OLDEST:
        return outline.start_us.least;
      case v1::INCIDENT_ORDER_UPDATED:
        return NewestFirst(outline.updated_us.most);
      case v1::INCIDENT_ORDER_NEAREST:
        return 0;
      default:
        return NewestFirst(outline.start_us.most);
    }
  }

  int64_t Of(const Chunk& chunk, size_t row) const {
    switch (order_) {
      case v1::INCIDENT_ORDER_OLDEST:
        return chunk.start_us[row] == kUnknownTime ? kLastRank : chunk.start_us[row];
      case v1::INCIDENT_ORDER_UPDATED:
        return NewestFirst(chunk.updated_us[row]);
      case v1::INCIDENT_ORDER_NEAREST:
        // Rows of a circle have positions. Millimetres.
        return std::llround(
            maritime::DistanceMetres(centre_, {chunk.lat_e7[row], chunk.lon_e7[row]}) * 1000);
      default:
        return NewestFirst(chunk.start_us[row]);
    }
  }

 private:
  const v1::IncidentOrder order_;
  const maritime::Point centre_;
};

absl::Status CheckOrder(const v1::ListIncidentsRequest& request) {
  if (!v1::IncidentOrder_IsValid(request.order())) {
    return base::InvalidFields(base::reason::kInvalidFilter,
                               {{"order", "no order that this release knows"}});
  }
  if (request.order() == v1::INCIDENT_ORDER_NEAREST && !request.filter().has_circle()) {
    return base::InvalidFields(base::reason::kInvalidFilter,
                               {{"order", "NEAREST needs filter.circle, to measure from"}});
  }
  return absl::OkStatus();
}

// The first `most` candidates in list order: a heap with the last of them on top.
class FirstFew {
 public:
  explicit FirstFew(size_t most) : most_(most) {}

  // Whether a candidate of this rank may be among them.
  bool HasRoomFor(int64_t rank) const { return heap_.size() < most_ || rank <= heap_.front().rank; }

  void Offer(const Candidate& candidate) {
    if (heap_.size() == most_) {
      if (!Before(candidate, heap_.front())) return;
      std::pop_heap(heap_.begin(), heap_.end(), Before);
      heap_.pop_back();
    }
    heap_.push_back(candidate);
    std::push_heap(heap_.begin(), heap_.end(), Before);
  }

  std::vector<Candidate> Sorted() && {
    std::sort_heap(heap_.begin(), heap_.end(), Before);
    return std::move(heap_);
  }

 private:
  const size_t most_;
  std::vector<Candidate> heap_;
};

absl::StatusOr<size_t> PageSize(const v1::ListIncidentsRequest& request) {
  if (request.page_size() == 0) return base::limits::kPageDefault;
  if (request.page_size() <= base::limits::kPageMost) return request.page_size();
  return base::InvalidFields(
      base::reason::kInvalidFilter,
      {{"page_size", absl::StrCat(request.page_size(), " is more than ",
                                  base::limits::kPageMost, "; 0 means ",
                                  base::limits::kPageDefault)}});
}

bool Follows(const Candidate& candidate, const std::optional<PageKey>& last) {
  if (!last.has_value() || candidate.rank > last->rank) return true;
  return candidate.rank == last->rank && last->id < candidate.detail->id;
}

// What whoever is told of it reads.
absl::Status AddRead(const CompiledFilter& filter, const Records* records, const RowDetail& detail,
                     std::vector<v1::AuditedRead>& reads) {
  RETURN_IF_ERROR(filter.AddReads(detail, records, reads));
  if (!detail.restricted()) return absl::OkStatus();
  v1::IncidentSummary told;
  told.ParseFromString(std::string(detail.told()));
  reads.insert(reads.end(), told.restricted().begin(), told.restricted().end());
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Page> List(const TableSnapshot& snapshot, const v1::ListIncidentsRequest& request, const Patience& patience) {
  RETURN_IF_ERROR(CheckOrder(request));
  ASSIGN_OR_RETURN(CompiledFilter filter, CompiledFilter::Compile(request.filter()));
  ASSIGN_OR_RETURN(size_t page_size, PageSize(request));
  std::optional<PageKey> last;
  if (!request.page_token().empty()) {
    ASSIGN_OR_RETURN(last, ParsePageToken(request.page_token(), request.filter(), request.order()));
  }
  const Ranking ranking(request);
  uint64_t total = 0;
  std::vector<const RowDetail*> first;  // all that match, if the total tells of each
  FirstFew few(page_size + 1);  // one more tells whether there is a next page
  Selection selection;
  const std::vector<Sought> sought = filter.MayMatch(snapshot.regions());
  for (size_t at = 0; at < sought.size(); ++at) {
    const auto& [place, chunk] = sought[at];
    if (at + 1 < sought.size()) filter.Expect(*sought[at + 1].chunk);
    RETURN_IF_ERROR(filter.Select(*chunk, selection));
    if (patience) RETURN_IF_ERROR(patience(place, snapshot.chunks()));
    const bool telling = total <= kTellingCount;
    total += Selected(selection);
    if (!telling && !few.HasRoomFor(ranking.LeastOf(chunk->outline))) continue;
    ForEachSelected(selection, [&, &chunk = *chunk](size_t row) {
      if (first.size() <= kTellingCount) first.push_back(chunk.detail[row].get());
      const int64_t rank = ranking.Of(chunk, row);
      if (!few.HasRoomFor(rank)) return;
      const Candidate candidate{rank, chunk.detail[row].get()};
      if (Follows(candidate, last)) few.Offer(candidate);
    });
  }
  Page page;
  page.total = total;
  std::vector<Candidate> found = std::move(few).Sorted();
  if (found.size() > page_size) {
    found.pop_back();
    const PageKey end{found.back().rank, found.back().detail->id};
    page.next_page_token = FormatPageToken(end, request.filter(), request.order());
  }
  std::vector<const RowDetail*> rows;
  for (const Candidate& candidate : found) rows.push_back(candidate.detail);
  ASSIGN_OR_RETURN(page.incidents, ShownOf(rows, snapshot.records()));
  // The total tells of few, whether or not the page shows them.
  for (const RowDetail* detail : first) {
    if (total <= kTellingCount && !absl::c_linear_search(rows, detail)) rows.push_back(detail);
  }
  for (const RowDetail* detail : rows) RETURN_IF_ERROR(AddRead(filter, snapshot.records(), *detail, page.reads));
  return page;
}

v1::ListIncidentsResponse MessageOf(const Page& page) {
  v1::ListIncidentsResponse message;
  message.set_next_page_token(page.next_page_token);
  message.set_total(page.total);
  google::protobuf::UnknownFieldSet& bytes = *message.GetReflection()->MutableUnknownFields(&message);
  for (const Shown& shown : page.incidents) bytes.AddLengthDelimited(v1::ListIncidentsResponse::kIncidentsFieldNumber, *shown);
  return message;
}

}  // namespace lightship::incident
