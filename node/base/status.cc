#include "node/base/status.h"

#include <optional>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "node/base/encoding.h"
#include "node/base/reasons.h"

namespace lightship::base {
namespace {

// Payloads never leave the process: rpc/status_map makes the standard error details from them.
constexpr absl::string_view kReasonUrl = "lightship/reason";
constexpr absl::string_view kViolationsUrl = "lightship/violations";
constexpr absl::string_view kRetryDelayUrl = "lightship/retry-delay";

constexpr size_t kViolationsInMessage = 3;

// Each string is its length, then its bytes: nothing in a field or description needs escaping.
void AppendString(absl::string_view text, std::string& out) {
  AppendBigEndian64(text.size(), out);
  out.append(text.data(), text.size());
}

std::optional<std::string> TakeString(absl::string_view& bytes) {
  if (bytes.size() < 8) return std::nullopt;
  uint64_t size = ReadBigEndian64(bytes);
  bytes.remove_prefix(8);
  if (size > bytes.size()) return std::nullopt;
  std::string text(bytes.substr(0, size));
  bytes.remove_prefix(size);
  return text;
}

std::string PayloadOf(const absl::Status& status, absl::string_view url) {
  absl::optional<absl::Cord> payload = status.GetPayload(url);
  return payload.has_value() ? std::string(*payload) : std::string();
}

}  // namespace

absl::Status Error(absl::StatusCode code, absl::string_view reason, absl::string_view message) {
  absl::Status status(code, message);
  status.SetPayload(kReasonUrl, absl::Cord(reason));
  return status;
}

absl::Status InvalidFields(const std::vector<Violation>& violations) {
  return InvalidFields(reason::kInvalidStatement, violations);
}

absl::Status InvalidFields(absl::string_view reason, const std::vector<Violation>& violations) {
  std::string message;
  std::string payload;
  for (size_t i = 0; i < violations.size(); ++i) {
    const Violation& violation = violations[i];
    if (i < kViolationsInMessage) {
      absl::StrAppend(&message, i == 0 ? "" : "; ", violation.field, ": ", violation.description);
    }
    AppendString(violation.field, payload);
    AppendString(violation.description, payload);
  }
  if (violations.size() > kViolationsInMessage) {
    absl::StrAppend(&message, "; and ", violations.size() - kViolationsInMessage, " more");
  }
  absl::Status status = Error(absl::StatusCode::kInvalidArgument, reason, message);
  status.SetPayload(kViolationsUrl, absl::Cord(payload));
  return status;
}

absl::Status RetryLater(absl::StatusCode code, absl::string_view reason, absl::string_view message,
                        absl::Duration delay) {
  absl::Status status = Error(code, reason, message);
  std::string payload;
  AppendBigEndian64(static_cast<uint64_t>(absl::ToInt64Nanoseconds(delay)), payload);
  status.SetPayload(kRetryDelayUrl, absl::Cord(payload));
  return status;
}

std::string ReasonOf(const absl::Status& status) { return PayloadOf(status, kReasonUrl); }

std::vector<Violation> ViolationsOf(const absl::Status& status) {
  std::string payload = PayloadOf(status, kViolationsUrl);
  absl::string_view rest = payload;
  std::vector<Violation> violations;
  while (!rest.empty()) {
    std::optional<std::string> field = TakeString(rest);
    std::optional<std::string> description = TakeString(rest);
    if (!field || !description) break;
    violations.push_back({*std::move(field), *std::move(description)});
  }
  return violations;
}

absl::Duration RetryDelayOf(const absl::Status& status) {
  std::string payload = PayloadOf(status, kRetryDelayUrl);
  if (payload.size() != 8) return absl::ZeroDuration();
  return absl::Nanoseconds(static_cast<int64_t>(ReadBigEndian64(payload)));
}

absl::Status Annotate(const absl::Status& status, absl::string_view context) {
  if (status.ok()) return status;
  absl::Status annotated(status.code(), absl::StrCat(context, ": ", status.message()));
  status.ForEachPayload([&annotated](absl::string_view url, const absl::Cord& payload) {
    annotated.SetPayload(url, payload);
  });
  return annotated;
}

}  // namespace lightship::base
