// The durable truth of a node: a few ordered tables of byte strings, written in atomic batches.
#ifndef LIGHTSHIP_NODE_STORE_STORE_H_
#define LIGHTSHIP_NODE_STORE_STORE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace lightship::store {

// Keys and values of each: schema.h.
enum class Table : uint8_t {
  kMeta,
  kHeads,
  kEntries,
  kParts,
  kTiles,
  kCheckpoints,
  kStatements,
  kIncidents,
  kStubs,
  kActs,
  kPurges,
  kEvidence,
  kBlobs,
  kBlobRefs,
  kAudit,
  kRetention,
  kPostings,
};
inline constexpr int kTables = 17;

// Changes that happen together or not at all, in the order in which they were added.
class WriteBatch {
 public:
  enum class Op : uint8_t { kPut, kAppend, kDelete };
  struct Change {
    Op op;
    Table table;
    std::string key;
    std::string value;
  };

  void Put(Table table, std::string key, std::string value);
  // Adds `bytes` to the end of the value (an absent value counts as empty).
  void Append(Table table, std::string key, std::string bytes);
  void Delete(Table table, std::string key);

  const std::vector<Change>& changes() const { return changes_; }
  // Table by table in the order of keys, the changes of one key in the order in which they were added: the same in effect, and a store
  // that keeps its tables in order finds the place of most keys beside that of the one before.
  std::vector<const Change*> ByKey() const;
  bool empty() const { return changes_.empty(); }
  // About what they take in a store.
  size_t Bytes() const;

 private:
  std::vector<Change> changes_;
};

// What can be read. Thread-safe. Errors of the disk are UNAVAILABLE or DATA_LOSS with reason STORAGE.
class View {
 public:
  virtual ~View() = default;

  // NOT_FOUND when there is no such key.
  virtual absl::StatusOr<std::string> Get(Table table, absl::string_view key) const = 0;

  // Calls `visit` for each key in [first, limit) in order of bytes, until it returns false; an empty
  // `limit` is the end of the table. Sees one moment's state. The views are valid only during the call.
  virtual absl::Status Scan(
      Table table, absl::string_view first, absl::string_view limit,
      absl::FunctionRef<bool(absl::string_view key, absl::string_view value)> visit) const = 0;
};

// The keys [first, limit) of a table; an empty `limit` is the end of the table.
struct KeyRange {
  Table table;
  std::string first;
  std::string limit;
};

// What a store takes.
struct Figures {
  uint64_t files = 0;
  uint64_t file_bytes = 0;       // of these
  uint64_t unwritten_bytes = 0;  // in memory, and in the write-ahead log only
  uint64_t cache_bytes = 0;      // in memory
  uint64_t compaction_bytes = 0; // that wait to be written anew, by the store's own estimate
};

// Thread-safe.
class Store : public View {
 public:
  // All tables as they are now, whatever is written later. Must go before the store does, and soon: what it shows cannot be
  // compacted away.
  virtual std::unique_ptr<const View> Snapshot() const = 0;

  // Atomic, and on stable storage when it returns OK. After an error nothing of the batch is visible, and the store takes
  // no more writes: a failed sync is never retried as if nothing had happened.
  virtual absl::Status Write(const WriteBatch& batch) = 0;

  // Writes the batch, which must stay as it is until then, and calls `done` once with what Write would return: before this returns, or on
  // another thread while the caller goes on (ledger/write_behind.h). What is begun is done one after the other; when one fails, so does
  // all that is begun after it. One thread may call it.
  virtual void Begin(const WriteBatch& batch, std::function<void(absl::Status)> done) { done(Write(batch)); }
  // Returns when all that was begun is done. Not to be called by a `done`.
  virtual void Await() const {}
  // What has been written, for whoever need not wait for what is being written.
  virtual const Store& Written() const { return *this; }

  // When it returns OK, no file of the store holds a value that was deleted or overwritten in these ranges before the call.
  // Slow: it rewrites every file that has keys in them; writes go on meanwhile. UNAVAILABLE, reason STORAGE, while a
  // snapshot or a scan still shows such values, or a backup is made: call again later. What the file system, its snapshots and backups keep of
  // removed files is out of reach.
  virtual absl::Status Forget(const std::vector<KeyRange>&) { return absl::OkStatus(); }
  // Ends a Forget under way, and those to come, with UNAVAILABLE, reason STORAGE: the store is about to go.
  virtual void StopForgetting() {}

  // To be told when what the store gave turns out not to be what was written: a DATA_LOSS found by a hash.
  virtual void Distrust(const absl::Status&) const {}

  // Files that hold the tables at this moment; none when the store has no files.
  virtual std::vector<std::string> Files() const { return {}; }
  // Tells what the store holds now from whatever it held before and will hold: another after each write, the same when it is closed
  // and opened again. Empty when the store cannot tell.
  virtual std::string Moment() const { return ""; }
  // Nothing when the store has no files.
  virtual Figures Measure() const { return {}; }
  // Reads one of them whole, from the disk, against its checksums. DATA_LOSS says which table is damaged; a file that is
  // gone meanwhile is OK.
  virtual absl::Status CheckFile(const std::string&) const { return absl::OkStatus(); }
};

}  // namespace lightship::store

#endif  // LIGHTSHIP_NODE_STORE_STORE_H_
