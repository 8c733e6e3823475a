// Compares reports as they arrive, and, where the economy lets it, says under the node's own key which incidents are the same, or
// takes that back when the reports no longer tell so.
// A duty of the caretaker.
#ifndef LIGHTSHIP_NODE_APP_CORRELATOR_H_
#define LIGHTSHIP_NODE_APP_CORRELATOR_H_

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "node/base/clock.h"
#include "node/base/entropy.h"
#include "node/incident/index.h"
#include "node/incident/matcher.h"
#include "node/incident/propose.h"
#include "node/ledger/admission.h"
#include "node/ledger/heads.h"
#include "node/ledger/ledger.h"
#include "node/ledger/writer.h"
#include "node/rpc/warning_board.h"

namespace lightship::app {

// Belongs to the caretaker's thread; the matcher may be asked by any.
class Correlator {
 public:
  // All outlive the correlator.
  struct World {
    const store::Store* store;
    const incident::IncidentIndex* incidents;
    incident::Matcher* matcher;
    const ledger::HeadsBoard* heads;
    ledger::Writer* writer;
    const statement::PinnedRoots* roots;
    const base::Clock* clock;
    base::Entropy* entropy;
    rpc::WarningBoard* warnings;
    std::string own_origin;
    ledger::AdmissionRules rules;
    double assert_same_from;  // least probability; 0: never
    std::function<std::optional<ledger::NodeKeys>()> keys;
    std::function<bool()> stopping;
    std::function<bool()> waits;  // for a lull: what changes now is taken in later
  };
  explicit Correlator(World world) : world_(std::move(world)) {}

  void SetPolicy(ledger::AdmissionRules rules, double assert_same_from) {
    world_.rules = std::move(rules);
    world_.assert_same_from = assert_same_from;
  }
  // Takes in what changed, and raises the warning CORRELATION while that does not succeed.
  void Run();

 private:
  // Whether all that changed is taken in.
  absl::StatusOr<bool> Follow();
  absl::Status AssertSame();
  // A statement about an incident, with its one part.
  struct Claim {
    v1::StatementKind kind;
    crypto::Digest incident;
    std::string part_name;
    std::string content;
  };
  static std::vector<Claim> ClaimsOf(const incident::Proposals& proposals);
  absl::Status Admit(absl::Span<const Claim> claims, const ledger::NodeKeys& keys);
  absl::StatusOr<ledger::Admission> Seal(const Claim& claim, const ledger::NodeKeys& keys) const;

  World world_;
  // Looked at again until what follows from them is in the log.
  std::set<crypto::Digest> changed_;
};

}  // namespace lightship::app

#endif  // LIGHTSHIP_NODE_APP_CORRELATOR_H_
