#include "node/incident/index.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "node/base/mutex.h"
#include "node/base/status.h"
#include "node/incident/membership.h"
#include "node/incident/record.h"
#include "node/incident/refold.h"

namespace lightship::incident {
namespace {

// Records of an older fold that are written back with each commit, until none is left.
constexpr size_t kRewritesPerCommit = 1000;

struct Group {
  crypto::Digest incident;
  std::vector<const ledger::NewStatement*> statements;
};

// The statements of each incident, incidents in order of first appearance.
std::vector<Group> GroupByIncident(absl::Span<const ledger::NewStatement> statements) {
  std::vector<Group> groups;
  absl::flat_hash_map<crypto::Digest, size_t> at;
  for (const ledger::NewStatement& statement : statements) {
    std::optional<crypto::Digest> incident = IncidentOf(statement.id, statement.manifest);
    if (!incident.has_value()) continue;
    auto [found, added] = at.try_emplace(*incident, groups.size());
    if (added) groups.push_back({*incident, {}});
    groups[found->second].statements.push_back(&statement);
  }
  return groups;
}

}  // namespace

class IncidentIndex::Impl {
 public:
  explicit Impl(const store::Store* store) : store_(store) {}

  absl::Status Load();
  absl::Status Index(absl::Span<const ledger::NewStatement> statements, store::WriteBatch& batch);
  void Publish();
  void Discard();

  std::shared_ptr<const TableSnapshot> snapshot() const {
    base::MutexLock lock(mutex_);
    return snapshot_;
  }

 private:
  void LoadRow(Record record);
  absl::Status IndexGroup(const Group& group, store::WriteBatch& batch);
  void RewriteSome(store::WriteBatch& batch);

  const store::Store* const store_;
  IncidentTable table_;
  uint64_t next_change_ = 1;
  // Folded anew, not written back yet.
  std::map<crypto::Digest, Record> outdated_;

  // Of the batch between Index and Publish or Discard.
  std::vector<Row> pending_;
  uint64_t pending_changes_ = 0;
  std::vector<crypto::Digest> pending_rewrites_;

  mutable base::Mutex mutex_;
  std::shared_ptr<const TableSnapshot> snapshot_ ABSL_GUARDED_BY(mutex_);
};

absl::Status IncidentIndex::Impl::Load() {
  absl::Status damage;
  RETURN_IF_ERROR(store_->Scan(store::Table::kIncidents, "", "",
                               [&](absl::string_view key, absl::string_view value) {
                                 absl::StatusOr<Record> record = DecodeRecord(key, value);
                                 if (record.ok()) LoadRow(*std::move(record));
                                 damage = record.status();
                                 return damage.ok();
                               }));
  RETURN_IF_ERROR(damage);
  for (auto& [incident, record] : outdated_) {
    uint64_t changed = record.changed;
    ASSIGN_OR_RETURN(record, Refold(*store_, incident, record.members, {}));
    record.changed = changed;
    table_.Put(MakeRow(record));
  }
  Publish();
  return absl::OkStatus();
}

void IncidentIndex::Impl::LoadRow(Record record) {
  next_change_ = std::max(next_change_, record.changed + 1);
  if (record.fold_version == kFoldVersion) {
    table_.Put(MakeRow(record));
  } else {
    crypto::Digest incident = record.document.id;
    outdated_.emplace(incident, std::move(record));
  }
}

absl::Status IncidentIndex::Impl::IndexGroup(const Group& group, store::WriteBatch& batch) {
  std::string key = crypto::AsString(group.incident);
  std::vector<StatementRef> known;
  if (table_.Has(group.incident)) {
    ASSIGN_OR_RETURN(std::string stored, store_->Get(store::Table::kIncidents, key));
    ASSIGN_OR_RETURN(Record record, DecodeRecord(key, stored));
    known = std::move(record.members);
  }
  ASSIGN_OR_RETURN(Record record, Refold(*store_, group.incident, known, group.statements));
  record.changed = next_change_ + pending_changes_++;
  batch.Put(store::Table::kIncidents, std::move(key), EncodeRecord(record));
  pending_.push_back(MakeRow(record));
  return absl::OkStatus();
}

void IncidentIndex::Impl::RewriteSome(store::WriteBatch& batch) {
  for (const auto& [incident, record] : outdated_) {
    if (pending_rewrites_.size() == kRewritesPerCommit) return;
    batch.Put(store::Table::kIncidents, crypto::AsString(incident), EncodeRecord(record));
    pending_rewrites_.push_back(incident);
  }
}

absl::Status IncidentIndex::Impl::Index(absl::Span<const ledger::NewStatement> statements,
                                        store::WriteBatch& batch) {
  Discard();
  // Before the groups: where an incident is in both, its newer record must be the one that stays.
  RewriteSome(batch);
  for (const Group& group : GroupByIncident(statements)) {
    RETURN_IF_ERROR(IndexGroup(group, batch));
  }
  return absl::OkStatus();
}

void IncidentIndex::Impl::Publish() {
  for (const Row& row : pending_) {
    table_.Put(row);
    outdated_.erase(row.detail->id);
  }
  for (const crypto::Digest& incident : pending_rewrites_) outdated_.erase(incident);
  next_change_ += pending_changes_;
  Discard();
  std::shared_ptr<const TableSnapshot> snapshot = table_.Publish();
  base::MutexLock lock(mutex_);
  snapshot_ = std::move(snapshot);
}

void IncidentIndex::Impl::Discard() {
  pending_.clear();
  pending_changes_ = 0;
  pending_rewrites_.clear();
}

IncidentIndex::IncidentIndex(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
IncidentIndex::~IncidentIndex() = default;

absl::StatusOr<std::unique_ptr<IncidentIndex>> IncidentIndex::Open(const store::Store* store) {
  auto impl = std::make_unique<Impl>(store);
  RETURN_IF_ERROR(impl->Load());
  return std::unique_ptr<IncidentIndex>(new IncidentIndex(std::move(impl)));
}

absl::Status IncidentIndex::Index(absl::Span<const ledger::NewStatement> statements,
                                  store::WriteBatch& batch) {
  return impl_->Index(statements, batch);
}

void IncidentIndex::Publish() { impl_->Publish(); }
void IncidentIndex::Discard() { impl_->Discard(); }

std::shared_ptr<const TableSnapshot> IncidentIndex::snapshot() const { return impl_->snapshot(); }

}  // namespace lightship::incident
