// How far erasures have come: LedgerReader's part for those who asked for them.
#include <algorithm>

#include "node/base/status.h"
#include "node/ledger/purges.h"
#include "node/ledger/reader.h"
#include "node/ledger/state.h"
#include "node/statement/address.h"
#include "node/trust/disclosure.h"

namespace lightship::ledger {
namespace {

// What an erasure is judged by.
struct Case {
  const v1::Manifest& manifest;
  const storage::v1::Acts& acts;
  const trust::Disclosure& disclosure;
  const std::vector<std::string> economies;
};

bool IsNamed(const v1::Erasure& erasure, const v1::PartRef& part) {
  const auto& names = erasure.part_names();
  return names.empty() || std::find(names.begin(), names.end(), part.name()) != names.end();
}

// Fills in who has confirmed, and who is to.
void Tally(const Case& about, uint64_t withdrawal, v1::Erasure& erasure) {
  for (const std::string& economy : about.economies) {
    const auto& parts = about.manifest.parts();
    const bool asked = std::any_of(parts.begin(), parts.end(), [&](const v1::PartRef& part) {
      return IsNamed(erasure, part) && about.disclosure.MayHaveHeld(economy, part);
    });
    if (!asked) continue;
    if (IsConfirmed(about.acts, economy, withdrawal)) {
      erasure.add_confirmed(economy);
    } else {
      erasure.add_waiting_for(economy);
    }
  }
}

}  // namespace

absl::StatusOr<std::vector<v1::Erasure>> LedgerReader::ErasuresOf(
    const statement::OpenedEntry& entry, absl::string_view origin) const {
  std::vector<v1::Erasure> erasures;
  std::shared_ptr<const Heads> heads = heads_->Get();
  if (heads->audiences == nullptr) return erasures;
  ASSIGN_OR_RETURN(statement::Origin log, statement::Origin::Parse(origin));
  ASSIGN_OR_RETURN(storage::v1::Acts acts, ActsOn(origin, entry.entry.index()));
  const trust::Disclosure disclosure(*heads->audiences, entry.manifest, entry.statement_id, acts);
  const Case about{entry.manifest, acts, disclosure, roots_->Economies()};
  for (const storage::v1::Act& act : acts.acts()) {
    if (!disclosure.Erases(act)) continue;
    v1::Erasure& erasure = erasures.emplace_back();
    erasure.set_withdrawal(log.At(act.index()).ToString());
    *erasure.mutable_part_names() = act.erase().part_names();
    *erasure.mutable_asked_at() = act.admitted_at();
    Tally(about, act.index(), erasure);
  }
  if (acts.has_expired_at()) {
    v1::Erasure& erasure = erasures.emplace_back();
    *erasure.mutable_asked_at() = entry.manifest.retain_until();
    Tally(about, kByRetention, erasure);
  }
  return erasures;
}

}  // namespace lightship::ledger
