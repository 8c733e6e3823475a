#include "node/rpc/submission_service.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "grpcpp/server_context.h"
#include "lightship/v1/submission.grpc.pb.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/rpc/reception.h"
#include "node/rpc/single_submissions.h"
#include "node/rpc/status_map.h"
#include "node/rpc/submission_stream.h"
#include "node/statement/address.h"

namespace lightship::rpc {
namespace {

namespace reason = base::reason;

class SubmissionService final : public v1::SubmissionService::CallbackService {
 public:
  explicit SubmissionService(const SubmissionBackend& backend) : backend_(backend), reception_(backend) {}

  grpc::ServerUnaryReactor* Submit(grpc::CallbackServerContext* context,
                                   const v1::SubmitRequest* request,
                                   v1::SubmitResponse* response) override {
    const auto caller = backend_.gate->AdmitOfficer(*context->auth_context(), statement::Operation::kSubmit);
    grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
    if (caller.ok()) {
      singles_.Begin({*caller, context, request, response, reactor});
    } else {
      reactor->Finish(ToGrpc(caller.status()));
    }
    return reactor;
  }

  grpc::ServerBidiReactor<v1::SubmitStreamRequest, v1::SubmitStreamResponse>* SubmitStream(
      grpc::CallbackServerContext* context) override {
    return StartSubmissionStream(reception_, [this, context] {
      return backend_.gate->AdmitOfficer(*context->auth_context(), statement::Operation::kSubmit);
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
  Reception reception_;
  SingleSubmissions singles_{&reception_};
};

}  // namespace

std::shared_ptr<grpc::Service> MakeSubmissionService(const SubmissionBackend& backend) {
  return std::make_shared<SubmissionService>(backend);
}

}  // namespace lightship::rpc
