#include "client/commands/withdrawal.h"

namespace lightship::commands {

v1::Manifest WithdrawalManifest(const WithdrawalTarget& target, v1::Withdrawal& withdrawal) {
  withdrawal.set_target(target.statement_id);
  withdrawal.set_target_index(target.index);
  v1::Manifest manifest;
  manifest.set_kind(v1::STATEMENT_KIND_WITHDRAWAL);
  manifest.set_tlp(target.manifest.tlp());
  manifest.set_exercise_status(target.manifest.exercise_status());
  manifest.set_agency(target.manifest.agency());
  manifest.set_subject(target.manifest.subject());
  if (target.manifest.kind() == v1::STATEMENT_KIND_REPORT && manifest.subject().empty()) {
    manifest.set_subject(target.statement_id);
  }
  manifest.set_audience(target.manifest.audience());
  // Whom it is released to must learn of it; nobody else need.
  if (withdrawal.has_release()) manifest.set_audience(withdrawal.release().audience());
  // Whoever got it by a release must learn of what was done later, and no name may cover these and the first audience.
  if (!withdrawal.has_release() && target.released) manifest.set_audience("all");
  if (manifest.audience() == "all" && manifest.tlp() == v1::TLP_RED) {
    manifest.set_tlp(v1::TLP_AMBER);
  }
  if (manifest.audience() != "own" && manifest.tlp() == v1::TLP_AMBER_STRICT) {
    manifest.set_tlp(v1::TLP_AMBER);
  }
  return manifest;
}

}  // namespace lightship::commands
