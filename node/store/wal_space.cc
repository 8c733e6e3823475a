#include "node/store/wal_space.h"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "node/base/mutex.h"
#include "node/store/wal_end.h"

namespace lightship::store {
namespace {

using rocksdb::FileOptions;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

// Zeroes are written so many at a time, and early enough that they are synced together with a record, unless that is longer.
constexpr uint64_t kSpaceBytes = 1 << 20;
constexpr uint64_t kLowBytes = 256 << 10;
// Of a write of so many bytes the disk takes longer than of its place: it goes into a hole, which is made for several.
constexpr uint64_t kLargeBytes = 256 << 10;
constexpr uint64_t kHoleBytes = 16 << 20;

bool IsWal(const std::string& path) { return absl::EndsWith(path, ".log"); }

// Sizes of the logs that are being written, without their zeroes. Thread-safe.
class OpenWals {
 public:
  void Set(const std::string& path, uint64_t bytes) {
    base::MutexLock lock(mutex_);
    sizes_[path] = bytes;
  }
  void Remove(const std::string& path) {
    base::MutexLock lock(mutex_);
    sizes_.erase(path);
  }
  // False when that log is not being written.
  bool Find(const std::string& path, uint64_t* bytes) const {
    base::MutexLock lock(mutex_);
    auto found = sizes_.find(path);
    if (found == sizes_.end()) return false;
    *bytes = found->second;
    return true;
  }

 private:
  mutable base::Mutex mutex_;
  std::map<std::string, uint64_t> sizes_ ABSL_GUARDED_BY(mutex_);
};

// RocksDB adds by one thread at a time; it may sync meanwhile.
class WalWriter final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  WalWriter(std::unique_ptr<rocksdb::FSWritableFile> file, std::shared_ptr<OpenWals> open, std::string path)
      : FSWritableFileOwnerWrapper(std::move(file)), open_(std::move(open)), path_(std::move(path)) {
    open_->Set(path_, 0);
  }
  ~WalWriter() override { open_->Remove(path_); }

  IOStatus Append(const Slice& data, const IOOptions& options, IODebugContext* debug) override {
    const uint64_t end = size_ + data.size();
    // RocksDB hands a long record over in pieces.
    const bool large = unsynced_.load() + data.size() >= kLargeBytes;
    if (end >= synced_end_.load()) {
      IOStatus room = large ? AddHole(end, options, debug) : AddZeroes(end, options, debug);
      if (room.ok()) room = Sync(options, debug);
      if (!room.ok()) return room;
    }
    IOStatus written = FSWritableFileOwnerWrapper::PositionedAppend(data, size_, options, debug);
    if (!written.ok()) return written;
    size_ = end;
    unsynced_.fetch_add(data.size());
    open_->Set(path_, size_);
    // Should it fail, the record is written all the same, and the next one that needs room is told.
    if (!large && zeroes_ < size_ + kLowBytes) AddZeroes(size_, options, debug).PermitUncheckedError();
    return written;
  }
  IOStatus Append(const Slice& data, const IOOptions& options, const rocksdb::DataVerificationInfo&,
                  IODebugContext* debug) override {
    return Append(data, options, debug);
  }

  IOStatus Sync(const IOOptions& options, IODebugContext* debug) override {
    const Before before = Begin();
    return Synced(before, FSWritableFileOwnerWrapper::Sync(options, debug));
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    const Before before = Begin();
    return Synced(before, FSWritableFileOwnerWrapper::Fsync(options, debug));
  }

  IOStatus Close(const IOOptions& options, IODebugContext* debug) override {
    IOStatus cut = end_.load() > size_ ? FSWritableFileOwnerWrapper::Truncate(size_, options, debug) : IOStatus::OK();
    IOStatus closed = FSWritableFileOwnerWrapper::Close(options, debug);
    open_->Remove(path_);
    return cut.ok() ? closed : cut;
  }

  uint64_t GetFileSize(const IOOptions&, IODebugContext*) override { return size_; }
  // Room is made here.
  void PrepareWrite(size_t, size_t, const IOOptions&, IODebugContext*) override {}
  IOStatus Allocate(uint64_t, uint64_t, const IOOptions&, IODebugContext*) override { return IOStatus::OK(); }

 private:
  // So many behind `end`, none of them before those that are there.
  IOStatus AddZeroes(uint64_t end, const IOOptions& options, IODebugContext* debug) {
    const uint64_t from = std::max(zeroes_, size_);
    const std::string zeroes(end + kSpaceBytes - from, '\0');
    IOStatus written = FSWritableFileOwnerWrapper::PositionedAppend(zeroes, from, options, debug);
    if (written.ok()) zeroes_ = from + zeroes.size();
    if (written.ok()) end_.store(std::max(end_.load(), zeroes_));
    return written;
  }
  // What was never written reads as zeroes.
  IOStatus AddHole(uint64_t end, const IOOptions& options, IODebugContext* debug) {
    IOStatus written = FSWritableFileOwnerWrapper::PositionedAppend(Slice("", 1), end + kHoleBytes - 1, options, debug);
    if (written.ok()) end_.store(end + kHoleBytes);
    return written;
  }

  struct Before {
    uint64_t end;
    uint64_t unsynced;
  };
  Before Begin() const { return {end_.load(), unsynced_.load()}; }
  IOStatus Synced(const Before& before, IOStatus status) {
    if (!status.ok()) return status;
    synced_end_.store(before.end);
    unsynced_.fetch_sub(before.unsynced);
    return status;
  }

  const std::shared_ptr<OpenWals> open_;
  const std::string path_;
  uint64_t size_ = 0;                    // records
  uint64_t zeroes_ = 0;                  // end of those that were written
  std::atomic<uint64_t> end_{0};         // of the file
  std::atomic<uint64_t> synced_end_{0};  // on the disk
  std::atomic<uint64_t> unsynced_{0};    // bytes of records
};

// A file as if it ended at `end`.
class WalReader final : public rocksdb::FSSequentialFileOwnerWrapper {
 public:
  WalReader(std::unique_ptr<rocksdb::FSSequentialFile> file, uint64_t end)
      : FSSequentialFileOwnerWrapper(std::move(file)), left_(end) {}

  IOStatus Read(size_t size, const IOOptions& options, Slice* result, char* scratch, IODebugContext* debug) override {
    IOStatus status = FSSequentialFileOwnerWrapper::Read(std::min<uint64_t>(size, left_), options, result, scratch, debug);
    if (status.ok()) left_ -= result->size();
    return status;
  }
  IOStatus Skip(uint64_t size) override {
    const uint64_t skipped = std::min(size, left_);
    left_ -= skipped;
    return FSSequentialFileOwnerWrapper::Skip(skipped);
  }

 private:
  uint64_t left_;
};

class WalSpace final : public rocksdb::FileSystemWrapper {
 public:
  explicit WalSpace(const std::shared_ptr<rocksdb::FileSystem>& files) : FileSystemWrapper(files) {}

  const char* Name() const override { return "lightship.wal_space"; }

  IOStatus NewWritableFile(const std::string& path, const FileOptions& options, std::unique_ptr<rocksdb::FSWritableFile>* file,
                           IODebugContext* debug) override {
    IOStatus made = FileSystemWrapper::NewWritableFile(path, options, file, debug);
    if (made.ok() && IsWal(path)) *file = std::make_unique<WalWriter>(std::move(*file), open_, path);
    return made;
  }

  IOStatus NewSequentialFile(const std::string& path, const FileOptions& options,
                             std::unique_ptr<rocksdb::FSSequentialFile>* file, IODebugContext* debug) override {
    uint64_t end = 0;
    if (IsWal(path)) {
      IOStatus found = FindEnd(path, options, &end, debug);
      if (!found.ok()) return found;
    }
    IOStatus opened = FileSystemWrapper::NewSequentialFile(path, options, file, debug);
    if (opened.ok() && IsWal(path)) *file = std::make_unique<WalReader>(std::move(*file), end);
    return opened;
  }

  IOStatus GetFileSize(const std::string& path, const IOOptions& options, uint64_t* size, IODebugContext* debug) override {
    if (IsWal(path) && open_->Find(path, size)) return IOStatus::OK();
    return FileSystemWrapper::GetFileSize(path, options, size, debug);
  }

 private:
  IOStatus FindEnd(const std::string& path, const FileOptions& options, uint64_t* end, IODebugContext* debug) {
    if (open_->Find(path, end)) return IOStatus::OK();
    uint64_t size = 0;
    IOStatus status = FileSystemWrapper::GetFileSize(path, options.io_options, &size, debug);
    std::unique_ptr<rocksdb::FSRandomAccessFile> file;
    if (status.ok()) status = FileSystemWrapper::NewRandomAccessFile(path, options, &file, debug);
    if (!status.ok()) return status;
    const auto read = [&](uint64_t offset, size_t bytes) -> absl::StatusOr<std::string> {
      std::string scratch(bytes, '\0');
      Slice result;
      status = file->Read(offset, bytes, options.io_options, &result, scratch.data(), debug);
      if (!status.ok()) return absl::UnavailableError("not read");
      return std::string(result.data(), result.size());
    };
    absl::StatusOr<uint64_t> found = EndOfWal(size, read);
    if (!status.ok()) return status;
    if (found.ok()) {
      *end = *found;
      return IOStatus::OK();
    }
    const std::string why(found.status().message());
    return absl::IsDataLoss(found.status()) ? IOStatus::Corruption(path, why) : IOStatus::IOError(path, why);
  }

  const std::shared_ptr<OpenWals> open_ = std::make_shared<OpenWals>();
};

}  // namespace

std::shared_ptr<rocksdb::FileSystem> WithWalSpace(std::shared_ptr<rocksdb::FileSystem> files) {
  return std::make_shared<WalSpace>(files);
}

std::shared_ptr<rocksdb::Env> WalSpaceEnv(rocksdb::Env* base) {
  rocksdb::Env* const of = base != nullptr ? base : rocksdb::Env::Default();
  return rocksdb::NewCompositeEnv(WithWalSpace(of->GetFileSystem()));
}

}  // namespace lightship::store
