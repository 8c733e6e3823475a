// Texts that operators and trainers write: a node's configuration, a drill's script.
#include <string>

#include "client/commands/scenario.h"
#include "google/protobuf/text_format.h"
#include "lightship/config/v1/config.pb.h"
#include "node/app/config.h"
#include "tests/fuzz/targets.h"

namespace lightship::fuzz {
namespace {

std::string TextOf(const google::protobuf::Message& message) {
  std::string text;
  google::protobuf::TextFormat::PrintToString(message, &text);
  return text;
}

bool RunConfig(absl::string_view input) {
  const absl::StatusOr<config::v1::NodeConfig> config = app::ParseConfig(input);
  if (!config.ok()) {
    Must(config.status().message().size() <= 64 * 1024, "a refusal is bounded");
    return false;
  }
  const absl::StatusOr<config::v1::NodeConfig> again = app::ParseConfig(TextOf(*config));
  Must(again.ok(), "a configuration with its defaults filled in is one");
  Must(again->SerializeAsString() == config->SerializeAsString(), "defaults stay what they are");
  return true;
}

Seeds ConfigSeeds() {
  return {{"node", R"(economy: "SG"
epoch: 1
data_dir: "/var/lib/lightship/data"
checkpoint_file: "/var/lib/lightship/last-checkpoint"
listen: "127.0.0.1:7443"
keys { node_certificate: "/etc/k/c.pem" node_key: "/etc/k/k.pem" log_key: "/etc/k/log.key" cosigner_key: "/etc/k/co.key" }
trust_dir: "/etc/lightship/trust"
peers { economy: "ID" address: "node.id.example:7443" }
limits { batch_entries: 100 redial_first_ms: 500 }
log_level: "info"
)"}};
}

bool RunScenario(absl::string_view input) {
  const absl::StatusOr<config::v1::Scenario> scenario = commands::ReadScenario(input);
  if (!scenario.ok()) return false;
  Must(scenario->exercise_status() == v1::EXERCISE_STATUS_EXERCISE || scenario->exercise_status() == v1::EXERCISE_STATUS_TEST,
       "a drill is never actual");
  const absl::StatusOr<config::v1::Scenario> again = commands::ReadScenario(TextOf(*scenario));
  Must(again.ok(), "a script with its defaults filled in is one");
  Must(again->SerializeAsString() == scenario->SerializeAsString(), "defaults stay what they are");
  config::v1::Scenario set = *scenario;
  static_cast<void>(commands::SetParticipant(input.substr(0, 100), set).ok());
  return true;
}

Seeds ScenarioSeeds() {
  return {{"drill", R"(title: "Drill"
participants { economy: "SG" } participants { economy: "ID" node: "127.0.0.1:7001" }
steps { name: "alert" by: "SG" report { facts { act_stage: ACT_STAGE_BOARDED } } }
steps { name: "reply" by: "ID" after: "alert" about: "alert" comment { text: "seen" } }
steps { name: "back" by: "SG" about: "alert" at_seconds: 60 retract { reason: RETRACT_REASON_WRONG } }
)"}};
}

}  // namespace

const Target kConfig = {"config", RunConfig, ConfigSeeds};
const Target kScenario = {"scenario", RunScenario, ScenarioSeeds};

}  // namespace lightship::fuzz
