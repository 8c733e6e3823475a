// The verb reindex: incidents, notices and contact cards derived anew from the statements held, and put in place of what is stored when
// they differ.
#include <map>
#include <memory>

#include "absl/strings/str_cat.h"
#include "lightship/storage/v1/storage.pb.h"
#include "node/app/tool/tool.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/incident/bulletin/posting_index.h"
#include "node/incident/fold.h"
#include "node/incident/index.h"
#include "node/ledger/log.h"
#include "node/statement/open.h"
#include "node/statement/roots.h"
#include "node/store/database_id.h"
#include "node/store/memory_store.h"
#include "node/store/rocks_store.h"

namespace lightship::app::tool {
namespace {

using store::Table;

constexpr Table kDerived[] = {Table::kIncidents, Table::kPostings};
constexpr size_t kStatementsAtOnce = 1000;

// The database, but for what is derived: that is made anew in memory.
class DerivedAnew final : public store::Store {
 public:
  explicit DerivedAnew(const store::Store* disk) : disk_(disk) {}
  absl::StatusOr<std::string> Get(Table table, absl::string_view key) const override { return At(table).Get(table, key); }
  absl::Status Scan(Table table, absl::string_view first, absl::string_view limit,
                    absl::FunctionRef<bool(absl::string_view, absl::string_view)> visit) const override {
    return At(table).Scan(table, first, limit, visit);
  }
  std::unique_ptr<const store::View> Snapshot() const override { return disk_->Snapshot(); }
  absl::Status Write(const store::WriteBatch& batch) override { return derived_.Write(batch); }

 private:
  const store::Store& At(Table table) const {
    return table == Table::kIncidents || table == Table::kPostings ? static_cast<const store::Store&>(derived_) : *disk_;
  }
  const store::Store* const disk_;
  store::MemoryStore derived_;
};

class Reindexing {
 public:
  Reindexing(store::Store* disk, const statement::PinnedRoots* roots) : disk_(disk), roots_(roots), anew_(disk) {}

  absl::Status Derive();
  // How many rows differ, the numbers of changes aside; and how many an earlier release has derived, which any node that starts on
  // them derives anew.
  struct Differences {
    uint64_t rows = 0, outdated = 0;
  };
  absl::StatusOr<Differences> Compare() const;
  // All in one write. Who watches has to begin anew: changes are numbered otherwise now.
  absl::Status PutInPlace();
  uint64_t statements() const { return statements_; }

 private:
  absl::Status DeriveLog(const std::string& origin, const storage::v1::LogHead& record);
  absl::Status Tell();

  store::Store* const disk_;
  const statement::PinnedRoots* const roots_;
  DerivedAnew anew_;
  std::unique_ptr<incident::IncidentIndex> incidents_;
  std::unique_ptr<incident::bulletin::PostingIndex> postings_;
  trust::AudienceBook audiences_;
  std::vector<ledger::NewStatement> told_;
  uint64_t statements_ = 0;
};

absl::Status Reindexing::Tell() {
  store::WriteBatch batch;
  RETURN_IF_ERROR(incidents_->Index(told_, batch));
  RETURN_IF_ERROR(postings_->Index(told_, batch));
  RETURN_IF_ERROR(anew_.Write(batch));
  incidents_->Publish();
  postings_->Publish();
  statements_ += told_.size();
  told_.clear();
  return absl::OkStatus();
}

absl::Status Reindexing::DeriveLog(const std::string& origin, const storage::v1::LogHead& record) {
  ASSIGN_OR_RETURN(const ledger::Log log, ledger::LoadLog(*disk_, origin, record, *roots_, audiences_));
  for (uint64_t index = 0; index < record.size(); ++index) {
    absl::StatusOr<v1::HeldEntry> held = ledger::ReadHeld(*disk_, origin, index);
    if (absl::IsNotFound(held.status())) continue;
    RETURN_IF_ERROR(held.status());
    ASSIGN_OR_RETURN(statement::OpenedEntry opened, statement::OpenEntry(held->entry()));
    ledger::NewStatement& statement = told_.emplace_back();
    statement.id = opened.statement_id;
    statement.origin = origin;
    statement.index = index;
    statement.admitted_at = opened.admitted_at;
    statement.signers = statement::SignersOf(opened.entry);
    statement.doubtful = log.keys != nullptr && log.keys->DoubtedBy(statement.signers, opened.admitted_at).has_value();
    statement.manifest = std::move(opened.manifest);
    statement.parts.assign(held->parts().begin(), held->parts().end());
    if (told_.size() >= kStatementsAtOnce) RETURN_IF_ERROR(Tell());
  }
  return absl::OkStatus();
}

absl::Status Reindexing::Derive() {
  ASSIGN_OR_RETURN(incidents_, incident::IncidentIndex::Open(&anew_));
  ASSIGN_OR_RETURN(postings_, incident::bulletin::PostingIndex::Open(&anew_));
  ASSIGN_OR_RETURN(audiences_, ledger::ReadAudienceClaims(*disk_));
  std::map<std::string, storage::v1::LogHead> logs;
  bool parsed = true;
  RETURN_IF_ERROR(disk_->Scan(Table::kHeads, "", "", [&](absl::string_view origin, absl::string_view value) {
    parsed = logs[std::string(origin)].ParseFromArray(value.data(), static_cast<int>(value.size()));
    return parsed;
  }));
  if (!parsed) return base::Error(absl::StatusCode::kDataLoss, base::reason::kStorage, "the head of a log does not parse");
  for (const auto& [origin, record] : logs) RETURN_IF_ERROR(DeriveLog(origin, record));
  return Tell();
}

// Without what depends on the order in which things came.
template <typename RowMessage>
std::string Compared(absl::string_view row) {
  RowMessage message;
  if (!message.ParseFromArray(row.data(), static_cast<int>(row.size()))) return std::string(row);
  message.clear_changed();
  return message.SerializeAsString();
}

absl::StatusOr<std::map<std::string, std::string>> RowsOf(const store::Store& store, Table table) {
  std::map<std::string, std::string> rows;
  RETURN_IF_ERROR(store.Scan(table, "", "", [&](absl::string_view key, absl::string_view value) {
    rows[std::string(key)] = table == Table::kIncidents ? Compared<storage::v1::IncidentRecord>(value)
                                                        : Compared<storage::v1::PostingRecord>(value);
    return true;
  }));
  return rows;
}

bool IsOutdated(Table table, absl::string_view row) {
  storage::v1::IncidentRecord record;
  return table == Table::kIncidents && record.ParseFromArray(row.data(), static_cast<int>(row.size())) &&
         record.fold_version() != incident::kFoldVersion;
}

absl::StatusOr<Reindexing::Differences> Reindexing::Compare() const {
  Differences differences;
  for (Table table : kDerived) {
    ASSIGN_OR_RETURN(auto stored, RowsOf(*disk_, table));
    ASSIGN_OR_RETURN(const auto fresh, RowsOf(anew_, table));
    for (const auto& [key, row] : fresh) {
      auto old = stored.find(key);
      if (old != stored.end() && IsOutdated(table, old->second)) {
        ++differences.outdated;
      } else if (old == stored.end() || old->second != row) {
        ++differences.rows;
      }
      if (old != stored.end()) stored.erase(old);
    }
    differences.rows += stored.size();
  }
  return differences;
}

absl::Status Reindexing::PutInPlace() {
  store::WriteBatch batch;
  for (Table table : kDerived) {
    RETURN_IF_ERROR(disk_->Scan(table, "", "", [&](absl::string_view key, absl::string_view) {
      batch.Delete(table, std::string(key));
      return true;
    }));
    RETURN_IF_ERROR(anew_.Scan(table, "", "", [&](absl::string_view key, absl::string_view value) {
      batch.Put(table, std::string(key), std::string(value));
      return true;
    }));
  }
  batch.Delete(Table::kMeta, std::string(store::kDatabaseKey));
  return disk_->Write(batch);
}

absl::Status Reindex(const std::string& directory, const std::string& trust, bool check) {
  // Opening to write would make a database where there is none.
  RETURN_IF_ERROR(store::ReadFormat(directory).status());
  ASSIGN_OR_RETURN(const statement::PinnedRoots roots, statement::PinnedRoots::LoadDirectory(trust));
  ASSIGN_OR_RETURN(std::unique_ptr<store::Store> disk, check ? store::OpenRocksStoreToRead(directory, store::RocksOptions())
                                                             : store::OpenRocksStore(directory, store::RocksOptions()));
  Reindexing reindexing(disk.get(), &roots);
  RETURN_IF_ERROR(reindexing.Derive());
  ASSIGN_OR_RETURN(const auto differences, reindexing.Compare());
  std::cout << reindexing.statements() << " statements; of what is derived from them, " << differences.rows
            << " rows differ from those stored, and " << differences.outdated << " are of an earlier release\n";
  if (differences.rows + (check ? 0 : differences.outdated) == 0) return absl::OkStatus();
  if (check) {
    return base::Error(absl::StatusCode::kDataLoss, base::reason::kStorage, "what is derived is not what is stored; nothing was changed");
  }
  RETURN_IF_ERROR(reindexing.PutInPlace());
  std::cout << "put in place; watches begin anew\n";
  return absl::OkStatus();
}

}  // namespace

void AddReindex(CLI::App& app, Work* work) {
  CLI::App* verb = app.add_subcommand(
      "reindex", "Derive incidents, notices and contact cards anew from the statements held, and put them in place, all in one write,\n"
                 "where they differ from what is stored. Takes as much memory as they do");
  struct Flags {
    std::string data, trust;
    bool check = false;
  };
  auto flags = std::make_shared<Flags>();
  verb->add_option("--data", flags->data, "data directory of a node that does not run")->type_name("DIR")->required();
  verb->add_option("--trust", flags->trust, "the node's trust_dir: whose keys were compromised is part of what is derived")
      ->type_name("DIR")->required();
  verb->add_flag("--check", flags->check, "change nothing; exit code 4 when anything differs");
  verb->callback([work, flags] { *work = [flags] { return Reindex(flags->data, flags->trust, flags->check); }; });
}

}  // namespace lightship::app::tool
