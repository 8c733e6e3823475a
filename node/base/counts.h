// Counts of what has happened since the node started, for whoever looks at it from outside (node/app/metrics.h). Whoever does
// a thing counts it; nobody decides by a count.
#ifndef LIGHTSHIP_NODE_BASE_COUNTS_H_
#define LIGHTSHIP_NODE_BASE_COUNTS_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "node/base/mutex.h"

namespace lightship::base {

// Thread-safe.
class Counter {
 public:
  void Add(uint64_t more = 1) { value_.fetch_add(more, std::memory_order_relaxed); }
  uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<uint64_t> value_{0};
};

// How often a figure was at most each of some bounds. Thread-safe.
class Histogram {
 public:
  struct Picture {
    std::vector<std::pair<double, uint64_t>> at_most;  // bound, and how many were not above it
    uint64_t count = 0;
    double sum = 0;
  };

  // `bounds` ascend.
  explicit Histogram(std::vector<double> bounds);
  void Observe(double figure);
  Picture Get() const;

 private:
  const std::vector<double> bounds_;
  mutable Mutex mutex_;
  std::vector<uint64_t> counts_ ABSL_GUARDED_BY(mutex_);  // one more than bounds
  double sum_ ABSL_GUARDED_BY(mutex_) = 0;
};

// Bounds for what takes from half a millisecond to ten seconds.
std::vector<double> SecondsBounds();
// Powers of two up to 4096.
std::vector<double> AmountBounds();

// One of a kind for each pair of labels. There are at most kMost pairs, whatever callers make up: all others are one, kOther.
// Thread-safe.
template <typename Kind>
class Labelled {
 public:
  static constexpr size_t kMost = 2'000;
  static constexpr char kOther[] = "other";
  using Labels = std::pair<std::string, std::string>;

  explicit Labelled(std::function<std::unique_ptr<Kind>()> make = [] { return std::make_unique<Kind>(); })
      : make_(std::move(make)) {}

  Kind& Of(absl::string_view first, absl::string_view second = "") {
    MutexLock lock(mutex_);
    Labels labels(first, second);
    if (kinds_.size() >= kMost && !kinds_.contains(labels)) labels = {kOther, second.empty() ? "" : kOther};
    std::unique_ptr<Kind>& kind = kinds_[std::move(labels)];
    if (kind == nullptr) kind = make_();
    return *kind;
  }
  void ForEach(const std::function<void(const Labels&, const Kind&)>& visit) const {
    MutexLock lock(mutex_);
    for (const auto& [labels, kind] : kinds_) visit(labels, *kind);
  }

 private:
  const std::function<std::unique_ptr<Kind>()> make_;
  mutable Mutex mutex_;
  std::map<Labels, std::unique_ptr<Kind>> kinds_ ABSL_GUARDED_BY(mutex_);
};

// All counts of one node. Thread-safe.
struct Counts {
  // The writer's.
  Histogram commit_seconds{SecondsBounds()};
  Histogram commit_operations{AmountBounds()};
  Labelled<Counter> operations;  // kind, result

  // Of calls that officers and peers make.
  Labelled<Counter> calls;    // method, code
  Labelled<Counter> refused;  // method, reason
  Labelled<Histogram> call_seconds{[] { return std::make_unique<Histogram>(SecondsBounds()); }};  // method

  Labelled<Counter> peer_faults;  // economy, reason
};

}  // namespace lightship::base

#endif  // LIGHTSHIP_NODE_BASE_COUNTS_H_
