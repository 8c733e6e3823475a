// Messages as JSON (protobuf's mapping, field names as in the schema), one object a line.
#ifndef LIGHTSHIP_CLIENT_FORMATS_JSON_H_
#define LIGHTSHIP_CLIENT_FORMATS_JSON_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace lightship::formats {

// One line, ended with LF. Bytes are base64, times RFC 3339, enums by name; no raw control character is in it.
std::string JsonLine(const google::protobuf::Message& message);

// JSON as it is, but for C1 control characters and DEL in its strings, which are legal there but drive terminals: escaped.
std::string EscapeControls(absl::string_view json);

// INVALID_ARGUMENT with the parser's words for what is not JSON, has unknown fields or nests deeper than 32 levels.
absl::Status FromJson(absl::string_view json, google::protobuf::Message& message);

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_JSON_H_
