// Where the unit of systemd lets the node write, and whether that is where its configuration has it write.
#ifndef LIGHTSHIP_CLIENT_DOCTOR_SANDBOX_H_
#define LIGHTSHIP_CLIENT_DOCTOR_SANDBOX_H_

#include <string>

#include "client/doctor/finding.h"
#include "client/doctor/program.h"
#include "lightship/config/v1/config.pb.h"

namespace lightship::doctor {

// The unit as the package has it, for where systemd cannot be asked.
UnitFacts PackagedUnit();

// Nothing when all that the node writes is within reach.
Findings JudgeSandbox(const std::string& unit, const UnitFacts& facts, const config::v1::NodeConfig& config);

}  // namespace lightship::doctor

#endif  // LIGHTSHIP_CLIENT_DOCTOR_SANDBOX_H_
