// The machine under a node: its clock, its disk, the port to listen on.
#ifndef LIGHTSHIP_CLIENT_DOCTOR_MACHINE_H_
#define LIGHTSHIP_CLIENT_DOCTOR_MACHINE_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/doctor/finding.h"
#include "lightship/config/v1/config.pb.h"

namespace lightship::doctor {

// What the kernel knows of who keeps its clock (adjtimex; chrony, systemd-timesyncd and ntpd all tell it).
enum class ClockState { kKept, kNotKept, kUnknown };
ClockState KernelClock();
Finding JudgeClock(ClockState state);

struct DiskFacts {
  uint64_t free_bytes = 0, total_bytes = 0;
  std::string file_system;  // "ext4"
  bool checkpoint_apart = false;  // the checkpoint file lies on another file system
};
// Of the data directory, or of the nearest one above it that exists.
absl::StatusOr<DiskFacts> DiskOf(const config::v1::NodeConfig& config);
// `stops_bytes`: below so much free the node takes no submissions.
Findings JudgeDisk(const std::string& data_dir, const DiskFacts& facts, uint64_t stops_bytes);

// OK when a program could listen there now. UNAVAILABLE or PERMISSION_DENIED, in plain words, otherwise; INVALID_ARGUMENT for what
// is no address:port.
absl::Status CanListen(const std::string& listen);
Finding JudgePort(const std::string& listen, const absl::Status& can_listen);

Findings CheckMachine(const config::v1::NodeConfig& config);

}  // namespace lightship::doctor

#endif  // LIGHTSHIP_CLIENT_DOCTOR_MACHINE_H_
