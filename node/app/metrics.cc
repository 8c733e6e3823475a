#include "node/app/metrics.h"

#include <exception>
#include <utility>

#include "absl/strings/str_cat.h"
#include "node/app/metrics_sheet.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "prometheus/collectable.h"
#include "prometheus/exposer.h"

namespace lightship::app {
namespace {

class Collector final : public prometheus::Collectable {
 public:
  explicit Collector(MetricsWorld world) : world_(std::move(world)) {}

  std::vector<prometheus::MetricFamily> Collect() const override {
    const v1::GetStatusResponse status = world_.status();
    MetricsSheet sheet;
    CollectNode(world_, status, sheet);
    CollectNetwork(world_, status, sheet);
    CollectCounts(world_, sheet);
    CollectStorage(world_, status, sheet);
    CollectProcess(world_, status, sheet);
    return sheet.Take();
  }

 private:
  const MetricsWorld world_;
};

}  // namespace

// More than one, so that a connection that asks nothing keeps nobody else from asking; nor do many, for long.
constexpr char kThreads[] = "4";
constexpr char kPatienceMs[] = "2000";

class Metrics::Impl {
 public:
  explicit Impl(MetricsWorld world) : collector_(std::make_shared<Collector>(std::move(world))) {}

  // The library says by exceptions what fails.
  absl::Status Open(const std::string& listen) {
    try {
      exposer_ = std::make_unique<prometheus::Exposer>(
          std::vector<std::string>{"listening_ports", listen, "num_threads", kThreads, "request_timeout_ms", kPatienceMs});
    } catch (const std::exception& failed) {
      return base::Error(absl::StatusCode::kUnavailable, base::reason::kConfiguration,
                         absl::StrCat("metrics.listen: cannot listen on ", listen,
                                      "; is the port free and the address this machine's?"));
    }
    exposer_->RegisterCollectable(collector_);
    address_ = absl::StrCat(listen.substr(0, listen.rfind(':')), ":", exposer_->GetListeningPorts().at(0));
    return absl::OkStatus();
  }
  const std::string& address() const { return address_; }

 private:
  const std::shared_ptr<Collector> collector_;
  std::unique_ptr<prometheus::Exposer> exposer_;
  std::string address_;
};

Metrics::Metrics(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Metrics::~Metrics() = default;

absl::StatusOr<std::unique_ptr<Metrics>> Metrics::Serve(MetricsWorld world) {
  const std::string listen = world.config->metrics().listen();
  auto impl = std::make_unique<Impl>(std::move(world));
  RETURN_IF_ERROR(impl->Open(listen));
  return std::unique_ptr<Metrics>(new Metrics(std::move(impl)));
}

const std::string& Metrics::address() const { return impl_->address(); }

}  // namespace lightship::app
