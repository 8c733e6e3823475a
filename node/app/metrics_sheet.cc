#include "node/app/metrics_sheet.h"

#include <limits>

namespace lightship::app {

double SecondsOf(absl::Time time) { return absl::ToDoubleSeconds(time - absl::UnixEpoch()); }

double SecondsOf(const google::protobuf::Timestamp& time) {
  return static_cast<double>(time.seconds()) + static_cast<double>(time.nanos()) / 1e9;
}

void MetricsSheet::Begin(const std::string& name, const std::string& help, prometheus::MetricType type) {
  prometheus::MetricFamily& family = families_.emplace_back();
  family.name = name;
  family.help = help;
  family.type = type;
}

void MetricsSheet::Add(double value, MetricLabels labels) {
  prometheus::ClientMetric& metric = families_.back().metric.emplace_back();
  metric.label = std::move(labels);
  if (families_.back().type == prometheus::MetricType::Counter) {
    metric.counter.value = value;
  } else {
    metric.gauge.value = value;
  }
}

void MetricsSheet::Add(const base::Histogram::Picture& picture, MetricLabels labels) {
  prometheus::ClientMetric& metric = families_.back().metric.emplace_back();
  metric.label = std::move(labels);
  metric.histogram.sample_count = picture.count;
  metric.histogram.sample_sum = picture.sum;
  for (const auto& [bound, count] : picture.at_most) metric.histogram.bucket.push_back({count, bound});
  metric.histogram.bucket.push_back({picture.count, std::numeric_limits<double>::infinity()});
}

void MetricsSheet::AddAll(const base::Labelled<base::Counter>& counters, const std::string& first,
                          const std::string& second) {
  counters.ForEach([&](const auto& labels, const base::Counter& counter) {
    MetricLabels named{{first, labels.first}};
    if (!second.empty()) named.push_back({second, labels.second});
    Add(static_cast<double>(counter.value()), std::move(named));
  });
}

}  // namespace lightship::app
