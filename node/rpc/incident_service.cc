#include "node/rpc/incident_service.h"

#include <utility>

#include "grpcpp/server_context.h"
#include "lightship/v1/incident.grpc.pb.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/incident/query.h"
#include "node/incident/unverified.h"
#include "node/rpc/map_call.h"
#include "node/rpc/open_calls.h"
#include "node/rpc/status_map.h"
#include "node/rpc/watch.h"

namespace lightship::rpc {
namespace {

class IncidentService final : public v1::IncidentService::CallbackService {
 public:
  explicit IncidentService(const IncidentBackend& backend)
      : backend_(backend),
        watches_({"watches", backend.most_watches, backend.most_of_caller}),
        maps_({"maps", base::limits::kMapsAtOnce, base::limits::kMapsOfCaller, base::reason::kTooManyStreams,
               absl::Seconds(1)}) {}

  grpc::ServerUnaryReactor* GetIncident(grpc::CallbackServerContext* context,
                                        const v1::GetIncidentRequest* request,
                                        v1::GetIncidentResponse* response) override {
    return backend_.audit->Call(
        *context, "GetIncident", Admit(*context),
        [this, request, response]() -> absl::StatusOr<Reads> {
          ASSIGN_OR_RETURN(*response, incident::Get(*backend_.index->snapshot(), *backend_.reader,
                                                    backend_.gate->economy(), *request));
          Unverified().Mark(*response->mutable_summary());
          return ReadsOf(*response);
        });
  }

  grpc::ServerUnaryReactor* ListIncidents(grpc::CallbackServerContext* context,
                                          const v1::ListIncidentsRequest* request,
                                          v1::ListIncidentsResponse* response) override {
    const absl::StatusOr<statement::Identity> reader = Admit(*context);
    return backend_.audit->Call(
        *context, "ListIncidents", reader,
        [this, request, response, caller = reader.value_or(statement::Identity()).Uri()]() -> absl::StatusOr<Reads> {
          ASSIGN_OR_RETURN(std::shared_ptr<const incident::TableSnapshot> snapshot,
                           backend_.index->SnapshotFor(request->filter(), caller));
          ASSIGN_OR_RETURN(incident::Page page, incident::List(*snapshot, *request, backend_.bound->Begin()));
          Unverified().MarkAll(page.incidents);
          *response = incident::MessageOf(page);
          return std::move(page.reads);
        });
  }

  grpc::ServerWriteReactor<v1::MapIncidentsResponse>* MapIncidents(
      grpc::CallbackServerContext* context, const v1::MapIncidentsRequest* request) override {
    return StartMap(backend_, *context, [this, context] { return Admit(*context); }, *request, maps_);
  }

  grpc::ServerUnaryReactor* FindSimilar(grpc::CallbackServerContext* context,
                                        const v1::FindSimilarRequest* request,
                                        v1::FindSimilarResponse* response) override {
    return backend_.audit->Call(
        *context, "FindSimilar", Admit(*context),
        [this, request, response]() -> absl::StatusOr<Reads> {
          ASSIGN_OR_RETURN(incident::Similar similar,
                           incident::FindSimilar(*backend_.index->snapshot(), *backend_.matcher,
                                                 *request, backend_.bound->Begin()));
          *response = std::move(similar.response);
          Reads reads = std::move(similar.reads);
          const incident::Unverified unverified = Unverified();
          for (v1::SimilarIncident& similar : *response->mutable_incidents()) {
            unverified.Mark(*similar.mutable_incident());
            AddReadsOf(similar.incident(), reads);
          }
          return reads;
        });
  }

  grpc::ServerWriteReactor<v1::WatchIncidentsResponse>* WatchIncidents(
      grpc::CallbackServerContext* context, const v1::WatchIncidentsRequest* request) override {
    return StartWatch(backend_, [this, context] { return Admit(*context); }, *request, watches_);
  }

 private:
  incident::Unverified Unverified() const { return incident::Unverified(*backend_.reader->heads()); }
  absl::StatusOr<statement::Identity> Admit(const grpc::CallbackServerContext& context) {
    return backend_.gate->AdmitOfficer(*context.auth_context(),
                                       statement::Operation::kReadIncidents);
  }

  const IncidentBackend backend_;
  OpenCalls watches_;
  OpenCalls maps_;
};

}  // namespace

std::shared_ptr<grpc::Service> MakeIncidentService(const IncidentBackend& backend) {
  return std::make_shared<IncidentService>(backend);
}

}  // namespace lightship::rpc
