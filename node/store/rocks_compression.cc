#include "node/store/rocks_database.h"

namespace lightship::store {
namespace {

constexpr uint32_t kDictionaryBytes = 16 << 10;
constexpr uint32_t kLz4DictionaryBytes = 32 << 10;    // LZ4 makes less of one
constexpr uint32_t kPartsDictionaryBytes = 64 << 10;  // accounts have many words
constexpr int kPartsLevel = 6;

void TakeDictionary(uint32_t bytes, rocksdb::CompressionOptions& bottom) {
  bottom.max_dict_bytes = bytes;
  bottom.zstd_max_train_bytes = 32 * bytes;
  // What a file that is being written holds back until it has its dictionary.
  bottom.max_dict_buffer_bytes = 128 * uint64_t{bytes};
}

}  // namespace

size_t BlockBytes(Table table) {
  // Parts of a report, and entries of a log, are next to each other and read together.
  return (table == Table::kEntries || table == Table::kParts ? 8 : 4) << 10;
}

void CompressTheBottom(Table table, rocksdb::ColumnFamilyOptions& family) {
  rocksdb::CompressionOptions& bottom = family.bottommost_compression_opts;
  bottom.enabled = true;
  if (table == Table::kIncidents) {
    family.bottommost_compression = rocksdb::kLZ4HCCompression;
    TakeDictionary(kLz4DictionaryBytes, bottom);
    return;
  }
  family.bottommost_compression = rocksdb::kZSTD;
  if (table == Table::kParts) {
    bottom.level = kPartsLevel;
    TakeDictionary(kPartsDictionaryBytes, bottom);
  } else if (table != Table::kStatements) {  // ids resemble nothing
    TakeDictionary(kDictionaryBytes, bottom);
  }
}

}  // namespace lightship::store
