// What every call goes through, whichever service it is for: it has a name, and leaves a line in the log.
#ifndef LIGHTSHIP_NODE_RPC_CALL_LOG_H_
#define LIGHTSHIP_NODE_RPC_CALL_LOG_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/server_interceptor.h"
#include "node/base/entropy.h"
#include "node/base/mutex.h"

namespace lightship::rpc {

// How many lines callers may have written by calls that are refused: whoever makes many of them does not fill the disk.
// Thread-safe.
class LineBudget {
 public:
  // Lines in any second that goes by on a clock that is never set.
  explicit LineBudget(uint32_t of_second) : of_second_(of_second) {}
  // Whether one more may be written at `now`; then `omitted` says how many were not, since the last one.
  bool Take(absl::Duration now, uint64_t& omitted);

 private:
  const uint32_t of_second_;
  base::Mutex mutex_;
  absl::Duration second_ ABSL_GUARDED_BY(mutex_) = -absl::InfiniteDuration();
  uint32_t taken_ ABSL_GUARDED_BY(mutex_) = 0;
  uint64_t omitted_ ABSL_GUARDED_BY(mutex_) = 0;
};

// Of each call: its id is the caller's (base::IsRequestId) or drawn, is put among the metadata that services see and behind the
// answer, and stands with method, caller's address, status and time in a line of the log: of a call that was refused as "info",
// of one that failed here as "warning", of any other as "debug". Calls of methods outside /lightship. are cancelled: what else
// gRPC brings along is for the administrator's listener. `entropy` outlives the server.
std::vector<std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>> CallLog(base::Entropy* entropy);

// The id of a call that is served or answered.
std::string RequestIdOf(const grpc::ServerContextBase& context);

}  // namespace lightship::rpc

#endif  // LIGHTSHIP_NODE_RPC_CALL_LOG_H_
