#include "client/console/connect.h"

#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "client/sdk/grpc_status.h"
#include "node/base/encoding.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "nlohmann/json.hpp"

namespace lightship::console {
namespace {

constexpr size_t kEnvelopeBytes = 5;
constexpr unsigned char kCompressedFlag = 0x01;
constexpr unsigned char kEnd = 0x02;

absl::Status Malformed(absl::string_view message) {
  return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kMalformed, message);
}

std::string InEnvelope(unsigned char flags, absl::string_view message) {
  std::string bytes(1, static_cast<char>(flags));
  for (int shift = 24; shift >= 0; shift -= 8) {
    bytes.push_back(static_cast<char>(message.size() >> shift));
  }
  bytes.append(message.data(), message.size());
  return bytes;
}

nlohmann::json ErrorObject(const absl::Status& status) {
  nlohmann::json error = {{"code", CodeName(status.code())}};
  if (!status.message().empty()) error["message"] = std::string(status.message());
  for (const sdk::WireDetail& detail : sdk::WireDetailsOf(status)) {
    const std::string value = base::Base64(detail.value);
    error["details"].push_back(
        {{"type", detail.type}, {"value", value.substr(0, value.find('='))}});
  }
  return error;
}

std::string Dump(const nlohmann::json& json) {
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

absl::StatusOr<Coding> CodingOf(absl::string_view content_type) {
  const std::string type =
      absl::AsciiStrToLower(absl::StripAsciiWhitespace(content_type.substr(0, content_type.find(';'))));
  if (type == "application/proto") return Coding{false, false};
  if (type == "application/json") return Coding{false, true};
  if (type == "application/connect+proto") return Coding{true, false};
  if (type == "application/connect+json") return Coding{true, true};
  return Malformed("the content type should be application/proto or application/json, or for a stream "
                   "application/connect+proto or application/connect+json");
}

absl::string_view ContentType(const Coding& coding) {
  if (coding.stream) return coding.json ? "application/connect+json" : "application/connect+proto";
  return coding.json ? "application/json" : "application/proto";
}

absl::string_view MethodOf(absl::string_view path) {
  if (!absl::ConsumePrefix(&path, "/rpc/")) return "";
  const size_t slash = path.find('/');
  const bool one = slash != absl::string_view::npos && slash > 0 && slash + 1 < path.size() &&
                   path.find('/', slash + 1) == absl::string_view::npos;
  return one ? path : "";
}

absl::string_view CodeName(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kCancelled: return "canceled";
    case absl::StatusCode::kInvalidArgument: return "invalid_argument";
    case absl::StatusCode::kDeadlineExceeded: return "deadline_exceeded";
    case absl::StatusCode::kNotFound: return "not_found";
    case absl::StatusCode::kAlreadyExists: return "already_exists";
    case absl::StatusCode::kPermissionDenied: return "permission_denied";
    case absl::StatusCode::kResourceExhausted: return "resource_exhausted";
    case absl::StatusCode::kFailedPrecondition: return "failed_precondition";
    case absl::StatusCode::kAborted: return "aborted";
    case absl::StatusCode::kOutOfRange: return "out_of_range";
    case absl::StatusCode::kUnimplemented: return "unimplemented";
    case absl::StatusCode::kInternal: return "internal";
    case absl::StatusCode::kUnavailable: return "unavailable";
    case absl::StatusCode::kDataLoss: return "data_loss";
    case absl::StatusCode::kUnauthenticated: return "unauthenticated";
    default: return "unknown";
  }
}

int HttpStatus(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kOk: return 200;
    case absl::StatusCode::kCancelled: return 499;
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kOutOfRange: return 400;
    case absl::StatusCode::kDeadlineExceeded: return 504;
    case absl::StatusCode::kNotFound: return 404;
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kAborted: return 409;
    case absl::StatusCode::kPermissionDenied: return 403;
    case absl::StatusCode::kResourceExhausted: return 429;
    case absl::StatusCode::kUnimplemented: return 501;
    case absl::StatusCode::kUnavailable: return 503;
    case absl::StatusCode::kUnauthenticated: return 401;
    default: return 500;
  }
}

std::string ErrorJson(const absl::Status& status) { return Dump(ErrorObject(status)); }

std::string Envelope(absl::string_view message) { return InEnvelope(0, message); }

std::string EndOfStream(const absl::Status& status) {
  nlohmann::json end = nlohmann::json::object();
  if (!status.ok()) end["error"] = ErrorObject(status);
  return InEnvelope(kEnd, Dump(end));
}

absl::StatusOr<std::string> OnlyMessage(absl::string_view body) {
  if (body.size() < kEnvelopeBytes) return Malformed("the request has no envelope");
  if ((static_cast<unsigned char>(body[0]) & kCompressedFlag) != 0) {
    return absl::UnimplementedError("compressed requests are not taken");
  }
  uint32_t size = 0;
  for (size_t i = 1; i < kEnvelopeBytes; ++i) {
    size = size << 8 | static_cast<unsigned char>(body[i]);
  }
  body.remove_prefix(kEnvelopeBytes);
  if (body.size() != size) return Malformed("the request should be one message in one envelope");
  return std::string(body);
}

}  // namespace lightship::console
