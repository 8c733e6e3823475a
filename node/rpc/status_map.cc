#include "node/rpc/status_map.h"

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "node/base/status.h"

namespace lightship::rpc {
namespace {

// Peers refuse trailing metadata over 8 KiB by default; the message travels twice, once escaped.
constexpr size_t kSentMessageBytes = 1024;
constexpr size_t kViolations = 16;
constexpr size_t kViolationBytes = 200;

// Cut at a character: protobuf strings are UTF-8.
std::string Cut(absl::string_view text, size_t most) {
  if (text.size() <= most) return std::string(text);
  size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return std::string(text.substr(0, end)) + "...";
}

void AddViolations(const absl::Status& status, google::rpc::Status& wire) {
  std::vector<base::Violation> violations = base::ViolationsOf(status);
  if (violations.empty()) return;
  google::rpc::BadRequest bad_request;
  for (const base::Violation& violation : violations) {
    if (bad_request.field_violations_size() == kViolations) break;
    auto* entry = bad_request.add_field_violations();
    entry->set_field(Cut(violation.field, kViolationBytes));
    entry->set_description(Cut(violation.description, kViolationBytes));
  }
  wire.add_details()->PackFrom(bad_request);
}

void AddRetryDelay(const absl::Status& status, google::rpc::Status& wire) {
  absl::Duration delay = base::RetryDelayOf(status);
  if (delay <= absl::ZeroDuration()) return;
  google::rpc::RetryInfo retry;
  int64_t seconds = absl::IDivDuration(delay, absl::Seconds(1), &delay);
  retry.mutable_retry_delay()->set_seconds(seconds);
  retry.mutable_retry_delay()->set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(delay)));
  wire.add_details()->PackFrom(retry);
}

struct Details {
  std::string reason;
  std::vector<base::Violation> violations;
  absl::Duration delay;
};

Details ReadDetails(const google::rpc::Status& wire) {
  Details details;
  for (const google::protobuf::Any& any : wire.details()) {
    google::rpc::ErrorInfo info;
    google::rpc::BadRequest bad_request;
    google::rpc::RetryInfo retry;
    if (any.UnpackTo(&info) && info.domain() == kErrorDomain) {
      details.reason = info.reason();
    } else if (any.UnpackTo(&bad_request)) {
      for (const auto& entry : bad_request.field_violations()) {
        details.violations.push_back({entry.field(), entry.description()});
      }
    } else if (any.UnpackTo(&retry)) {
      details.delay = absl::Seconds(retry.retry_delay().seconds()) +
                      absl::Nanoseconds(retry.retry_delay().nanos());
    }
  }
  return details;
}

}  // namespace

google::rpc::Status ToWire(const absl::Status& status) {
  google::rpc::Status wire;
  // abseil and gRPC number the canonical codes alike.
  wire.set_code(static_cast<int>(status.code()));
  wire.set_message(Cut(status.message(), kSentMessageBytes));
  google::rpc::ErrorInfo info;
  info.set_reason(base::ReasonOf(status));
  info.set_domain(kErrorDomain);
  if (!info.reason().empty()) wire.add_details()->PackFrom(info);
  AddViolations(status, wire);
  AddRetryDelay(status, wire);
  return wire;
}

grpc::Status ToGrpc(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  const google::rpc::Status wire = ToWire(status);
  return grpc::Status(static_cast<grpc::StatusCode>(wire.code()), wire.message(),
                      wire.details_size() == 0 ? std::string() : wire.SerializeAsString());
}

absl::Status FromGrpc(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  auto code = static_cast<absl::StatusCode>(status.error_code());
  google::rpc::Status wire;
  Details details;
  if (wire.ParseFromString(status.error_details())) details = ReadDetails(wire);
  if (!details.violations.empty() && code == absl::StatusCode::kInvalidArgument) {
    return base::InvalidFields(details.reason, details.violations);
  }
  if (details.delay > absl::ZeroDuration()) {
    return base::RetryLater(code, details.reason, status.error_message(), details.delay);
  }
  if (details.reason.empty()) return absl::Status(code, status.error_message());
  return base::Error(code, details.reason, status.error_message());
}

}  // namespace lightship::rpc
