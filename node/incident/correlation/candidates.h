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
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "node/base/packed.h"
#include "node/incident/correlation/account.h"
#include "node/incident/correlation/buckets.h"
#include "node/incident/correlation/compare.h"
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

// The reports that are compared, by number.
class Reports {
 public:
  virtual ~Reports() = default;
  // Any bytes that do not depend on arrival (a statement id): always the same, of reports that were taken out too.
  virtual absl::string_view IdOf(uint32_t number) const = 0;
  // As it was added last; nullptr when it cannot be had.
  virtual std::shared_ptr<const Account> AccountOf(uint32_t number) const = 0;
  // Its account is as it was added, without a look at it. false: perhaps not.
  virtual bool IsAsAdded(uint32_t) const { return true; }
};

// Holds of each report where others find it, and no more. For one thread at a time.
class Candidates {
 public:
  // Of those that stand in one place, the first ones by id are considered.
  static constexpr size_t kMembersMost = 64;
  // Pairs whose fit is remembered: forgotten together when there are more. About 5 MiB.
  static constexpr size_t kFitsMost = 65'536;

  // `reports` outlives it.
  explicit Candidates(const Reports* reports, size_t members_most = kMembersMost);
  Candidates(const Candidates&) = delete;
  Candidates& operator=(const Candidates&) = delete;

  // A report, and its account with its fingerprint, instead of `former`, which may be null, as in Remove, when it is not known any
  // more or there was none. Returns the numbers of those whose candidates have changed, its own among them, each once: every pair
  // gained or lost has at least one end there. Without a former account those are left out that met that alone.
  std::vector<uint32_t> Add(uint32_t number, const Account& account, uint64_t print, const Account* former,
                            Tells tells = Tells::kWhoseChange);
  // The same for a report that is superseded, withdrawn or erased. Empty when it is not held.
  std::vector<uint32_t> Remove(uint32_t number, const Account* former, Tells tells = Tells::kWhoseChange);

  // The others that are worth comparing with it, in order of ids; symmetric. Empty when it is not held.
  std::vector<uint32_t> Of(uint32_t number) const;

  bool Has(uint32_t number) const { return PrintOf(number) != 0; }
  // FingerprintOf what was added; 0 when it is not held.
  uint64_t PrintOf(uint32_t number) const { return number < prints_.size() ? prints_[number] : 0; }

  // As correlation::Compare; FitOf remembers. Without a verdict when an account cannot be had. REQUIRES: both are held.
  Judgement Judge(uint32_t a, uint32_t b) const;
  Fit FitOf(uint32_t a, uint32_t b) const;
  // Comparisons made so far.
  uint64_t compared() const { return compared_; }

  void WriteTo(base::Packer& out) const;
  // REQUIRES: what WriteTo has written; that nothing is held.
  void ReadFrom(base::Unpacker& in);

 private:
  // How many of those that stand in one place are considered. Names are looked for in several places of forty days.
  size_t Considered(Kind kind) const;
  // Those that it meets, for which it must be considered itself.
  std::vector<uint32_t> Meet(uint32_t self, const Account& account) const;
  // Those whose pairs change when it comes or goes: itself, whom it meets, and who is considered only without it.
  std::vector<uint32_t> Concerned(uint32_t self, const Account& account) const;

  const Reports* const reports_;
  const size_t members_most_;
  Buckets buckets_;
  std::deque<uint64_t> prints_;  // by number
  // By fingerprints, the smaller first: those of an account that was replaced are never asked for again.
  mutable absl::flat_hash_map<std::pair<uint64_t, uint64_t>, Fit> fits_;
  mutable uint64_t compared_ = 0;
};

}  // namespace lightship::incident::correlation

#endif  // LIGHTSHIP_NODE_INCIDENT_CORRELATION_CANDIDATES_H_
