// Which reports are worth comparing: those of the same days, of the same days and place, with a
// ship's name or number in common. What is found depends on the accounts held alone, not on the
// order in which they came, and a flood of reports on one day and place costs no more than a
// bounded number of comparisons each.
#ifndef LIGHTSHIP_NODE_INCIDENT_CORRELATION_CANDIDATES_H_
#define LIGHTSHIP_NODE_INCIDENT_CORRELATION_CANDIDATES_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "node/incident/correlation/account.h"
#include "node/incident/correlation/compare.h"

namespace lightship::incident::correlation {

// How a pair was judged, without the reasons.
struct Fit {
  v1::CorrelationVerdict verdict = v1::CORRELATION_VERDICT_UNSPECIFIED;
  double score = 0;
  bool same_ship = false;
};

// For one thread at a time.
class Candidates {
 public:
  // Members of one bucket, of each kind, that are considered: the first ones by id.
  static constexpr size_t kMembersMost = 64;
  // Pairs whose fit is remembered: forgotten together when there are more. About 5 MiB.
  static constexpr size_t kFitsMost = 65'536;

  explicit Candidates(size_t members_most = kMembersMost);
  ~Candidates();
  Candidates(const Candidates&) = delete;
  Candidates& operator=(const Candidates&) = delete;

  // Holds `account` under `id`, any bytes that do not depend on arrival (a statement id). Replaces
  // what was held under it. Returns the ids whose candidates have changed, `id` among them, sorted,
  // each once: every pair gained or lost has at least one end there.
  std::vector<std::string> Add(absl::string_view id, Account account);
  // The same for a report that is superseded, withdrawn or erased. Empty when `id` is not held.
  std::vector<std::string> Remove(absl::string_view id);

  // The others that are worth comparing with it, sorted; symmetric. Empty when `id` is not held.
  std::vector<std::string> Of(absl::string_view id) const;

  // nullptr when `id` is not held; valid until it is removed or replaced.
  const Account* Find(absl::string_view id) const;
  size_t size() const { return entries_.size(); }

  // As correlation::Compare; FitOf remembers. REQUIRES: both are held.
  Judgement Judge(absl::string_view a, absl::string_view b) const;
  Fit FitOf(absl::string_view a, absl::string_view b) const;
  // Comparisons made so far.
  uint64_t compared() const { return compared_; }

 private:
  struct Entry;
  struct Bucket;
  using Keys = std::vector<std::pair<uint64_t, bool>>;  // key, strong

  static Keys KeysOf(const Account& account);
  void CollectFrom(uint64_t key, bool strong, const Entry* self,
                   std::vector<const Entry*>& found) const;
  std::vector<const Entry*> Meet(const Entry* self) const;

  const size_t members_most_;
  absl::flat_hash_map<std::string, std::unique_ptr<Entry>> entries_;
  absl::flat_hash_map<uint64_t, Bucket> buckets_;
  uint64_t next_serial_ = 0;
  // By the entries' serial numbers, the smaller first: those of an entry that was replaced are never asked for again.
  mutable absl::flat_hash_map<std::pair<uint64_t, uint64_t>, Fit> fits_;
  mutable uint64_t compared_ = 0;
};

}  // namespace lightship::incident::correlation

#endif  // LIGHTSHIP_NODE_INCIDENT_CORRELATION_CANDIDATES_H_
