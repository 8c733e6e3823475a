// How much of a node's disk is what people wrote: its database when nothing in it is left to compact, and the entries and parts alone,
// compressed by zstd in blocks of 16 KiB, which is as much as can be left together where each is read by itself.
#include <memory>

#include "node/store/rocks_store.h"
#include "tests/bench/limits.h"
#include "tests/bench/load_target.h"
#include "tests/bench/or_die.h"
#include "zstd.h"

namespace lightship::bench {
namespace {

constexpr size_t kBlockBytes = 16 * 1024;
constexpr int kLevel = 3;

struct Payload {
  uint64_t entries = 0, bytes = 0, compressed = 0;
  std::string block;

  void Add(absl::string_view value) {
    bytes += value.size();
    block.append(value.data(), value.size());
    if (block.size() >= kBlockBytes) Close();
  }
  void Close() {
    std::string out(ZSTD_compressBound(block.size()), 0);
    const size_t size = ZSTD_compress(out.data(), out.size(), block.data(), block.size(), kLevel);
    if (ZSTD_isError(size)) Die(absl::InternalError(ZSTD_getErrorName(size)));
    compressed += size;
    block.clear();
  }
};

}  // namespace

void MeasurePayload(const Ground& ground) {
  const auto store = OrDie(store::OpenRocksStore(ground.data, store::RocksOptions()));
  std::vector<store::KeyRange> everything;
  for (int table = 0; table < store::kTables; ++table) everything.push_back({static_cast<store::Table>(table), "", ""});
  if (const absl::Status compacted = store->Forget(everything); !compacted.ok()) Die(compacted);
  Payload payload;
  for (const store::Table table : {store::Table::kEntries, store::Table::kParts}) {
    const absl::Status read = store->Scan(table, "", "", [&](absl::string_view, absl::string_view value) {
      payload.entries += table == store::Table::kEntries;
      payload.Add(value);
      return true;
    });
    if (!read.ok()) Die(read);
    payload.Close();
  }
  const auto each = [&](uint64_t bytes) { return static_cast<double>(bytes) / static_cast<double>(payload.entries); };
  PrintFigure("disk_per_report", each(store->Measure().file_bytes), "bytes");
  PrintFigure("payload_per_report", each(payload.bytes), "bytes");
  PrintFigure("limit_payload", each(payload.compressed), "bytes");
}

}  // namespace lightship::bench
