// A column of a chunk, of which most chunks have few values: these, and one byte a row that says which; none when all are alike.
#ifndef LIGHTSHIP_NODE_INCIDENT_FEW_VALUES_H_
#define LIGHTSHIP_NODE_INCIDENT_FEW_VALUES_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "absl/types/span.h"
#include "node/base/packed.h"

namespace lightship::incident {

// Thread-compatible. Of `rows` rows, each of which has some value once one of them is set. REQUIRES: rows > 256, T is a number.
template <typename T, size_t rows>
class FewValues {
 public:
  // REQUIRES: one was set.
  T operator[](size_t row) const {
    if (!places_.empty()) return values_[places_[row]];
    return values_[values_.size() == 1 ? 0 : row];
  }

  void Set(size_t row, T value) {
    if (IsPlain()) {
      values_[row] = value;
      return;
    }
    const auto place = static_cast<size_t>(std::find(values_.begin(), values_.end(), value) - values_.begin());
    if (place == kMost) {
      BecomePlain();
      values_[row] = value;
      return;
    }
    if (place == values_.size()) values_.push_back(value);
    if (places_.empty() && place == 0) return;
    places_.resize(rows);
    places_[row] = static_cast<uint8_t>(place);
  }

  // One for each row when there are too many, and places() is empty; one alone when all are alike; else those at places().
  absl::Span<const T> values() const { return values_; }
  absl::Span<const uint8_t> places() const { return places_; }

  void WriteTo(base::Packer& out) const {
    out.Text({reinterpret_cast<const char*>(values_.data()), values_.size() * sizeof(T)});
    out.Text({reinterpret_cast<const char*>(places_.data()), places_.size()});
  }
  // REQUIRES: what WriteTo has written.
  void ReadFrom(base::Unpacker& in) {
    Read(in.Text(), values_);
    Read(in.Text(), places_);
  }

 private:
  static constexpr size_t kMost = 256;
  static_assert(rows > kMost);

  bool IsPlain() const { return values_.size() > kMost; }
  void BecomePlain() {
    std::vector<T> plain(rows);
    for (size_t row = 0; row < rows; ++row) plain[row] = (*this)[row];
    values_ = std::move(plain);
    places_ = {};
  }
  template <typename Number>
  static void Read(absl::string_view bytes, std::vector<Number>& numbers) {
    numbers.resize(bytes.size() / sizeof(Number));
    if (!bytes.empty()) std::memcpy(numbers.data(), bytes.data(), bytes.size());
  }

  std::vector<T> values_;
  std::vector<uint8_t> places_;
};

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_FEW_VALUES_H_
