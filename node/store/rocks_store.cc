#include "node/store/rocks_store.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "node/base/mutex.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/store/format.h"
#include "node/store/rocks_database.h"
#include "node/store/rocks_log.h"
#include "node/store/schema.h"
#include "node/store/wal_space.h"
#include "rocksdb/cache.h"
#include "rocksdb/db.h"
#include "rocksdb/filter_policy.h"
#include "rocksdb/listener.h"
#include "rocksdb/merge_operator.h"
#include "rocksdb/options.h"
#include "rocksdb/slice_transform.h"
#include "rocksdb/sst_file_reader.h"
#include "rocksdb/table.h"
#include "rocksdb/write_batch.h"

namespace lightship::store {
namespace {

// Of all tables together; each takes a megabyte at a time.
constexpr size_t kUnflushedLeastBytes = 32 << 20;

constexpr std::array<const char*, kTables> kFamilyNames = {
    "default", "heads", "entries", "parts", "tiles", "checkpoints", "statements", "incidents", "stubs",
    "acts", "purges", "evidence", "blobs", "blob_refs", "audit", "retention", "postings"};

rocksdb::Slice ToSlice(absl::string_view bytes) { return {bytes.data(), bytes.size()}; }
absl::string_view ToView(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }

// Table kTiles' Append: the value is all operands in order.
class Concatenate final : public rocksdb::AssociativeMergeOperator {
 public:
  bool Merge(const rocksdb::Slice&, const rocksdb::Slice* existing, const rocksdb::Slice& value,
             std::string* result, rocksdb::Logger*) const override {
    result->clear();
    if (existing != nullptr) result->append(existing->data(), existing->size());
    result->append(value.data(), value.size());
    return true;
  }
  const char* Name() const override { return "lightship.concatenate"; }
};

// RocksDB goes on by itself once a full disk has space again, over writes that it has answered with an error. Here it stays as it is
// until it is opened anew.
class NoResumption final : public rocksdb::EventListener {
 public:
  void OnErrorRecoveryBegin(rocksdb::BackgroundErrorReason, rocksdb::Status, bool* automatically) override {
    *automatically = false;
  }
};

class RocksStore final : public Store {
 public:
  RocksStore(std::unique_ptr<rocksdb::DB> db, std::vector<rocksdb::ColumnFamilyHandle*> families,
             const RocksOptions& options, std::shared_ptr<rocksdb::Env> env)
      : env_(std::move(env)), db_(std::move(db)), families_(std::move(families)), on_damage_(options.on_damage) {}

  ~RocksStore() override {
    for (rocksdb::ColumnFamilyHandle* family : families_) {
      static_cast<void>(db_->DestroyColumnFamilyHandle(family));
    }
  }

  absl::StatusOr<std::string> Get(Table table, absl::string_view key) const override {
    return GetAt(rocksdb::ReadOptions(), table, key);
  }
  absl::Status Scan(
      Table table, absl::string_view first, absl::string_view limit,
      absl::FunctionRef<bool(absl::string_view, absl::string_view)> visit) const override {
    return ScanAt(rocksdb::ReadOptions(), table, first, limit, visit);
  }
  std::unique_ptr<const View> Snapshot() const override;

  rocksdb::DB* db() const { return db_.get(); }

  absl::StatusOr<std::string> GetAt(const rocksdb::ReadOptions& options, Table table,
                                    absl::string_view key) const {
    rocksdb::PinnableSlice value;
    rocksdb::Status status = db_->Get(options, Family(table), ToSlice(key), &value);
    if (status.IsNotFound()) {
      return base::Error(absl::StatusCode::kNotFound, base::reason::kNotFound, "no such key");
    }
    RETURN_IF_ERROR(Noticed(ToStatus(status, absl::StrCat("reading ", NameOf(table)))));
    return std::string(ToView(value));
  }

  absl::Status ScanAt(
      rocksdb::ReadOptions options, Table table, absl::string_view first, absl::string_view limit,
      absl::FunctionRef<bool(absl::string_view, absl::string_view)> visit) const {
    rocksdb::Slice upper = ToSlice(limit);
    if (!limit.empty()) options.iterate_upper_bound = &upper;
    std::unique_ptr<rocksdb::Iterator> rows(db_->NewIterator(options, Family(table)));
    for (rows->Seek(ToSlice(first)); rows->Valid(); rows->Next()) {
      if (!visit(ToView(rows->key()), ToView(rows->value()))) break;
    }
    return Noticed(ToStatus(rows->status(), absl::StrCat("reading ", NameOf(table))));
  }

  std::vector<std::string> Files() const override {
    std::vector<rocksdb::LiveFileMetaData> live;
    db_->GetLiveFilesMetaData(&live);
    std::vector<std::string> files;
    for (const rocksdb::LiveFileMetaData& file : live) {
      files.push_back(absl::StrCat(file.relative_filename, " (", file.column_family_name, ")"));
    }
    return files;
  }

  // Sequence numbers only grow, and what another database has under the same number has another id.
  std::string Moment() const override {
    std::string id;
    if (!db_->GetDbIdentity(id).ok()) return "";
    return absl::StrCat(id, " ", db_->GetLatestSequenceNumber());
  }

  Figures Measure() const override {
    Figures figures;
    std::vector<rocksdb::LiveFileMetaData> live;
    db_->GetLiveFilesMetaData(&live);
    figures.files = live.size();
    for (const rocksdb::LiveFileMetaData& file : live) figures.file_bytes += file.size;
    using Properties = rocksdb::DB::Properties;
    db_->GetAggregatedIntProperty(Properties::kCurSizeAllMemTables, &figures.unwritten_bytes);
    db_->GetAggregatedIntProperty(Properties::kEstimatePendingCompactionBytes, &figures.compaction_bytes);
    // One cache for all tables.
    db_->GetIntProperty(Properties::kBlockCacheUsage, &figures.cache_bytes);
    return figures;
  }

  // Not through the database: its cache may hold what the disk no longer gives.
  absl::Status CheckFile(const std::string& file) const override {
    const std::string path = absl::StrCat(db_->GetName(), "/", file.substr(0, file.find(' ')));
    rocksdb::BlockBasedTableOptions blocks;
    blocks.no_block_cache = true;
    rocksdb::Options options;
    options.env = db_->GetEnv();
    options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(blocks));
    options.merge_operator = std::make_shared<Concatenate>();
    rocksdb::SstFileReader reader(options);
    rocksdb::Status status = reader.Open(path);
    if (status.ok()) status = reader.VerifyChecksum(rocksdb::ReadOptions());
    if (status.IsPathNotFound()) return absl::OkStatus();
    return Noticed(ToStatus(status, file));
  }

  absl::Status Forget(const std::vector<KeyRange>& ranges) override {
    if (failed_.load()) return NotAfterFailure();
    base::MutexLock lock(forgetting_);
    return Noticed(ForgetRanges(*db_, families_, ranges));
  }

  void StopForgetting() override { db_->DisableManualCompaction(); }

  void Distrust(const absl::Status& why) const override { Noticed(why).IgnoreError(); }

  absl::Status Write(const WriteBatch& batch) override {
    if (failed_.load()) return NotAfterFailure();
    rocksdb::WriteBatch rocks(batch.Bytes());
    rocksdb::Status added;
    for (const WriteBatch::Change* change : batch.ByKey()) {
      added = Add(*change, rocks);
      if (!added.ok()) break;
    }
    rocksdb::WriteOptions options;
    options.sync = true;
    absl::Status written = ToStatus(added.ok() ? db_->Write(options, &rocks) : added, "writing");
    if (!written.ok()) failed_.store(true);
    return written;
  }

 private:
  friend class RocksSnapshot;

  static absl::Status NotAfterFailure() {
    return base::Error(absl::StatusCode::kUnavailable, base::reason::kStorage,
                       "an earlier write failed; restart the node once the disk is sound");
  }

  static const char* NameOf(Table table) { return kFamilyNames[static_cast<size_t>(table)]; }

  // Passes the status on, and tells of damage.
  absl::Status Noticed(absl::Status status) const {
    if (absl::IsDataLoss(status) && on_damage_) on_damage_(status.message());
    return status;
  }

  rocksdb::ColumnFamilyHandle* Family(Table table) const {
    return families_[static_cast<size_t>(table)];
  }

  rocksdb::Status Add(const WriteBatch::Change& change, rocksdb::WriteBatch& rocks) const {
    rocksdb::ColumnFamilyHandle* family = Family(change.table);
    switch (change.op) {
      case WriteBatch::Op::kPut:
        return rocks.Put(family, change.key, change.value);
      case WriteBatch::Op::kAppend:
        return rocks.Merge(family, change.key, change.value);
      case WriteBatch::Op::kDelete:
        return rocks.Delete(family, change.key);
    }
    return rocksdb::Status::NotSupported("unknown change");
  }

  const std::shared_ptr<rocksdb::Env> env_;  // of a database that has one of its own
  std::unique_ptr<rocksdb::DB> db_;
  std::vector<rocksdb::ColumnFamilyHandle*> families_;
  const std::function<void(absl::string_view)> on_damage_;
  std::atomic<bool> failed_{false};
  base::Mutex forgetting_;  // no data: ranges are forgotten one call after another
};

class RocksSnapshot final : public View {
 public:
  explicit RocksSnapshot(const RocksStore* store) : store_(store) {
    options_.snapshot = store_->db_->GetSnapshot();
  }
  ~RocksSnapshot() override { store_->db_->ReleaseSnapshot(options_.snapshot); }

  absl::StatusOr<std::string> Get(Table table, absl::string_view key) const override {
    return store_->GetAt(options_, table, key);
  }
  absl::Status Scan(
      Table table, absl::string_view first, absl::string_view limit,
      absl::FunctionRef<bool(absl::string_view, absl::string_view)> visit) const override {
    return store_->ScanAt(options_, table, first, limit, visit);
  }

 private:
  const RocksStore* const store_;
  rocksdb::ReadOptions options_;
};

std::unique_ptr<const View> RocksStore::Snapshot() const {
  return std::make_unique<RocksSnapshot>(this);
}

absl::Status MakeDatabaseDirectory(const std::string& directory) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (error) {
    return base::Error(absl::StatusCode::kFailedPrecondition, base::reason::kStorage,
                       absl::StrCat("cannot create data directory ", directory, ": ", error.message()));
  }
  if (chmod(directory.c_str(), 0700) != 0) {
    return base::Error(absl::StatusCode::kFailedPrecondition, base::reason::kStorage,
                       absl::StrCat("cannot make ", directory, " private (chmod 0700)"));
  }
  return absl::OkStatus();
}

// Before the database is opened, which rewrites its files and takes tables that this release does not know for damage. What
// cannot be read here is left to the opening. The table of the format is the one that RocksDB opens by default.
absl::Status RefuseOtherFormat(const std::string& directory, rocksdb::Env* env) {
  rocksdb::Options read;
  read.env = env;
  rocksdb::DB* opened = nullptr;
  if (!rocksdb::DB::OpenForReadOnly(read, directory, &opened).ok()) return absl::OkStatus();
  const std::unique_ptr<rocksdb::DB> meta(opened);
  std::string version;
  if (!meta->Get(rocksdb::ReadOptions(), ToSlice(kFormatKey), &version).ok()) return absl::OkStatus();
  absl::StatusOr<uint64_t> found = ParseFormat(version, directory);
  return found.ok() ? CheckFormat(*found, directory, FormatSteps(), kFormatVersion) : absl::OkStatus();
}

// Brings the database to this release's format; a new one is of it.
absl::Status SettleFormat(Store& store, const std::string& directory) {
  absl::StatusOr<std::string> version = store.Get(Table::kMeta, kFormatKey);
  if (absl::IsNotFound(version.status())) return WriteFormat(store, kFormatVersion);
  RETURN_IF_ERROR(version.status());
  ASSIGN_OR_RETURN(const uint64_t found, ParseFormat(*version, directory));
  RETURN_IF_ERROR(CheckFormat(found, directory, FormatSteps(), kFormatVersion));
  return TakeFormatSteps(store, found, FormatSteps(), kFormatVersion);
}

absl::Status InUse(const std::string& directory) {
  return base::Error(absl::StatusCode::kFailedPrecondition, base::reason::kDataDirInUse,
                     absl::StrCat("data directory ", directory, " is in use by another lightshipd"));
}

// RocksDB locks the directory after it has begun to write its log: whoever is refused would move the log of who has it.
absl::Status RefuseInUse(rocksdb::Env& env, const std::string& directory) {
  rocksdb::FileLock* lock = nullptr;
  if (!env.LockFile(directory + "/LOCK", &lock).ok()) return InUse(directory);
  return ToStatus(env.UnlockFile(lock), absl::StrCat("unlocking ", directory));
}

}  // namespace

absl::Status ToStatus(const rocksdb::Status& status, absl::string_view doing) {
  if (status.ok()) return absl::OkStatus();
  absl::StatusCode code =
      status.IsCorruption() ? absl::StatusCode::kDataLoss : absl::StatusCode::kUnavailable;
  return base::Error(code, base::reason::kStorage, absl::StrCat(doing, ": ", status.ToString()));
}

std::vector<rocksdb::ColumnFamilyDescriptor> Families(const RocksOptions& options) {
  rocksdb::BlockBasedTableOptions blocks;
  blocks.block_cache = rocksdb::NewLRUCache(options.cache_bytes);
  blocks.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  blocks.index_block_restart_interval = 16;  // keys in an index, too, are told by what sets them apart from the one before
  rocksdb::ColumnFamilyOptions family;
  family.compression = rocksdb::kLZ4Compression;
  family.merge_operator = std::make_shared<Concatenate>();
  // One hint for all keys: with it, a key is looked for from where the last one went, not from the beginning (WriteBatch::ByKey).
  family.memtable_insert_with_hint_prefix_extractor.reset(rocksdb::NewCappedPrefixTransform(0));
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  for (const char* name : kFamilyNames) {
    const auto table = static_cast<Table>(families.size());
    blocks.block_size = BlockBytes(table);
    family.table_factory.reset(rocksdb::NewBlockBasedTableFactory(blocks));
    families.emplace_back(name, family);
    CompressTheBottom(table, families.back().options);
    families.back().options.optimize_filters_for_hits = !BottomHasFilters(table);
  }
  // Every statement that is submitted is looked for here, and is not there: a filter of 256 kB tells so without a search.
  rocksdb::ColumnFamilyOptions& statements = families[static_cast<size_t>(Table::kStatements)].options;
  statements.memtable_whole_key_filtering = true;
  statements.memtable_prefix_bloom_size_ratio = 1.0 / 256;
  return families;
}

std::unique_ptr<Store> MakeRocksStore(std::unique_ptr<rocksdb::DB> db,
                                      std::vector<rocksdb::ColumnFamilyHandle*> families,
                                      const RocksOptions& options, std::shared_ptr<rocksdb::Env> env) {
  return std::make_unique<RocksStore>(std::move(db), std::move(families), options, std::move(env));
}

absl::StatusOr<rocksdb::DB*> DatabaseOf(const Store& store) {
  const auto* rocks = dynamic_cast<const RocksStore*>(&store);
  if (rocks == nullptr) return absl::UnimplementedError("the store has no files");
  return rocks->db();
}

absl::StatusOr<std::unique_ptr<Store>> OpenRocksStore(const std::string& directory,
                                                      const RocksOptions& options) {
  RETURN_IF_ERROR(MakeDatabaseDirectory(directory));
  std::shared_ptr<rocksdb::Env> env = WalSpaceEnv(options.env);
  RETURN_IF_ERROR(RefuseOtherFormat(directory, env.get()));
  rocksdb::DBOptions database;
  database.env = env.get();
  RETURN_IF_ERROR(RefuseInUse(*env, directory));
  database.listeners.push_back(std::make_shared<NoResumption>());
  database.create_if_missing = true;
  database.create_missing_column_families = true;
  database.max_background_jobs = 2;
  // Else each of the tables holds up to 64 MiB that are only in the write-ahead log.
  database.db_write_buffer_size = std::max<size_t>(options.cache_bytes / 4, kUnflushedLeastBytes);
  database.bytes_per_sync = 1 << 20;
  database.info_log = InfoLog(directory);
  // A recycled file of the write-ahead log would keep old values behind its end.
  database.recycle_log_file_num = 0;
  // A torn end of the write-ahead log is what a crash leaves (wal_end.h); a record that does not match its checksum is damage, which
  // must not end the recovery as if nothing came after it.
  database.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  rocksdb::DB* opened = nullptr;
  std::vector<rocksdb::ColumnFamilyHandle*> families;
  rocksdb::Status status =
      rocksdb::DB::Open(database, directory, Families(options), &families, &opened);
  if (!status.ok()) {
    if (status.IsIOError() && absl::StrContains(status.ToString(), "LOCK")) return InUse(directory);
    // A file that others name and that is not there is damage like one that cannot be read.
    absl::Status failed = ToStatus(status, absl::StrCat("opening ", directory));
    if (!status.IsPathNotFound() && !status.IsInvalidArgument()) return failed;
    return base::Error(absl::StatusCode::kDataLoss, base::reason::kStorage, failed.message());
  }
  std::unique_ptr<Store> store =
      MakeRocksStore(std::unique_ptr<rocksdb::DB>(opened), std::move(families), options, std::move(env));
  RETURN_IF_ERROR(SettleFormat(*store, directory));
  return store;
}

}  // namespace lightship::store
