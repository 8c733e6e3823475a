// Entries that are held on the word of their log alone, whose signed checkpoint proves them: their officers' signatures are checked
// after the commit. Until then they are "verified by log", then "verified by signature".
#ifndef LIGHTSHIP_NODE_LEDGER_UNVERIFIED_H_
#define LIGHTSHIP_NODE_LEDGER_UNVERIFIED_H_

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "lightship/v1/log.pb.h"
#include "lightship/v1/statement.pb.h"
#include "node/ledger/heads.h"
#include "node/ledger/replica.h"
#include "node/store/store.h"

namespace lightship::ledger {

// Only a report that founds an incident: nothing else of what is believed here hangs on it, neither keys and audiences, nor what
// was said before. Who may sign it is judged before its commit as of all.
bool MayWait(const v1::Manifest& manifest);

// Reports whose signatures may wait.
size_t CountThatMayWait(const ExaminedBatch& batch);
// Takes their checks out: the commit will say so of the log. Nothing of a backfill may wait.
void LeaveForLater(ExaminedBatch& batch);

// Signatures that were left, from where the log is unverified on.
struct UnverifiedRange {
  std::string origin;
  uint64_t from = 0;
  uint64_t until = 0;  // of those below all are here
  std::deque<v1::Entry> entries;  // what `checks` points into
  std::vector<std::unique_ptr<SignatureCheck>> checks;  // in order of index
};
// Those of at most `most` entries from `from` on. DATA_LOSS when an entry or key is not there as it was committed.
absl::StatusOr<UnverifiedRange> ReadUnverified(const store::Store& store, const LogHead& head, uint64_t from, size_t most);

// The first entry of these with a signature that does not verify; nothing when there is none.
std::optional<uint64_t> FirstBad(absl::Span<const std::unique_ptr<SignatureCheck>> checks);

}  // namespace lightship::ledger

#endif  // LIGHTSHIP_NODE_LEDGER_UNVERIFIED_H_
