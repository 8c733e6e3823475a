#include "node/rpc/call_log.h"

#include <map>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "grpcpp/support/interceptor.h"
#include "node/base/quote.h"
#include "node/base/request_id.h"
#include "node/base/uptime.h"
#include "spdlog/spdlog.h"

namespace lightship::rpc {
namespace {

namespace hooks = grpc::experimental;

constexpr absl::string_view kOwnServices = "/lightship.";
constexpr uint32_t kLinesOfSecond = 20;
constexpr size_t kMessageBytes = 200;

const char* NameOf(grpc::StatusCode code) {
  static constexpr const char* kNames[] = {
      "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED",
      "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS",
      "UNAUTHENTICATED"};
  return code >= 0 && code <= 16 ? kNames[code] : "UNKNOWN";
}

spdlog::level::level_enum LevelOf(grpc::StatusCode code) {
  switch (code) {
    case grpc::StatusCode::OK:
    case grpc::StatusCode::CANCELLED:
      return spdlog::level::debug;
    case grpc::StatusCode::UNKNOWN:
    case grpc::StatusCode::INTERNAL:
    case grpc::StatusCode::DATA_LOSS:
      return spdlog::level::warn;
    default:
      return spdlog::level::info;
  }
}

class LoggedCall final : public hooks::Interceptor {
 public:
  LoggedCall(hooks::ServerRpcInfo* info, base::Entropy* entropy, LineBudget* budget)
      : info_(info), entropy_(entropy), budget_(budget), began_(base::Uptime()) {}

  void Intercept(hooks::InterceptorBatchMethods* methods) override {
    using hooks::InterceptionHookPoints;
    if (methods->QueryInterceptionHookPoint(InterceptionHookPoints::POST_RECV_INITIAL_METADATA)) {
      Name(*methods->GetRecvInitialMetadata());
      if (!absl::StartsWith(info_->method(), kOwnServices)) info_->server_context()->TryCancel();
    }
    if (methods->QueryInterceptionHookPoint(InterceptionHookPoints::PRE_SEND_STATUS)) {
      methods->GetSendTrailingMetadata()->emplace(base::kRequestIdKey, id_);
      Log(methods->GetSendStatus());
    }
    methods->Proceed();
  }

 private:
  // gRPC keeps views of what the caller sent; those of the id are of this object, which lives as long.
  void Name(std::multimap<grpc::string_ref, grpc::string_ref>& metadata) {
    auto given = metadata.find(base::kRequestIdKey);
    if (given != metadata.end() && metadata.count(base::kRequestIdKey) == 1 &&
        base::IsRequestId({given->second.data(), given->second.size()})) {
      id_.assign(given->second.data(), given->second.size());
      return;
    }
    id_ = base::DrawRequestId(*entropy_);
    metadata.erase(base::kRequestIdKey);
    metadata.emplace(base::kRequestIdKey, id_);
  }

  void Log(const grpc::Status& status) {
    const spdlog::level::level_enum level = LevelOf(status.error_code());
    if (!spdlog::should_log(level)) return;
    const absl::Duration now = base::Uptime();
    uint64_t omitted = 0;
    if (level != spdlog::level::debug && !budget_->Take(now, omitted)) return;
    std::string more;
    if (!status.ok()) absl::StrAppend(&more, " message=", base::Quoted(status.error_message(), kMessageBytes));
    if (omitted > 0) absl::StrAppend(&more, " omitted=", omitted);
    spdlog::log(level, "call method={} caller={} code={} ms={} request={}{}", info_->method(), info_->server_context()->peer(),
                NameOf(status.error_code()), absl::ToInt64Milliseconds(now - began_), id_, more);
  }

  hooks::ServerRpcInfo* const info_;
  base::Entropy* const entropy_;
  LineBudget* const budget_;
  const absl::Duration began_;
  std::string id_;
};

class CallLogFactory final : public hooks::ServerInterceptorFactoryInterface {
 public:
  explicit CallLogFactory(base::Entropy* entropy) : entropy_(entropy) {}
  hooks::Interceptor* CreateServerInterceptor(hooks::ServerRpcInfo* info) override {
    return new LoggedCall(info, entropy_, &budget_);
  }

 private:
  base::Entropy* const entropy_;
  LineBudget budget_{kLinesOfSecond};
};

}  // namespace

bool LineBudget::Take(absl::Duration now, uint64_t& omitted) {
  base::MutexLock lock(mutex_);
  if (now - second_ >= absl::Seconds(1)) {
    second_ = now;
    taken_ = 0;
  }
  if (taken_ == of_second_) {
    ++omitted_;
    return false;
  }
  ++taken_;
  omitted = std::exchange(omitted_, 0);
  return true;
}

std::vector<std::unique_ptr<hooks::ServerInterceptorFactoryInterface>> CallLog(base::Entropy* entropy) {
  std::vector<std::unique_ptr<hooks::ServerInterceptorFactoryInterface>> log;
  log.push_back(std::make_unique<CallLogFactory>(entropy));
  return log;
}

std::string RequestIdOf(const grpc::ServerContextBase& context) {
  const auto& metadata = context.client_metadata();
  const auto id = metadata.find(base::kRequestIdKey);
  return id == metadata.end() ? "" : std::string(id->second.data(), id->second.size());
}

}  // namespace lightship::rpc
