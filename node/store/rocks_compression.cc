#include "node/store/rocks_database.h"

namespace lightship::store {
namespace {

constexpr uint32_t kDictionaryBytes = 16 << 10;
constexpr uint32_t kLongDictionaryBytes = 32 << 10;  // LZ4 makes less of one

void TakeDictionary(uint32_t bytes, rocksdb::CompressionOptions& bottom) {
  bottom.max_dict_bytes = bytes;
  bottom.zstd_max_train_bytes = 32 * bytes;
  // What a file that is being written holds back until it has its dictionary.
  bottom.max_dict_buffer_bytes = 128 * uint64_t{bytes};
}

}  // namespace

void CompressTheBottom(Table table, rocksdb::ColumnFamilyOptions& family) {
  rocksdb::CompressionOptions& bottom = family.bottommost_compression_opts;
  bottom.enabled = true;
  if (table == Table::kIncidents) {
    family.bottommost_compression = rocksdb::kLZ4Compression;
    TakeDictionary(kLongDictionaryBytes, bottom);
    return;
  }
  family.bottommost_compression = rocksdb::kZSTD;
  // Ids resemble nothing.
  if (table != Table::kStatements) TakeDictionary(kDictionaryBytes, bottom);
}

}  // namespace lightship::store
