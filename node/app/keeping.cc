#include "node/app/keeping.h"

#include "node/app/awaiting.h"

namespace lightship::app {
namespace {

// Looking at a clock and at the disk's figures costs nothing.
constexpr absl::Duration kKeepEvery = absl::Seconds(1);

}  // namespace

Keeping::Keeping(const config::v1::NodeConfig& config, const base::Clock* clock, rpc::WarningBoard* warnings)
    : backup_(config.backup()),
      data_dir_(config.data_dir()),
      clock_(clock),
      warnings_(warnings),
      room_(config.disk().stop_admitting_bytes(), config.disk().stop_copying_bytes()),
      disk_watch_(config.data_dir(), FreeBytesOf, &room_, clock, warnings),
      for_disk_(clock),
      for_backups_(clock),
      for_erasures_(clock) {}

void Keeping::Start(const std::string& own_origin, store::Store* store, const ledger::HeadsBoard* heads, ledger::Writer* writer,
                    const ledger::Standby* standby, const Policy* policy) {
  disk_watch_.Look();
  for_disk_.Add(kKeepEvery, [this, policy] {
    const auto now = policy->Get();
    room_.SetMarks(now->disk().stop_admitting_bytes(), now->disk().stop_copying_bytes());
    disk_watch_.Look();
  });
  for_disk_.Start();
  backups_ = std::make_unique<BackupKeeper>(BackupKeeper::World{own_origin, backup_, data_dir_, &room_, store, heads, clock_, warnings_});
  for_backups_.Add(kKeepEvery, [this, policy] {
    backups_->SetPace(policy->Get()->backup());
    backups_->Run();
  });
  for_backups_.Start();
  const auto attest_audit_every = [policy] { return absl::Seconds(policy->Get()->care().attest_audit_every_s()); };
  purger_ = std::make_unique<Purger>(data_dir_, store, writer, standby, clock_, warnings_, attest_audit_every(),
                                     [this](const Purger::Work& work) { return backups_->BetweenBackups(work); },
                                     [this] { return backups_->Renew(); });
  for_erasures_.Add(kKeepEvery, [this, attest_audit_every] {
    purger_->SetAttestAuditEvery(attest_audit_every());
    purger_->Run();
  });
  for_erasures_.Start();
}

void Keeping::RequestStop() {
  if (backups_ != nullptr) backups_->Stop();
  for_backups_.RequestStop();
  for_erasures_.RequestStop();
  for_disk_.RequestStop();
}

void Keeping::Stop() {
  RequestStop();
  AwaitEnd("a backup", [this] { for_backups_.Stop(); });
  AwaitEnd("an erasure", [this] { for_erasures_.Stop(); });
  AwaitEnd("a look at the disk", [this] { for_disk_.Stop(); });
}

}  // namespace lightship::app
