#include "node/rpc/warning_board.h"

#include <algorithm>

#include "node/statement/open.h"

namespace lightship::rpc {

bool WarningBoard::Raise(absl::string_view code, absl::string_view subject, absl::string_view text,
                         absl::Time now) {
  base::MutexLock lock(mutex_);
  v1::Warning& warning = warnings_[{std::string(code), std::string(subject)}];
  if (warning.text() == text) return false;
  if (warning.code().empty()) *warning.mutable_since() = statement::ToTimestamp(now);
  warning.set_code(std::string(code));
  warning.set_subject(std::string(subject));
  warning.set_text(std::string(text));
  return true;
}

void WarningBoard::Clear(absl::string_view code, absl::string_view subject) {
  base::MutexLock lock(mutex_);
  warnings_.erase({std::string(code), std::string(subject)});
}

std::vector<v1::Warning> WarningBoard::All() const {
  std::vector<v1::Warning> all;
  {
    base::MutexLock lock(mutex_);
    for (const auto& [key, warning] : warnings_) all.push_back(warning);
  }
  std::stable_sort(all.begin(), all.end(), [](const v1::Warning& a, const v1::Warning& b) {
    return std::pair(a.since().seconds(), a.since().nanos()) <
           std::pair(b.since().seconds(), b.since().nanos());
  });
  return all;
}

}  // namespace lightship::rpc
