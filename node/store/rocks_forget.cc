#include <filesystem>
#include <set>
#include <string>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/store/rocks_database.h"

namespace lightship::store {
namespace {

absl::Status NotYet(absl::string_view why) {
  return base::Error(absl::StatusCode::kUnavailable, base::reason::kStorage,
                     absl::StrCat("deleted values are still on disk: ", why, "; try again later"));
}

// Compaction keeps what a snapshot from before this moment shows. A later one shows the deletions.
absl::Status CheckSnapshots(rocksdb::DB& db) {
  const rocksdb::SequenceNumber now = db.GetLatestSequenceNumber();
  uint64_t oldest = 0;
  if (!db.GetIntProperty(rocksdb::DB::Properties::kOldestSnapshotSequence, &oldest)) {
    return NotYet("the database does not tell its snapshots");
  }
  if (oldest != 0 && oldest < now) return NotYet("a snapshot shows them");
  return absl::OkStatus();
}

// Rewriting would be for nothing: what is no longer used stays while a backup is made.
absl::Status CheckDeletesFiles(rocksdb::DB& db) {
  uint64_t deletes = 0;
  if (!db.GetIntProperty(rocksdb::DB::Properties::kIsFileDeletionsEnabled, &deletes)) {
    return NotYet("the database does not tell whether it removes files");
  }
  return deletes > 0 ? absl::OkStatus() : NotYet("a backup is under way");
}

// Files of that kind that are not empty.
absl::StatusOr<std::set<std::string>> FilesEndingIn(const std::string& directory,
                                                    absl::string_view ending) {
  std::set<std::string> found;
  std::error_code error;
  for (std::filesystem::directory_iterator file(directory, error), end; !error && file != end;
       file.increment(error)) {
    if (file->path().extension() != std::string(ending)) continue;
    // One that is gone meanwhile has no size.
    std::error_code gone;
    const uintmax_t bytes = file->file_size(gone);
    if (!gone && bytes > 0) found.insert(file->path().filename());
  }
  if (error) {
    return base::Error(absl::StatusCode::kUnavailable, base::reason::kStorage,
                       absl::StrCat("listing ", directory, ": ", error.message()));
  }
  return found;
}

// Rewrites all files with keys in the range down to the last level, where neither a deleted value nor its deletion stays.
absl::Status Compact(rocksdb::DB& db, rocksdb::ColumnFamilyHandle* family, const KeyRange& range) {
  rocksdb::CompactRangeOptions options;
  options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
  const rocksdb::Slice first(range.first);
  const rocksdb::Slice limit(range.limit);
  return ToStatus(
      db.CompactRange(options, family, &first, range.limit.empty() ? nullptr : &limit),
      absl::StrCat("compacting ", family->GetName()));
}

// Removes the files that the database no longer uses, now and on this thread: by itself it would do so some time later.
absl::Status RemoveObsolete(rocksdb::DB& db) {
  RETURN_IF_ERROR(ToStatus(db.DisableFileDeletions(), "removing old files"));
  return ToStatus(db.EnableFileDeletions(/*force=*/false), "removing old files");
}

// That the logs from before are gone, and all tables but those in use. Needs: no compaction or flush is running, since the
// files that it writes are not in use yet.
absl::Status CheckGone(rocksdb::DB& db, const std::set<std::string>& old_logs) {
  ASSIGN_OR_RETURN(std::set<std::string> logs, FilesEndingIn(db.GetName(), ".log"));
  for (const std::string& log : old_logs) {
    if (logs.contains(log)) return NotYet(absl::StrCat("the write-ahead log ", log, " is in use"));
  }
  // First the directory: a table that comes into use in between is not in it.
  ASSIGN_OR_RETURN(std::set<std::string> tables, FilesEndingIn(db.GetName(), ".sst"));
  std::vector<rocksdb::LiveFileMetaData> live;
  db.GetLiveFilesMetaData(&live);
  for (const rocksdb::LiveFileMetaData& file : live) tables.erase(file.relative_filename);
  if (!tables.empty()) return NotYet(absl::StrCat("a scan reads ", *tables.begin()));
  return absl::OkStatus();
}

}  // namespace

absl::Status ForgetRanges(rocksdb::DB& db, const std::vector<rocksdb::ColumnFamilyHandle*>& families,
                          const std::vector<KeyRange>& ranges) {
  RETURN_IF_ERROR(CheckDeletesFiles(db));
  RETURN_IF_ERROR(CheckSnapshots(db));
  ASSIGN_OR_RETURN(const std::set<std::string> old_logs, FilesEndingIn(db.GetName(), ".log"));
  // All families: one log holds the writes to all of them, and goes when none needs it.
  RETURN_IF_ERROR(ToStatus(db.Flush(rocksdb::FlushOptions(), families), "flushing"));
  for (const KeyRange& range : ranges) {
    RETURN_IF_ERROR(Compact(db, families[static_cast<size_t>(range.table)], range));
  }
  RETURN_IF_ERROR(ToStatus(db.PauseBackgroundWork(), "pausing compaction"));
  absl::Status gone = RemoveObsolete(db);
  if (gone.ok()) gone = CheckGone(db, old_logs);
  RETURN_IF_ERROR(ToStatus(db.ContinueBackgroundWork(), "resuming compaction"));
  return gone;
}

}  // namespace lightship::store
