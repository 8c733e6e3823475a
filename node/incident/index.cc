#include "node/incident/index.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "node/base/mutex.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/incident/kept_table.h"
#include "node/incident/membership.h"
#include "node/incident/past_tables.h"
#include "node/incident/record.h"
#include "node/incident/record_reader.h"
#include "node/incident/records.h"
#include "node/incident/refold.h"
#include "node/incident/regroup.h"
#include "node/incident/stored_records.h"
#include "node/statement/open.h"

namespace lightship::incident {
namespace {

// Records of an older fold that are written back with each commit, until none is left.
constexpr size_t kRewritesPerCommit = 1000;

struct Group {
  crypto::Digest incident;
  std::vector<const ledger::NewStatement*> statements;
};

// An incident that its first report alone tells of, as far as it is known before the commit.
struct Founded final : ledger::Derived {
  std::string stored;  // but for `changed`, as the row
  Row row;
  // Instead of `stored`, of a report that was unplaced.
  std::optional<UnplacedRecord> unplaced;
};

// An incident that a commit changes. One of both.
struct Altered {
  const Founded* founded = nullptr;
  const ledger::NewStatement* founder = nullptr;  // of `founded`
  Record record;
};

// The record of a report that has got its place, and the row with it.
std::string Place(const UnplacedRecord& unplaced, const ledger::NewStatement& report, uint64_t changed, Row& row) {
  absl::StatusOr<statement::Origin> log = statement::Origin::Parse(report.origin);
  if (log.ok()) row.address = log->At(report.index);
  row.updated_us = absl::ToUnixMicros(report.admitted_at);
  const std::string address = row.address.has_value() ? row.address->ToString() : "";
  row.detail = row.detail->Renamed(address);
  return EncodePlaced(unplaced, {report.id, report.origin, report.index, false}, address, report.admitted_at, changed);
}

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
  explicit Impl(const store::Store* store)
      : store_(store), records_(std::make_shared<StoredRecords>(&store->Written())), table_(records_), past_(&store->Written()) {}

  absl::Status Load(const Keeping& keeping);
  absl::Status Keep(const Keeping& keeping, std::string matcher) const;
  std::string TakeMatcher() { return std::exchange(kept_.matcher, {}); }
  absl::Status Index(absl::Span<const ledger::NewStatement> statements, store::WriteBatch& batch);
  std::function<void()> Settle();
  void Discard();

  std::shared_ptr<const TableSnapshot> snapshot() const {
    base::MutexLock lock(mutex_);
    return snapshot_;
  }

  absl::StatusOr<std::shared_ptr<const TableSnapshot>> At(absl::Time at, absl::string_view caller) {
    return past_.At(at, *snapshot(), caller);
  }

 private:
  std::string MomentOf(const Keeping& keeping) const;
  void LoadRow(ReadRow read);
  absl::Status FoldOutdatedAnew();
  // As it is in the store, or as it will be once the rewrites are.
  absl::StatusOr<std::optional<Record>> Before(const crypto::Digest& incident) const;
  absl::StatusOr<Touched> Touch(const Group& group) const;
  const Founded* FoundedBy(const Group& group) const;
  absl::StatusOr<std::vector<Altered>> Changed(absl::Span<const Group> groups);
  absl::Status Write(Altered change, store::WriteBatch& batch);
  void RewriteSome(store::WriteBatch& batch);
  // For the snapshots that have the row as it is, before another record takes the place of its own.
  absl::Status KeepFormer(const crypto::Digest& incident) const;

  const store::Store* const store_;  // the writer's: readers do not wait for what is being written
  const std::shared_ptr<const Records> records_;
  IncidentTable table_;
  KeptBeside kept_;
  // Folded anew, not written back yet.
  std::map<crypto::Digest, Record> outdated_;

  // Of the batch between Index and Settle or Discard.
  std::vector<Row> pending_;
  uint64_t pending_changes_ = 0;
  std::vector<crypto::Digest> pending_rewrites_;

  PastTables past_;

  mutable base::Mutex mutex_;
  std::shared_ptr<const TableSnapshot> snapshot_ ABSL_GUARDED_BY(mutex_);
};

// A table of another build may have been made by other rules.
std::string IncidentIndex::Impl::MomentOf(const Keeping& keeping) const {
  const std::string moment = store_->Moment();
  return moment.empty() || keeping.build.empty() ? "" : absl::StrCat(keeping.build, " ", kFoldVersion, " ", moment);
}

absl::Status IncidentIndex::Impl::Load(const Keeping& keeping) {
  // What is of no moment is no file's.
  if (!keeping.path.empty() && RestoreTable(keeping.path, MomentOf(keeping), table_, kept_).ok()) {
    Settle()();
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(ReadRecords(*store_, [this](std::vector<ReadRow> rows) {
    for (ReadRow& read : rows) LoadRow(std::move(read));
  }));
  RETURN_IF_ERROR(FoldOutdatedAnew());
  Settle()();
  return absl::OkStatus();
}

absl::Status IncidentIndex::Impl::Keep(const Keeping& keeping, std::string matcher) const {
  const std::string of = MomentOf(keeping);
  if (of.empty() || !outdated_.empty()) return absl::FailedPreconditionError("the table cannot be kept now");
  return KeepTable(*snapshot(), {kept_.links, kept_.next_change, std::move(matcher)}, of, keeping.path);
}

void IncidentIndex::Impl::LoadRow(ReadRow read) {
  const bool outdated = read.row.detail == nullptr;
  kept_.next_change = std::max(kept_.next_change, (outdated ? read.record->changed : read.row.changed) + 1);
  if (outdated) {
    const crypto::Digest incident = read.record->document.id;
    outdated_.emplace(incident, *std::move(read.record));
    return;
  }
  if (read.record.has_value()) kept_.links.Add(*read.record);
  table_.Put(read.row);
}

absl::Status IncidentIndex::Impl::FoldOutdatedAnew() {
  if (outdated_.empty()) return absl::OkStatus();
  TouchedIncidents touched;
  std::map<crypto::Digest, uint64_t> changed;
  for (const auto& [incident, record] : outdated_) {
    ASSIGN_OR_RETURN(Record own, Refold(*store_, incident, record.members, {}));
    kept_.links.Add(own);
    touched.emplace(incident, Touched{std::move(own), record.members, {}});
    changed[incident] = record.changed;
  }
  auto before = [this](const crypto::Digest& incident) { return Before(incident); };
  ASSIGN_OR_RETURN(std::vector<Record> records, Regroup(*store_, kept_.links, before, touched));
  for (Record& record : records) {
    const crypto::Digest incident = record.document.id;
    auto known = changed.find(incident);
    record.changed = known != changed.end() ? known->second : kept_.next_change++;
    table_.Put(MakeKeptRow(Record(record)));
    outdated_.insert_or_assign(incident, std::move(record));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::optional<Record>> IncidentIndex::Impl::Before(
    const crypto::Digest& incident) const {
  auto outdated = outdated_.find(incident);
  if (outdated != outdated_.end()) return outdated->second;
  if (!table_.Has(incident)) return std::nullopt;
  std::string key = crypto::AsString(incident);
  ASSIGN_OR_RETURN(std::string stored, store_->Get(store::Table::kIncidents, key));
  ASSIGN_OR_RETURN(Record record, DecodeRecord(key, stored));
  return record;
}

absl::StatusOr<Touched> IncidentIndex::Impl::Touch(const Group& group) const {
  Touched touched;
  touched.added = group.statements;
  ASSIGN_OR_RETURN(std::optional<Record> before, Before(group.incident));
  if (before.has_value()) touched.known = std::move(before->members);
  ASSIGN_OR_RETURN(touched.own,
                   Refold(*store_, group.incident, touched.known, group.statements));
  return touched;
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
  ASSIGN_OR_RETURN(std::vector<Altered> changes, Changed(GroupByIncident(statements)));
  for (Altered& change : changes) RETURN_IF_ERROR(Write(std::move(change), batch));
  return absl::OkStatus();
}

absl::Status IncidentIndex::Impl::Write(Altered change, store::WriteBatch& batch) {
  const uint64_t number = kept_.next_change + pending_changes_++;
  if (change.founded != nullptr) {
    Row& row = pending_.emplace_back(change.founded->row);
    std::string stored = change.founded->stored;
    if (change.founded->unplaced.has_value()) {
      stored = Place(*change.founded->unplaced, *change.founder, number, row);
    } else {
      AddChanged(number, stored);
    }
    row.changed = row.detail->changed = number;
    batch.Put(store::Table::kIncidents, crypto::AsString(row.detail->id), std::move(stored));
    return absl::OkStatus();
  }
  change.record.changed = number;
  RETURN_IF_ERROR(KeepFormer(change.record.document.id));
  batch.Put(store::Table::kIncidents, crypto::AsString(change.record.document.id), EncodeRecord(change.record));
  pending_.push_back(MakeRow(std::move(change.record)));
  return absl::OkStatus();
}

absl::Status IncidentIndex::Impl::KeepFormer(const crypto::Digest& incident) const {
  const RowDetail* row = table_.Find(incident);
  if (row == nullptr || row->kept() != nullptr) return absl::OkStatus();
  const StoredRecords newest(store_);
  ASSIGN_OR_RETURN(std::string former, newest.Read(incident));
  // A damaged part holds up no commit, but whoever looks for its words in an older snapshot.
  if (const auto texts = TextsOf(*row, &newest); texts.ok()) AddTexts((*texts)->open, (*texts)->restricted, former);
  row->Keep(std::move(former));
  records_->recent().Forget(incident);
  return absl::OkStatus();
}

// Null when more than its first report tells of the incident, or nothing was worked out ahead of what does.
const Founded* IncidentIndex::Impl::FoundedBy(const Group& group) const {
  const ledger::NewStatement& first = *group.statements.front();
  if (group.statements.size() > 1 || first.doubtful || table_.Has(group.incident)) return nullptr;
  return dynamic_cast<const Founded*>(first.derived.get());
}

// Those that the groups touch, in their order, then what changes with them.
absl::StatusOr<std::vector<Altered>> IncidentIndex::Impl::Changed(absl::Span<const Group> groups) {
  std::vector<Touched> touched(groups.size());
  std::vector<Altered> changes(groups.size());
  for (size_t i = 0; i < groups.size(); ++i) {
    changes[i].founded = FoundedBy(groups[i]);
    changes[i].founder = groups[i].statements.front();
    if (changes[i].founded != nullptr) continue;
    ASSIGN_OR_RETURN(touched[i], Touch(groups[i]));
    kept_.links.Add(touched[i].own);
  }
  TouchedIncidents linked;
  absl::flat_hash_map<crypto::Digest, size_t> place;
  for (size_t i = 0; i < groups.size(); ++i) {
    // Told alone, as nearly all are, for want of any word about it and another.
    const bool alone = kept_.links.Of(groups[i].incident).empty();
    if (alone) {
      changes[i].record = std::move(touched[i].own);
    } else {
      if (std::exchange(changes[i].founded, nullptr) != nullptr) {
        ASSIGN_OR_RETURN(touched[i], Touch(groups[i]));
      }
      place.emplace(groups[i].incident, i);
      linked.emplace(groups[i].incident, std::move(touched[i]));
    }
  }
  if (linked.empty()) return changes;
  auto before = [this](const crypto::Digest& incident) { return Before(incident); };
  ASSIGN_OR_RETURN(std::vector<Record> regrouped, Regroup(*store_, kept_.links, before, linked));
  for (Record& record : regrouped) {
    auto found = place.find(record.document.id);
    if (found == place.end()) {
      changes.push_back({nullptr, nullptr, std::move(record)});
    } else {
      changes[found->second].record = std::move(record);
    }
  }
  return changes;
}

std::function<void()> IncidentIndex::Impl::Settle() {
  for (const Row& row : pending_) {
    table_.Put(row);
    outdated_.erase(row.detail->id);
  }
  for (const crypto::Digest& incident : pending_rewrites_) outdated_.erase(incident);
  kept_.next_change += pending_changes_;
  Discard();
  return [this, snapshot = table_.Publish()] {
    base::MutexLock lock(mutex_);
    snapshot_ = snapshot;
  };
}

void IncidentIndex::Impl::Discard() {
  pending_.clear();
  pending_changes_ = 0;
  pending_rewrites_.clear();
}

IncidentIndex::IncidentIndex(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
IncidentIndex::~IncidentIndex() = default;

absl::StatusOr<std::unique_ptr<IncidentIndex>> IncidentIndex::Open(const store::Store* store, const Keeping& keeping) {
  auto impl = std::make_unique<Impl>(store);
  RETURN_IF_ERROR(impl->Load(keeping));
  return std::unique_ptr<IncidentIndex>(new IncidentIndex(std::move(impl)));
}

std::shared_ptr<const ledger::Derived> IncidentIndex::Derive(const ledger::NewStatement& statement) const {
  if (!Founds(statement.id, statement.id, statement.manifest)) return nullptr;
  const ledger::NewStatement* const alone = &statement;
  Record record = RecordOf(statement.id, {&alone, 1});
  // What it says of other incidents, should a release ever read that of a report, is the writer's.
  if (!record.verdicts.empty()) return nullptr;
  auto founded = std::make_shared<Founded>();
  if (statement.index != ledger::NewStatement::kUnplaced) {
    founded->stored = EncodeRecord(record);
  } else if (record.document.summary.restricted().empty() && record.document.restricted_texts.empty()) {
    founded->unplaced = EncodeUnplaced(record);
  } else {
    return nullptr;  // these name the place too
  }
  founded->row = MakeRow(std::move(record));
  return founded;
}

absl::Status IncidentIndex::Index(absl::Span<const ledger::NewStatement> statements,
                                  store::WriteBatch& batch) {
  return impl_->Index(statements, batch);
}

absl::Status IncidentIndex::Keep(const Keeping& keeping, std::string matcher) const { return impl_->Keep(keeping, std::move(matcher)); }
std::string IncidentIndex::TakeMatcher() { return impl_->TakeMatcher(); }
std::function<void()> IncidentIndex::Settle() { return impl_->Settle(); }
void IncidentIndex::Discard() { impl_->Discard(); }

std::shared_ptr<const TableSnapshot> IncidentIndex::snapshot() const { return impl_->snapshot(); }

absl::StatusOr<std::shared_ptr<const TableSnapshot>> IncidentIndex::SnapshotFor(
    const v1::IncidentFilter& filter, absl::string_view caller) const {
  if (!filter.has_known_at()) return snapshot();
  absl::StatusOr<absl::Time> at = statement::ToTime(filter.known_at());
  if (at.ok()) return impl_->At(*at, caller);
  return base::InvalidFields(base::reason::kInvalidFilter,
                             {{"filter.known_at", std::string(at.status().message())}});
}

}  // namespace lightship::incident
