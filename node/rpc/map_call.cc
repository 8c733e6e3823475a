#include "node/rpc/map_call.h"

#include <atomic>
#include <optional>
#include <utility>

#include "grpc/grpc.h"
#include "grpc/support/time.h"
#include "grpcpp/alarm.h"
#include "node/base/status.h"
#include "node/incident/map.h"
#include "node/rpc/pool_call.h"
#include "node/rpc/refused_stream.h"
#include "node/rpc/status_map.h"

namespace lightship::rpc {
namespace {

using AdmitReader = std::function<absl::StatusOr<statement::Identity>()>;

// Cancels a call when its time is up: a status sent as others are would wait behind what nobody reads.
class TimeLimit {
 public:
  TimeLimit(grpc_call* call, absl::Duration within) {
    grpc_call_ref(call);
    const gpr_timespec until = gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC),
                                            gpr_time_from_millis(absl::ToInt64Milliseconds(within), GPR_TIMESPAN));
    alarm_.Set(until, [call](bool is_up) {
      if (is_up) {
        grpc_call_cancel_with_status(call, GRPC_STATUS_DEADLINE_EXCEEDED,
                                     "the map was not read to its end in time", nullptr);
      }
      grpc_call_unref(call);
    });
  }

 private:
  grpc::Alarm alarm_;
};

//   making (pool) --> recording what it shows --> writing --sent--> making ... --told--> Finish
//
// Never two at once, so that nothing needs a lock, and a cancelled call ends at its next step.
class MapCall final : public grpc::ServerWriteReactor<v1::MapIncidentsResponse> {
 public:
  MapCall(const IncidentBackend& backend, grpc::CallbackServerContext& context, AdmitReader admit,
          const statement::Identity& reader, const v1::MapIncidentsRequest& request, OpenCalls& maps)
      : backend_(backend),
        admit_(std::move(admit)),
        reader_(reader),
        request_(request),
        maps_(maps),
        limit_(context.c_call(), backend.map_within) {
    PostMake();
  }

  void OnWriteDone(bool ok) override {
    if (!ok) return Finish(grpc::Status::CANCELLED);
    if (map_->done()) return Finish(grpc::Status::OK);
    PostMake();
  }
  void OnCancel() override { cancelled_ = true; }
  void OnDone() override {
    maps_.Close(reader_.Uri());
    delete this;
  }

 private:
  void PostMake() {
    if (!backend_.pool->TryPost(reader_.Uri(), [this] { Make(); })) Finish(ToGrpc(PoolIsFull()));
  }

  void Make() {
    if (cancelled_) return Finish(grpc::Status::CANCELLED);
    if (absl::Status ready = Prepare(); !ready.ok()) return Finish(ToGrpc(ready));
    absl::StatusOr<incident::IncidentMap::Piece> piece = map_->Next();
    if (!piece.ok()) return Finish(ToGrpc(piece.status()));
    response_ = std::move(piece->response);
    backend_.audit->Record(reader_, "MapIncidents", std::move(piece->reads),
                           [this](const absl::Status& recorded) {
                             if (!recorded.ok()) return Finish(ToGrpc(recorded));
                             StartWrite(&response_);
                           });
  }

  absl::Status Prepare() {
    RETURN_IF_ERROR(admit_().status());
    if (map_.has_value()) return absl::OkStatus();
    ASSIGN_OR_RETURN(std::shared_ptr<const incident::TableSnapshot> snapshot,
                     backend_.index->SnapshotFor(request_.filter(), reader_.Uri()));
    ASSIGN_OR_RETURN(map_, incident::IncidentMap::Make(std::move(snapshot), request_, backend_.bound->Begin()));
    return absl::OkStatus();
  }

  const IncidentBackend& backend_;
  const AdmitReader admit_;
  const statement::Identity reader_;
  const v1::MapIncidentsRequest request_;
  OpenCalls& maps_;
  TimeLimit limit_;
  std::optional<incident::IncidentMap> map_;
  v1::MapIncidentsResponse response_;
  std::atomic<bool> cancelled_{false};
};

}  // namespace

grpc::ServerWriteReactor<v1::MapIncidentsResponse>* StartMap(const IncidentBackend& backend,
                                                             grpc::CallbackServerContext& context, AdmitReader admit,
                                                             const v1::MapIncidentsRequest& request,
                                                             OpenCalls& maps) {
  absl::StatusOr<statement::Identity> reader = admit();
  if (!reader.ok()) return new RefusedStream<v1::MapIncidentsResponse>(reader.status());
  if (absl::Status open = maps.Open(reader->Uri()); !open.ok()) {
    return new RefusedStream<v1::MapIncidentsResponse>(open);
  }
  return new MapCall(backend, context, std::move(admit), *reader, request, maps);
}

}  // namespace lightship::rpc
