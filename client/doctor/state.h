// What a running node says of itself and of its neighbourhood (NodeService.GetStatus), in plain words.
#ifndef LIGHTSHIP_CLIENT_DOCTOR_STATE_H_
#define LIGHTSHIP_CLIENT_DOCTOR_STATE_H_

#include "absl/time/time.h"
#include "client/doctor/finding.h"
#include "lightship/v1/node.pb.h"

namespace lightship::doctor {

Findings JudgeState(const v1::GetStatusResponse& status, absl::Time now);

}  // namespace lightship::doctor

#endif  // LIGHTSHIP_CLIENT_DOCTOR_STATE_H_
