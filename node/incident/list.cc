// ListIncidents: filter every chunk, count, and keep the best of what follows the page token.
#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/incident/filter.h"
#include "node/incident/page_token.h"
#include "node/incident/query.h"

namespace lightship::incident {
namespace {

struct Candidate {
  int64_t start_us;
  const RowDetail* detail;
};

// The order of lists. Ids are looked up only for ties: most rows are decided by their time alone.
bool Before(const Candidate& a, const Candidate& b) {
  if (a.start_us != b.start_us) return a.start_us > b.start_us;
  return a.detail->id < b.detail->id;
}

// The first `most` candidates in list order: a heap with the last of them on top.
class FirstFew {
 public:
  explicit FirstFew(size_t most) : most_(most) {}

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
  if (!last.has_value() || candidate.start_us < last->start_us) return true;
  return candidate.start_us == last->start_us && last->id < candidate.detail->id;
}

}  // namespace

absl::StatusOr<v1::ListIncidentsResponse> List(const TableSnapshot& snapshot,
                                               const v1::ListIncidentsRequest& request) {
  ASSIGN_OR_RETURN(CompiledFilter filter, CompiledFilter::Compile(request.filter()));
  ASSIGN_OR_RETURN(size_t page_size, PageSize(request));
  std::optional<PageKey> last;
  if (!request.page_token().empty()) {
    ASSIGN_OR_RETURN(last, ParsePageToken(request.page_token(), request.filter()));
  }
  v1::ListIncidentsResponse response;
  uint64_t total = 0;
  FirstFew page(page_size + 1);  // one more tells whether there is a next page
  Selection selection;
  for (const std::shared_ptr<const Chunk>& chunk : snapshot.chunks()) {
    filter.Select(*chunk, selection);
    for (size_t i = 0; i < chunk->size; ++i) {
      if (selection[i] == 0) continue;
      ++total;
      Candidate candidate{chunk->start_us[i], chunk->detail[i].get()};
      if (Follows(candidate, last)) page.Offer(candidate);
    }
  }
  response.set_total(total);
  std::vector<Candidate> found = std::move(page).Sorted();
  bool more = found.size() > page_size;
  if (more) found.pop_back();
  for (const Candidate& candidate : found) {
    response.add_incidents()->ParseFromString(candidate.detail->summary);
  }
  if (more) {
    PageKey end{found.back().start_us, found.back().detail->id};
    response.set_next_page_token(FormatPageToken(end, request.filter()));
  }
  return response;
}

}  // namespace lightship::incident
