#include "node/store/schema.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "node/base/encoding.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::store {
namespace {

constexpr size_t kNumberBytes = 8;

}  // namespace

std::string NumberedKey(absl::string_view origin, uint64_t number) {
  std::string key = OriginStart(origin);
  base::AppendBigEndian64(number, key);
  return key;
}

absl::StatusOr<uint64_t> NumberOfKey(absl::string_view key) {
  if (key.size() < kNumberBytes) {
    return base::Error(absl::StatusCode::kDataLoss, base::reason::kStorage,
                       absl::StrCat("key of ", key.size(), " bytes; it should end in 8 bytes of number"));
  }
  return base::ReadBigEndian64(key.substr(key.size() - kNumberBytes));
}

std::string OriginStart(absl::string_view origin) {
  std::string key(origin);
  key.push_back('\0');
  return key;
}

std::string OriginLimit(absl::string_view origin) {
  std::string key(origin);
  key.push_back('\1');
  return key;
}

std::string PartKey(absl::string_view origin, uint64_t index, absl::string_view part_name) {
  return absl::StrCat(NumberedKey(origin, index), part_name);
}

absl::string_view PartNameOfKey(absl::string_view origin, absl::string_view key) {
  size_t before = origin.size() + 1 + kNumberBytes;
  return key.size() < before ? absl::string_view() : key.substr(before);
}

std::string AuditKey(uint64_t record) {
  std::string key;
  base::AppendBigEndian64(record, key);
  return key;
}

std::string PurgeKey(absl::string_view origin, uint64_t index, uint64_t withdrawal) {
  std::string key = NumberedKey(origin, index);
  base::AppendBigEndian64(withdrawal, key);
  return key;
}

std::string RetentionKey(int64_t seconds, absl::string_view origin, uint64_t index) {
  std::string key;
  base::AppendBigEndian64(static_cast<uint64_t>(std::max<int64_t>(seconds, 0)), key);
  return absl::StrCat(key, NumberedKey(origin, index));
}

absl::StatusOr<Place> PlaceInKey(absl::string_view key, size_t skip) {
  const size_t end = key.find('\0', skip);
  if (skip > key.size() || end == absl::string_view::npos || key.size() < end + 1 + kNumberBytes) {
    return base::Error(absl::StatusCode::kDataLoss, base::reason::kStorage,
                       "a key that should hold an origin and an index does not");
  }
  return Place{std::string(key.substr(skip, end - skip)), base::ReadBigEndian64(key.substr(end + 1))};
}

std::string BlobChunkKey(absl::string_view sha256, uint64_t chunk) {
  std::string key(sha256);
  base::AppendBigEndian64(chunk, key);
  return key;
}

std::string BlobRefKey(absl::string_view sha256, absl::string_view origin, uint64_t index,
                       absl::string_view part_name) {
  return absl::StrCat(sha256, PartKey(origin, index, part_name));
}

std::string AfterPrefix(absl::string_view prefix) {
  std::string key(prefix);
  while (!key.empty() && key.back() == '\xFF') key.pop_back();
  if (!key.empty()) ++key.back();
  return key;
}

std::string TileKey(absl::string_view origin, uint32_t level, uint64_t index) {
  std::string key = OriginStart(origin);
  key.push_back(static_cast<char>(level));
  base::AppendBigEndian64(index, key);
  return key;
}

}  // namespace lightship::store
