// The backups that a node makes of its database (configuration `backup`).
#ifndef LIGHTSHIP_CLIENT_DOCTOR_BACKUPS_H_
#define LIGHTSHIP_CLIENT_DOCTOR_BACKUPS_H_

#include <optional>

#include "absl/time/time.h"
#include "client/doctor/finding.h"
#include "lightship/config/v1/config.pb.h"

namespace lightship::doctor {

// `newest`: when the newest backup was finished; nothing when there is none. `apart`: they lie on another disk than the database.
Finding JudgeBackups(const config::v1::Backup& backup, std::optional<absl::Time> newest, bool apart, absl::Time now);

Finding CheckBackups(const config::v1::NodeConfig& config, absl::Time now);

}  // namespace lightship::doctor

#endif  // LIGHTSHIP_CLIENT_DOCTOR_BACKUPS_H_
