#include "node/ledger/heads.h"

#include <utility>

#include "node/statement/address.h"

namespace lightship::ledger {

const LogHead* Heads::Find(absl::string_view origin) const {
  auto found = logs.find(origin);
  return found == logs.end() ? nullptr : &found->second;
}

const LogHead* Heads::OfEconomy(absl::string_view economy) const {
  const LogHead* newest = nullptr;
  uint32_t newest_epoch = 0;
  for (const auto& [name, head] : logs) {
    absl::StatusOr<statement::Origin> origin = statement::Origin::Parse(name);
    if (!origin.ok() || origin->economy != economy || origin->epoch < newest_epoch) continue;
    newest = &head;
    newest_epoch = origin->epoch;
  }
  return newest;
}

std::shared_ptr<const Heads> HeadsBoard::Get() const {
  base::MutexLock lock(mutex_);
  return heads_;
}

void HeadsBoard::Set(std::shared_ptr<const Heads> heads) {
  base::MutexLock lock(mutex_);
  heads_ = std::move(heads);
}

}  // namespace lightship::ledger
