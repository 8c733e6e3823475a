// The name of one call, in the caller's error, the answer and both nodes' logs.
#ifndef LIGHTSHIP_NODE_BASE_REQUEST_ID_H_
#define LIGHTSHIP_NODE_BASE_REQUEST_ID_H_

#include <string>

#include "absl/strings/string_view.h"
#include "node/base/entropy.h"

namespace lightship::base {

// In the metadata of a call, and behind its answer.
inline constexpr char kRequestIdKey[] = "lightship-request-id";

// 1 to 64 characters of A-Z, a-z, 0-9, '.', '_' and '-': it can stand in a line of a log as it is.
bool IsRequestId(absl::string_view text);

// 16 characters.
std::string DrawRequestId(Entropy& entropy);

}  // namespace lightship::base

#endif  // LIGHTSHIP_NODE_BASE_REQUEST_ID_H_
