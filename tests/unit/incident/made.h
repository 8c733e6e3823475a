// Statements for tests of incidents: unsigned, because the fold trusts what the ledger admitted.
#ifndef LIGHTSHIP_TESTS_UNIT_INCIDENT_MADE_H_
#define LIGHTSHIP_TESTS_UNIT_INCIDENT_MADE_H_

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "lightship/v1/claims.pb.h"
#include "lightship/v1/report.pb.h"
#include "node/incident/fold.h"
#include "node/incident/index.h"
#include "node/incident/threads.h"
#include "node/ledger/indexer.h"
#include "node/store/memory_store.h"

namespace lightship::incident {

using Statement = ledger::NewStatement;

// 2026-03-01 00:00 UTC and so many hours.
absl::Time Hour(double hours);

// One economy's log after another: each statement gets the next index and a later admission.
class Logs {
 public:
  // A manifest of this kind made at Hour(`hour`), actual, for all.
  static v1::Manifest Draft(v1::StatementKind kind, double hour);
  // A boarding at 1.25 N 104.05 E, one ship, an hour long from Hour(`hour`).
  static v1::Facts Boarding(double hour = 0);
  static v1::VesselDetails Ship(absl::string_view name, uint32_t imo_number);

  // Admits to the log of `economy`. `vessel` may be null.
  Statement Admit(absl::string_view economy, v1::Manifest manifest,
                  std::map<std::string, std::string> parts);
  Statement Report(absl::string_view economy, const v1::Facts& facts,
                   const v1::VesselDetails& vessel = {}, double created = 0);
  // Of the same economy and incident, replacing `old`.
  Statement Amend(const Statement& old, const v1::Facts& facts, double created = 1);
  // Speaks of the incident that `founder` founded.
  Statement Also(absl::string_view economy, const Statement& founder, const v1::Facts& facts,
                 double created = 0);
  Statement Retraction(absl::string_view economy, const Statement& founder,
                       const Statement& target);
  Statement Claim(absl::string_view economy, const Statement& founder,
                  v1::Verification verification, double created = 2, absl::string_view audience = "all");
  // By ReCAAP's categories, for `audience`.
  Statement Classify(absl::string_view economy, const Statement& founder, absl::string_view value, double created = 3,
                     absl::string_view audience = "all");
  Statement Remark(absl::string_view economy, const Statement& founder);
  // Under the incident that `founder` founded, of the one that `other` founded. Without a score: a person's.
  Statement Compare(absl::string_view economy, const Statement& founder, const Statement& other,
                    v1::CorrelationVerdict verdict, double created = 5,
                    std::optional<double> score = std::nullopt, absl::string_view audience = "all");

 private:
  std::map<std::string, uint64_t> next_;
  uint32_t nonce_ = 0;
};

// The statement as `holder` has it: without that part.
Statement Without(Statement statement, absl::string_view part);

Folded FoldOf(const Statement& founder, const std::vector<Statement>& statements);

// What a commit writes of the statement itself: an entry that is made up, and its parts.
void PutEntry(const Statement& statement, store::WriteBatch& batch);

// A store with an index on it, as the ledger drives them.
class IndexedStore {
 public:
  IndexedStore() { Reopen(); }
  // One commit of these statements, whose entries are made up unless they are given; what can be known of
  // each by itself may have been found out before.
  void Commit(std::vector<Statement> statements,
              const std::vector<std::string>& entries = {});
  // A commit that tells the index of a held statement again, and takes away the parts that it has lost.
  void Tell(const Statement& again);
  void Reopen();

  std::shared_ptr<const TableSnapshot> snapshot() const { return index->snapshot(); }
  // Every record's summary in order of id, serialized.
  std::vector<std::string> Summaries() const;
  // Every record, likewise.
  std::vector<std::string> Records() const;

  store::MemoryStore store;
  std::unique_ptr<IncidentIndex> index;
  enum class Ahead { kNothing, kPlaced, kUnplaced } ahead = Ahead::kNothing;
  int derived = 0;  // ahead
};

// What List gives, as whoever it is sent to reads it.
absl::StatusOr<v1::ListIncidentsResponse> Listed(const TableSnapshot& snapshot, const v1::ListIncidentsRequest& request);
// Page after page.
v1::ListIncidentsResponse ListAll(const TableSnapshot& snapshot, const v1::IncidentFilter& filter,
                                  uint32_t page_size = 1000);

// A share of a query for each chunk, the last first.
class LastFirst final : public Threads {
 public:
  size_t SharesOf(size_t chunks) const override { return std::max<size_t>(chunks, 1); }
  void Share(size_t shares, absl::FunctionRef<void(size_t)> work) override {
    for (size_t left = shares; left > 0; --left) work(left - 1);
  }
};

}  // namespace lightship::incident

#endif  // LIGHTSHIP_TESTS_UNIT_INCIDENT_MADE_H_
