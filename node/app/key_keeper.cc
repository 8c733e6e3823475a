#include "node/app/key_keeper.h"

#include <future>
#include <string>

#include "absl/strings/str_cat.h"
#include "node/app/read_keys.h"
#include "spdlog/spdlog.h"

namespace lightship::app {
namespace {

// Of a warning about the node's own keys: those that wait.
constexpr absl::string_view kWarnedOf = "CERTIFICATE";
constexpr absl::string_view kWaiting = "waiting";

}  // namespace

absl::Status KeyKeeper::Use(const ledger::NodeKeys& keys) {
  base::MutexLock lock(using_);
  return UseNow(keys);
}

absl::Status KeyKeeper::UseNow(const ledger::NodeKeys& keys) {
  std::promise<absl::Status> answered;
  writer_->Submit(ledger::KeyChange{keys}, [&answered](const absl::StatusOr<ledger::Outcome>& done) {
    answered.set_value(done.status());
  });
  absl::Status used = answered.get_future().get();
  if (used.ok()) {
    LetGo();
  } else if (MustWait(used)) {
    base::MutexLock lock(mutex_);
    late_ = keys;
    const std::string text = absl::StrCat("keys read at the start or on SIGHUP wait to be named in the log: ",
                                          std::string(used.message()));
    if (warnings_->Raise(kWarnedOf, kWaiting, text, clock_->Now())) spdlog::warn("{}", text);
  }
  base::MutexLock lock(mutex_);
  if (used.ok() || !keys_.has_value()) keys_ = keys;
  return used;
}

void KeyKeeper::LetGo() {
  base::MutexLock lock(mutex_);
  late_.reset();
  warnings_->Clear(kWarnedOf, kWaiting);
}

void KeyKeeper::UseLate() {
  base::MutexLock one_at_a_time(using_);
  std::optional<ledger::NodeKeys> late;
  {
    base::MutexLock lock(mutex_);
    late = late_;
  }
  if (!late.has_value() || !standby_->Check().ok()) return;
  absl::Status used = UseNow(*late);
  if (used.ok() || MustWait(used)) return;
  LetGo();
  spdlog::warn("keys: {}", std::string(used.message()));
}

}  // namespace lightship::app
