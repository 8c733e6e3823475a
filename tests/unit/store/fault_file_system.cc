#include "tests/unit/store/fault_file_system.h"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace lightship::store {
namespace {

namespace fs = std::filesystem;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

constexpr uint64_t kSectorBytes = 512;

std::string ParentOf(const std::string& path) { return fs::path(path).parent_path().string(); }

}  // namespace

class FaultyWrites final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  FaultyWrites(std::unique_ptr<rocksdb::FSWritableFile> file, FaultFileSystem* disk, std::string path)
      : FSWritableFileOwnerWrapper(std::move(file)), disk_(disk), path_(std::move(path)) {}

  IOStatus Append(const Slice& data, const IOOptions& options, IODebugContext* debug) override {
    uint64_t reaches = 0;
    IOStatus taken = disk_->TakeWrite(path_, data.size(), &reaches);
    IOStatus written = FSWritableFileOwnerWrapper::Append(Slice(data.data(), reaches), options, debug);
    return taken.ok() ? written : taken;
  }
  IOStatus Append(const Slice& data, const IOOptions& options, const rocksdb::DataVerificationInfo&,
                  IODebugContext* debug) override {
    return Append(data, options, debug);
  }
  IOStatus PositionedAppend(const Slice& data, uint64_t offset, const IOOptions& options, IODebugContext* debug) override {
    uint64_t reaches = 0;
    IOStatus taken = disk_->TakeWriteAt(path_, offset, data.size(), &reaches);
    IOStatus written = FSWritableFileOwnerWrapper::PositionedAppend(Slice(data.data(), reaches), offset, options, debug);
    return taken.ok() ? written : taken;
  }
  IOStatus Truncate(uint64_t size, const IOOptions& options, IODebugContext* debug) override {
    IOStatus taken = disk_->TakeTruncate(path_, size);
    return taken.ok() ? FSWritableFileOwnerWrapper::Truncate(size, options, debug) : taken;
  }
  IOStatus Sync(const IOOptions&, IODebugContext*) override { return disk_->TakeSync(path_); }
  IOStatus Fsync(const IOOptions&, IODebugContext*) override { return disk_->TakeSync(path_); }
  IOStatus RangeSync(uint64_t, uint64_t, const IOOptions&, IODebugContext*) override { return IOStatus::OK(); }

 private:
  FaultFileSystem* const disk_;
  const std::string path_;
};

class FaultyReads final : public rocksdb::FSRandomAccessFileOwnerWrapper {
 public:
  FaultyReads(std::unique_ptr<rocksdb::FSRandomAccessFile> file, FaultFileSystem* disk, std::string path)
      : FSRandomAccessFileOwnerWrapper(std::move(file)), disk_(disk), path_(std::move(path)) {}

  IOStatus Read(uint64_t offset, size_t size, const IOOptions& options, Slice* result, char* scratch,
                IODebugContext* debug) const override {
    IOStatus status = FSRandomAccessFileOwnerWrapper::Read(offset, size, options, result, scratch, debug);
    return disk_->TakeRead(ReadOf::kTableBlocks, path_, std::move(status), result, scratch);
  }
  IOStatus MultiRead(rocksdb::FSReadRequest* requests, size_t count, const IOOptions& options,
                     IODebugContext* debug) override {
    for (size_t i = 0; i < count; ++i) {
      requests[i].status = Read(requests[i].offset, requests[i].len, options, &requests[i].result,
                                requests[i].scratch, debug);
    }
    return IOStatus::OK();
  }

 private:
  FaultFileSystem* const disk_;
  const std::string path_;
};

class FaultySequentialReads final : public rocksdb::FSSequentialFileOwnerWrapper {
 public:
  FaultySequentialReads(std::unique_ptr<rocksdb::FSSequentialFile> file, FaultFileSystem* disk, std::string path)
      : FSSequentialFileOwnerWrapper(std::move(file)), disk_(disk), path_(std::move(path)) {}

  IOStatus Read(size_t size, const IOOptions& options, Slice* result, char* scratch, IODebugContext* debug) override {
    IOStatus status = FSSequentialFileOwnerWrapper::Read(size, options, result, scratch, debug);
    return disk_->TakeRead(ReadOf::kWholeFiles, path_, std::move(status), result, scratch);
  }

 private:
  FaultFileSystem* const disk_;
  const std::string path_;
};

class FaultyDirectory final : public rocksdb::FSDirectoryWrapper {
 public:
  FaultyDirectory(std::unique_ptr<rocksdb::FSDirectory> directory, FaultFileSystem* disk, std::string path)
      : FSDirectoryWrapper(std::move(directory)), disk_(disk), path_(std::move(path)) {}

  IOStatus Fsync(const IOOptions&, IODebugContext*) override { return disk_->TakeDirectorySync(path_); }
  IOStatus FsyncWithDirOptions(const IOOptions&, IODebugContext*, const rocksdb::DirFsyncOptions&) override {
    return disk_->TakeDirectorySync(path_);
  }

 private:
  FaultFileSystem* const disk_;
  const std::string path_;
};

void FaultFileSystem::FailWrite(WriteFault fault, uint64_t step) {
  std::lock_guard<std::mutex> lock(mutex_);
  write_fault_ = fault;
  write_at_ = step;
  struck_ = false;
}

void FaultFileSystem::FailRead(ReadFault fault, uint64_t nth, ReadOf kind) {
  std::lock_guard<std::mutex> lock(mutex_);
  read_fault_ = fault;
  read_at_ = nth;
  read_of_ = kind;
  reads_ = 0;
  struck_ = false;
  spoiled_.clear();
}

uint64_t FaultFileSystem::steps() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return steps_;
}

bool FaultFileSystem::struck() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return struck_;
}

std::string FaultFileSystem::spoiled() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return spoiled_;
}

IOStatus FaultFileSystem::Take(Step step) {
  const uint64_t now = ++steps_;
  if (write_fault_ == WriteFault::kNone || now < write_at_) return IOStatus::OK();
  switch (write_fault_) {
    case WriteFault::kNone:
      return IOStatus::OK();
    case WriteFault::kPowerFails:
      struck_ = true;
      return IOStatus::IOError("the power is gone");
    case WriteFault::kDiskIsFull:
      if (step != Step::kWrite) return IOStatus::OK();
      struck_ = true;
      return IOStatus::NoSpace("the disk is full");
    case WriteFault::kWriteFails:
    case WriteFault::kSyncFails:
      if (struck_ || step != (write_fault_ == WriteFault::kWriteFails ? Step::kWrite : Step::kSync)) {
        return IOStatus::OK();
      }
      struck_ = true;
      return IOStatus::IOError("the disk does not take it");
  }
  return IOStatus::OK();
}

IOStatus FaultFileSystem::TakeBytes(uint64_t size, uint64_t* reaches) {
  IOStatus taken = Take(Step::kWrite);
  *reaches = taken.ok() ? size : write_fault_ == WriteFault::kWriteFails ? size / 2 : 0;
  return taken;
}

IOStatus FaultFileSystem::TakeWrite(const std::string& path, uint64_t size, uint64_t* reaches) {
  std::lock_guard<std::mutex> lock(mutex_);
  IOStatus taken = TakeBytes(size, reaches);
  files_[path].size += *reaches;
  return taken;
}

IOStatus FaultFileSystem::TakeWriteAt(const std::string& path, uint64_t offset, uint64_t size, uint64_t* reaches) {
  std::lock_guard<std::mutex> lock(mutex_);
  IOStatus taken = TakeBytes(size, reaches);
  Written& file = files_[path];
  const uint64_t end = offset + *reaches;
  file.placed.emplace_back(offset, end);
  file.size = std::max(file.size, end);
  return taken;
}

IOStatus FaultFileSystem::TakeTruncate(const std::string& path, uint64_t size) {
  std::lock_guard<std::mutex> lock(mutex_);
  IOStatus taken = Take(Step::kName);
  if (taken.ok()) files_[path].size = size;
  return taken;
}

IOStatus FaultFileSystem::TakeSync(const std::string& path) {
  std::lock_guard<std::mutex> lock(mutex_);
  IOStatus taken = Take(Step::kSync);
  Written& file = files_[path];
  if (taken.ok()) {
    file.synced = file.size;
    file.placed.clear();
  } else if (write_fault_ == WriteFault::kSyncFails) {
    if (file.synced < file.size) file.lost.emplace_back(file.synced, file.size);
    file.lost.insert(file.lost.end(), file.placed.begin(), file.placed.end());
    file.placed.clear();
  }
  return taken;
}

IOStatus FaultFileSystem::TakeDirectorySync(const std::string& directory) {
  std::lock_guard<std::mutex> lock(mutex_);
  IOStatus taken = Take(Step::kSync);
  if (!taken.ok()) return taken;
  auto in_it = [&](const std::string& path) { return ParentOf(path) == directory; };
  std::erase_if(new_names_, in_it);
  std::erase_if(renames_, [&](const Rename& rename) {
    if (!in_it(rename.to)) return false;
    if (!rename.replaced.empty()) fs::remove(rename.replaced);
    return true;
  });
  return taken;
}

IOStatus FaultFileSystem::TakeRead(ReadOf kind, const std::string& path, IOStatus status, Slice* result,
                                   char* scratch) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (read_fault_ == ReadFault::kNone || kind != read_of_ || ++reads_ != read_at_) return status;
  struck_ = true;
  spoiled_ = path;
  switch (read_fault_) {
    case ReadFault::kNone:
      return status;
    case ReadFault::kFails:
      *result = Slice();
      return IOStatus::IOError("the disk does not give it");
    case ReadFault::kIsShort:
      *result = Slice(result->data(), result->size() / 2);
      return status;
    case ReadFault::kFlipsABit:
      std::memmove(scratch, result->data(), result->size());
      if (!result->empty()) scratch[result->size() / 2] ^= 1;
      *result = Slice(scratch, result->size());
      return status;
  }
  return status;
}

IOStatus FaultFileSystem::NewWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                                          std::unique_ptr<rocksdb::FSWritableFile>* file,
                                          IODebugContext* debug) {
  // RocksDB describes its options in a file at each opening and reads it back, which takes most of a short test's time; it
  // does without.
  if (path.find("/OPTIONS-") != std::string::npos) return IOStatus::IOError("no description of options");
  {
    std::lock_guard<std::mutex> lock(mutex_);
    IOStatus taken = Take(Step::kName);
    if (!taken.ok()) return taken;
    files_[path] = Written();
    new_names_.insert(path);
  }
  std::unique_ptr<rocksdb::FSWritableFile> made;
  IOStatus status = target()->NewWritableFile(path, options, &made, debug);
  if (status.ok()) *file = std::make_unique<FaultyWrites>(std::move(made), this, path);
  return status;
}

IOStatus FaultFileSystem::NewRandomAccessFile(const std::string& path, const rocksdb::FileOptions& options,
                                              std::unique_ptr<rocksdb::FSRandomAccessFile>* file,
                                              IODebugContext* debug) {
  std::unique_ptr<rocksdb::FSRandomAccessFile> opened;
  IOStatus status = target()->NewRandomAccessFile(path, options, &opened, debug);
  if (status.ok()) *file = std::make_unique<FaultyReads>(std::move(opened), this, path);
  return status;
}

IOStatus FaultFileSystem::NewSequentialFile(const std::string& path, const rocksdb::FileOptions& options,
                                            std::unique_ptr<rocksdb::FSSequentialFile>* file,
                                            IODebugContext* debug) {
  std::unique_ptr<rocksdb::FSSequentialFile> opened;
  IOStatus status = target()->NewSequentialFile(path, options, &opened, debug);
  if (status.ok()) *file = std::make_unique<FaultySequentialReads>(std::move(opened), this, path);
  return status;
}

IOStatus FaultFileSystem::NewDirectory(const std::string& path, const IOOptions& options,
                                       std::unique_ptr<rocksdb::FSDirectory>* directory,
                                       IODebugContext* debug) {
  std::unique_ptr<rocksdb::FSDirectory> opened;
  IOStatus status = target()->NewDirectory(path, options, &opened, debug);
  if (status.ok()) *directory = std::make_unique<FaultyDirectory>(std::move(opened), this, path);
  return status;
}

IOStatus FaultFileSystem::RenameFile(const std::string& from, const std::string& to, const IOOptions& options,
                                     IODebugContext* debug) {
  std::lock_guard<std::mutex> lock(mutex_);
  IOStatus taken = Take(Step::kName);
  if (!taken.ok()) return taken;
  Rename rename{from, to, ""};
  if (fs::exists(to)) {
    rename.replaced = to + ".replaced-" + std::to_string(steps_);
    fs::create_hard_link(to, rename.replaced);
  }
  IOStatus status = target()->RenameFile(from, to, options, debug);
  if (!status.ok()) return status;
  renames_.push_back(rename);
  files_[to] = files_[from];
  files_.erase(from);
  return status;
}

IOStatus FaultFileSystem::DeleteFile(const std::string& path, const IOOptions& options, IODebugContext* debug) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (write_fault_ == WriteFault::kPowerFails && struck_) return IOStatus::IOError("the power is gone");
  files_.erase(path);
  new_names_.erase(path);
  return target()->DeleteFile(path, options, debug);
}

void FaultFileSystem::LosePower(Unsynced unsynced) {
  std::lock_guard<std::mutex> lock(mutex_);
  for (const auto& [path, file] : files_) {
    if (!fs::exists(path)) continue;
    // What was cut off and not synced is zeroes again.
    const uint64_t more = file.size - std::min(file.size, file.synced);
    const auto longer = std::find_if(file.placed.rbegin(), file.placed.rend(), [synced = file.synced](const auto& range) { return range.second > synced; });
    const uint64_t left = unsynced == Unsynced::kIsKept      ? file.size
                          : unsynced == Unsynced::kIsLost    ? file.synced
                          : longer != file.placed.rend()     ? longer->second
                                                             : file.synced + more / 2;
    fs::resize_file(path, left);
    if (unsynced == Unsynced::kIsKept) continue;
    std::fstream bytes(path, std::ios::binary | std::ios::in | std::ios::out);
    const auto zero = [&](uint64_t from, uint64_t to) {
      if (from >= left) return;
      bytes.seekp(static_cast<std::streamoff>(from));
      bytes << std::string(std::min(to, left) - from, '\0');
    };
    for (const auto& [from, to] : file.lost) zero(from, to);
    for (const auto& [from, to] : file.placed) {
      for (uint64_t at = from; at < to; at = (at / kSectorBytes + 1) * kSectorBytes) {
        const uint64_t end = std::min(to, (at / kSectorBytes + 1) * kSectorBytes);
        if (unsynced == Unsynced::kIsLost || at / kSectorBytes % 2 == 0) zero(at, end);
      }
    }
  }
  for (auto rename = renames_.rbegin(); rename != renames_.rend(); ++rename) {
    const bool undone = unsynced == Unsynced::kIsLost && fs::exists(rename->to);
    if (undone) fs::rename(rename->to, rename->from);
    if (rename->replaced.empty()) continue;
    if (undone) {
      fs::rename(rename->replaced, rename->to);
    } else {
      fs::remove(rename->replaced);
    }
  }
  if (unsynced == Unsynced::kIsLost) {
    for (const std::string& path : new_names_) fs::remove(path);
  }
  files_.clear();
  new_names_.clear();
  renames_.clear();
  write_fault_ = WriteFault::kNone;
  read_fault_ = ReadFault::kNone;
}

}  // namespace lightship::store
