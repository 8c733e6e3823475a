// What the sources of this folder share about RocksDB. Nobody else includes this.
#ifndef LIGHTSHIP_NODE_STORE_ROCKS_DATABASE_H_
#define LIGHTSHIP_NODE_STORE_ROCKS_DATABASE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "node/store/rocks_store.h"
#include "rocksdb/db.h"
#include "rocksdb/options.h"

namespace lightship::store {

// DATA_LOSS for what does not match its checksum, UNAVAILABLE for the rest; reason STORAGE.
absl::Status ToStatus(const rocksdb::Status& status, absl::string_view doing);

// One column family per table, in the order of Table.
std::vector<rocksdb::ColumnFamilyDescriptor> Families(const RocksOptions& options);

// What a table's values are read and compressed by.
size_t BlockBytes(Table table);

// Whether keys are looked for in the table that are not there. Where hardly any are, a filter of the last level tells nothing.
bool BottomHasFilters(Table table);

// Reports resemble each other more than themselves: in the last level, a dictionary from a file's own values makes these small in
// blocks that are still quick to read. It goes with the file, whose values it shows. What is newer waits for that in LZ4, made
// quickly; rows that a list reads by the dozen stay in it, made well.
void CompressTheBottom(Table table, rocksdb::ColumnFamilyOptions& family);

// Store::Forget. Not to be called by two threads at a time for one database.
absl::Status ForgetRanges(rocksdb::DB& db, const std::vector<rocksdb::ColumnFamilyHandle*>& families,
                          const std::vector<KeyRange>& ranges);

// Takes all of them; `families` in the order of Table. `env`: what the database needs as long as it is open, or null.
std::unique_ptr<Store> MakeRocksStore(std::unique_ptr<rocksdb::DB> db,
                                      std::vector<rocksdb::ColumnFamilyHandle*> families,
                                      const RocksOptions& options, std::shared_ptr<rocksdb::Env> env = nullptr);

// Of an open store, as long as it lives. UNIMPLEMENTED when it is none of RocksDB.
absl::StatusOr<rocksdb::DB*> DatabaseOf(const Store& store);

// A backup where it lies, for reading. `env` knows its files.
absl::StatusOr<std::unique_ptr<Store>> OpenBackup(const std::string& name, std::shared_ptr<rocksdb::Env> env,
                                                  const RocksOptions& options);

}  // namespace lightship::store

#endif  // LIGHTSHIP_NODE_STORE_ROCKS_DATABASE_H_
