#include "tests/fuzz/target.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "node/base/encoding.h"

namespace lightship::fuzz {

const Target* FindTarget(absl::string_view name) {
  for (const Target* target : Targets()) {
    if (name == target->name) return target;
  }
  return nullptr;
}

void Must(bool holds, absl::string_view what) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %.*s\n", static_cast<int>(what.size()), what.data());
  std::abort();
}

uint8_t Bytes::Byte() {
  if (rest_.empty()) return 0;
  const uint8_t byte = static_cast<uint8_t>(rest_[0]);
  rest_.remove_prefix(1);
  return byte;
}

uint64_t Bytes::Number() {
  std::string eight(rest_.substr(0, 8));
  eight.resize(8);
  rest_.remove_prefix(std::min<size_t>(8, rest_.size()));
  return base::ReadBigEndian64(eight);
}

absl::string_view Bytes::Piece() {
  const size_t high = Byte();
  const size_t low = Byte();
  const size_t size = std::min(high * 256 + low, rest_.size());
  const absl::string_view piece = rest_.substr(0, size);
  rest_.remove_prefix(size);
  return piece;
}

std::string PieceOf(absl::string_view bytes) {
  const std::string size = {static_cast<char>(bytes.size() >> 8), static_cast<char>(bytes.size())};
  return size + std::string(bytes);
}

}  // namespace lightship::fuzz
