// Waiting until a time has come, and for a busy node.
#ifndef LIGHTSHIP_CLIENT_SDK_WAIT_H_
#define LIGHTSHIP_CLIENT_SDK_WAIT_H_

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "node/base/clock.h"

namespace lightship::sdk {

void WaitFor(absl::Duration delay);

// Makes a call, and again each time that the node answers OVERLOADED, after the delay that it names, as long as that ends before
// `until`. For calls that do no harm when they are made twice. Returns the last answer.
absl::Status CallWhileOverloaded(const base::Clock& clock, absl::Time until,
                                 absl::FunctionRef<absl::Status()> call,
                                 absl::FunctionRef<void(absl::Duration)> wait = WaitFor);

}  // namespace lightship::sdk

#endif  // LIGHTSHIP_CLIENT_SDK_WAIT_H_
