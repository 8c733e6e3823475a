// Write-ahead logs that are written over zeroes which are on the disk already: a sync of bytes in the middle of a file takes less than
// half as long as one that also has to make the file longer.
//
//   records so far | zeroes, synced                | zeroes, not synced yet
//                  ^ the next record is put here   ^ and never beyond this
//
// Large writes would pay for the zeroes more than they gain: they go into a hole, the end of which is on the disk already. It reads as
// zeroes too, and a small write that comes later has its zeroes put into it.
//
// So a log that was not closed ends in zeroes. It is read up to the end of its last whole record (wal_end.h), and has that size for
// whoever asks. One that was closed is as long as its records.
#ifndef LIGHTSHIP_NODE_STORE_WAL_SPACE_H_
#define LIGHTSHIP_NODE_STORE_WAL_SPACE_H_

#include <memory>

#include "rocksdb/env.h"
#include "rocksdb/file_system.h"

namespace lightship::store {

// The same files, but for those that end in ".log". Thread-safe.
std::shared_ptr<rocksdb::FileSystem> WithWalSpace(std::shared_ptr<rocksdb::FileSystem> files);

// Of the machine's files, or those of `base` unless it is null. Does not outlive `base`.
std::shared_ptr<rocksdb::Env> WalSpaceEnv(rocksdb::Env* base);

}  // namespace lightship::store

#endif  // LIGHTSHIP_NODE_STORE_WAL_SPACE_H_
