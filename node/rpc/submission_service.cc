#include "node/rpc/submission_service.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "grpcpp/server_context.h"
#include "lightship/v1/submission.grpc.pb.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/ledger/admission.h"
#include "node/rpc/open_calls.h"
#include "node/rpc/pool_call.h"
#include "node/rpc/status_map.h"
#include "node/statement/address.h"

namespace lightship::rpc {
namespace {

namespace reason = base::reason;

constexpr absl::Duration kComeBack = absl::Milliseconds(200);

// Who must be barred and what must go shall not wait for room that only the little of it would take. What the statement is otherwise is
// examined later.
bool GoesFirst(const v1::SubmitRequest& request) {
  v1::Manifest manifest;
  if (!manifest.ParseFromString(request.statement().manifest())) return false;
  return manifest.kind() == v1::STATEMENT_KIND_KEY || manifest.kind() == v1::STATEMENT_KIND_WITHDRAWAL;
}

class SubmissionService final : public v1::SubmissionService::CallbackService {
 public:
  explicit SubmissionService(const SubmissionBackend& backend)
      : backend_(backend),
        waiting_({"submissions", backend.most_waiting, std::max<size_t>(backend.most_waiting / 4, 1),
                  reason::kOverloaded, kComeBack}) {}

  grpc::ServerUnaryReactor* Submit(grpc::CallbackServerContext* context,
                                   const v1::SubmitRequest* request,
                                   v1::SubmitResponse* response) override {
    auto caller = backend_.gate->AdmitOfficer(*context->auth_context(), statement::Operation::kSubmit);
    return StartOnPool(*context, *backend_.pool, caller,
                       [this, who = caller.value_or(statement::Identity()), request,
                        response](grpc::ServerUnaryReactor* reactor) {
                         absl::Status taken = Take(who, *request, *response, reactor);
                         if (!taken.ok()) reactor->Finish(ToGrpc(taken));
                       });
  }

  grpc::ServerUnaryReactor* GetReceipt(grpc::CallbackServerContext* context,
                                       const v1::GetReceiptRequest* request,
                                       v1::GetReceiptResponse* response) override {
    auto caller =
        backend_.gate->AdmitOfficer(*context->auth_context(), statement::Operation::kReadReceipts);
    return backend_.audit->Call(
        *context, "GetReceipt", caller, [this, request, response]() -> absl::StatusOr<Reads> {
          RETURN_IF_ERROR(FindReceipt(*request, *response));
          return ReadsOf(response->file().statement(), response->receipt().address());
        });
  }

 private:
  // OK when the writer has it, which then ends the call.
  absl::Status Take(const statement::Identity& caller, const v1::SubmitRequest& request,
                    v1::SubmitResponse& response, grpc::ServerUnaryReactor* reactor) {
    ASSIGN_OR_RETURN(ledger::Admission admission, Examine(caller, request));
    RETURN_IF_ERROR(waiting_.Open(caller.Uri()));
    // What is refused before does not count: it takes no room in the log.
    if (absl::Status within = backend_.quota->Take(caller.Uri(), 1, backend_.steady->Now()); !within.ok()) {
      waiting_.Close(caller.Uri());
      return within;
    }
    response.set_statement_id(crypto::AsString(admission.id));
    backend_.writer->Submit(
        std::move(admission), [this, reactor, &response, who = caller.Uri()](
                                  absl::StatusOr<ledger::Outcome> outcome) {
          waiting_.Close(who);
          // On the writer's thread, which has other statements to write.
          backend_.pool->Post([this, reactor, &response, outcome = std::move(outcome)] {
            reactor->Finish(ToGrpc(Acknowledge(outcome, response)));
          });
        });
    return absl::OkStatus();
  }

  absl::StatusOr<ledger::Admission> Examine(const statement::Identity& caller,
                                            const v1::SubmitRequest& request) {
    RETURN_IF_ERROR(backend_.standby->Check());
    RETURN_IF_ERROR(GoesFirst(request) ? backend_.room->CheckCopying() : backend_.room->CheckAdmitting());
    // Before the work of verifying.
    RETURN_IF_ERROR(backend_.writer->CheckRoom());
    std::shared_ptr<const ledger::Heads> heads = backend_.heads->Get();
    const ledger::LogHead* own = heads->Find(backend_.origin);
    if (own == nullptr || own->keys == nullptr) {
      return base::Error(absl::StatusCode::kUnavailable, reason::kRecovering,
                         "the node's log is not open");
    }
    // As in the log, time does not go back when the clock is set back.
    return ledger::Examine(request, caller, backend_.rules(), *own->keys, *backend_.roots,
                           std::max(backend_.clock->Now(), own->last_admitted_at));
  }

  absl::Status Acknowledge(const absl::StatusOr<ledger::Outcome>& outcome,
                           v1::SubmitResponse& response) {
    RETURN_IF_ERROR(outcome.status());
    ASSIGN_OR_RETURN(*response.mutable_receipt(),
                     backend_.reader->MakeReceipt(outcome->origin, outcome->index, true));
    response.set_already_admitted(outcome->already_admitted);
    return absl::OkStatus();
  }

  absl::Status FindReceipt(const v1::GetReceiptRequest& request,
                           v1::GetReceiptResponse& response) {
    ASSIGN_OR_RETURN(ledger::Location place, Locate(request));
    ASSIGN_OR_RETURN(*response.mutable_receipt(),
                     backend_.reader->MakeReceipt(place.origin, place.index, false));
    ASSIGN_OR_RETURN(
        *response.mutable_file(),
        backend_.reader->MakeStatementFile(place.origin, place.index, response.receipt()));
    return absl::OkStatus();
  }

  absl::StatusOr<ledger::Location> Locate(const v1::GetReceiptRequest& request) {
    if (request.has_address()) {
      ASSIGN_OR_RETURN(statement::Address address, statement::Address::Parse(request.address()));
      std::shared_ptr<const ledger::Heads> heads = backend_.heads->Get();
      const ledger::LogHead* log = heads->Find(address.log().ToString());
      if (log == nullptr) {
        return base::Error(absl::StatusCode::kNotFound, reason::kNotFound,
                           absl::StrCat("this node holds no log ", address.log().ToString()));
      }
      return ledger::Location{log->origin, address.index, 0};
    }
    auto id = crypto::DigestFromBytes(request.statement_id());
    if (!id.ok()) {
      return base::InvalidFields(
          reason::kMalformed,
          {{"statement", absl::StrCat("an address like SG/1234, or a statement id of ",
                                      crypto::kDigestBytes, " bytes")}});
    }
    return backend_.reader->Locate(*id);
  }

  const SubmissionBackend backend_;
  OpenCalls waiting_;  // for the writer
};

}  // namespace

std::shared_ptr<grpc::Service> MakeSubmissionService(const SubmissionBackend& backend) {
  return std::make_shared<SubmissionService>(backend);
}

}  // namespace lightship::rpc
