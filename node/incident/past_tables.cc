#include "node/incident/past_tables.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/incident/members.h"
#include "node/incident/record.h"
#include "node/incident/refold.h"
#include "node/incident/regroup.h"
#include "node/incident/stored_records.h"
#include "node/statement/open.h"

namespace lightship::incident {
namespace {

constexpr absl::Duration kComeBack = absl::Milliseconds(500);
// Whoever is refused and does not come back within so long has given up; a slow link takes its time.
constexpr absl::Duration kGivenUp = absl::Seconds(2);
constexpr size_t kMostWaiting = 300;

using RecordsById = std::map<crypto::Digest, Record>;

absl::StatusOr<RecordsById> ReadAll(const store::Store& store, LinkMap& links) {
  RecordsById records;
  absl::Status damage;
  RETURN_IF_ERROR(store.Scan(store::Table::kIncidents, "", "",
                             [&](absl::string_view key, absl::string_view value) {
                               absl::StatusOr<Record> record = DecodeRecord(key, value);
                               damage = record.status();
                               if (!record.ok()) return false;
                               links.Add(*record);
                               const crypto::Digest id = record->document.id;
                               records.emplace(id, *std::move(record));
                               return true;
                             }));
  RETURN_IF_ERROR(damage);
  return records;
}

class Past {
 public:
  Past(const store::Store& store, absl::Time at) : store_(store), at_(at), table_(std::make_shared<StoredRecords>(&store)) {}

  absl::StatusOr<std::shared_ptr<const TableSnapshot>> Build() {
    ASSIGN_OR_RETURN(records_, ReadAll(store_, links_));
    for (const auto& [id, record] : records_) {
      if (record.founded_at.has_value() && *record.founded_at >= at_) continue;
      if (IsUnchanged(record)) {
        ASSIGN_OR_RETURN(Record told, WithTextsOfGroup(record));
        table_.Put(MakeKeptRow(std::move(told)));
      } else {
        RETURN_IF_ERROR(Touch(record));
      }
    }
    auto before = [this](const crypto::Digest& id) { return Before(id); };
    ASSIGN_OR_RETURN(std::vector<Record> changed, Regroup(store_, links_, before, touched_));
    for (Record& record : changed) {
      record.changed = records_.at(record.document.id).changed;
      table_.Put(MakeKeptRow(record));
    }
    return table_.Publish();
  }

 private:
  bool IsOlder(const Record& record) const {
    absl::StatusOr<absl::Time> updated = statement::ToTime(record.document.summary.updated_at());
    return record.document.summary.has_updated_at() && updated.ok() && *updated < at_;
  }

  // Nothing was said of it since, nor of those that it is told with.
  bool IsUnchanged(const Record& record) const {
    if (record.fold_version != kFoldVersion || !IsOlder(record)) return false;
    if (record.group.empty()) return true;
    auto first = records_.find(record.group.front());
    return first != records_.end() && IsOlder(first->second);
  }

  // Others' records tell what else it is told from, and may change. What it is told from alone, its own will tell.
  absl::StatusOr<Record> WithTextsOfGroup(Record record) const {
    if (record.group.empty() || IsPartOfAnother(record)) return record;
    std::vector<StatementRef> members;
    for (const crypto::Digest& id : record.group) {
      const std::vector<StatementRef>& of = records_.at(id).members;
      members.insert(members.end(), of.begin(), of.end());
    }
    ASSIGN_OR_RETURN(Record together, Refold(store_, record.document.id, members, {}));
    record.document.open_text = std::move(together.document.open_text);
    record.document.restricted_text = std::move(together.document.restricted_text);
    record.document.restricted_texts = std::move(together.document.restricted_texts);
    return record;
  }

  absl::Status Touch(const Record& record) {
    std::vector<StatementRef> members;
    for (const StatementRef& member : record.members) {
      ASSIGN_OR_RETURN(ledger::NewStatement statement, LoadMember(store_, member));
      if (statement.admitted_at < at_) members.push_back(member);
    }
    if (members.empty()) return absl::OkStatus();
    const crypto::Digest& id = record.document.id;
    ASSIGN_OR_RETURN(Record own, Refold(store_, id, members, {}));
    // What was said then may have been taken back since: today's records do not tell of it.
    links_.Add(own);
    touched_.emplace(id, Touched{std::move(own), std::move(members), {}});
    return absl::OkStatus();
  }

  absl::StatusOr<std::optional<Record>> Before(const crypto::Digest& id) const {
    if (!table_.Has(id)) return std::nullopt;
    return records_.at(id);
  }

  const store::Store& store_;
  const absl::Time at_;
  LinkMap links_;
  RecordsById records_;
  TouchedIncidents touched_;
  IncidentTable table_;
};

}  // namespace

absl::StatusOr<std::shared_ptr<const TableSnapshot>> PastTables::At(absl::Time at, const TableSnapshot& now,
                                                                    absl::string_view caller) {
  {
    base::MutexLock lock(mutex_);
    if (last_ != nullptr && last_at_ == at && last_change_ == now.newest_change()) {
      Leave(caller);
      return last_;
    }
    RETURN_IF_ERROR(TakeTurn(caller));
  }
  auto made = Past(*store_, at).Build();
  base::MutexLock lock(mutex_);
  making_ = false;
  RETURN_IF_ERROR(made.status());
  last_ = *made;
  last_at_ = at;
  last_change_ = now.newest_change();
  return last_;
}

absl::Status PastTables::TakeTurn(absl::string_view caller) {
  const absl::Duration time = uptime_();
  std::erase_if(waiting_, [&](const Waiting& other) { return time - other.asked > kGivenUp; });
  if (!making_ && (waiting_.empty() || waiting_.front().caller == caller)) {
    Leave(caller);
    making_ = true;
    return absl::OkStatus();
  }
  auto own = std::find_if(waiting_.begin(), waiting_.end(),
                          [&](const Waiting& other) { return other.caller == caller; });
  if (own != waiting_.end()) {
    own->asked = time;
  } else if (waiting_.size() < kMostWaiting) {
    waiting_.push_back({std::string(caller), time});
  }
  return base::RetryLater(absl::StatusCode::kResourceExhausted, base::reason::kOverloaded,
                          "the node makes the table of one past moment at a time, and others have asked before",
                          kComeBack);
}

void PastTables::Leave(absl::string_view caller) {
  std::erase_if(waiting_, [&](const Waiting& other) { return other.caller == caller; });
}

}  // namespace lightship::incident
