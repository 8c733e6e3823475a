// Telling incidents as one: what a commit's changes mean for the records of those that economies hold to be the same.
#ifndef LIGHTSHIP_NODE_INCIDENT_REGROUP_H_
#define LIGHTSHIP_NODE_INCIDENT_REGROUP_H_

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "node/base/packed.h"
#include "node/incident/record.h"
#include "node/ledger/indexer.h"
#include "node/store/store.h"

namespace lightship::incident {

// Which incidents anybody ever said something about together. It tells where to look, and may know pairs that no longer count.
// Thread-compatible.
class LinkMap {
 public:
  void Add(const Record& record);
  const std::set<crypto::Digest>& Of(const crypto::Digest& incident) const;

  // As they are, and again.
  void WriteTo(base::Packer& out) const;
  void ReadFrom(base::Unpacker& in);

 private:
  std::map<crypto::Digest, std::set<crypto::Digest>> others_;
};

// An incident with its statements in a commit.
struct Touched {
  Record own;                       // folded alone, with the added statements
  std::vector<StatementRef> known;  // members in the store
  std::vector<const ledger::NewStatement*> added;
};
using TouchedIncidents = std::map<crypto::Digest, Touched>;

// The record before the commit; nothing when there is none.
using RecordSource =
    std::function<absl::StatusOr<std::optional<Record>>(const crypto::Digest& incident)>;

// Every record that the commit changes, the touched ones among them, in order of id. The first of a group has the fold of all
// the group's statements as its document, every other its own. `changed` is left 0. REQUIRES: `links` knows what the touched
// ones say.
absl::StatusOr<std::vector<Record>> Regroup(const store::Store& store, const LinkMap& links,
                                            const RecordSource& before,
                                            const TouchedIncidents& touched);

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_REGROUP_H_
