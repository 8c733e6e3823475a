#include "client/sdk/grpc_status.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/time/time.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/wire_format_lite.h"
#include "google/rpc/error_details.pb.h"
#include "node/base/request_id.h"
#include "node/base/status.h"

namespace lightship::sdk {
namespace {

constexpr absl::string_view kRequestIdUrl = "lightship/request-id";

// The schemas of google.rpc are not installed with gRPC; their few fields are read by number.
struct Field {
  uint32_t number = 0;
  uint64_t varint = 0;
  std::string bytes;
};

using google::protobuf::internal::WireFormatLite;

bool ReadField(google::protobuf::io::CodedInputStream& in, uint32_t tag, Field& field) {
  field.number = tag >> 3;
  switch (WireFormatLite::GetTagWireType(tag)) {
    case WireFormatLite::WIRETYPE_VARINT:
      return in.ReadVarint64(&field.varint);
    case WireFormatLite::WIRETYPE_LENGTH_DELIMITED: {
      uint32_t size = 0;
      return in.ReadVarint32(&size) && in.ReadString(&field.bytes, static_cast<int>(size));
    }
    default:
      return WireFormatLite::SkipField(&in, tag);
  }
}

// The fields of a message in order; those read so far when the bytes are broken.
std::vector<Field> FieldsOf(absl::string_view message) {
  google::protobuf::io::CodedInputStream in(reinterpret_cast<const uint8_t*>(message.data()),
                                            static_cast<int>(message.size()));
  std::vector<Field> fields;
  while (uint32_t tag = in.ReadTag()) {
    Field field;
    if (!ReadField(in, tag, field)) break;
    fields.push_back(std::move(field));
  }
  return fields;
}

std::string BytesOf(const std::vector<Field>& fields, uint32_t number) {
  for (const Field& field : fields) {
    if (field.number == number) return field.bytes;
  }
  return "";
}

struct Details {
  std::string reason;
  std::vector<base::Violation> violations;
  absl::Duration delay = absl::ZeroDuration();
};

absl::Duration DurationOf(absl::string_view message) {
  absl::Duration duration = absl::ZeroDuration();
  for (const Field& field : FieldsOf(message)) {
    if (field.number == 1) duration += absl::Seconds(static_cast<int64_t>(field.varint));
    if (field.number == 2) duration += absl::Nanoseconds(static_cast<int64_t>(field.varint));
  }
  return duration;
}

void ReadDetail(absl::string_view any, Details& details) {
  std::vector<Field> fields = FieldsOf(any);
  std::string type = BytesOf(fields, 1), value = BytesOf(fields, 2);
  if (absl::EndsWith(type, "google.rpc.ErrorInfo")) {
    details.reason = BytesOf(FieldsOf(value), 1);
  } else if (absl::EndsWith(type, "google.rpc.RetryInfo")) {
    details.delay = DurationOf(BytesOf(FieldsOf(value), 1));
  } else if (absl::EndsWith(type, "google.rpc.BadRequest")) {
    for (const Field& violation : FieldsOf(value)) {
      std::vector<Field> parts = FieldsOf(violation.bytes);
      details.violations.push_back({BytesOf(parts, 1), BytesOf(parts, 2)});
    }
  }
}

}  // namespace

absl::Status StatusFromWire(int code, absl::string_view message, absl::string_view details) {
  if (code == 0) return absl::OkStatus();
  // gRPC and abseil number the canonical codes alike.
  absl::StatusCode canonical =
      code > 0 && code <= 16 ? static_cast<absl::StatusCode>(code) : absl::StatusCode::kUnknown;
  Details found;
  for (const Field& field : FieldsOf(details)) {
    if (field.number == 3) ReadDetail(field.bytes, found);
  }
  if (!found.violations.empty() && canonical == absl::StatusCode::kInvalidArgument) {
    return base::InvalidFields(found.reason, found.violations);
  }
  if (found.delay > absl::ZeroDuration()) {
    return base::RetryLater(canonical, found.reason, message, found.delay);
  }
  if (!found.reason.empty()) return base::Error(canonical, found.reason, message);
  return absl::Status(canonical, message);
}

absl::Status WithRequestId(absl::Status status, absl::string_view id) {
  if (!status.ok() && base::IsRequestId(id)) status.SetPayload(kRequestIdUrl, absl::Cord(id));
  return status;
}

std::string RequestIdOf(const absl::Status& status) {
  const absl::optional<absl::Cord> id = status.GetPayload(kRequestIdUrl);
  return id.has_value() ? std::string(*id) : "";
}

std::vector<WireDetail> WireDetailsOf(const absl::Status& status) {
  std::vector<WireDetail> details;
  if (std::string reason = base::ReasonOf(status); !reason.empty()) {
    google::rpc::ErrorInfo info;
    info.set_reason(std::move(reason));
    info.set_domain("lightship");
    details.push_back({info.GetTypeName(), info.SerializeAsString()});
  }
  if (std::vector<base::Violation> violations = base::ViolationsOf(status); !violations.empty()) {
    google::rpc::BadRequest bad_request;
    for (const base::Violation& violation : violations) {
      auto* entry = bad_request.add_field_violations();
      entry->set_field(violation.field);
      entry->set_description(violation.description);
    }
    details.push_back({bad_request.GetTypeName(), bad_request.SerializeAsString()});
  }
  if (absl::Duration delay = base::RetryDelayOf(status); delay > absl::ZeroDuration()) {
    google::rpc::RetryInfo retry;
    retry.mutable_retry_delay()->set_seconds(absl::IDivDuration(delay, absl::Seconds(1), &delay));
    retry.mutable_retry_delay()->set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(delay)));
    details.push_back({retry.GetTypeName(), retry.SerializeAsString()});
  }
  return details;
}

}  // namespace lightship::sdk
