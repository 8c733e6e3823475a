// How many calls of a kind are open, of all callers and of each: nobody takes the places of all others.
#ifndef LIGHTSHIP_NODE_RPC_OPEN_CALLS_H_
#define LIGHTSHIP_NODE_RPC_OPEN_CALLS_H_

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "node/base/mutex.h"
#include "node/base/reasons.h"

namespace lightship::rpc {

// Thread-safe.
class OpenCalls {
 public:
  struct Kind {
    std::string name;  // "watches"
    size_t most = 0;
    size_t most_of_caller = 0;
    // What those beyond are told: a reason, and when to come back.
    absl::string_view reason = base::reason::kTooManyStreams;
    absl::Duration retry = absl::Seconds(10);
  };
  explicit OpenCalls(Kind kind) : kind_(std::move(kind)) {}

  // RESOURCE_EXHAUSTED when as many are open as may; else one more is, until Close.
  absl::Status Open(absl::string_view caller);
  void Close(absl::string_view caller);
  size_t open() const;

 private:
  size_t OfCaller(absl::string_view caller) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const Kind kind_;
  mutable base::Mutex mutex_;
  size_t open_ ABSL_GUARDED_BY(mutex_) = 0;
  std::map<std::string, size_t, std::less<>> of_caller_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lightship::rpc

#endif  // LIGHTSHIP_NODE_RPC_OPEN_CALLS_H_
