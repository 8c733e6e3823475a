// Which calls the page may make, and their messages as JSON.
#ifndef LIGHTSHIP_CLIENT_CONSOLE_METHODS_H_
#define LIGHTSHIP_CLIENT_CONSOLE_METHODS_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"

namespace lightship::console {

enum class Answerer { kDesk, kNode };

struct Method {
  const google::protobuf::MethodDescriptor* descriptor;
  Answerer by;
};

// Of "lightship.v1.IncidentService/GetIncident". UNIMPLEMENTED (NOT_FORWARDED) for what is not the page's to ask: questions are
// passed on to the node; what signs, changes or copies out is not, but for what the desk does itself.
absl::StatusOr<Method> FindMethod(absl::string_view name);

// Whether the watch of a locked desk still needs the call, so that the alarm sounds there too: changes, of which it is then told
// only that there are some, and the node's own state, which names no incident.
bool IsOfWatch(const Method& method);

// The request's bytes, of its JSON; INVALID_ARGUMENT when it is not one.
absl::StatusOr<std::string> RequestFromJson(const Method& method, absl::string_view json);
// The answer as JSON, of its bytes.
absl::StatusOr<std::string> AnswerToJson(const Method& method, absl::string_view bytes);

}  // namespace lightship::console

#endif  // LIGHTSHIP_CLIENT_CONSOLE_METHODS_H_
