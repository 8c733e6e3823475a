// The incident index: folds statements into incidents as they are committed, keeps a record of each in the store and
// a row of each in memory, and hands out immutable snapshots.
#ifndef LIGHTSHIP_NODE_INCIDENT_INDEX_H_
#define LIGHTSHIP_NODE_INCIDENT_INDEX_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "node/incident/table.h"
#include "node/ledger/indexer.h"
#include "node/store/store.h"

namespace lightship::incident {

// Index, Settle and Discard belong to the writer's thread; the others are thread-safe.
class IncidentIndex final : public ledger::Indexer {
 public:
  // Where the table is kept while the node is down, and which program keeps it; no path: nowhere.
  struct Keeping {
    std::string path;
    std::string build;
  };
  // Reads what was kept if it is of the store as it is, else every incident record. DATA_LOSS names a record that does not parse.
  // The file is gone then, whether it was of use or not.
  static absl::StatusOr<std::unique_ptr<IncidentIndex>> Open(const store::Store* store, const Keeping& keeping = {});
  // For the next Open. REQUIRES: nothing is indexed or written to the store any more. FAILED_PRECONDITION while records of an older
  // fold wait to be written back, or the store cannot tell its moments.
  // `matcher` (Matcher::Kept, which is not of a newer table) goes with it.
  absl::Status Keep(const Keeping& keeping, std::string matcher = "") const;
  // What went with the table that Open has read, once; empty if it read the records.
  std::string TakeMatcher();
  ~IncidentIndex() override;

  // The fold of a report that founds an incident: nearly all are told of by no other.
  std::shared_ptr<const ledger::Derived> Derive(const ledger::NewStatement& statement) const override;
  absl::Status Index(absl::Span<const ledger::NewStatement> statements,
                     store::WriteBatch& batch) override;
  [[nodiscard]] std::function<void()> Settle() override;
  void Discard() override;

  std::shared_ptr<const TableSnapshot> snapshot() const;
  // The snapshot that the filter's known_at asks for (PastTables, where `caller` takes turns), the newest without one.
  // Thread-safe; with known_at, for a worker thread. INVALID_ARGUMENT (INVALID_FILTER) for a known_at that is no time.
  absl::StatusOr<std::shared_ptr<const TableSnapshot>> SnapshotFor(
      const v1::IncidentFilter& filter, absl::string_view caller) const;

 private:
  class Impl;
  explicit IncidentIndex(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_INDEX_H_
