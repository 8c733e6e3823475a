#include "node/app/purger.h"

#include <future>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/ledger/audit.h"
#include "node/statement/open.h"
#include "node/store/rocks_salvage.h"

namespace lightship::app {
namespace {

constexpr char kErasure[] = "ERASURE";
constexpr char kAudit[] = "AUDIT";
// What hinders an erasure (a long query's snapshot, a damaged database) does not go away at once, and trying rewrites files.
constexpr absl::Duration kPurgeAgain = absl::Seconds(5);

}  // namespace

absl::Status Purger::Commit(ledger::Operation operation) {
  std::promise<absl::Status> done;
  writer_->Submit(std::move(operation), [&done](const absl::StatusOr<ledger::Outcome>& outcome) {
    done.set_value(outcome.status());
  });
  return done.get_future().get();
}

absl::Status Purger::Expire() {
  ASSIGN_OR_RETURN(std::vector<std::string> due,
                   ledger::DueRetention(*store_, clock_->Now(), 1));
  return due.empty() ? absl::OkStatus() : Commit(ledger::Expire());
}

absl::Status Purger::Purge() {
  RETURN_IF_ERROR(Forget());
  if (in_backups_) RETURN_IF_ERROR(renew_backups_());
  in_backups_ = false;
  // Attesting waits until the own log may be added to, which may take long; erasing does not wait for it.
  if (forgotten_.empty() || !standby_->Check().ok()) return absl::OkStatus();
  ledger::Attest attest;
  auto next = forgotten_.begin();
  for (; next != forgotten_.end() && attest.purges.size() < base::limits::kErasedOfAttestation; ++next) {
    attest.purges.push_back(next->second);
  }
  RETURN_IF_ERROR(Commit(std::move(attest)));
  forgotten_.erase(forgotten_.begin(), next);
  return absl::OkStatus();
}

absl::Status Purger::Forget() {
  ASSIGN_OR_RETURN(ledger::PendingPurges pending,
                   ledger::ReadPendingPurges(*store_, base::limits::kErasedOfAttestation, forgotten_));
  if (pending.purges.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::vector<std::string> damaged, store::DamagedDatabases(data_dir_));
  if (!damaged.empty()) {
    return base::Error(absl::StatusCode::kFailedPrecondition, base::reason::kStorage,
                       absl::StrCat("a damaged database, or one that was moved aside, may still hold it: delete ",
                                    absl::StrJoin(damaged, ", ")));
  }
  RETURN_IF_ERROR(between_backups_([&] { return store_->Forget(pending.ranges); }));
  forgotten_.merge(pending.purges);
  in_backups_ = true;
  return absl::OkStatus();
}

absl::Status Purger::AttestAudit() {
  ASSIGN_OR_RETURN(storage::v1::AuditState audit, ledger::ReadAuditState(*store_));
  if (audit.size() == audit.attested_size()) return absl::OkStatus();
  ASSIGN_OR_RETURN(absl::Time last, statement::ToTime(audit.attested_at()));
  if (clock_->Now() < last + attest_audit_every_) return absl::OkStatus();
  return Commit(ledger::Attest{{}, true});
}

void Purger::Run() {
  const absl::Time now = clock_->Now();
  // The clock may be set back.
  if (now < not_before_ && not_before_ - now <= kPurgeAgain) return;
  absl::Status erased = Expire();
  if (erased.ok()) erased = Purge();
  Tell(kErasure, "erased parts may still be on this disk, or it is not attested that they are gone", erased);
  if (standby_->Check().ok()) Tell(kAudit, "the audit log is not attested", AttestAudit());
}

void Purger::Tell(absl::string_view code, absl::string_view what, const absl::Status& done) {
  if (done.ok()) return warnings_->Clear(code, "");
  const absl::Time now = clock_->Now();
  not_before_ = now + kPurgeAgain;
  warnings_->Raise(code, "", absl::StrCat(what, ": ", std::string(done.message())), now);
}

}  // namespace lightship::app
