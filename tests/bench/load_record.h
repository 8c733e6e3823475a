// What became of the requests of an open-loop load, by kind, as lines of CSV (open_load.cc tells the columns).
#ifndef LIGHTSHIP_TESTS_BENCH_LOAD_RECORD_H_
#define LIGHTSHIP_TESTS_BENCH_LOAD_RECORD_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <iostream>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "node/base/mutex.h"
#include "node/base/status.h"
#include "tests/bench/histogram.h"

namespace lightship::bench {

// What became of the requests of one kind. Thread-compatible.
struct Tally {
  uint64_t arrived = 0, ok = 0, refused = 0, failed = 0, unsent = 0;
  Histogram latency;
};

// Thread-safe.
class Record {
 public:
  // By kind, for the interval that is printed next and for the whole run.
  void Arrived(const std::string& kind) {
    Count(kind, [](Tally& tally) { ++tally.arrived; });
  }
  void Unsent(const std::string& kind) {
    Count(kind, [](Tally& tally) { ++tally.unsent; });
  }
  void Ended(const std::string& kind, absl::Time scheduled, const absl::Status& status) {
    const absl::Duration latency = absl::Now() - scheduled;
    const bool refused =
        absl::IsResourceExhausted(status) && base::RetryDelayOf(status) > absl::ZeroDuration();
    Count(kind, [&](Tally& tally) {
      if (status.ok()) tally.latency.Add(latency);
      ++(status.ok() ? tally.ok : refused ? tally.refused : tally.failed);
    });
    if (status.ok() || refused) return;
    base::MutexLock lock(mutex_);
    ++errors_[absl::StrCat(kind, ": ", absl::StatusCodeToString(status.code()), " ",
                           status.message().substr(0, 120))];
  }
  void PrintInterval(double at_s) {
    base::MutexLock lock(mutex_);
    for (const auto& [kind, tally] : interval_) Print(absl::StrFormat("%.1f", at_s), kind, tally);
    interval_.clear();
  }
  void PrintAll() {
    base::MutexLock lock(mutex_);
    for (const auto& [kind, tally] : all_) Print("all", kind, tally);
    for (const auto& [error, count] : errors_) std::cerr << count << " x " << error << "\n";
  }

 private:
  void Count(const std::string& kind, const std::function<void(Tally&)>& change) {
    base::MutexLock lock(mutex_);
    change(interval_[kind]);
    change(all_[kind]);
  }
  static void Print(const std::string& at, const std::string& kind, const Tally& tally) {
    const Histogram& l = tally.latency;
    std::cout << absl::StrFormat("%s,%s,%d,%d,%d,%d,%d,%.2f,%.2f,%.2f,%.2f\n", at, kind, tally.arrived,
                                 tally.ok, tally.refused, tally.failed, tally.unsent,
                                 l.QuantileMillis(0.5), l.QuantileMillis(0.99),
                                 l.QuantileMillis(0.999), l.MostMillis())
              << std::flush;
  }

  base::Mutex mutex_;
  std::map<std::string, Tally> interval_ ABSL_GUARDED_BY(mutex_), all_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, uint64_t> errors_ ABSL_GUARDED_BY(mutex_);
};

// Reports that not every watch has shown yet, by incident. Thread-safe.
class Awaited {
 public:
  Awaited(size_t watches, Record* record) : watches_(watches), record_(record) {}

  void Expect(const std::string& id, absl::Time scheduled) {
    base::MutexLock lock(mutex_);
    if (watches_ > 0) awaited_[id] = {scheduled, std::vector<bool>(watches_), watches_};
  }
  void Forget(const std::string& id) {
    base::MutexLock lock(mutex_);
    awaited_.erase(id);
  }
  void Shown(const std::string& id, size_t watch) {
    absl::Time scheduled;
    {
      base::MutexLock lock(mutex_);
      auto found = awaited_.find(id);
      if (found == awaited_.end() || found->second.shown[watch]) return;
      found->second.shown[watch] = true;
      if (--found->second.left > 0) return;
      scheduled = found->second.scheduled;
      awaited_.erase(found);
    }
    record_->Arrived("visible");
    record_->Ended("visible", scheduled, absl::OkStatus());
  }
  size_t left() {
    base::MutexLock lock(mutex_);
    return awaited_.size();
  }

 private:
  struct Report {
    absl::Time scheduled;
    std::vector<bool> shown;  // by watch
    size_t left = 0;
  };
  const size_t watches_;
  Record* const record_;
  base::Mutex mutex_;
  std::unordered_map<std::string, Report> awaited_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lightship::bench

#endif  // LIGHTSHIP_TESTS_BENCH_LOAD_RECORD_H_
