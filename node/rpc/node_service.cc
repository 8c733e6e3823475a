#include "node/rpc/node_service.h"

#include <utility>

#include "grpcpp/server_context.h"
#include "lightship/v1/node.grpc.pb.h"
#include "node/base/limits.h"
#include "node/base/status.h"
#include "node/incident/state_hash.h"
#include "node/ledger/audit.h"
#include "node/rpc/pool_call.h"
#include "node/rpc/status_map.h"
#include "node/statement/address.h"
#include "node/statement/canonical.h"
#include "node/statement/open.h"

namespace lightship::rpc {
namespace {

class NodeService final : public v1::NodeService::CallbackService {
 public:
  explicit NodeService(const NodeBackend& backend) : backend_(backend) {}

  grpc::ServerUnaryReactor* GetStatus(grpc::CallbackServerContext* context,
                                      const v1::GetStatusRequest*,
                                      v1::GetStatusResponse* response) override {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    auto caller = backend_.gate->AdmitOfficer(*context->auth_context(), statement::Operation::kReadStatus);
    if (caller.ok()) *response = DescribeNode(backend_);
    reactor->Finish(ToGrpc(caller.status()));
    return reactor;
  }

  grpc::ServerUnaryReactor* GetStateHash(grpc::CallbackServerContext* context,
                                         const v1::GetStateHashRequest* request,
                                         v1::GetStateHashResponse* response) override {
    auto caller = backend_.gate->AdmitOfficer(*context->auth_context(), statement::Operation::kReadStatus);
    return CallOnPool(*context, *backend_.pool, caller, [this, request, response] {
      ASSIGN_OR_RETURN(*response, incident::HashState(*backend_.store->Snapshot(), *request));
      return absl::OkStatus();
    });
  }

  grpc::ServerUnaryReactor* ListAudiences(grpc::CallbackServerContext* context,
                                          const v1::ListAudiencesRequest*,
                                          v1::ListAudiencesResponse* response) override {
    auto caller = backend_.gate->AdmitOfficer(*context->auth_context(), statement::Operation::kReadStatus);
    return CallOnPool(*context, *backend_.pool, caller, [this, response] {
      *response = rpc::ListAudiences(*backend_.roots, *backend_.heads->Get());
      return absl::OkStatus();
    });
  }

  grpc::ServerUnaryReactor* Scrub(grpc::CallbackServerContext* context,
                                  const v1::ScrubRequest* request,
                                  v1::ScrubStatus* response) override {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    auto caller = backend_.gate->AdmitOfficer(*context->auth_context(), statement::Operation::kScrub);
    if (!caller.ok()) {
      reactor->Finish(ToGrpc(caller.status()));
      return reactor;
    }
    backend_.scrub(request->start(), [reactor, response](absl::StatusOr<v1::ScrubStatus> status) {
      if (!status.ok()) return reactor->Finish(ToGrpc(status.status()));
      *response = *std::move(status);
      reactor->Finish(grpc::Status::OK);
    });
    return reactor;
  }

  grpc::ServerUnaryReactor* ReadAudit(grpc::CallbackServerContext* context,
                                      const v1::ReadAuditRequest* request,
                                      v1::ReadAuditResponse* response) override {
    auto caller = backend_.gate->AdmitOfficer(*context->auth_context(), statement::Operation::kReadAudit);
    return CallOnPool(*context, *backend_.pool, caller, [this, request, response] {
      ASSIGN_OR_RETURN(*response, ledger::ReadAudit(*backend_.store, backend_.origin, request->from()));
      return absl::OkStatus();
    });
  }

 private:
  const NodeBackend backend_;
};

void DescribeLog(const ledger::LogHead& head, const Network& network, v1::LogStatus& log) {
  log.set_origin(head.origin);
  log.set_size(head.size);
  log.set_root(crypto::AsString(head.root));
  log.set_stubs(head.stubs);
  log.set_unresolved_stubs(head.unresolved);
  if (head.fork != nullptr) {
    log.set_frozen(true);
    log.set_evidence(statement::SerializeDeterministic(*head.fork));
  }
  for (const exchange::FollowView& follow : network.follows) {
    if (follow.origin != head.origin) continue;
    log.set_source(follow.source);
    log.set_announced_size(follow.announced_size);
  }
  // The head may be newer than the network's picture.
  const bool behind = log.announced_size() > log.size();
  if (auto since = network.behind_since.find(head.origin); behind && since != network.behind_since.end()) {
    *log.mutable_behind_since() = statement::ToTimestamp(since->second);
  }
  log.set_unverified(head.size - head.verified_until);
  if (auto since = network.unverified_since.find(head.origin); log.unverified() > 0 && since != network.unverified_since.end()) {
    *log.mutable_unverified_since() = statement::ToTimestamp(since->second);
  }
  for (const auto& [economy, cosigned] : head.cosigned) {
    v1::CosignerStatus* cosigner = log.add_cosigners();
    cosigner->set_economy(economy);
    cosigner->set_size(cosigned.size);
    *cosigner->mutable_cosigned_at() = statement::ToTimestamp(cosigned.at);
  }
}

}  // namespace

v1::GetStatusResponse DescribeNode(const NodeBackend& backend) {
  v1::GetStatusResponse status;
  status.set_economy(backend.gate->economy());
  status.set_origin(backend.origin);
  status.set_software_version(backend.software_version);
  *status.mutable_started_at() = statement::ToTimestamp(backend.started_at);
  status.set_incidents(backend.incidents());
  status.set_not_accepting(backend.standby->Text());
  if (status.not_accepting().empty()) status.set_not_accepting(backend.room->Text());
  std::shared_ptr<const ledger::Heads> heads = backend.heads->Get();
  if (const ledger::LogHead* own = heads->Find(backend.origin); own != nullptr && own->fork) {
    status.set_not_accepting("this node's log is frozen: its key has signed two histories");
  }
  std::shared_ptr<const Network> network = backend.network->Get();
  for (const auto& [origin, head] : heads->logs) DescribeLog(*head, *network, *status.add_logs());
  for (const v1::PeerStatus& peer : network->peers) *status.add_peers() = peer;
  for (const v1::Warning& warning : backend.warnings->All()) *status.add_warnings() = warning;
  *status.mutable_scrub() = backend.scrub_status();
  return status;
}

v1::ListAudiencesResponse ListAudiences(const statement::PinnedRoots& roots, const ledger::Heads& heads) {
  v1::ListAudiencesResponse response;
  for (std::string& economy : roots.Economies()) response.add_members(std::move(economy));
  if (heads.audiences == nullptr) return response;
  for (trust::AudienceBook::Known& known : heads.audiences->List(base::limits::kAudiencesListed)) {
    v1::NamedAudience& audience = *response.add_audiences();
    audience.set_name(known.name.ToString());
    audience.set_address(statement::Origin{known.name.economy, known.place.epoch}.At(known.place.index).ToString());
    for (std::string& economy : known.economies) audience.add_economies(std::move(economy));
  }
  return response;
}

std::shared_ptr<grpc::Service> MakeNodeService(const NodeBackend& backend) {
  return std::make_shared<NodeService>(backend);
}

}  // namespace lightship::rpc
