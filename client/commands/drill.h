// Plays a scenario: has its participants' nodes admit the steps at their times, and follows who holds each.
#ifndef LIGHTSHIP_CLIENT_COMMANDS_DRILL_H_
#define LIGHTSHIP_CLIENT_COMMANDS_DRILL_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "client/commands/context.h"
#include "client/sdk/identity.h"
#include "client/sdk/node.h"
#include "lightship/config/v1/exercise.pb.h"
#include "lightship/v1/submission.pb.h"

namespace lightship::commands {

// Who speaks for a participant, and to which node.
struct Player {
  sdk::OfficerIdentity officer;
  std::unique_ptr<sdk::Node> node;
};
using Players = std::map<std::string, Player>;  // by economy

// What became of a step.
struct StepOutcome {
  std::string name, by, what;
  std::string address;      // empty: not admitted
  std::string refused;      // why not
  absl::Time submitted;     // this program's clock
  absl::Time admitted;      // the node's clock
  // After submission, when the author's node first knew by a cosignature that the economy holds it.
  std::map<std::string, absl::Duration> held;
  std::vector<std::string> missing;  // of its audience, when the deadline came
};

// For one thread.
class Drill {
 public:
  Drill(const config::v1::Scenario& scenario, Players& players, Context& context);

  // Until every step is held by all of its audience or its deadline has passed; prints what happens as it does unless
  // JSON was asked for. In the order of the scenario.
  std::vector<StepOutcome> Play();

  absl::Time begin() const { return begin_; }

 private:
  struct Played {
    const config::v1::Step* step = nullptr;
    StepOutcome outcome;
    std::string statement_id, incident;
    uint64_t index = 0;
    v1::Manifest manifest;
    bool submitted = false, settled = false;
    absl::Time settled_at;
  };

  Played& Named(const std::string& name);
  bool IsDue(const Played& played, absl::Time now);
  absl::StatusOr<v1::SubmitRequest> Sign(const Played& played, absl::Time now);
  void Submit(Played& played, absl::Time now);
  void Follow(Played& played);
  void Settle(Played& played, absl::Time now);
  void Tell(const Played& played, absl::Time now, const std::string& what);

  const config::v1::Scenario& scenario_;
  Players& players_;
  Context& context_;
  std::vector<Played> steps_;
  absl::Time begin_;
};

}  // namespace lightship::commands

#endif  // LIGHTSHIP_CLIENT_COMMANDS_DRILL_H_
