#include "node/base/counts.h"

#include <algorithm>

namespace lightship::base {

Histogram::Histogram(std::vector<double> bounds) : bounds_(std::move(bounds)), counts_(bounds_.size() + 1) {}

void Histogram::Observe(double figure) {
  const auto bound = std::lower_bound(bounds_.begin(), bounds_.end(), figure);
  MutexLock lock(mutex_);
  ++counts_[static_cast<size_t>(bound - bounds_.begin())];
  sum_ += figure;
}

Histogram::Picture Histogram::Get() const {
  Picture picture;
  MutexLock lock(mutex_);
  for (size_t i = 0; i < bounds_.size(); ++i) {
    picture.count += counts_[i];
    picture.at_most.emplace_back(bounds_[i], picture.count);
  }
  picture.count += counts_.back();
  picture.sum = sum_;
  return picture;
}

std::vector<double> SecondsBounds() {
  return {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
}

std::vector<double> AmountBounds() { return {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096}; }

}  // namespace lightship::base
