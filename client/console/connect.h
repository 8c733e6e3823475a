// The Connect protocol (connectrpc.com/docs/protocol) as a server speaks it: unary and server-streaming calls, protobuf in
// binary or as JSON, uncompressed. Pure: bytes in, bytes out.
#ifndef LIGHTSHIP_CLIENT_CONSOLE_CONNECT_H_
#define LIGHTSHIP_CLIENT_CONSOLE_CONNECT_H_

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace lightship::console {

// How a call's messages are written.
struct Coding {
  bool stream = false;  // in envelopes, of one request message and any number of answers
  bool json = false;
};

// INVALID_ARGUMENT for a content type that is none of application/proto, application/json, and these with "connect+".
absl::StatusOr<Coding> CodingOf(absl::string_view content_type);
// What an answer of that coding says it is.
absl::string_view ContentType(const Coding& coding);

// "lightship.v1.IncidentService/GetIncident" of "/rpc/lightship.v1.IncidentService/GetIncident"; empty when the path is of
// another form.
absl::string_view MethodOf(absl::string_view path);

// The status code by its name in the protocol ("not_found"), and as HTTP tells it (404).
absl::string_view CodeName(absl::StatusCode code);
int HttpStatus(absl::StatusCode code);

// {"code","message","details"}: the details carry reason, violations and retry delay as messages of google.rpc.
// REQUIRES: !status.ok().
std::string ErrorJson(const absl::Status& status);

// One message of a stream in its envelope.
std::string Envelope(absl::string_view message);
// The last one: how the stream ended.
std::string EndOfStream(const absl::Status& status);
// The single message of a streaming request. INVALID_ARGUMENT for anything but one uncompressed envelope.
absl::StatusOr<std::string> OnlyMessage(absl::string_view body);

}  // namespace lightship::console

#endif  // LIGHTSHIP_CLIENT_CONSOLE_CONNECT_H_
