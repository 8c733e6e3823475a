// What the store takes: synced writes, which bound what can be durable, and batches that wait for no disk.
#include <algorithm>
#include <atomic>
#include <memory>

#include "node/store/rocks_store.h"
#include "node/store/schema.h"
#include "tests/bench/limits.h"
#include "tests/bench/load_target.h"
#include "tests/bench/or_die.h"
#include "tests/bench/unsynced_env.h"

namespace lightship::bench {
namespace {

constexpr size_t kRowBytes = 1000, kBatchRows = 1000, kManyWriters = 32;
constexpr const char* kOrigin = "lightship/SG/1";

std::unique_ptr<store::Store> Open(const std::string& directory, rocksdb::Env* env) {
  store::RocksOptions options;
  options.env = env;
  return OrDie(store::OpenRocksStore(directory, options));
}

void Write(store::Store& store, std::atomic<uint64_t>& next, size_t rows, const std::string& value) {
  store::WriteBatch batch;
  for (size_t i = 0; i < rows; ++i) batch.Put(store::Table::kEntries, store::NumberedKey(kOrigin, next++), value);
  if (const absl::Status written = store.Write(batch); !written.ok()) Die(written);
}

}  // namespace

void MeasureWrites(const Ground& ground) {
  const std::unique_ptr<store::Store> store = Open(ground.dir + "/writes", nullptr);
  const std::string value = Noise(kRowBytes);
  std::atomic<uint64_t> next{0};
  std::vector<double> millis;
  const double alone = RateOf(1, ground.seconds, [&](size_t) {
    const auto begin = SteadyClock::now();
    Write(*store, next, 1, value);
    millis.push_back(Millis(SteadyClock::now() - begin));
  });
  PrintFigure("limit_synced_writes_1", alone, "writes/s");
  PrintQuantiles("limit_synced_write", std::move(millis));
  PrintFigure("limit_synced_writes_32", RateOf(kManyWriters, ground.seconds, [&](size_t) { Write(*store, next, 1, value); }),
              "writes/s");
}

void MeasureRows(const Ground& ground) {
  const std::unique_ptr<rocksdb::Env> env = MakeUnsyncedEnv();
  const std::unique_ptr<store::Store> store = Open(ground.dir + "/rows", env.get());
  const std::string value = Noise(kRowBytes);
  std::atomic<uint64_t> next{0};
  PrintFigure("limit_rows", RateOf(1, ground.seconds, [&](size_t) { Write(*store, next, kBatchRows, value); }) * kBatchRows,
              "rows/s");
}

}  // namespace lightship::bench
