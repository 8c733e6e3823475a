// Where the records of a write-ahead log end that is written over zeroes (wal_space.h). Pure but for `read`.
#ifndef LIGHTSHIP_NODE_STORE_WAL_END_H_
#define LIGHTSHIP_NODE_STORE_WAL_END_H_

#include <cstdint>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"

namespace lightship::store {

// Gives these bytes of the file.
using ReadAt = absl::FunctionRef<absl::StatusOr<std::string>(uint64_t offset, size_t bytes)>;

// How much of a file of `size` bytes is to be read: up to the end of its last whole record, or all of it when no zeroes follow that.
// Records are RocksDB's: blocks of 32 KiB, in each of them pieces with checksum, length and kind.
//
// One write is on its way to the disk at a time, and its sectors reach it in any order. So what does not match its checksum is a torn
// end if no whole record stands behind it and one of its sectors is still zeroes. Else it is damage: DATA_LOSS (STORAGE). UNAVAILABLE
// when `read` gives something else than so many bytes.
absl::StatusOr<uint64_t> EndOfWal(uint64_t size, ReadAt read);

}  // namespace lightship::store

#endif  // LIGHTSHIP_NODE_STORE_WAL_END_H_
