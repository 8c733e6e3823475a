// Which reports are worth comparing: those of the same days, of the same days and place, with a
// ship's name or number in common. What is found depends on the accounts held alone, not on the
// order in which they came, and a flood of reports on one day and place costs no more than a
// bounded number of comparisons each.
#ifndef LIGHTSHIP_NODE_INCIDENT_CORRELATION_CANDIDATES_H_
#define LIGHTSHIP_NODE_INCIDENT_CORRELATION_CANDIDATES_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/hash/hash.h"
#include "absl/strings/string_view.h"
#include "node/incident/correlation/account.h"
#include "node/incident/correlation/buckets.h"
#include "node/incident/correlation/compare.h"
#include "node/incident/correlation/lexicon.h"
#include "node/incident/correlation/meeting.h"

namespace lightship::incident::correlation {

// How a pair was judged, without the reasons.
struct Fit {
  v1::CorrelationVerdict verdict = v1::CORRELATION_VERDICT_UNSPECIFIED;
  double score = 0;
  bool same_ship = false;
};

// What Candidates says of a change: half of its work is to find whose candidates it changes.
enum class Tells { kWhoseChange, kNothing };

// For one thread at a time.
class Candidates {
 public:
  // Of those that stand in one place, the first ones by id are considered.
  static constexpr size_t kMembersMost = 64;
  // Pairs whose fit is remembered: forgotten together when there are more. About 5 MiB.
  static constexpr size_t kFitsMost = 65'536;
  // Accounts that are at hand as they were before they were packed: forgotten in the same way. About 5 MiB.
  static constexpr size_t kAccountsMost = 2048;

  explicit Candidates(size_t members_most = kMembersMost);
  Candidates(const Candidates&) = delete;
  Candidates& operator=(const Candidates&) = delete;

  // Holds `account` under `id`, any bytes that do not depend on arrival (a statement id). Replaces
  // what was held under it. Returns the ids whose candidates have changed, `id` among them, sorted,
  // each once: every pair gained or lost has at least one end there.
  std::vector<std::string> Add(absl::string_view id, Account account, Tells tells = Tells::kWhoseChange);
  // The same for a report that is superseded, withdrawn or erased. Empty when `id` is not held.
  std::vector<std::string> Remove(absl::string_view id, Tells tells = Tells::kWhoseChange);

  // The others that are worth comparing with it, sorted; symmetric. Empty when `id` is not held.
  std::vector<std::string> Of(absl::string_view id) const;

  bool Has(absl::string_view id) const { return numbers_.contains(id); }
  // Whether this very account is held under `id`.
  bool Holds(absl::string_view id, const Account& account) const;
  size_t size() const { return numbers_.size(); }

  // As correlation::Compare; FitOf remembers. REQUIRES: both are held.
  Judgement Judge(absl::string_view a, absl::string_view b) const;
  Fit FitOf(absl::string_view a, absl::string_view b) const;
  // Comparisons made so far.
  uint64_t compared() const { return compared_; }

 private:
  // By number, which is used again once its entry is gone.
  struct Entry {
    absl::string_view id() const { return absl::string_view(bytes).substr(0, id_bytes); }
    absl::string_view account() const { return absl::string_view(bytes).substr(id_bytes); }

    std::string bytes;  // the id, then KeepAccount
    uint32_t id_bytes = 0;
    uint64_t serial = 0;
  };
  using Entries = std::deque<Entry>;
  // Numbers by id, without another copy of it.
  struct IdHash {
    using is_transparent = void;
    size_t operator()(absl::string_view id) const { return absl::HashOf(id); }
    size_t operator()(uint32_t number) const { return absl::HashOf((*entries)[number].id()); }
    const Entries* entries;
  };
  struct IdEqual {
    using is_transparent = void;
    bool operator()(uint32_t a, uint32_t b) const { return a == b; }
    bool operator()(uint32_t number, absl::string_view id) const { return (*entries)[number].id() == id; }
    bool operator()(absl::string_view id, uint32_t number) const { return (*entries)[number].id() == id; }
    const Entries* entries;
  };

  uint32_t NumberOf(absl::string_view id) const { return *numbers_.find(id); }
  uint32_t NewNumber();
  std::shared_ptr<const Account> AccountOf(uint32_t number) const;
  void Remember(uint32_t number, std::shared_ptr<const Account> account) const;
  // How many of those that stand in one place are considered. Names are looked for in several places of forty days.
  size_t Considered(Kind kind) const;
  // Those that it meets, for which it must be considered itself.
  std::vector<uint32_t> Meet(uint32_t self) const;
  // Those whose pairs change when it comes or goes: itself, whom it meets, and who is considered only without it.
  std::vector<uint32_t> Concerned(uint32_t self) const;
  std::vector<std::string> IdsOf(const std::vector<uint32_t>& numbers) const;

  const size_t members_most_;
  Lexicon lexicon_;
  Entries entries_;
  std::vector<uint32_t> free_;
  absl::flat_hash_set<uint32_t, IdHash, IdEqual> numbers_{0, IdHash{&entries_}, IdEqual{&entries_}};
  Buckets buckets_{[this](uint32_t number) { return entries_[number].id(); }};
  uint64_t next_serial_ = 0;
  mutable absl::flat_hash_map<uint32_t, std::shared_ptr<const Account>> accounts_;
  // By the entries' serial numbers, the smaller first: those of an entry that was replaced are never asked for again.
  mutable absl::flat_hash_map<std::pair<uint64_t, uint64_t>, Fit> fits_;
  mutable uint64_t compared_ = 0;
};

}  // namespace lightship::incident::correlation

#endif  // LIGHTSHIP_NODE_INCIDENT_CORRELATION_CANDIDATES_H_
