// What one scrape gathers: families of samples, each with the words that deploy/monitoring/METRICS.md has of it.
#ifndef LIGHTSHIP_NODE_APP_METRICS_SHEET_H_
#define LIGHTSHIP_NODE_APP_METRICS_SHEET_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"
#include "node/base/counts.h"
#include "prometheus/metric_family.h"

namespace lightship::app {

// Since 1970.
double SecondsOf(absl::Time time);
double SecondsOf(const google::protobuf::Timestamp& time);

using MetricLabels = std::vector<prometheus::ClientMetric::Label>;

// A family that is begun is shown even when it has no samples. Thread-compatible.
class MetricsSheet {
 public:
  // The samples that follow are of this family.
  void Gauge(const std::string& name, const std::string& help) { Begin(name, help, prometheus::MetricType::Gauge); }
  void Counter(const std::string& name, const std::string& help) { Begin(name, help, prometheus::MetricType::Counter); }
  void Histogram(const std::string& name, const std::string& help) {
    Begin(name, help, prometheus::MetricType::Histogram);
  }

  void Add(double value, MetricLabels labels = {});
  void Add(const base::Histogram::Picture& picture, MetricLabels labels = {});
  // A sample of each pair of labels, by these names; the second name may be empty when there is none.
  void AddAll(const base::Labelled<base::Counter>& counters, const std::string& first, const std::string& second);

  std::vector<prometheus::MetricFamily> Take() { return std::move(families_); }

 private:
  void Begin(const std::string& name, const std::string& help, prometheus::MetricType type);

  std::vector<prometheus::MetricFamily> families_;
};

}  // namespace lightship::app

#endif  // LIGHTSHIP_NODE_APP_METRICS_SHEET_H_
