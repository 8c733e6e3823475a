#include "node/rpc/call_counter.h"

#include <array>
#include <string>

#include "absl/strings/strip.h"
#include "node/base/status.h"
#include "node/base/uptime.h"
#include "node/rpc/status_map.h"

namespace lightship::rpc {
namespace {

using grpc::experimental::Interceptor;
using grpc::experimental::InterceptorBatchMethods;
using grpc::experimental::ServerRpcInfo;

// In the order of grpc::StatusCode.
constexpr std::array<const char*, 17> kCodes = {
    "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED",
    "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE",
    "DATA_LOSS", "UNAUTHENTICATED"};

const char* CodeName(grpc::StatusCode code) {
  const auto number = static_cast<size_t>(code);
  return number < kCodes.size() ? kCodes[number] : "UNKNOWN";
}

// "SubmissionService/Submit" of "/lightship.v1.SubmissionService/Submit".
absl::string_view MethodOf(absl::string_view path) {
  absl::ConsumePrefix(&path, "/");
  absl::ConsumePrefix(&path, "lightship.v1.");
  return path;
}

// One call's.
class CallCounter final : public Interceptor {
 public:
  CallCounter(base::Counts& counts, ServerRpcInfo& info)
      : counts_(counts), method_(MethodOf(info.method())), is_unary_(info.type() == ServerRpcInfo::Type::UNARY) {}
  // A call that ends without a status was given up by its caller.
  ~CallCounter() override {
    if (!counted_) counts_.calls.Of(method_, CodeName(grpc::StatusCode::CANCELLED)).Add();
  }

  void Intercept(InterceptorBatchMethods* methods) override {
    if (methods->QueryInterceptionHookPoint(grpc::experimental::InterceptionHookPoints::PRE_SEND_STATUS)) {
      Count(methods->GetSendStatus());
    }
    methods->Proceed();
  }

 private:
  void Count(const grpc::Status& status) {
    counted_ = true;
    counts_.calls.Of(method_, CodeName(status.error_code())).Add();
    // A stream lasts as long as its reader likes.
    if (is_unary_) counts_.call_seconds.Of(method_).Observe(absl::ToDoubleSeconds(base::Uptime() - begin_));
    if (status.ok()) return;
    const std::string reason(base::ReasonOf(FromGrpc(status)));
    counts_.refused.Of(method_, reason.empty() ? CodeName(status.error_code()) : reason).Add();
  }

  base::Counts& counts_;
  const std::string method_;
  const bool is_unary_;
  const absl::Duration begin_ = base::Uptime();
  bool counted_ = false;
};

class CallCounters final : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  explicit CallCounters(base::Counts& counts) : counts_(counts) {}
  Interceptor* CreateServerInterceptor(ServerRpcInfo* info) override { return new CallCounter(counts_, *info); }

 private:
  base::Counts& counts_;
};

}  // namespace

std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface> CallCounts(base::Counts& counts) {
  return std::make_unique<CallCounters>(counts);
}

}  // namespace lightship::rpc
