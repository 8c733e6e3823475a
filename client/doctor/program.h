// The program lightshipd: what it says of its configuration, and whether it runs.
#ifndef LIGHTSHIP_CLIENT_DOCTOR_PROGRAM_H_
#define LIGHTSHIP_CLIENT_DOCTOR_PROGRAM_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "client/doctor/finding.h"
#include "client/sdk/command.h"
#include "lightship/config/v1/config.pb.h"
#include "node/statement/roots.h"

namespace lightship::doctor {

// lightshipd beside this program, else as PATH finds it.
std::string Daemon();

// What `lightshipd --config FILE --check` answered.
Finding JudgeConfig(const std::string& path, const absl::StatusOr<sdk::Ended>& checked);
Finding CheckConfig(const std::string& path);

// What systemd says of a unit, as `systemctl show` prints it.
struct UnitFacts {
  std::string load, active, result, restarts;
  std::string file_state;             // "enabled": it starts with the machine
  std::string user;                   // whom it runs as
  std::string protect_system;         // "strict": it writes nowhere but in `writable`
  std::vector<std::string> writable;  // directories
  std::string protect_home, private_tmp;  // "no" or empty: it sees /home and the like, and the machine's /tmp
};
UnitFacts UnitFrom(absl::string_view shown);
// Empty where there is no systemd.
UnitFacts AskUnit(const std::string& unit);
// Nothing when systemd does not know the unit.
Findings JudgeUnit(const std::string& unit, const UnitFacts& facts);

// Whether this node answers at its own address. `serves` is set then.
Findings CheckServes(const config::v1::NodeConfig& config, absl::Time now, absl::Duration within,
                     bool& serves);

}  // namespace lightship::doctor

#endif  // LIGHTSHIP_CLIENT_DOCTOR_PROGRAM_H_
