// One message, one encoding: for bytes that must not be writable in a second way.
#ifndef LIGHTSHIP_NODE_STATEMENT_CANONICAL_H_
#define LIGHTSHIP_NODE_STATEMENT_CANONICAL_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace google::protobuf {
class Message;
class MessageLite;
}  // namespace google::protobuf

namespace lightship::statement {

// Fields in order of number, each once, nothing optional left to chance: the same message gives the
// same bytes in every release.
std::string SerializeDeterministic(const google::protobuf::MessageLite& message);

// Parses `bytes` into `message`, and refuses unknown fields and every encoding but the one that
// SerializeDeterministic gives. INVALID_ARGUMENT, MALFORMED, otherwise; `message` is then
// unspecified.
absl::Status ParseCanonical(absl::string_view bytes, google::protobuf::Message& message);

}  // namespace lightship::statement

#endif  // LIGHTSHIP_NODE_STATEMENT_CANONICAL_H_
