#include "node/store/rocks_database.h"

namespace lightship::store {
namespace {

constexpr uint32_t kDictionaryBytes = 16 << 10;
constexpr uint32_t kLz4DictionaryBytes = 64 << 10;     // LZ4 makes less of one
constexpr uint32_t kPartsDictionaryBytes = 128 << 10;  // accounts have many words
constexpr int kZstdLevel = 6;
constexpr int kPartsLevel = 7;

void TakeDictionary(uint32_t bytes, rocksdb::CompressionOptions& bottom) {
  bottom.max_dict_bytes = bytes;
  bottom.zstd_max_train_bytes = 32 * bytes;
  // What a file that is being written holds back until it has its dictionary.
  bottom.max_dict_buffer_bytes = 128 * uint64_t{bytes};
}

void CompressByZstd(Table table, rocksdb::CompressionOptions& bottom) {
  bottom.level = table == Table::kParts ? kPartsLevel : kZstdLevel;
  if (table == Table::kStatements) return;  // ids resemble nothing
  TakeDictionary(table == Table::kParts ? kPartsDictionaryBytes : kDictionaryBytes, bottom);
}

}  // namespace

size_t BlockBytes(Table table) {
  switch (table) {
    case Table::kStatements:
      return 16 << 10;  // hardly ever read: its filter says of what is new that it is not there
    case Table::kEntries:
    case Table::kParts:
      return 8 << 10;  // those of a report, and of a log, are next to each other and read together
    default:
      return 4 << 10;
  }
}

bool BottomHasFilters(Table table) {
  return table != Table::kEntries && table != Table::kParts && table != Table::kIncidents;
}

void CompressTheBottom(Table table, rocksdb::ColumnFamilyOptions& family) {
  rocksdb::CompressionOptions& bottom = family.bottommost_compression_opts;
  bottom.enabled = true;
  if (table == Table::kIncidents) {
    family.bottommost_compression = rocksdb::kLZ4HCCompression;
    TakeDictionary(kLz4DictionaryBytes, bottom);
  } else {
    family.bottommost_compression = rocksdb::kZSTD;
    CompressByZstd(table, bottom);
  }
}

}  // namespace lightship::store
