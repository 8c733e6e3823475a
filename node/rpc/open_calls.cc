#include "node/rpc/open_calls.h"

#include "absl/strings/str_cat.h"
#include "node/base/status.h"

namespace lightship::rpc {

absl::Status OpenCalls::Open(absl::string_view caller) {
  base::MutexLock lock(mutex_);
  const size_t of_caller = OfCaller(caller);
  if (open_ < kind_.most && of_caller < kind_.most_of_caller) {
    ++open_;
    of_caller_[std::string(caller)] = of_caller + 1;
    return absl::OkStatus();
  }
  const std::string why =
      open_ >= kind_.most
          ? absl::StrCat("as many ", kind_.name, " as this node allows are open: ", kind_.most)
          : absl::StrCat(caller, " has as many ", kind_.name, " open as one caller may: ",
                         kind_.most_of_caller);
  return base::RetryLater(absl::StatusCode::kResourceExhausted, kind_.reason, why, kind_.retry);
}

void OpenCalls::Close(absl::string_view caller) {
  base::MutexLock lock(mutex_);
  --open_;
  const auto own = of_caller_.find(caller);
  if (--own->second == 0) of_caller_.erase(own);
}

size_t OpenCalls::open() const {
  base::MutexLock lock(mutex_);
  return open_;
}

size_t OpenCalls::OfCaller(absl::string_view caller) const {
  const auto own = of_caller_.find(caller);
  return own == of_caller_.end() ? 0 : own->second;
}

}  // namespace lightship::rpc
