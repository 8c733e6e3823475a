#include "node/ledger/taken_out.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "node/base/encoding.h"
#include "node/store/schema.h"

namespace lightship::ledger {
namespace {

constexpr size_t kNumberBytes = 8;

template <typename Rows, typename Gone>
void EraseIf(Rows& rows, const Gone& gone) {
  rows.erase(std::remove_if(rows.begin(), rows.end(), gone), rows.end());
}

}  // namespace

bool TakenOut::Trim(store::Table table, absl::string_view key, std::string& value) const {
  if (table == store::Table::kActs) return TrimActs(key, value);
  if (table == store::Table::kPurges) return KeepsPurge(key);
  return table != store::Table::kMeta || KeepsAudience(key, value);
}

bool TakenOut::TrimActs(absl::string_view key, std::string& value) const {
  storage::v1::Acts acts;
  if (!acts.ParseFromString(value)) return true;
  const auto log = logs_.find(key.substr(0, key.find('\0')));
  const auto is_out = [&](uint64_t index) { return log != logs_.end() && index >= log->second.from; };
  EraseIf(*acts.mutable_acts(), [&](const storage::v1::Act& act) { return is_out(act.index()); });
  EraseIf(*acts.mutable_confirmations(), [&](const storage::v1::Confirmation& confirmation) {
    if (confirmation.has_withdrawal_index() && is_out(confirmation.withdrawal_index())) return true;
    return std::any_of(logs_.begin(), logs_.end(), [&](const auto& row) {
      return row.second.origin.economy == confirmation.economy() && confirmation.index() >= row.second.from;
    });
  });
  value = acts.SerializeAsString();
  return !value.empty();
}

bool TakenOut::KeepsPurge(absl::string_view key) const {
  const auto log = logs_.find(key.substr(0, key.find('\0')));
  if (log == logs_.end() || key.size() < log->first.size() + 1 + 2 * kNumberBytes) return true;
  return base::ReadBigEndian64(key.substr(key.size() - kNumberBytes)) < log->second.from;
}

bool TakenOut::KeepsAudience(absl::string_view key, absl::string_view value) const {
  if (!absl::StartsWith(key, store::kAudiencePrefix) || value.size() != 2 * kNumberBytes) return true;
  return std::none_of(logs_.begin(), logs_.end(), [&](const auto& row) {
    const End& end = row.second;
    return absl::StartsWith(key, absl::StrCat(store::kAudiencePrefix, end.origin.economy, "/")) &&
           base::ReadBigEndian64(value) == end.origin.epoch && base::ReadBigEndian64(value.substr(kNumberBytes)) >= end.from;
  });
}

bool ErasesFrom(const storage::v1::Acts& acts, uint64_t from) {
  return std::any_of(acts.acts().begin(), acts.acts().end(),
                     [&](const storage::v1::Act& act) { return act.has_erase() && act.index() >= from; });
}

}  // namespace lightship::ledger
