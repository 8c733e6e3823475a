// Numbers and texts one after the other in few bytes, for what is held in great numbers. For this program alone: no lasting format
// is made of it.
#ifndef LIGHTSHIP_NODE_BASE_PACKED_H_
#define LIGHTSHIP_NODE_BASE_PACKED_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace lightship::base {

// Seven bits a byte, the least first; all but the last byte have their highest bit set.
class Packer {
 public:
  void Number(uint64_t value) {
    for (; value >= 128; value >>= 7) bytes_ += static_cast<char>(value | 128);
    bytes_ += static_cast<char>(value);
  }
  void Signed(int64_t value) { Number(static_cast<uint64_t>(value) << 1 ^ static_cast<uint64_t>(value >> 63)); }
  void Text(absl::string_view text) {
    Number(text.size());
    bytes_.append(text.data(), text.size());
  }
  template <typename Items, typename Write>
  void List(const Items& items, Write write) {
    Number(items.size());
    for (const auto& item : items) write(item);
  }
  template <typename Value, typename Write>
  void Maybe(const std::optional<Value>& value, Write write) {
    Number(value.has_value() ? 1 : 0);
    if (value.has_value()) write(*value);
  }
  const std::string& bytes() const { return bytes_; }
  std::string Bytes() && {
    bytes_.shrink_to_fit();
    return std::move(bytes_);
  }

 private:
  std::string bytes_;
};

// REQUIRES: the same calls in the same order as those of the Packer.
class Unpacker {
 public:
  explicit Unpacker(absl::string_view bytes) : rest_(bytes) {}

  bool AtEnd() const { return rest_.empty(); }
  uint64_t Number() {
    uint64_t value = 0;
    for (int shift = 0;; shift += 7) {
      const auto byte = static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
      value |= uint64_t{byte & 127u} << shift;
      if (byte < 128) return value;
    }
  }
  int64_t Signed() {
    const uint64_t value = Number();
    return static_cast<int64_t>(value >> 1) ^ -static_cast<int64_t>(value & 1);
  }
  // Of the bytes that it was made with.
  absl::string_view Text() {
    const size_t length = Number();
    const absl::string_view text = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return text;
  }
  template <typename Read>
  auto List(Read read) {
    std::vector<decltype(read())> items(Number());
    for (auto& item : items) item = read();
    return items;
  }
  template <typename Read>
  auto Maybe(Read read) {
    return Number() == 0 ? std::nullopt : std::optional(read());
  }

 private:
  absl::string_view rest_;
};

}  // namespace lightship::base

#endif  // LIGHTSHIP_NODE_BASE_PACKED_H_
