#include "node/rpc/statistics_service.h"

#include <utility>

#include "grpcpp/server_context.h"
#include "lightship/v1/statistics.grpc.pb.h"
#include "node/base/status.h"
#include "node/incident/count.h"
#include "node/rpc/query_threads.h"

namespace lightship::rpc {
namespace {

class StatisticsService final : public v1::StatisticsService::CallbackService {
 public:
  explicit StatisticsService(const StatisticsBackend& backend) : backend_(backend) {}

  grpc::ServerUnaryReactor* CountIncidents(grpc::CallbackServerContext* context,
                                           const v1::CountIncidentsRequest* request,
                                           v1::CountIncidentsResponse* response) override {
    const absl::StatusOr<statement::Identity> reader =
        backend_.gate->AdmitOfficer(*context->auth_context(), statement::Operation::kReadIncidents);
    return backend_.audit->Call(
        *context, "CountIncidents", reader,
        [this, request, response, caller = reader.value_or(statement::Identity()).Uri()]() -> absl::StatusOr<Reads> {
          ASSIGN_OR_RETURN(std::shared_ptr<const incident::TableSnapshot> snapshot,
                           backend_.index->SnapshotFor(request->filter(), caller));
          QueryThreads threads(backend_.pool, caller);
          ASSIGN_OR_RETURN(incident::Counted counted, incident::Count(*snapshot, *request, backend_.bound->Begin(), &threads));
          *response = std::move(counted.response);
          Reads reads = std::move(counted.reads);
          for (const v1::IncidentSummary& summary : counted.told_of) AddReadsOf(summary, reads);
          return reads;
        });
  }

 private:
  const StatisticsBackend backend_;
};

}  // namespace

std::shared_ptr<grpc::Service> MakeStatisticsService(const StatisticsBackend& backend) {
  return std::make_shared<StatisticsService>(backend);
}

}  // namespace lightship::rpc
