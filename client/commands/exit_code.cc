#include "client/commands/exit_code.h"

#include <string>

#include "absl/strings/cord.h"
#include "client/sdk/node.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::commands {
namespace {

constexpr absl::string_view kExitUrl = "lightship/exit-code";

}  // namespace

absl::Status WithExit(ExitCode code, const absl::Status& status) {
  if (status.ok()) return status;
  absl::Status with = status;
  with.SetPayload(kExitUrl, absl::Cord(std::string(1, static_cast<char>('0' + static_cast<int>(code)))));
  return with;
}

absl::Status UsageError(absl::string_view message) {
  return WithExit(ExitCode::kUsage, absl::InvalidArgumentError(message));
}

ExitCode ExitCodeOf(const absl::Status& status) {
  if (status.ok()) return ExitCode::kOk;
  if (absl::optional<absl::Cord> code = status.GetPayload(kExitUrl)) {
    return static_cast<ExitCode>(std::string(*code)[0] - '0');
  }
  if (status.code() == absl::StatusCode::kNotFound) return ExitCode::kNotFound;
  if (base::ReasonOf(status) == base::reason::kDigestMismatch) return ExitCode::kUnverified;
  if (sdk::IsUnreachable(status)) return ExitCode::kUnreachable;
  return ExitCode::kRefused;
}

}  // namespace lightship::commands
