#include "node/app/purger.h"

#include <future>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/ledger/audit.h"
#include "node/ledger/purges.h"
#include "node/statement/open.h"
#include "node/store/rocks_salvage.h"

namespace lightship::app {
namespace {

constexpr char kErasure[] = "ERASURE";
constexpr char kAudit[] = "AUDIT";
// What hinders an erasure (a long query's snapshot, a damaged database) does not go away at once, and trying rewrites files.
constexpr absl::Duration kRetryDelay = absl::Seconds(5);

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
  ASSIGN_OR_RETURN(ledger::PendingPurges pending,
                   ledger::ReadPendingPurges(*store_, base::limits::kErasedOfAttestation));
  if (pending.purges.empty()) return absl::OkStatus();
  RETURN_IF_ERROR(Forget(pending.ranges));
  // Attesting needs the own log, which comes back from peers first; that may take long, and erasing does not wait for it.
  if (writer_->recovering()) return absl::OkStatus();
  RETURN_IF_ERROR(Commit(ledger::Attest{std::move(pending.purges)}));
  forgotten_.clear();
  return absl::OkStatus();
}

absl::Status Purger::Forget(const std::vector<store::KeyRange>& ranges) {
  std::string all;
  for (const store::KeyRange& range : ranges) {
    absl::StrAppend(&all, static_cast<int>(range.table), " ", range.first.size(), " ", range.first, range.limit);
  }
  if (all == forgotten_) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::vector<std::string> damaged, store::DamagedDatabases(data_dir_));
  if (!damaged.empty()) {
    return base::Error(absl::StatusCode::kFailedPrecondition, base::reason::kStorage,
                       absl::StrCat("a damaged database may still hold it: delete ",
                                    absl::StrJoin(damaged, ", ")));
  }
  RETURN_IF_ERROR(store_->Forget(ranges));
  forgotten_ = std::move(all);
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
  if (now < not_before_) return;
  absl::Status erased = Expire();
  if (erased.ok()) erased = Purge();
  Tell(kErasure, "erased parts may still be on this disk, or it is not attested that they are gone", erased);
  if (!writer_->recovering()) Tell(kAudit, "the audit log is not attested", AttestAudit());
}

void Purger::Tell(absl::string_view code, absl::string_view what, const absl::Status& done) {
  if (done.ok()) return warnings_->Clear(code, "");
  const absl::Time now = clock_->Now();
  not_before_ = now + kRetryDelay;
  warnings_->Raise(code, "", absl::StrCat(what, ": ", std::string(done.message())), now);
}

}  // namespace lightship::app
