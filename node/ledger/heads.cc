#include "node/ledger/heads.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/statement/address.h"

namespace lightship::ledger {

const LogHead* Heads::Find(absl::string_view origin) const {
  auto found = logs.find(origin);
  return found == logs.end() ? nullptr : found->second.get();
}

bool Heads::AllVerified() const {
  return std::all_of(logs.begin(), logs.end(), [](const auto& log) { return log.second->verified_until == log.second->size; });
}

const LogHead* Heads::OfEconomy(absl::string_view economy) const {
  const LogHead* newest = nullptr;
  uint32_t newest_epoch = 0;
  for (const auto& [name, head] : logs) {
    absl::StatusOr<statement::Origin> origin = statement::Origin::Parse(name);
    if (!origin.ok() || origin->economy != economy || origin->epoch < newest_epoch) continue;
    newest = head.get();
    newest_epoch = origin->epoch;
  }
  return newest;
}

absl::Status Heads::CheckNotRevoked(const statement::Identity& who,
                                    const crypto::Digest& key_id) const {
  const LogHead* newest = OfEconomy(who.economy);
  if (newest != nullptr && newest->keys != nullptr && newest->keys->Find(key_id) != nullptr &&
      !newest->keys->IsRevoked(key_id)) {
    return absl::OkStatus();
  }
  for (const auto& [name, head] : logs) {
    if (head->keys == nullptr || head->keys->origin().economy != who.economy) continue;
    if (!head->keys->IsRevoked(key_id)) continue;
    const trust::GrantedKey* key = head->keys->Find(key_id);
    const std::string where = key != nullptr && key->revoked_index
                                  ? head->keys->origin().At(*key->revoked_index).ToString()
                                  : absl::StrCat("an epoch before ", name);
    return base::Error(absl::StatusCode::kPermissionDenied, base::reason::kRevokedKey,
                       absl::StrCat("the key of ", who.Uri(), " was revoked by ", where));
  }
  return absl::OkStatus();
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
