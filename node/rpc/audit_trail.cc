#include "node/rpc/audit_trail.h"

#include <set>
#include <utility>

#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/ledger/audit.h"
#include "node/rpc/pool_call.h"
#include "node/rpc/status_map.h"
#include "node/statement/open.h"

namespace lightship::rpc {
namespace {

void AddRead(v1::AuditedRead read, Reads& reads) {
  if (read.part_names_size() > 0) reads.push_back(std::move(read));
}

}  // namespace

Reads ReadsOf(const v1::GetIncidentResponse& incident) {
  Reads reads;
  std::set<absl::string_view> told;
  for (const v1::IncidentStatement& statement : incident.statements()) {
    std::vector<absl::string_view> shown;
    for (const v1::PartRef& part : statement.manifest().parts()) {
      bool withheld = false;
      for (const v1::WithheldPart& absent : statement.withheld()) {
        withheld = withheld || absent.name() == part.name();
      }
      if (!withheld) shown.push_back(part.name());
    }
    AddRead(ledger::RestrictedAmong(statement.address(), statement.manifest(), shown), reads);
    told.insert(statement.address());
  }
  // Verdicts on it that were given under other incidents.
  for (const v1::AuditedRead& read : incident.summary().restricted()) {
    if (!told.contains(read.address())) reads.push_back(read);
  }
  return reads;
}

Reads ReadsOf(const v1::HeldEntry& entry, absl::string_view address) {
  Reads reads;
  absl::StatusOr<statement::OpenedEntry> opened = statement::OpenEntry(entry.entry());
  if (!opened.ok()) return reads;
  std::vector<absl::string_view> shown;
  for (const v1::Part& part : entry.parts()) shown.push_back(part.name());
  AddRead(ledger::RestrictedAmong(address, opened->manifest, shown), reads);
  return reads;
}

void AddReadsOf(const v1::IncidentSummary& summary, Reads& reads) {
  reads.insert(reads.end(), summary.restricted().begin(), summary.restricted().end());
}

void AuditTrail::Record(const statement::Identity& reader, absl::string_view method, Reads reads,
                        std::function<void(absl::Status)> done) const {
  if (reads.empty()) return done(absl::OkStatus());
  ledger::Audit audit;
  *audit.record.mutable_at() = statement::ToTimestamp(clock_->Now());
  audit.record.set_reader(reader.Uri());
  audit.record.set_method(std::string(method));
  audit.record.mutable_reads()->Assign(reads.begin(), reads.end());
  writer_->Submit(std::move(audit), [this, done = std::move(done)](
                                        const absl::StatusOr<ledger::Outcome>& outcome) {
    // The writer's next commits wait for this.
    pool_->Post([done, status = outcome.status()] { done(status); });
  });
}

grpc::ServerUnaryReactor* AuditTrail::Call(grpc::CallbackServerContext& context,
                                           absl::string_view method,
                                           const absl::StatusOr<statement::Identity>& reader,
                                           std::function<absl::StatusOr<Reads>()> work) const {
  return StartOnPool(context, *pool_, reader,
                     [this, name = std::string(method), who = reader.value_or(statement::Identity()),
                      work = std::move(work)](grpc::ServerUnaryReactor* reactor) {
                       absl::StatusOr<Reads> reads = work();
                       if (!reads.ok()) return reactor->Finish(ToGrpc(reads.status()));
                       Record(who, name, *std::move(reads), [reactor](const absl::Status& recorded) {
                         reactor->Finish(ToGrpc(recorded));
                       });
                     });
}

}  // namespace lightship::rpc
