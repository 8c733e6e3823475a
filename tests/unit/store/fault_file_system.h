// A file system under RocksDB that fails when told to and knows what a loss of power takes away. Files lie on the real disk;
// what was synced is remembered here, so that no test waits for a disk.
#ifndef LIGHTSHIP_TESTS_UNIT_STORE_FAULT_FILE_SYSTEM_H_
#define LIGHTSHIP_TESTS_UNIT_STORE_FAULT_FILE_SYSTEM_H_

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "rocksdb/file_system.h"

namespace lightship::store {

// What goes wrong at a step. A step is anything that changes the disk: a file made, renamed or written, a file or a directory
// synced.
enum class WriteFault {
  kNone,
  kPowerFails,    // this step and all after it fail; LosePower says what is left
  kWriteFails,    // EIO, once, at the first write from this step on; half of its bytes reach the file
  kSyncFails,     // EIO, once, at the first sync from this step on; the file's unsynced bytes are lost, and as with Linux'
                  // page cache a later sync succeeds without them
  kDiskIsFull,    // ENOSPC for every write from this step on
};

// What goes wrong with a read, once, at the n-th of its kind.
enum class ReadFault { kNone, kFails, kIsShort, kFlipsABit };

enum class ReadOf {
  kTableBlocks,
  kWholeFiles,  // those that are read from their beginning on when the store is opened: CURRENT, MANIFEST, the write-ahead log
};

// What a loss of power leaves of what was not synced.
enum class Unsynced {
  kIsLost,    // nothing: neither bytes nor names
  kIsTorn,    // names, half of each file's bytes; of what was written where it belongs every second sector, and nothing behind the last
              // that makes the file longer
  kIsKept,    // all of it, as when only the process dies
};

// Thread-safe.
class FaultFileSystem final : public rocksdb::FileSystemWrapper {
 public:
  FaultFileSystem() : rocksdb::FileSystemWrapper(rocksdb::FileSystem::Default()) {}

  void FailWrite(WriteFault fault, uint64_t step);
  void FailRead(ReadFault fault, uint64_t nth, ReadOf kind = ReadOf::kTableBlocks);
  uint64_t steps() const;
  // Whether the fault has happened.
  bool struck() const;
  // The file whose read went wrong; empty when none did.
  std::string spoiled() const;

  // Leaves on the real disk what a machine would find after its power came back. REQUIRES: nothing has a file open.
  void LosePower(Unsynced unsynced);

  const char* Name() const override { return "FaultFileSystem"; }
  rocksdb::IOStatus NewWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSWritableFile>* file,
                                    rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus NewRandomAccessFile(const std::string& path, const rocksdb::FileOptions& options,
                                        std::unique_ptr<rocksdb::FSRandomAccessFile>* file,
                                        rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus NewSequentialFile(const std::string& path, const rocksdb::FileOptions& options,
                                      std::unique_ptr<rocksdb::FSSequentialFile>* file,
                                      rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus NewDirectory(const std::string& path, const rocksdb::IOOptions& options,
                                 std::unique_ptr<rocksdb::FSDirectory>* directory,
                                 rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus RenameFile(const std::string& from, const std::string& to,
                               const rocksdb::IOOptions& options, rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus DeleteFile(const std::string& path, const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;

 private:
  friend class FaultyWrites;
  friend class FaultyReads;
  friend class FaultySequentialReads;
  friend class FaultyDirectory;

  using Ranges = std::vector<std::pair<uint64_t, uint64_t>>;  // each [from, to)
  struct Written {
    uint64_t size = 0;
    uint64_t synced = 0;
    Ranges placed = {};  // written where they belong, perhaps over zeroes, and not synced yet
    Ranges lost = {};    // never reached the disk
  };
  struct Rename {
    std::string from, to;
    std::string replaced;  // where the file that had the name is kept; empty when there was none
  };
  enum class Step { kName, kWrite, kSync };

  // Counts a step; an error when it fails.
  rocksdb::IOStatus Take(Step step);
  rocksdb::IOStatus TakeBytes(uint64_t size, uint64_t* reaches);
  // Bytes of `size` that reach the file; less than all when the write fails.
  rocksdb::IOStatus TakeWrite(const std::string& path, uint64_t size, uint64_t* reaches);
  // The same of bytes that belong at `offset`, where the file ends or has zeroes.
  rocksdb::IOStatus TakeWriteAt(const std::string& path, uint64_t offset, uint64_t size, uint64_t* reaches);
  rocksdb::IOStatus TakeTruncate(const std::string& path, uint64_t size);
  rocksdb::IOStatus TakeSync(const std::string& path);
  rocksdb::IOStatus TakeDirectorySync(const std::string& directory);
  // What becomes of a read of `path` that gave `result`, which may be in `scratch`.
  rocksdb::IOStatus TakeRead(ReadOf kind, const std::string& path, rocksdb::IOStatus status, rocksdb::Slice* result,
                             char* scratch);

  mutable std::mutex mutex_;
  WriteFault write_fault_ = WriteFault::kNone;
  uint64_t write_at_ = 0;
  uint64_t steps_ = 0;
  ReadFault read_fault_ = ReadFault::kNone;
  uint64_t read_at_ = 0;
  ReadOf read_of_ = ReadOf::kTableBlocks;
  uint64_t reads_ = 0;
  bool struck_ = false;
  std::string spoiled_;
  std::map<std::string, Written> files_;
  std::set<std::string> new_names_;  // not yet in a synced directory
  std::vector<Rename> renames_;      // likewise, in order
};

}  // namespace lightship::store

#endif  // LIGHTSHIP_TESTS_UNIT_STORE_FAULT_FILE_SYSTEM_H_
